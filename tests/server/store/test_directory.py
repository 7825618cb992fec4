import threading
from pathlib import Path

import pytest

from adref.server.store.asking import Clash
from adref.server.store.directory import Directory
from adref.server.store.directory_tables import (
    CoalitionRow,
    InvitationRow,
    NegotiationRow,
    PartyRow,
    SeatRow,
    TextRow,
)
from adref.server.store.engine import open_engine

AT = "2026-03-02T09:00:00.000000Z"


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    directory = Directory(open_engine(tmp_path / "adref.db"))
    directory.add(NegotiationRow(id="n", title="N", profile="un", created_at=AT))
    for party in ("a", "b"):
        directory.add(
            PartyRow(id=party, negotiation="n", name=party * 9, short=party, created_at=AT)
        )
    return directory


def seat(identifier: str, party: str | None = None) -> SeatRow:
    return SeatRow(
        id=identifier,
        negotiation="n",
        role="delegate",
        party=party,
        name="X",
        secret_hash="h",
        created_at=AT,
    )


def test_what_is_remembered_is_forgotten_at_a_change(directory: Directory) -> None:
    before = directory.membership("n")
    assert directory.membership("n") is before
    group = CoalitionRow(id="g", negotiation="n", name="G", short="G", created_at=AT)
    directory.save_coalition(group, ["a", "b", "a"])
    assert directory.membership("n").coalitions["g"].members == {"a", "b"}
    directory.save_coalition(group, ["b"])
    assert directory.membership("n").coalitions_of("a") == ()


def test_what_was_not_found_is_not_remembered(directory: Directory, tmp_path: Path) -> None:
    assert directory.text("t") is None
    elsewhere = Directory(open_engine(tmp_path / "adref.db"))
    elsewhere.add(TextRow(id="t", negotiation="n", title="T", created_at=AT))
    found = directory.text("t")
    assert found is not None
    assert found.title == "T"


def test_a_change_while_one_looks_is_not_covered_by_what_was_seen(directory: Directory) -> None:
    """A slow look that began before a change must not put the old answer into memory."""
    looked, changed = threading.Event(), threading.Event()
    slow = directory._membership

    def look_slowly(negotiation: str) -> object:
        found = slow(negotiation)
        looked.set()
        assert changed.wait(10)
        return found

    directory._membership = look_slowly  # type: ignore[method-assign, assignment]
    reader = threading.Thread(target=directory.membership, args=("n",))
    reader.start()
    assert looked.wait(10)
    directory.add(PartyRow(id="c", negotiation="n", name="C", short="C", created_at=AT))
    changed.set()
    reader.join(10)
    directory._membership = slow  # type: ignore[method-assign]
    assert "c" in directory.membership("n").parties


def test_a_party_with_a_seat_is_not_removed_and_nothing_of_it_is_lost(
    directory: Directory,
) -> None:
    directory.add(seat("s", "a"))
    directory.add(
        InvitationRow(
            id="i", negotiation="n", role="delegate", party="a",
            nonce="x", token_hash="y", created_at=AT,
        )
    )  # fmt: skip
    assert directory.remove_party("a", AT) is False
    assert "a" in directory.membership("n").parties
    invitation = directory.invitation("i")
    assert invitation is not None
    assert (invitation.party, invitation.revoked_at) == ("a", None)


def test_several_rows_are_added_together_or_not_at_all(directory: Directory) -> None:
    with pytest.raises(Clash):
        directory.add(seat("s1"), seat("s2", "no such party"))
    assert directory.seat("s1") is None


def test_the_directory_is_there_after_a_restart(directory: Directory, tmp_path: Path) -> None:
    directory.add(seat("s", "b"))
    again = Directory(open_engine(tmp_path / "adref.db"))
    found = again.seat("s")
    assert found is not None
    assert found.party == "b"
    assert [p.short for p in again.membership("n").parties.values()] == ["a", "b"]
