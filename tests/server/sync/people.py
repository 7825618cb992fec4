"""The people of the tests: a seat is who it says, by its name."""

from adref.drafting.parties import Actor, Coalition, Membership, Party
from adref.server.sync.standing import Standing

MEMBERSHIP = Membership(
    parties={name: Party(name, name.upper(), name.upper()) for name in ("a", "b", "c")},
    coalitions={"ab": Coalition("ab", "A and B", "A-B", frozenset({"a", "b"}))},
)
CHAIR = Actor("chair", "Chair", "chair")
SECRETARY = Actor("secretary", "Secretary", "secretariat")
ANNA = Actor("anna", "Anna", "delegate", "a")
ALI = Actor("ali", "Ali", "delegate", "a")
BEA = Actor("bea", "Béa", "delegate", "b")
CHEN = Actor("chen", "陈", "delegate", "c")
OLGA = Actor("olga", "Olga", "observer")
PEOPLE = {p.seat: p for p in (CHAIR, SECRETARY, ANNA, ALI, BEA, CHEN, OLGA)}


class Everyone:
    """An ``Access`` that can be changed while the hub runs. The only text is ``t``."""

    def __init__(self) -> None:
        self.people = dict(PEOPLE)
        self.membership = MEMBERSHIP

    @property
    def epoch(self) -> int:
        """Another one whenever an answer may be: answers are remembered, as with the directory."""
        return hash((tuple(self.people.items()), id(self.membership)))

    def __call__(self, seat: str, text: str) -> Standing | None:
        actor = self.people.get(seat)
        if actor is None or text != "t":
            return None
        return Standing(actor, self.membership)
