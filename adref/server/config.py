"""What an installation can be told: from the command line or from ``ADREF_...`` variables."""

import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MEGABYTE = 1024 * 1024
STATIC = Path(__file__).parent / "static"
"""Where the pages are when they have been built."""
TEXT_LIMIT = 5 * MEGABYTE
"""Bytes (UTF-8) of a source that may be imported, if nothing else is said."""


class PlainError(Exception):
    """Why something cannot be done, in one sentence for who asked for it."""


def _or(default: Any, name: str) -> Any:
    return field(default_factory=partial(_surrounding, name, default))


def _surrounding(name: str, default: Any) -> Any:
    """What ``ADREF_<NAME>`` says, else the default."""
    words = os.environ.get(f"ADREF_{name.upper()}")
    if words is None:
        return default
    kind = type(default)
    if kind is not int:
        return words if default is None else kind(words)
    if not words.strip().isdecimal():
        raise PlainError(f"ADREF_{name.upper()} is “{words}”; a whole number is needed.")
    return int(words)


@dataclass(frozen=True)
class Settings:
    """Where the data lies, where the server listens, and its limits.

    What is not given is taken from ``ADREF_...``. Raises ``PlainError``. (No model of pydantic:
    to load that took longer than all of the sockets' own code.)
    """

    data: Path
    host: str = _or("127.0.0.1", "host")
    port: int = _or(8000, "port")
    public_url: str | None = _or(None, "public_url")
    """What people type to get here, when it is not ``http://host:port`` (a proxy with TLS)."""
    database_url: str | None = _or(None, "database_url")
    """PostgreSQL (``postgresql://...``), for several machines; else a file in ``data``."""
    redis_url: str | None = _or(None, "redis_url")
    """Redis (``redis://...``), by which several processes tell each other what is new."""
    metrics: str | None = _or(None, "metrics")
    """``host:port`` where figures for the operator are served; nowhere if it is not given."""
    static: Path = field(default_factory=partial(_surrounding, "static", STATIC))
    text_limit: int = _or(TEXT_LIMIT, "text_limit")
    """Bytes (UTF-8) of a source that may be imported: fourteen times the longest text we know."""
    compared_limit: int = _or(20 * MEGABYTE, "compared_limit")
    """Bytes of a file that a text is compared with."""
    file_limit: int = _or(50 * MEGABYTE, "file_limit")
    """Bytes of a file that may be brought in (a Word file, mostly pictures)."""
    body_limit: int = _or(2 * MEGABYTE, "body_limit")
    """Bytes of any other request."""
    seat_days: int = _or(180, "seat_days")
    """How long a browser remembers its seat."""
    failures_a_minute: int = _or(30, "failures_a_minute")
    """Wrong links that one address may try."""
    joins_a_minute: int = _or(120, "joins_a_minute")
    """People who may come in through one link: a whole room does so at once."""

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65_535:
            raise PlainError("A port is a number from 0 to 65535.")
        for name, form in (
            ("public_url", _address),
            ("database_url", _database),
            ("redis_url", _redis),
            ("metrics", _figures),
        ):
            said = getattr(self, name)
            object.__setattr__(self, name, form(said) if said else None)
        if self.redis_url and not self.database_url:
            raise PlainError("Redis is of use only with a PostgreSQL database.")

    @property
    def is_begun(self) -> bool:
        """Whether there may be an installation: one in PostgreSQL is only known when asked."""
        return self.database_url is not None or self.database.exists()

    @property
    def base_url(self) -> str:
        """The start of every link that is handed out."""
        if self.public_url:
            return self.public_url
        host = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def is_https(self) -> bool:
        """Whether browsers reach this installation through TLS."""
        return self.base_url.startswith("https:")

    @property
    def database(self) -> Path:
        """The file that holds everything but the secret."""
        return self.data / "adref.db"

    @property
    def secret_file(self) -> Path:
        """The secret from which links are made; kept beside the database, never in it."""
        return self.data / "secret.key"


def _address(said: str) -> str:
    parts = urlsplit(said)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise PlainError("an address such as https://adref.example.org is needed")
    return f"{parts.scheme}://{parts.netloc}"


def _database(said: str) -> str:
    if urlsplit(said).scheme not in ("postgresql", "postgres"):
        raise PlainError("a database such as postgresql://user@host/adref is needed")
    return said


def _redis(said: str) -> str:
    if urlsplit(said).scheme not in ("redis", "rediss", "unix"):
        raise PlainError("a Redis such as redis://host:6379/0 is needed")
    return said


def _figures(said: str) -> str:
    host, _, port = said.rpartition(":")
    if not (host and port.isdigit() and int(port) < 65_536):
        raise PlainError("an address such as 127.0.0.1:9464 is needed for the figures")
    return said
