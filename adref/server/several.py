"""What an installation on several machines is made of; chosen by ``app`` when it has a database."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine

from adref.server.config import PlainError, Settings
from adref.server.identity import read_secret
from adref.server.store.directory import Directory
from adref.server.store.postgres import PlainEngine, close_for_good, open_postgres
from adref.server.store.postgres_log import PostgresLog
from adref.server.store.sql_jobs import SqlJobs
from adref.server.sync.neighbours import Neighbours


class Parts(NamedTuple):
    """What ``app`` puts together."""

    directory: Directory
    jobs: SqlJobs
    secret: bytes
    log: PostgresLog
    neighbours: Neighbours


def open_parts(settings: Settings, clock: Callable[[], datetime]) -> Parts:
    """All of it, on the PostgreSQL of the settings. Raises ``PlainError``; then nothing is open."""
    assert settings.database_url is not None
    engine = open_postgres(settings.database_url)
    try:
        directory = Directory(PlainEngine(engine))
        secret = shared_secret(settings, directory)
        log, neighbours = open_log(settings, engine, directory, secret, clock)
    except BaseException:
        close_for_good(engine)
        raise
    return Parts(directory, SqlJobs(engine), secret, log, neighbours)


def shared_secret(settings: Settings, directory: Directory) -> bytes:
    """The installation's secret: the same file on every machine.

    Raises ``PlainError`` when it is missing here or is another one: links would not open.
    """
    kept = directory.mark()
    if kept is not None and not settings.secret_file.exists():
        raise PlainError(
            f"The secret of this installation is missing: copy secret.key from a machine that "
            f"serves it to {settings.secret_file}."
        )
    secret = read_secret(settings.secret_file)
    mark = hashlib.sha256(b"adref secret mark " + secret).hexdigest()
    directory.keep_mark(mark)
    if directory.mark() != mark:
        raise PlainError(
            f"{settings.secret_file} is not the secret of this installation: copy secret.key "
            f"from a machine that serves it."
        )
    return secret


def open_log(
    settings: Settings,
    engine: Engine,
    directory: Directory,
    secret: bytes,
    clock: Callable[[], datetime],
) -> tuple[PostgresLog, Neighbours]:
    """The log, the other processes that write to it, and the way to them."""
    log = PostgresLog(engine)
    neighbours = Neighbours(log, directory.refresh, lambda: clock().timestamp())
    if settings.redis_url is not None:
        from adref.server.sync.redis_hints import RedisHints

        neighbours.by(
            RedisHints(settings.redis_url, secret, neighbours.told, neighbours.hint_everything)
        )
    directory.on_change(neighbours.directory_changed)
    return log, neighbours
