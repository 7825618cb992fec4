import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adref.server.identity import Identity, Links, cookie_of, digest, instant, read_secret
from adref.server.store.directory import Directory
from adref.server.store.directory_tables import NegotiationRow, PartyRow
from adref.server.store.engine import open_engine

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Hall:
    """An identity with a clock and ids of its own."""

    def __init__(self, folder: Path) -> None:
        self.now = NOW
        self.directory = Directory(open_engine(folder / "adref.db"))
        self.links = Links(b"secret")
        ids = iter(f"id{n}" for n in range(1000))
        self.identity = Identity(self.directory, self.links, lambda: self.now, lambda: next(ids))
        self.directory.add(
            NegotiationRow(id="n", title="N", profile="un", created_at=instant(NOW)),
            PartyRow(id="p", negotiation="n", name="P", short="P", created_at=instant(NOW)),
        )

    def token(self, role: str = "observer", **more: object) -> str:
        row = self.identity.invite("n", role, **more)  # type: ignore[arg-type]
        token = self.identity.token(row)
        assert token
        return token


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def test_h1_a_token_holds_at_least_128_random_bits_and_is_safe_in_an_address(hall: Hall) -> None:
    tokens = {hall.token() for _ in range(50)}
    assert len(tokens) == 50
    for token in tokens:
        assert len(token.split(".")[0]) >= 22
        assert all(c.isascii() and (c.isalnum() or c in "-_.") for c in token)


def test_h1_the_same_nonce_gives_the_same_token_and_another_secret_another() -> None:
    nonce = Links.nonce()
    assert Links(b"a").token(nonce) == Links(b"a").token(nonce)
    assert Links(b"a").token(nonce) != Links(b"b").token(nonce)


def test_h1_a_link_made_under_a_lost_secret_goes_on_and_is_not_told_again(hall: Hall) -> None:
    token = hall.token()
    after = Identity(hall.directory, Links(b"new"), lambda: hall.now, lambda: "later")
    row = after.read(token)
    assert row is not None
    assert after.token(row) is None
    assert after.join(token, "Lena") is not None


def test_h2_a_link_ends_at_its_instant(hall: Hall) -> None:
    token = hall.token(expires_at=NOW + timedelta(hours=1))
    hall.now = NOW + timedelta(minutes=59, seconds=59)
    assert hall.identity.join(token, "in time")
    hall.now = NOW + timedelta(hours=1)
    assert hall.identity.read(token) is None
    assert hall.identity.join(token, "late") is None


def test_h2_a_link_for_one_person_lets_in_one_also_when_two_hurry(hall: Hall) -> None:
    token = hall.token(single=True)
    first = hall.identity.read(token)
    assert first is not None
    assert hall.identity.join(token, "one")
    assert hall.identity.join(token, "two") is None
    # Who had read the link before it was used is too late as well.
    late = hall.identity._seat("n", "observer", None, "late")
    assert hall.directory.take_seat(late.seat, first.id, hall.identity.now()) is False
    assert hall.directory.seat(late.seat.id) is None


def test_h3_revoking_shows_out_everybody_who_came_in_through_the_link(hall: Hall) -> None:
    token, other = hall.token(), hall.token()
    ours = [hall.identity.join(token, name) for name in ("a", "b")]
    theirs = hall.identity.join(other, "c")
    assert theirs
    invitation = hall.identity.read(token)
    assert invitation
    gone = hall.identity.revoke(invitation.id)
    assert set(gone) == {joined.seat.id for joined in ours if joined}
    for joined in ours:
        assert joined
        assert hall.identity.recognise(joined.seat.id, joined.secret) is None
    assert hall.identity.recognise(theirs.seat.id, theirs.secret)
    assert hall.identity.revoke(invitation.id) == ()


def test_h4_only_its_own_secret_proves_a_seat(hall: Hall) -> None:
    token = hall.token()
    mine, yours = hall.identity.join(token, "me"), hall.identity.join(token, "you")
    assert mine
    assert yours
    recognise = hall.identity.recognise
    assert recognise(mine.seat.id, mine.secret)
    for wrong in (yours.secret, "", None, digest(mine.secret), "é\ud800"):
        assert recognise(mine.seat.id, wrong) is None
    assert recognise("nobody", mine.secret) is None


def test_h4_the_secret_of_the_installation_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    secret = read_secret(path)
    assert len(secret) == 32
    assert read_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_cookies_are_named_after_their_seat() -> None:
    assert cookie_of("ab12") == "adref_ab12"


def test_instants_sort_as_text() -> None:
    moments = [NOW + timedelta(microseconds=n * 999_999) for n in range(5)]
    assert sorted(map(instant, moments)) == [instant(moment) for moment in moments]
    assert instant(NOW) == "2026-03-02T09:00:00.000000Z"
