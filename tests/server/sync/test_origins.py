"""[X11] Nothing is put between two items that nobody can have seen side by side."""

import random
from typing import Any

import pytest

from adref.server.crdt.document import Document
from adref.server.crdt.states import varint
from adref.server.crdt.structs import read_structs
from adref.server.crdt.working import WorkingDocument
from adref.server.sync.gate import judge
from adref.server.sync.shapes import WORKING_TEXT
from tests.server.sync.scenes import START
from tests.server.sync.typist import Typist

SESSIONS, TOGETHER = 600, 100
HARM = 666
_WORDS, _MARK, _TEXT = b"\x02XY", b"\x02em\x02{}", b"\x06"

Id = tuple[int, int]


def put(left: Id | None, right: Id | None, clock: int = 0, kind: int = 4) -> bytes:
    """One insertion between two items, as bytes."""
    info = kind | (0x80 if left else 0) | (0x40 if right else 0)
    place = b"".join(varint(one[0]) + varint(one[1]) for one in (left, right) if one)
    content = {4: _WORDS, 6: _MARK, 7: _TEXT, 8: b"\x01\x77\x02XY"}[kind]
    return b"\x01\x01" + varint(HARM) + varint(clock) + bytes([info]) + place + content + b"\x00"


def verdict(shadow: Document, update: bytes, *granted: int) -> str:
    found = judge(shadow, update, may_write=True, granted=granted, locked=(), shape=WORKING_TEXT)
    return found.code or ("taken" if found.changed else "known")


def letters(paragraph: str, document: bytes = START) -> list[Id]:
    """The ids of the letters of a paragraph, in order, as it was begun."""
    structs = list(read_structs(document))
    entry = next(s for s in structs if s.sub == paragraph)
    after = [s for s in structs if s.client == entry.client and s.clock > entry.clock]
    words = next(s for s in after if s.what == "words")
    return [(words.client, words.clock + at) for at in range(words.size)]


P1, P2 = letters("p1"), letters("p2")
FIELD = (P1[0][0], next(s.clock for s in read_structs(START) if s.sub == "label"))


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        (P1[5], P1[3], 4),  # the wrong way round
        (P1[5], P1[5], 4),  # between itself
        (P1[2], P1[9], 4),  # all that lies between was known
        (P1[2], P2[3], 4),  # in two paragraphs
        (P1[2], P2[3], 6),
        (P1[2], FIELD, 4),  # a word and a field
        (FIELD, P1[2], 8),
        (FIELD, None, 4),  # words where a field is
        (FIELD, None, 6),
        (FIELD, None, 7),
        (P1[2], None, 8),  # a value among words
        (P1[2], P1[3], 7),  # a text node in a text
    ],
)
def test_x11_what_cannot_stand_there_is_refused(left: Id, right: Id | None, kind: int) -> None:
    shadow = WorkingDocument([START])
    assert verdict(shadow, put(left, right, kind=kind), HARM) == "malformed"
    # Nothing has changed, and who types honestly goes on.
    assert shadow.update_since() == WorkingDocument([START]).update_since()
    assert verdict(shadow, Typist(70, start=START).types("p1", "words ", 3), 70) == "taken"


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [(P1[2], P1[3], 4), (P1[2], P1[3], 6), (P1[-1], None, 4), (P1[2], None, 4), (FIELD, None, 8)],
)
def test_x11_what_an_editor_writes_is_taken(left: Id, right: Id | None, kind: int) -> None:
    assert verdict(WorkingDocument([START]), put(left, right, kind=kind), HARM) == "taken"


def test_x11_what_others_wrote_between_meanwhile_is_no_hindrance() -> None:
    shadow = WorkingDocument([START])
    ada, ben, cem = (Typist(client, start=START) for client in (70, 71, 72))
    for typist in (ada, ben):
        assert verdict(shadow, typist.types("p1", "words ", 3), typist.doc.client_id) == "taken"
    assert verdict(shadow, cem.strikes("p1", 1, 6), 72) == "taken"
    assert verdict(shadow, cem.types("p1", "late ", 1), 72) == "taken"
    # After a while, between what two of them wrote at once.
    both = Typist(73, start=shadow.update_since())
    at = both.words("p1").index("words words ") + 6
    assert verdict(shadow, both.types("p1", "and ", at), 73) == "taken"


