"""[Z7] Who comes before the document has been read is sent it as it is packed."""

import itertools
from typing import Any

import pytest

from adref.drafting.content import plain
from adref.drafting.edits import LabelEdit
from adref.server.crdt.document import Broken, compact
from adref.server.crdt.working import WorkingDocument
from adref.server.store.log import UPDATE, Batch, Entry, Stored, Written
from adref.server.store.memory import MemoryLog
from adref.server.sync import early
from adref.server.sync.compartments import parse
from adref.server.sync.limits import Limits
from adref.server.sync.protocol import QueryPresence, SyncStep1, SyncStep2, Update
from adref.server.sync.room import Room
from tests.playbook import Play, Step, body_of, tell_frame
from tests.server.sync.browser import Browser
from tests.server.sync.halls import hall, run
from tests.server.sync.people import CHAIR
from tests.server.sync.scenes import START, TEXT, comes, goes, says, written
from tests.server.sync.typist import Typist

NOTHING = SyncStep1(b"\x00")


def tail(count: int) -> list[bytes]:
    """What was written after the snapshot."""
    typist = Typist(5, start=START)
    return [typist.types("p1", f"{number} ") for number in range(count)]


def room(after: int = 3, **limits: Any) -> Room:
    """A text that has a snapshot and so many updates after it; nobody has read it."""
    compartment = parse("text/t")
    assert compartment is not None
    entries = [Written(n, UPDATE, u, "", "chair") for n, u in enumerate(tail(after), 2)]
    stored = Stored(0, 1 + after, compact("paragraphs", [START]), entries, {5: "chair"})
    clients = itertools.count(70001)
    chosen = Limits(**({"packed": 0} | limits))
    return Room(compartment, stored, lambda: next(clients), chosen, later=True)


def read(play: Play) -> list[Any]:
    """The document is read, and what waited is done."""
    play.subject.load()
    effects: list[Any] = []
    for number, message in play.subject.loaded():
        if message is None:
            effects += play.subject.welcome(number)
        else:
            effects += play.subject.receive(number, message, play.now)
    return effects


def came(who: str, play: Play) -> Play:
    """Somebody comes and is sent what is packed."""
    return (
        play
        >> comes(who)
        << f"{who}: authenticated read-write"
        >> says(who, NOTHING)
        << f"{who}: step2"
        << f"{who}: update"
    )


def has(play: Play, who: str) -> Any:
    """What somebody reads in what it was sent."""
    sent = [frame for name, frame in play.frames if name == who]
    updates = [body_of(frame) for frame in sent if tell_frame(frame) in ("step2", "update")]
    return WorkingDocument(updates).text


def test_z7_who_has_nothing_is_sent_it_at_once_and_a_client_id_when_it_has_been_read() -> None:
    play = Play(room())
    came("chair", play) << "load"
    came("secretary", play)
    assert not play.subject.is_loaded
    expected = WorkingDocument([START, *tail(3)]).text
    assert has(play, "chair") == has(play, "secretary") == expected
    play >> read << "append grant 70001 to chair" << "append grant 70002 to secretary"
    play >> written(2) << "chair: grant 70001" << "chair: step1"
    play << "secretary: grant 70002" << "secretary: step1"
    play >> says("chair", SyncStep2(b"\x00\x00")) << "chair: saved"
    play >> says("secretary", SyncStep2(b"\x00\x00")) << "secretary: saved"
    typist = Typist(70001, start=WorkingDocument([START, *tail(3)]).update_since())
    play >> says("chair", Update(typist.types("p1", "And "))) << "append update by chair"
    play >> written() << "chair: saved" << "secretary: update"
    assert has(play, "secretary") == play.subject.text
    play.over()


def test_z7_everything_else_waits_in_its_order() -> None:
    play = Play(room())
    came("chair", play) << "load"
    play >> says("chair", QueryPresence()) >> says("chair", SyncStep2(b"\x00\x00"))
    # Who has something already is answered when it is known what.
    play >> comes("anna", writes=False) << "anna: authenticated readonly"
    state = WorkingDocument([START]).state()
    play >> says("anna", SyncStep1(state)) >> says("anna", SyncStep2(b"\x00\x00"))
    play >> read << "append grant 70001 to chair" << "anna: step2" << "anna: step1"
    lacking = body_of(
        next(f for who, f in play.frames if (who, tell_frame(f)) == ("anna", "step2"))
    )
    assert WorkingDocument([START, lacking]).text == play.subject.text
    play >> written() << "chair: grant 70001" << "chair: step1"
    play << "chair, anna: saved"
    play.over()


def test_z7_a_browser_that_resumes_waits_and_what_it_brings_is_taken() -> None:
    play = Play(room())
    mine = Typist(5, start=WorkingDocument([START, *tail(3)]).update_since())
    play >> comes("chair", resume=5) << "chair: authenticated read-write"
    play >> says("chair", SyncStep1(mine.doc.get_state())) << "load"
    offline = mine.types("p2", "Offline ")
    play >> says("chair", SyncStep2(offline))
    play >> read << "chair: step2" << "chair: grant 5" << "chair: step1"
    play << "append update by chair" >> written() << "chair: saved"
    assert play.subject.text[1].words.startswith("Offline ")
    play.over()


def test_z7_who_goes_meanwhile_is_not_served_and_comes_again_as_new() -> None:
    play = Play(room())
    came("chair", play) << "load"
    play >> says("chair", SyncStep2(tail(4)[3])) >> goes("chair")
    came("chair", play)
    play >> read << "append grant 70001 to chair"
    play.over()


