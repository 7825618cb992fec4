"""Who may read is remembered only as long as nothing has changed from which it was drawn."""

from adref.drafting.parties import Actor, Membership, Party
from adref.server.sync.audience import Audiences
from adref.server.sync.compartments import Compartment
from adref.server.sync.standing import Standing

TEXT = Compartment("text/t", "text", "t")
PRIVATE = Compartment("party/t/a", "party", "t")


class Doors:
    """The directory: one delegate of party ``a``, asked how often."""

    def __init__(self) -> None:
        self.epoch, self.asked = 1, 0
        self.party: str | None = "a"

    def __call__(self, seat: str, text: str) -> Standing | None:
        self.asked += 1
        if self.party is None:
            return None
        parties = {name: Party(name, name, name) for name in ("a", "b")}
        return Standing(Actor(seat, "", "delegate", self.party), Membership(parties=parties))


def audiences(doors: object, pens: list[tuple[str, ...]]) -> Audiences:
    return Audiences(doors, lambda number: f"seat{number}", lambda _: pens[0])  # type: ignore[arg-type]


def test_u3_asked_once_while_nothing_changes() -> None:
    doors, pens = Doors(), [()]
    known = audiences(doors, pens)
    for _ in range(5):
        assert known.right(1, TEXT) is not None
    assert doors.asked == 1
    assert 1 in known.rights(TEXT)


def test_u3_a_change_of_the_directory_is_felt_at_the_next_frame() -> None:
    doors, pens = Doors(), [()]
    known = audiences(doors, pens)
    assert known.right(1, PRIVATE) is not None
    doors.party, doors.epoch = "b", 2
    assert 1 not in known.rights(PRIVATE)
    assert known.right(1, PRIVATE) is None


def test_u3_a_refusal_is_never_remembered() -> None:
    doors, pens = Doors(), [()]
    doors.party = None
    known = audiences(doors, pens)
    assert known.right(1, TEXT) is None
    doors.party = "a"
    assert known.right(1, TEXT) is not None


def test_u3_a_pen_that_is_taken_away_writes_no_more() -> None:
    doors = Doors()
    pens: list[tuple[str, ...]] = [("a",)]
    known = audiences(doors, pens)
    found = known.right(1, TEXT)
    assert found is not None
    assert found.may_write
    pens[0] = ()
    found = known.right(1, TEXT)
    assert found is not None
    assert not found.may_write


def test_u3_without_an_epoch_everybody_is_asked_for_every_time() -> None:
    doors, pens = Doors(), [()]
    known = audiences(lambda seat, text: doors(seat, text), pens)
    assert known.right(1, TEXT) is not None
    assert known.right(1, TEXT) is not None
    assert doors.asked == 2
