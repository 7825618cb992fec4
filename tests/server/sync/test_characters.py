"""[S4] No cut goes through a character, and every cut between two characters passes."""

import pytest

from adref.server.crdt.states import read_state, varint
from adref.server.crdt.working import WorkingDocument
from adref.server.sync.gate import judge
from adref.server.sync.shapes import WORKING_TEXT
from tests.server.sync.judging import ME, typist
from tests.server.sync.scenes import START


@pytest.mark.parametrize("known", [True, False], ids=["of others", "of its own update"])
def test_s4_no_cut_goes_through_a_character(known: bool) -> None:
    """The library would write two halves that nobody can read: no one could come in any more."""
    writer = typist()
    before = read_state(writer.doc.get_state()).get(ME, 0)
    update = writer.types("p1", "a😀b")
    begins = update.index("a😀b".encode())
    first = before  # the clock of the "a"
    assert update[begins - 1] == len("a😀b".encode())
    through = [varint(1), varint(ME), varint(1), varint(first + 2), varint(1)]
    around = [varint(1), varint(ME), varint(1), varint(first + 1), varint(2)]
    for deletion, passes in ((through, False), (around, True)):
        shadow = WorkingDocument([START, update] if known else [START])
        cutting = (b"\x00" if known else update[:-1]) + b"".join(deletion)
        verdict = judge(
            shadow, cutting, may_write=True, granted={ME}, locked=(), shape=WORKING_TEXT
        )
        assert verdict.passes == passes
        assert verdict.code == ("" if passes else "malformed")
        assert WorkingDocument([shadow.update_since()]).text == shadow.text


def test_s4_no_word_is_put_into_a_character() -> None:
    writer = typist()
    first = read_state(writer.doc.get_state()).get(ME, 0)
    shadow = WorkingDocument([START, writer.types("p1", "a😀b")])
    for place, passes in ((first + 1, False), (first + 2, True)):  # after which unit
        after = varint(ME) + varint(place)
        string = bytes([0x84]) + after + b"\x01x"
        update = varint(1) + varint(1) + varint(ME) + varint(first + 4) + string + b"\x00"
        verdict = judge(shadow, update, may_write=True, granted={ME}, locked=(), shape=WORKING_TEXT)
        assert verdict.passes == passes


@pytest.mark.parametrize("words", ["😀😁", "a😀😁b", "😀😀😀", "𝄞😀é👩‍👩‍👧", "中😁文"])
def test_s4_every_cut_between_two_characters_passes(words: str) -> None:
    """Also where the one before is of two units: from inside it the library tells what follows."""
    writer = typist()
    first = read_state(writer.doc.get_state()).get(ME, 0)
    shadow = WorkingDocument([START, writer.types("p1", words), writer.types("p2", "after it")])
    units = [len(words[:n].encode("utf-16-le")) // 2 for n in range(len(words) + 1)]
    inside = set(range(units[-1])) - set(units)
    assert {at for at in range(1, units[-1] + 1) if shadow.splits(ME, first + at)} == inside