def test_z7_who_may_write_is_so_when_it_has_been_read() -> None:
    def may(who: str, right: bool) -> Step:
        from tests.server.sync.scenes import person

        return lambda play: play.subject.set_right(play.number(who), person(who), right, play.now)

    play = Play(room())
    came("chair", play) << "load"
    came("secretary", play)
    play >> may("chair", False) << "chair: authenticated readonly"
    play >> may("secretary", False) << "secretary: authenticated readonly"
    play >> may("secretary", True) << "secretary: authenticated read-write"
    play >> read << "chair: step1" << "append grant 70001 to secretary"
    play.over()


def test_z7_what_was_read_for_others_is_not_sent_as_it_was_packed() -> None:
    """A decision may have been written meanwhile."""
    play = Play(room())
    play.subject.load()
    _, ticket = play.subject.edit([LabelEdit("p1", "1.", "7.")])
    assert ticket is not None
    play.subject.appended(ticket, play.now)
    play >> comes("anna", writes=False) << "anna: authenticated readonly"
    play >> says("anna", NOTHING) << "load"
    play >> read << "anna: step2" << "anna: step1"
    assert has(play, "anna")[0].label == "7."
    play.over()


def test_z7_nobody_has_more_than_so_much_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "_BYTES", 5_000)
    play = Play(room())
    came("chair", play) << "load"
    for _ in range(2):
        play >> says("chair", Update(b"\x00" * 2_000))
    play >> says("chair", Update(b"\x00" * 2_000))
    play << "chair: refused too_large" << "chair: not saved" << "penalty for chair"
    play.over()


@pytest.mark.parametrize(("after", "limits"), [(201, {}), (3, {"packed": 1_000_000})])
def test_z7_short_ones_and_those_with_much_behind_are_read_first(
    after: int, limits: dict[str, int]
) -> None:
    play = Play(room(after, **limits))
    assert play.subject.is_loaded
    play >> comes("anna", writes=False) << "anna: authenticated readonly"
    play >> says("anna", NOTHING) << "anna: step2" << "anna: step1"
    play.over()


def test_z7_updates_that_cannot_be_merged_are_sent_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_: list[bytes]) -> bytes:
        raise Broken("merge")

    monkeypatch.setattr(early, "merged", fail)
    play = Play(room(2))
    play >> comes("anna", writes=False) << "anna: authenticated readonly"
    play >> says("anna", NOTHING) << "anna: step2" << "anna: update" << "anna: update" << "load"
    assert has(play, "anna") == WorkingDocument([START, *tail(2)]).text


def packed_log() -> MemoryLog:
    """The log of a text with a snapshot; what was typed last is not on the record."""
    log = MemoryLog()

    async def play() -> None:
        async with hall(log) as place:
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            for number in range(5):
                chair.send("text/t", typist.types("p1", f"{number} "))
                await chair.until("text/t", "saved")
            place.hub._rooms.put_on_record = lambda **_: None  # type: ignore[method-assign]
        updates = [entry.payload for entry in log.read("text/t")]
        log.keep_snapshot("text/t", len(updates) - 2, compact("paragraphs", updates[:-2]))

    run(play)
    return log


def test_z7_k3_all_is_the_same_for_who_comes_early_and_what_was_typed_is_put_on_the_record() -> (
    None
):
    log = packed_log()

    async def play() -> None:
        async with hall(log, made=False, packed=0) as place:
            chair, anna = Browser(place.hub, "chair"), Browser(place.hub, "anna")
            typist = await chair.enter("text/t")
            await anna.follow("text/t")
            told = chair.told("text/t")
            assert told[:3] == ["authenticated read-write", "step2", "update"]
            assert told[3].startswith("grant ")
            place.hub.watch()
            await place.quiet()
            acts = [e for e in await place.hub.record("t") if e["type"] == "text_edited"]
            assert [act["by"]["seat"] for act in acts] == ["chair"]
            chair.send("text/t", typist.types("p2", "More "))
            await chair.until("text/t", "saved")
            await anna.until("text/t", "update")
            assert (await place.hub.text("t"))[0].words == "4 3 2 1 0 Calls for action. "

    run(play)


def test_z7_doors_and_decisions_wait_for_the_document() -> None:
    log = packed_log()

    async def play() -> None:
        async with hall(log, made=False, packed=0) as place:
            anna = Browser(place.hub, "anna")
            await anna.follow("floor/t")
            meeting = place.hub._rooms.open.meeting_on("t")
            assert meeting is not None
            assert not meeting.text.is_loaded
            await place.act(CHAIR, "m", do="mark", paragraph="p2", state="agreed_ad_ref")
            assert meeting.text.is_loaded
            await anna.until("floor/t", "event * marked")
            first = [e["type"] for e in (await place.hub.record("t"))[-2:]]
            assert first == ["text_edited", "marked"]  # what was typed before comes first
            words = await anna.follow("text/t")
            assert WorkingDocument([words]).text == await place.hub.text("t")

    run(play)


def test_z7_a_room_that_cannot_be_read_closes_those_who_wait() -> None:
    log = packed_log()
    log._at("text/t").entries[-1] = log.read("text/t")[-1]._replace(payload=b"\xff\xff")

    async def play() -> None:
        async with hall(log, made=False, packed=0) as place:
            chair = Browser(place.hub, "chair")
            chair.ask("text/t")
            assert await chair.closed() == 1011
            assert place.hub._rooms.open.get("text/t") is None

    run(play)


def test_z7_a_text_without_a_snapshot_is_read_first() -> None:
    compartment = parse("text/t")
    assert compartment is not None
    log = MemoryLog()
    log.append(Batch([Entry("text/t", UPDATE, WorkingDocument().fill(TEXT), "", "")]))
    made = Room(compartment, log.open("text/t"), lambda: 1, Limits(packed=0), later=True)
    assert made.is_loaded
    assert made.text[0].content == plain("Calls for action. ")