def test_x11_what_is_put_between_the_words_of_a_removed_paragraph_goes_with_them() -> None:
    """They are gone, so nobody could say whether both stood in one paragraph; or see the words."""
    remover = Typist(70, start=START)
    log = [START, remover.removes("p1"), remover.removes("p2")]
    for left, right in ((P1[2], P2[3]), (P1[2], P1[3])):
        shadow, update = WorkingDocument(log), put(left, right)
        assert verdict(shadow, update, HARM) == "taken"
        loaded = WorkingDocument([shadow.update_since()])
        assert shadow.portrait() == loaded.portrait() == WorkingDocument(log).portrait()
        assert shadow.portrait() == WorkingDocument([*log, update]).portrait()
    shadow = WorkingDocument(log[:2])
    assert verdict(shadow, put(P1[2], P2[3]), HARM) == "malformed"  # the other stands there
    # Whose document had them when they stood is not refused for an honest edit.
    shadow = WorkingDocument([START])
    assert verdict(shadow, Typist(71, start=START).types("p2", "first ", 2), 71) == "taken"
    assert verdict(shadow, log[1], 70) == "taken"
    assert verdict(shadow, Typist(72, start=START).types("p1", "offline ", 2), 72) == "taken"
    assert verdict(shadow, put(P1[2], P2[3]), HARM) == "malformed"


@pytest.mark.parametrize("first", range(0, SESSIONS, TOGETHER))
def test_x11_what_passes_reads_the_same_for_who_comes_later(first: int) -> None:
    passed = 0
    for seed in range(first, first + TOGETHER):
        log, harm = session(random.Random(seed))
        passed += harm
        live = Document("paragraphs")
        for update in log:
            live.apply(update)
        loaded = Document("paragraphs", [live.update_since()])
        assert live.portrait() == loaded.portrait(), seed
        assert live.portrait() == Document("paragraphs", log).portrait(), seed
    assert passed > TOGETHER / 4  # some of it is as good as honest


def session(chance: random.Random) -> tuple[list[bytes], int]:
    """Three who type, online and off, and one who puts things anywhere: what was taken."""
    shadow, log, harm = WorkingDocument([START]), [START], 0
    typists = [Typist(100 + number, start=START) for number in range(3)]
    for _ in range(chance.randrange(6, 30)):
        typist = chance.choice(typists)
        if chance.random() < 0.25:
            update, client = anywhere(chance, dict(shadow.clocks())), HARM
        else:
            if chance.random() < 0.6:
                typist.doc.apply_update(shadow.update_since(typist.doc.get_state()))
                typist.done()
            update, client = edit(typist, chance), typist.doc.client_id
        found = verdict(shadow, update, client)
        if found == "taken":
            log.append(update)
            harm += client == HARM
        elif found != "known":
            shadow = WorkingDocument(log)
            if client != HARM:
                typists[client - 100] = Typist(client, start=shadow.update_since())
    return log, harm


def anywhere(chance: random.Random, clocks: dict[int, int]) -> bytes:
    def some() -> Id:
        client = chance.choice(list(clocks))
        return client, chance.randrange(max(1, clocks[client]))

    sides: list[tuple[Id | None, Id | None]] = [(some(), some())] * 8
    left, right = chance.choice([*sides, (some(), None), (None, some())])
    return put(left, right, clocks.get(HARM, 0), chance.choice((4, 4, 4, 6, 7)))


def edit(typist: Typist, chance: random.Random) -> bytes:
    """An honest one, wherever there are words."""
    places = [p for p in ("p1", "p2", "p3", "p4") if _has_words(typist, p)]
    if not places or chance.random() < 0.1:
        return typist.adds(chance.choice(("p3", "p4")), "New words here ")
    paragraph, which = chance.choice(places), chance.random()
    size = len(typist.words(paragraph).encode())
    if which < 0.65 or size < 5:
        return typist.types(paragraph, chance.choice(("a", "bc ")), chance.randrange(size + 1))
    start = chance.randrange(size - 2)
    if which < 0.82:
        return typist.strikes(paragraph, start, start + 2)
    if which < 0.9:
        typist.text(paragraph).format(start, start + 2, {"em": {}})
        return typist.done()
    if which < 0.94:
        return typist.removes(paragraph)
    return typist.sets(paragraph, "order", f"b{chance.randrange(10, 99)}")


def _has_words(typist: Typist, paragraph: str) -> bool:
    entry: Any = typist.root.get(paragraph)
    body = entry.get("body") if entry is not None else None
    return body is not None and len(body.children) == 1 and hasattr(body.children[0], "diff")
