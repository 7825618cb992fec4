"""Words after one's own words need no trial; what comes of them is the same as with one."""

import random

from pycrdt import Doc, Map, XmlFragment, XmlText

from adref.drafting.content import plain, text_of
from adref.drafting.text import Paragraph
from adref.server.crdt.document import SERVER
from adref.server.crdt.keystrokes import joined, typed_on
from adref.server.crdt.working import WorkingDocument
from adref.server.sync.gate import judge
from adref.server.sync.scan import scan
from adref.server.sync.shapes import WORKING_TEXT

START = WorkingDocument().fill(
    (Paragraph("a", "op", plain("one")), Paragraph("b", "op", plain("two")))
)


class Person:
    """A browser that types into one paragraph."""

    def __init__(self, client: int, paragraph: str) -> None:
        self.client = client
        self.doc: Doc[object] = Doc(client_id=client)
        self.doc.apply_update(START)
        self.paragraph = paragraph

    def types(self, words: str, at: int | None = None) -> bytes:
        before = self.doc.get_state()
        body = self.doc.get("paragraphs", type=Map)[self.paragraph]["body"]
        assert isinstance(body, XmlFragment)
        node = body.children[0]
        assert isinstance(node, XmlText)
        node.insert(len(str(node).encode()) if at is None else at, words)
        return self.doc.get_update(before)


def take(
    shadow: WorkingDocument, update: bytes, client: int, locked: frozenset[str] = frozenset()
) -> str:
    verdict = judge(
        shadow, update, may_write=True, granted=[client], locked=locked, shape=WORKING_TEXT
    )
    assert verdict.passes or verdict.spoilt
    return verdict.code


def test_u4_typing_on_gives_what_trying_each_key_gives() -> None:
    shadow, slow = WorkingDocument([START]), WorkingDocument([START])
    people = [Person(100_000, "a"), Person(100_001, "a"), Person(100_002, "b")]
    chance = random.Random(7)
    for _ in range(200):
        person = chance.choice(people)
        update = person.types(chance.choice("xyz é中😀"), None if chance.random() < 0.8 else 0)
        assert take(shadow, update, person.client) == ""
        slow.try_update(update)
        if chance.random() < 0.1:
            assert shadow.text == slow.text
    assert shadow.clocks() == slow.clocks()
    assert shadow.state() == slow.state()
    assert shadow.text == slow.text
    assert shadow.portrait() == slow.portrait()


def test_u4_a_run_is_told_from_everything_else() -> None:
    person = Person(100_000, "a")
    first, second = person.types("x"), person.types("yz")
    known = WorkingDocument([START]).clocks()
    found = scan(first, known, [person.client], WORKING_TEXT)
    assert found.run is not None
    assert not found.only_run
    after = WorkingDocument([START, first]).clocks()
    found = scan(second, after, [person.client], WORKING_TEXT)
    assert found.only_run
    assert found.run is not None
    assert (found.run.start, found.run.end, found.run.words) == (1, 3, 2)


def test_u4_typing_on_in_a_paragraph_that_was_locked_meanwhile_is_refused() -> None:
    shadow, person = WorkingDocument([START]), Person(100_000, "a")
    assert take(shadow, person.types("x"), person.client) == ""
    assert take(shadow, person.types("y"), person.client) == ""
    assert take(shadow, person.types("z"), person.client, frozenset({"a"})) == "locked"


def test_u4_typing_on_in_the_middle_of_words_gives_what_trying_each_key_gives() -> None:
    shadow, slow = WorkingDocument([START]), WorkingDocument([START])
    people = [Person(100_000, "a"), Person(100_001, "a"), Person(100_002, "b")]
    places = {person.client: 1 for person in people}
    chance, at_a_glance = random.Random(11), 0
    for _ in range(300):
        person = chance.choice(people)
        if chance.random() < 0.1:
            places[person.client] = 0
        key = chance.choice("xyé中😀")
        update = person.types(key, places[person.client])
        places[person.client] += len(key.encode())
        run = typed_on(update)
        at_a_glance += run is not None
        found = scan(update, shadow.clocks(), [person.client], WORKING_TEXT)
        assert run is None or (found.only_run and found.run and found.run[:5] == run[:5])
        assert take(shadow, update, person.client) == ""
        slow.try_update(update)
    assert at_a_glance > 100
    assert shadow.state() == slow.state()
    assert shadow.text == slow.text
    assert shadow.portrait() == slow.portrait()


