"""[U8] A text that is only read is held once; who types does not change what others read."""

from adref.drafting.content import plain
from adref.drafting.text import Paragraph
from adref.server.crdt.document import EMPTY_STATE, EMPTY_UPDATE
from adref.server.crdt.working import WorkingDocument
from adref.server.sync.replicas import Replicas
from adref.server.sync.resting import MOST, MOST_PIECES
from adref.server.sync.shapes import WORKING_TEXT
from tests.server.sync.scenes import START
from tests.server.sync.typist import Typist

ANNA = 70001


def judged(replicas: Replicas, update: bytes) -> bool:
    verdict = replicas.judge(update, may_write=True, granted={ANNA}, locked=())
    return verdict.passes


def test_u8_what_is_tried_is_not_what_is_read_until_it_is_written() -> None:
    replicas = Replicas(WORKING_TEXT, [START])
    before = replicas.answer(EMPTY_STATE)
    assert judged(replicas, EMPTY_UPDATE)
    anna = Typist(ANNA, start=START)
    assert judged(replicas, anna.types("p1", "Hear, "))
    assert replicas.answer(EMPTY_STATE) == before
    replicas.written()
    assert b"Hear, " in replicas.answer(EMPTY_STATE)


def test_u8_a_refused_first_update_leaves_no_trace() -> None:
    replicas = Replicas(WORKING_TEXT, [START])
    before, state = replicas.answer(EMPTY_STATE), replicas.state()
    stranger = Typist(ANNA + 1, start=START)
    assert not judged(replicas, stranger.types("p1", "Hear, "))
    assert (replicas.answer(EMPTY_STATE), replicas.state()) == (before, state)
    assert judged(replicas, Typist(ANNA, start=START).types("p1", "x"))


def test_u8_what_another_process_wrote_first_is_in_both() -> None:
    replicas = Replicas(WORKING_TEXT, [START])
    elsewhere = Typist(ANNA + 1, start=START)
    replicas.join([elsewhere.types("p1", "There, ")])
    assert b"There, " in replicas.answer(EMPTY_STATE)
    assert judged(replicas, Typist(ANNA, start=START).types("p1", "Hear, "))
    assert b"Hear, " not in replicas.answer(EMPTY_STATE)
    replicas.drop_accepted()
    assert b"Hear, " not in replicas.answer(EMPTY_STATE)


def test_u8_who_does_not_write_any_more_costs_one_document_again() -> None:
    replicas = Replicas(WORKING_TEXT, [START])
    anna = Typist(ANNA, start=START)
    before = replicas.answer(EMPTY_STATE)
    assert judged(replicas, anna.types("p1", "Hear, "))
    replicas.fold()
    assert replicas.answer(EMPTY_STATE) == before  # it is not on the disk yet
    replicas.written()
    replicas.fold()
    assert b"Hear, " in replicas.answer(EMPTY_STATE)
    assert judged(replicas, anna.types("p1", "more", 6))
    assert b"more" not in replicas.answer(EMPTY_STATE)
    replicas.written()
    assert b"more" in replicas.answer(EMPTY_STATE)


def test_u11_a_text_that_rests_answers_as_before_and_goes_on() -> None:
    replicas = Replicas(WORKING_TEXT, [START])
    text, state, clocks = replicas.text, replicas.state(), dict(replicas.clocks())
    whole = replicas.answer(EMPTY_STATE)
    assert replicas.rest()
    assert replicas.resting_text is not None
    assert (replicas.text, replicas.state(), dict(replicas.clocks())) == (text, state, clocks)
    assert replicas.answer(EMPTY_STATE) == whole
    assert judged(replicas, EMPTY_UPDATE)  # who comes in to read
    assert replicas.resting_text is not None
    assert replicas.answer(state) == Replicas(WORKING_TEXT, [START]).answer(state)
    assert replicas.resting_text is None  # what somebody lacks is asked of the document
    assert replicas.rest()
    anna = Typist(ANNA, start=START)
    assert judged(replicas, anna.types("p1", "Hear, "))
    assert replicas.answer(EMPTY_STATE) == whole
    replicas.written()
    assert b"Hear, " in replicas.answer(EMPTY_STATE)
    assert replicas.rest()
    assert replicas.text[0].words.startswith("Hear, ")
    assert b"Hear, " in replicas.answer(EMPTY_STATE)


def test_u11_what_is_on_its_way_to_the_disk_does_not_rest() -> None:
    replicas = Replicas(WORKING_TEXT, [START])
    assert judged(replicas, Typist(ANNA, start=START).types("p1", "Hear, "))
    assert not replicas.rest()
    replicas.written()
    assert replicas.rest()
    assert b"Hear, " in replicas.answer(EMPTY_STATE)


def test_u11_a_refused_update_wakes_a_text_and_leaves_no_trace() -> None:
    replicas = Replicas(WORKING_TEXT, [START])
    whole = replicas.answer(EMPTY_STATE)
    assert replicas.rest()
    assert not judged(replicas, Typist(ANNA + 1, start=START).types("p1", "Hear, "))
    assert replicas.answer(EMPTY_STATE) == whole
    assert replicas.rest()
    replicas.join([Typist(ANNA + 1, start=START).types("p1", "There, ")])
    assert b"There, " in replicas.answer(EMPTY_STATE)


def test_u11_a_long_text_stays() -> None:
    long = WorkingDocument()
    filled = long.fill([Paragraph(f"p{n}", "op", plain("words " * 1_000)) for n in range(20)])
    replicas = Replicas(WORKING_TEXT, [filled])
    assert not replicas.rest()
    assert len(replicas.answer(EMPTY_STATE)) > MOST


def test_u11_a_text_of_many_pieces_stays() -> None:
    """It is short, but it would be long until one can type in it again."""
    anna = Typist(ANNA, start=START)
    pieces = [anna.types("p1", "x") for _ in range(4_000)]  # each before the last
    replicas = Replicas(WORKING_TEXT, [START, *pieces])
    assert not replicas.rest()
    assert MOST_PIECES < len(replicas.answer(EMPTY_STATE)) < MOST


def test_z8_what_says_nothing_is_answered_without_a_look_at_the_document() -> None:
    """Everybody who comes in says it; the first look learns where every item stands."""
    replicas = Replicas(WORKING_TEXT, [START], later=True)
    for may_write in (True, False):
        verdict = replicas.judge(EMPTY_UPDATE, may_write=may_write, granted=(), locked=())
        assert (verdict.passes, verdict.changed) == (True, False)
    assert not replicas.is_loaded
    assert replicas.judge(b"\x00", may_write=True, granted=(), locked=()).code == "malformed"
    assert replicas.is_loaded
