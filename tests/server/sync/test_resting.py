"""[U11] A text that nobody works with takes little memory, and nobody can tell."""

from adref.drafting.content import Piece, plain
from adref.drafting.text import Paragraph, WorkingText
from adref.server.crdt.working import WorkingDocument
from adref.server.sync.outcome import Outcome
from adref.server.sync.resting import RestingText
from adref.server.sync.room import Room
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Hall, hall, run
from tests.server.sync.people import ANNA, CHAIR
from tests.server.sync.scenes import submit


async def pass_(place: Hall, seconds: float) -> None:
    """Some time in which nobody does anything."""
    await place.quiet()
    await place.hub.rest()  # who has worked with it is noted
    place.clock.pass_(seconds)
    await place.hub.rest()


def rests(place: Hall, room: str = "text/t") -> bool:
    found = place.hub._rooms.open.get(room)
    assert isinstance(found, Room)
    return found.resting_text is not None


def test_u11_a_text_rests_after_ten_seconds_and_goes_on_with_the_next_key() -> None:
    async def play() -> None:
        async with hall() as place:
            chair, olga = Browser(place.hub, "chair"), Browser(place.hub, "olga")
            typist = await chair.enter("text/t")
            chair.send("text/t", typist.types("p1", "Hear, "))
            await chair.until("text/t", "saved")
            await pass_(place, 9.0)
            assert not rests(place)
            await pass_(place, 2.0)
            assert rests(place)
            # Who comes to read is told all, and wakes nothing.
            seen = await olga.follow("text/t")
            assert rests(place)
            assert b"Hear, " in seen
            chair.send("text/t", typist.types("p1", "hear! ", 6))
            await chair.until("text/t", "saved")
            assert not rests(place)
            assert (await place.hub.text("t"))[0].words.startswith("Hear, hear! ")

    run(play)


def test_u11_what_is_decided_reads_the_words_and_what_changes_them_wakes_the_text() -> None:
    async def play() -> None:
        async with hall() as place:
            await pass_(place, 11.0)
            assert rests(place)
            before = await place.hub.text("t")
            assert isinstance(await place.act(ANNA, "c1", **submit()), Outcome)
            assert rests(place)
            assert await place.hub.text("t") == before
            await pass_(place, 11.0)
            _, state = await place.hub.floor("t")
            adopted = await place.act(
                CHAIR, "c2", do="adopt", proposal=next(iter(state["proposals"]))
            )
            assert isinstance(adopted, Outcome)
            assert adopted.edits
            assert not rests(place)
            assert await place.hub.text("t") != before

    run(play)


def test_u11_a_text_that_is_opened_to_be_read_rests_from_the_beginning() -> None:
    async def play() -> None:
        async with hall() as place:
            log = place.log
        async with hall(log, made=False) as place:
            reader = Browser(place.hub, "olga")
            await reader.follow("text/t")
            assert rests(place)
            assert len(await place.hub.text("t")) > 1

    run(play)


def test_u11_drafts_rest_as_well() -> None:
    async def play() -> None:
        async with hall() as place:
            anna = Browser(place.hub, "anna")
            await anna.enter("party/t/a")
            assert rests(place, "party/t/a")

    run(play)


def test_u11_what_was_asked_of_a_text_at_rest_is_packed_again_with_the_second_look() -> None:
    async def play() -> None:
        async with hall() as place:
            await pass_(place, 11.0)
            room = place.hub._rooms.open.get("text/t")
            assert isinstance(room, Room)
            resting = room.resting_text
            assert resting is not None
            assert resting.is_packed
            before = await place.hub.text("t")
            await Browser(place.hub, "olga").follow("text/t")
            assert not resting.is_packed
            packed = place.hub._packed
            await place.hub.rest()  # once more it may be asked
            assert not resting.is_packed
            assert place.hub._packed == packed
            await place.hub.rest()
            assert resting.is_packed
            assert place.hub._packed == packed + 1  # and counts as something to give back
            assert room.resting_text is resting  # nobody has worked with it
            assert await place.hub.text("t") == before

    run(play)


def paragraphs(*words: str) -> WorkingText:
    return tuple(Paragraph(f"p{n}", "op", plain(w), f"{n}.") for n, w in enumerate(words))


WORDS = ("Recalling its resolutions ", "Évoque les décisions antérieures ", "回顧其以往的決議 ")
LONG = paragraphs(*(word * 50 for word in WORDS), "Brief.", WORDS[0] * 50)


def test_u11_words_that_stand_in_the_document_are_kept_once() -> None:
    document = WorkingDocument()
    whole = document.fill(LONG)
    beside, alone = RestingText(LONG, lambda: whole), RestingText(LONG)
    for text in (beside, alone):
        assert text.rest()
        assert text.is_packed
        assert not text.rest()
        assert text.text == LONG
        assert not text.is_packed
        assert text.rest()
        assert text.text == LONG  # from what was packed the first time
    assert len(beside._packed) < len(alone._packed)


def test_u11_words_that_the_document_has_in_pieces_are_kept_with_the_text() -> None:
    document = WorkingDocument()
    document.fill(LONG)
    bold = Paragraph("p9", "op", (Piece(LONG[0].words[:20]), Piece("no words of it " * 9)), "9.")
    text = (*LONG, bold)
    resting = RestingText(text, document.update_since)
    assert resting.rest()
    assert resting.text == text