def test_u4_what_was_typed_on_is_read_in_fewer_pieces_and_is_the_same() -> None:
    whole = Doc[object]()
    whole.apply_update(START)
    pieces = Doc[object]()
    pieces.apply_update(START)
    people = [Person(100_000, "a"), Person(100_001, "a"), Person(100_002, "b")]
    places = {person.client: 1 for person in people}
    chance, updates = random.Random(5), list[bytes]()
    for _ in range(500):
        person = chance.choice(people)
        if chance.random() < 0.05:
            places[person.client] = 0
            person.doc.apply_update(whole.get_update())  # what the others have typed
        key = chance.choice("xyé中") if chance.random() < 0.95 else "😀"
        update = person.types(key, places[person.client])
        places[person.client] += len(key.encode())
        whole.apply_update(update)
        updates.append(update)
        if chance.random() < 0.02:
            few, updates = joined(updates), []
            for update in few:
                pieces.apply_update(update)
            assert pieces.get_state() == whole.get_state()
    some = joined(updates)
    assert len(some) <= len(updates)
    for update in some:
        pieces.apply_update(update)
    assert pieces.get_state() == whole.get_state()
    one, other = WorkingDocument([pieces.get_update()]), WorkingDocument([whole.get_update()])
    assert one.portrait() == other.portrait()
    assert one.text == other.text


def test_u4_of_a_thousand_keystrokes_one_piece_is_read() -> None:
    person = Person(100_000, "a")
    updates = [person.types(letter, 1 + at) for at, letter in enumerate("abc" * 300)]
    first, *rest = joined(updates)
    assert first == updates[0]
    assert len(rest) == 1
    document = WorkingDocument([START, first, *rest])
    assert document.portrait() == WorkingDocument([START, *updates]).portrait()
    assert document.text[0].words == "o" + "abc" * 300 + "ne"


def test_u4_going_on_before_another_item_is_tried() -> None:
    shadow, person = WorkingDocument([START]), Person(100_000, "a")
    assert take(shadow, person.types("x", 1), person.client) == ""
    update = person.types("y", 2)
    run = typed_on(update)
    assert run is not None
    assert shadow.try_run(update, run._replace(right=(1, 0)), frozenset()) is None
    assert shadow.try_run(update, run._replace(right=None), frozenset()) is None
    assert shadow.try_run(update, run, frozenset()) == "a"


def test_u4_what_is_read_at_a_glance_is_what_the_scan_reads() -> None:
    person = Person(100_000, "a")
    person.types("x", 1)
    update, chance, read = person.types("yé", 2), random.Random(3), 0
    for _ in range(20_000):
        bytes_ = bytearray(update)
        for _ in range(chance.randrange(1, 3)):
            bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
        run = typed_on(bytes(bytes_))
        if run is None:
            continue
        read += 1
        known = {run.client: run.start, SERVER: 1_000} | (
            {run.right[0]: 2**30} if run.right else {}
        )
        known[run.client] = run.start
        if run.right is None or run.right[0] != run.client or run.right[1] < run.start:
            found = scan(bytes(bytes_), known, [run.client], WORKING_TEXT)
            assert (found.run[:5], found.only_run) == (run[:5], True)
    assert read > 50


def test_u4_a_paragraph_does_not_grow_beyond_its_bound_by_typing_on() -> None:
    shadow, person = WorkingDocument([START]), Person(100_000, "a")
    assert take(shadow, person.types("x"), person.client) == ""
    assert take(shadow, person.types("y" * 99_000), person.client) == ""
    assert len(text_of(shadow.text[0].content)) == 99_004
    assert take(shadow, person.types("z" * 1_000), person.client) == "paragraph_full"
