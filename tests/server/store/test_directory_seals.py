"""[L10] The lists of who takes part are what was written, and no line of them is missing or old."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adref.server.inspection import read_on
from adref.server.store.asking import Database
from adref.server.store.backup import Unusable, back_up, restore
from adref.server.store.directory import Directory
from adref.server.store.directory_tables import (
    CoalitionRow,
    InvitationRow,
    NegotiationRow,
    PartyRow,
    SeatRow,
    TextRow,
)
from adref.server.store.engine import Engine, open_engine
from adref.server.store.memory import MemoryLog
from adref.server.store.postgres import PlainEngine, close_for_good, open_postgres
from adref.server.store.sql import SqlLog
from tests.server.store.damaging import change

AT, LATER = "2026-01-05T09:00:00", "2026-01-05T10:00:00"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        file = open_engine(tmp_path / "adref.db")
        yield file
        file.dispose()
        return
    engine = open_postgres(request.getfixturevalue("postgres").database())
    yield PlainEngine(engine)
    close_for_good(engine)


def party(identifier: str) -> PartyRow:
    return PartyRow(id=identifier, negotiation="n", name="Ñ", short=identifier, created_at=AT)


def link(identifier: str) -> InvitationRow:
    return InvitationRow(
        id=identifier,
        negotiation="n",
        role="delegate",
        party="a",
        nonce="x",
        token_hash=f"hash {identifier}",
        created_at=AT,
    )


def seat(identifier: str, invitation: str = "i") -> SeatRow:
    return SeatRow(
        id=identifier,
        negotiation="n",
        role="delegate",
        party="a",
        name="Ada",
        secret_hash="h",
        invitation=invitation,
        created_at=AT,
    )


GROUP = {"id": "g", "negotiation": "n", "name": "Group", "short": "G", "created_at": AT}


def filled(database: Database) -> Directory:
    """Everything that can be done to a directory has been done to it."""
    directory = Directory(database)
    directory.keep_mark("m")
    directory.add(NegotiationRow(id="n", title="N", profile="un", created_at=AT))
    directory.add(party("a"), party("b"), party("c"))
    directory.add(TextRow(id="t", negotiation="n", title="T", created_at=AT))
    directory.add(link("i"), link("j"))
    directory.save_coalition(CoalitionRow(**GROUP), ["a", "b", "c"])
    directory.save_coalition(CoalitionRow(**GROUP | {"name": "Groupe"}), ["a", "b"])
    directory.save_coalition(CoalitionRow(**GROUP | {"id": "h"}), ["a"])
    directory.save(PartyRow(**vars(party("a")) | {"name": "Another"}))
    for name in ("s", "u"):
        assert directory.take_seat(seat(name), "i", AT)
    assert directory.take_seat(seat("v", "j"), "j", AT)
    assert directory.revoke("j", LATER) == ("v",)
    assert not directory.take_seat(seat("w", "j"), "j", LATER)
    assert not directory.remove_party("a", LATER)
    assert directory.remove_party("c", LATER)
    directory.remove_coalition("h")
    return directory


def test_l10_whatever_is_done_to_the_lists_they_are_what_was_written(database: Database) -> None:
    directory = filled(database)
    assert directory.verify() == []
    assert Directory(database).verify() == []
    assert directory.membership("n").coalitions["g"].members == {"a", "b"}


CHANGES = {  # what disks do: words changed, lines gone, and lines as they were before
    "UPDATE seats SET revoked_at = NULL WHERE id = 'v'": "seats",
    "UPDATE seats SET role = 'chair' WHERE id = 's'": "seats",
    "UPDATE seats SET party = 'b' WHERE id = 's'": "seats",
    "DELETE FROM seats WHERE id = 'v'": "seats",
    "UPDATE invitations SET revoked_at = NULL": "invitations",
    "UPDATE invitations SET used = 0 WHERE id = 'i'": "invitations",
    "UPDATE parties SET name = 'Ñ' WHERE id = 'a'": "parties",
    "INSERT INTO coalitions VALUES ('h', 'n', 'Group', 'G', '2026-01-05T09:00:00')": "coalitions",
    "DELETE FROM coalition_members WHERE party = 'a'": "coalition_members",
    "UPDATE coalition_members SET coalition = 'g' || 'x' WHERE party = 'a'": "coalition_members",
    "UPDATE texts SET title = 'U'": "texts",
    "UPDATE negotiations SET profile = 'xx'": "negotiations",
    "DELETE FROM directory_seal WHERE name = 'seats'": "seats",
    "UPDATE directory_seal SET rows = 7 WHERE name = 'parties'": "parties",
}


@pytest.mark.parametrize("statement", CHANGES)
def test_l10_what_a_disk_has_changed_is_found_and_stays_so(tmp_path: Path, statement: str) -> None:
    engine = open_engine(tmp_path / "adref.db")
    directory = filled(engine)
    change(engine, statement)
    assert directory.verify() == [CHANGES[statement]]
    directory.add(party("d"), link("k"))  # others go on, and do not hide it
    directory.take_seat(seat("x", "k"), "k", LATER)
    assert directory.verify() == [CHANGES[statement]]
    engine.dispose()


def test_l10_many_who_sit_down_at_once_in_two_processes_are_all_counted(
    database: Database,
) -> None:
    one = filled(database)
    directories = [one, Directory(database)]

    def sits_down(number: int) -> bool:
        return directories[number % 2].take_seat(seat(f"many{number}"), "i", AT)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(sits_down, range(40)))
    assert one.verify() == []
    found = one.invitation("i")
    assert found is not None
    assert found.used == 42


def test_l10_damage_is_told_soon_after_the_start_and_nothing_is_shut(database: Database) -> None:
    directory = filled(database)
    told: list[str] = []
    closed: list[object] = []

    def look() -> None:
        asyncio.run(read_on(MemoryLog(), directory.verify, told.append, closed.append, later=0))

    look()
    assert told == []
    with database.begin() as connection:
        connection.execute("UPDATE seats SET revoked_at = NULL")
        connection.execute("DELETE FROM coalition_members WHERE party = 'b'")
    look()
    assert told[0].startswith("The list of members of coalitions is not what was written")
    assert "The list of seats is not what was written" in told[1]
    assert "withdrawn may be valid again" in told[1]
    assert not any(closed)


def test_l10_lists_that_cannot_be_read_keep_the_log_from_nothing() -> None:
    def fails() -> list[str]:
        raise OSError("gone")

    closed: list[object] = []
    asyncio.run(read_on(MemoryLog(), fails, lambda _: None, closed.append, later=0))
    assert len(closed) == 1  # it was read through


def test_l10_a_backup_carries_the_seals_and_none_is_made_of_damaged_lists(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "adref.db")
    filled(engine)
    SqlLog(engine).close()
    made = tmp_path / "it.backup"
    back_up(tmp_path / "adref.db", b"s" * 32, made, AT, "1")
    restore(made, tmp_path / "again", "adref.db", "secret.key")
    again = open_engine(tmp_path / "again" / "adref.db")
    assert Directory(again).verify() == []
    change(engine, "UPDATE seats SET revoked_at = NULL WHERE id = 'v'")
    with pytest.raises(Unusable, match="The list of seats is not what was written"):
        back_up(tmp_path / "adref.db", b"s" * 32, made, AT, "1")
    for one in (engine, again):
        one.dispose()


def test_l10_pages_that_cannot_be_read_are_damage(tmp_path: Path) -> None:
    engine: Engine = open_engine(tmp_path / "adref.db")
    directory = filled(engine)
    with engine.connect() as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'seats'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    engine.dispose()
    with (tmp_path / "adref.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 200)
    assert directory.verify() == ["seats"]
    engine.dispose()


def test_l10_looking_at_the_lists_writes_nothing(tmp_path: Path) -> None:
    """Not on a full disk either."""
    engine = open_engine(tmp_path / "adref.db")
    directory = filled(engine)
    with engine.connect() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def committing() -> None:
        raise AssertionError("something is written")

    engine.watch(lambda _: None, committing)
    assert directory.verify() == []
    assert (tmp_path / "adref.db-wal").stat().st_size == 0
    engine.dispose()
