"""Who sits on a seat, asked for by a whole meeting at once."""

import asyncio
from collections.abc import Collection
from pathlib import Path

import pytest

from adref.server.roll import Roll
from adref.server.store.directory import Directory
from adref.server.store.directory_tables import InvitationRow, NegotiationRow, SeatRow
from adref.server.store.engine import open_engine

AT = "2026-03-02T09:00:00.000000Z"


class Counted(Directory):
    """Counts how often it reads seats from the disk."""

    questions = 0
    broken = False

    def _read_seats(self, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], SeatRow]:
        self.questions += bool(keys)
        if self.broken:
            raise OSError("the disk")
        return super()._read_seats(keys)


@pytest.fixture
def directory(tmp_path: Path) -> Counted:
    directory = Counted(open_engine(tmp_path / "adref.db"))
    directory.add(NegotiationRow(id="n", title="N", profile="un", created_at=AT))
    directory.add(
        InvitationRow(id="i", negotiation="n", role="observer", nonce="n", token_hash="h",
                      created_at=AT),
        *(
            SeatRow(id=f"s{n}", negotiation="n", role="observer", name=f"Person {n}",
                    secret_hash="h", created_at=AT, invitation="i")
            for n in range(100)
        ),
    )  # fmt: skip
    return directory


def test_z1_a_whole_meeting_is_one_question_and_then_none(directory: Counted) -> None:
    async def ask() -> list[SeatRow | None]:
        roll = Roll(directory)
        return list(await asyncio.gather(*(roll.seat(f"s{n}") for n in range(100))))

    found = asyncio.run(ask())
    assert [row and row.name for row in found] == [f"Person {n}" for n in range(100)]
    assert directory.questions == 1
    assert asyncio.run(ask()) == found
    assert directory.questions == 1


def test_z1_who_does_not_sit_here_is_nobody_and_asked_for_again(directory: Counted) -> None:
    async def ask() -> tuple[SeatRow | None, ...]:
        roll = Roll(directory)
        return tuple(await asyncio.gather(roll.seat("s1"), roll.seat("x"), roll.seat("x")))

    first = asyncio.run(ask())
    assert first[0] is not None
    assert first[1:] == (None, None)
    assert asyncio.run(ask()) == first
    assert directory.questions == 2


def test_z1_who_was_revoked_is_read_anew(directory: Counted) -> None:
    async def ask() -> SeatRow | None:
        return await Roll(directory).seat("s1")

    before = asyncio.run(ask())
    directory.revoke("i", "2026-03-02T10:00:00.000000Z")
    after = asyncio.run(ask())
    assert before is not None
    assert before.revoked_at is None
    assert after is not None
    assert after.revoked_at == "2026-03-02T10:00:00.000000Z"


def test_z1_who_asks_while_the_disk_fails_is_told_and_may_ask_again(directory: Counted) -> None:
    async def ask() -> None:
        roll = Roll(directory)
        directory.broken = True
        failed = await asyncio.gather(roll.seat("s1"), roll.seat("s2"), return_exceptions=True)
        assert [str(problem) for problem in failed] == ["the disk", "the disk"]
        directory.broken = False
        found = await roll.seat("s1")
        assert found is not None
        assert found.name == "Person 1"

    asyncio.run(ask())


def test_z1_who_goes_away_while_asking_takes_nothing_from_others(directory: Counted) -> None:
    async def ask() -> SeatRow | None:
        roll = Roll(directory)
        one, other = (asyncio.ensure_future(roll.seat("s7")) for _ in range(2))
        await asyncio.sleep(0)
        one.cancel()
        return await other

    found = asyncio.run(ask())
    assert found is not None
    assert found.name == "Person 7"
