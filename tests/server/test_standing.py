from pathlib import Path

import pytest

from adref.drafting.profiles import UNFCCC
from adref.server.identity import Identity, Links
from adref.server.standing import Standings
from adref.server.store.directory import Directory
from adref.server.store.directory_tables import (
    CoalitionRow,
    NegotiationRow,
    PartyRow,
    SeatRow,
    TextRow,
)
from adref.server.store.engine import open_engine
from tests.server.test_identity import NOW

AT = "2026-03-02T09:00:00.000000Z"


class Place:
    """Two negotiations with a text each, and one delegate."""

    def __init__(self, folder: Path) -> None:
        self.directory = Directory(open_engine(folder / "adref.db"))
        for n, profile in (("n", "unfccc"), ("other", "un")):
            self.directory.add(
                NegotiationRow(id=n, title=n, profile=profile, created_at=AT),
                TextRow(id=f"text-{n}", negotiation=n, title="T", created_at=AT),
            )
        self.directory.add(PartyRow(id="p", negotiation="n", name="P", short="P", created_at=AT))
        ids = iter(("invitation", "seat"))
        identity = Identity(self.directory, Links(b"s"), lambda: NOW, lambda: next(ids))
        self.invitation = identity.invite("n", "delegate", "p")
        joined = identity.join(identity.token(self.invitation) or "", "Wanjiru")
        assert joined
        self.seat: SeatRow = joined.seat
        self.identity = identity
        self.standings = Standings(self.directory)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_seat_stands_in_the_texts_of_its_negotiation_alone(place: Place) -> None:
    standing = place.standings(place.seat.id, "text-n")
    assert standing
    assert (standing.actor.name, standing.actor.party) == ("Wanjiru", "p")
    assert standing.profile == UNFCCC
    assert place.standings(place.seat.id, "text-n") is standing
    assert place.standings(place.seat.id, "text-other") is None
    assert place.standings(place.seat.id, "none") is None
    assert place.standings("nobody", "text-n") is None


def test_h3_a_revoked_seat_stands_nowhere_at_once(place: Place) -> None:
    assert place.standings(place.seat.id, "text-n")
    place.identity.revoke(place.invitation.id)
    assert place.standings(place.seat.id, "text-n") is None


def test_h13_a_change_of_membership_is_seen_at_once(place: Place) -> None:
    before = place.standings(place.seat.id, "text-n")
    assert before
    assert before.membership.coalitions == {}
    row = CoalitionRow(id="c", negotiation="n", name="C", short="C", created_at=AT)
    place.directory.save_coalition(row, ["p"])
    after = place.standings(place.seat.id, "text-n")
    assert after
    assert after.membership.voices(after.actor) == ("p", "c")
