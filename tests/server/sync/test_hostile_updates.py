"""[X3] Updates that mean harm cost their author its connection, and nobody anything else."""

import random
from collections import Counter

import pytest

from adref.server.crdt.document import Document, _portrait
from adref.server.crdt.working import WorkingDocument
from tests.server.sync.hostile_updates import Harm
from tests.server.sync.scenes import START, TEXT
from tests.server.sync.siege import EMPTY, Honest, Siege, advanced
from tests.server.sync.typist import Typist

UPDATES = 100_000
_IN_ONE, _TOGETHER = 500, 10
_SCENES = (
    ("text/t", "olga", {"chair"}),  # who may only read
    ("text/t", "secretary", {"chair", "secretary"}),  # who holds a pen too
    ("party/t/a", "ali", {"anna", "ali"}),  # who drafts with others
)


def edit(typist: Typist, chance: random.Random) -> bytes:
    """An honest edit to begin with."""
    if typist.name == "drafts":
        return typist.drafts(f"d{chance.randrange(9)}", "Words ")
    match chance.randrange(7):
        case 0:
            return typist.adds(f"n{chance.randrange(4)}", "New words ")
        case 1 if len(typist.words("p2")) > 3:
            return typist.strikes("p2", 0, 1)
        case 2:
            return typist.sets("p2", "order", f"b{chance.randrange(10, 99)}")
        case 3:
            return typist.formats("p2", {"em": {}})
        case 4:
            return typist.types("agreed", "Not ")
        case 5:
            return typist.refers("p2", "p1")
    return typist.types("p2", "words ")


class Attacker:
    """Sends one hostile update after another; comes in anew after each refusal."""

    def __init__(self, siege: Siege, who: str, chance: random.Random) -> None:
        self.siege, self.who, self.chance = siege, who, chance
        siege.connect(who)
        self.may_write = who in siege.pens
        self.client = 70_999
        self.enter()

    def enter(self) -> None:
        start = self.siege.enters(self.who, self.client if self.may_write else None)
        if self.may_write:
            self.client = self.siege.client(self.who)
        self.typist = Typist(self.client, self.siege.root, start)

    def attacks(self) -> None:
        siege = self.siege
        mine = siege.granted.get(self.who, [self.client])[-3:]
        others = [i for seat, ids in siege.granted.items() if seat != self.who for i in ids[-2:]]
        harm = Harm(self.chance, mine, others)
        harm.known = dict(siege.room._replicas.clocks())
        siege.take(self.who)
        siege.sends(self.who, harm.update(self.typist, edit))
        self.enter()


@pytest.mark.parametrize("first", range(0, UPDATES // _IN_ONE, _TOGETHER))
def test_x3_hostile_updates_harm_nobody(first: int) -> None:
    refused: Counter[str] = Counter()
    taken = 0
    for seed in range(first, first + _TOGETHER):
        siege = besiege(seed)
        refused += siege.refused
        taken += sum(seat in ("secretary", "ali") for seat, _ in siege.log)
    # They get as far as the library, and some of them are as good as honest.
    assert {"malformed", "gap", "client", "locked", "not_permitted"} <= set(refused)
    assert 50 < taken < _IN_ONE * _TOGETHER / 2


def besiege(seed: int) -> Siege:
    """One room, one attacker, and somebody who goes on typing."""
    name, who, pens = _SCENES[seed % len(_SCENES)]
    siege = Siege(name, pens, seed)
    honest = Honest(siege, "chair" if "chair" in pens else "anna")
    attacker = Attacker(siege, who, random.Random(seed))
    words = []
    for number in range(_IN_ONE):
        attacker.attacks()
        if number % 25 == 24:
            words.append(honest.types("p1"))
    honest.reads()
    check(siege, honest, words)
    if who == "olga":
        assert set(siege.refused) == {"not_permitted"}
    return siege


def check(siege: Siege, honest: Honest, words: list[str]) -> None:
    """Text, attribution and progress."""
    in_text = siege.root == "paragraphs"
    replica = WorkingDocument([START]) if in_text else Document(siege.root)
    authors = Counter(seat for seat, _ in siege.log)
    for seat, update in siege.log:
        before = replica.state()
        replica.try_update(update)
        assert advanced(before, replica.state()) <= set(siege.granted[seat])
    assert authors[honest.who] == len(words)
    served = siege.room._replicas._catch_up()
    assert _portrait(honest.typist.root) == replica.portrait() == served.portrait()
    # Who comes later reads what those read who were there.
    assert Document(siege.root, [served.update_since()]).portrait() == served.portrait()
    if isinstance(replica, WorkingDocument):
        assert replica.text == siege.room.text
        assert next(p for p in replica.text if p.id == "agreed") == TEXT[2]
        if authors.keys() == {honest.who}:
            assert replica.text[0].words == "".join(reversed(words)) + TEXT[0].words
    assert siege.room.settled


def test_x3_an_empty_update_is_known_already() -> None:
    siege = Siege("text/t", {"chair"}, 0)
    honest = Honest(siege, "chair")
    siege.sends("chair", EMPTY)
    assert honest.reads() == ["saved"]
