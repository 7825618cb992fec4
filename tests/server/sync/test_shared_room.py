"""[M] Plays in a room whose compartment other processes write to as well."""

import itertools
from typing import Any

import pytest

from adref.drafting.content import plain
from adref.drafting.edits import ContentEdit
from adref.server.crdt.document import EMPTY_STATE
from adref.server.crdt.working import WorkingDocument
from adref.server.store.log import UPDATE, Stored, Written
from adref.server.sync.compartments import parse
from adref.server.sync.gate import Verdict
from adref.server.sync.limits import Limits
from adref.server.sync.protocol import Update
from adref.server.sync.shared_room import SharedRoom
from tests.playbook import Play, Step, body_of
from tests.server.sync.people import PEOPLE
from tests.server.sync.scenes import START, says, settled, written
from tests.server.sync.typist import Typist

ELSEWHERE = 80001  # a client id of another process


def shared() -> tuple[Play, Typist, Typist]:
    """The chair (70001) and the secretary (70002) are here."""
    compartment = parse("text/t")
    assert compartment is not None
    clients = itertools.count(70001)
    stored = Stored(0, 1, None, [Written(1, UPDATE, START, "", "")], {})
    room = SharedRoom(compartment, stored, lambda: next(clients), Limits())
    room.locked = frozenset({"agreed"})
    play = settled("chair", 70001, Play(room))
    settled("secretary", 70002, play)
    return play, Typist(70001, start=START), Typist(70002, start=START)


def hears(*updates: bytes, seat: str = "anna") -> Step:
    entries = [Written(n, UPDATE, update, "", seat) for n, update in enumerate(updates, 2)]
    return lambda play: play.subject.hear(entries, play.now)


def judged_again(play: Play) -> list[Any]:
    play.appends.clear()
    effects: list[Any] = play.subject.judge_again(play.now)
    return effects


def words(play: Play) -> dict[str, str]:
    return {p.id: p.words for p in play.subject.text}


def no_trial(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(*_: object, **__: object) -> Verdict:
        raise AssertionError("tried again")

    monkeypatch.setattr(play.subject._replicas, "judge", judge)


def test_m17_what_nothing_bears_on_is_written_again_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    play, chair, secretary = shared()
    anna = Typist(ELSEWHERE, start=START)
    first, second = chair.types("p1", "First, "), secretary.strikes("p2", 0, 6)
    play >> says("chair", Update(first)) << "append update by chair"
    play >> says("secretary", Update(second)) << "append update by secretary"
    play >> hears(anna.types("p1", "Before, ")) << "chair, secretary: update"
    no_trial(play, monkeypatch)
    play.subject.epoch = 1
    play >> judged_again << "append update by chair" << "append update by secretary"
    assert [append.batch.epochs for append in play.appends] == [{"text/t": 1}] * 2
    assert [append.batch.entries[0].payload for append in play.appends] == [first, second]
    play >> written(2) << "wake in *"
    play >> (lambda play: play.subject.tick(play.now + 1))
    play << "chair, secretary: saved" << "chair, secretary: update"
    play.over()
    assert words(play)["p1"].count("First, ") == words(play)["p1"].count("Before, ") == 1


def test_m3_words_in_what_was_locked_elsewhere_are_refused_and_others_are_saved() -> None:
    play, chair, secretary = shared()
    play >> says("chair", Update(chair.types("p1", "Late "))) << "append update by chair"
    play >> says("secretary", Update(secretary.types("p2", "Well "))) << "append update by *"
    play.subject.locked = frozenset({"agreed", "p1"})
    play >> judged_again << "chair: refused locked p1" << "chair: not saved"
    play << "penalty for chair" << "append update by secretary"
    play >> written() << "secretary: saved" << "chair: update"
    assert words(play)["p1"] == "Calls for action. "
    assert words(play)["p2"] == "Well Urges restraint. "


def test_m17_who_may_not_write_any_more_is_refused() -> None:
    play, chair, _ = shared()
    play >> says("chair", Update(chair.types("p1", "Late "))) << "append update by chair"
    number = play.number("chair")
    play >> (lambda play: play.subject.set_right(number, PEOPLE["chair"], False, play.now))
    play << "chair: authenticated readonly"
    play >> judged_again << "chair: refused not_permitted" << "chair: not saved"
    play << "penalty for chair"


def test_m17_what_its_author_has_written_elsewhere_already_is_not_written_again() -> None:
    play, chair, _ = shared()
    update = chair.types("p1", "Once ")
    play >> says("chair", Update(update)) << "append update by chair"
    play >> hears(update, seat="chair") << "chair, secretary: update"
    play >> judged_again << "chair: saved"
    assert words(play)["p1"] == "Once Calls for action. "


def test_m2_of_what_its_author_wrote_here_and_there_it_is_as_it_stands_on_the_disk() -> None:
    play, chair, _ = shared()
    other = Typist(70001, start=START)
    play >> says("chair", Update(chair.types("p1", "Here "))) << "append update by chair"
    play >> hears(other.types("p1", "There, there "), seat="chair") << "chair, secretary: update"
    assert words(play)["p1"] == "There, there Calls for action. "
    play >> judged_again << "chair: saved"  # at those clocks there are words already
    assert words(play)["p1"] == "There, there Calls for action. "


def test_m17_words_on_a_decision_that_was_not_written_are_judged_without_it() -> None:
    play, chair, _ = shared()
    decided = ContentEdit("p1", plain("Calls for action. "), plain("Decided. "))
    update, ticket = play.subject.edit([decided])
    assert update
    assert ticket
    play >> says("chair", Update(chair.types("p1", "Now "))) << "append update by chair"
    play >> judged_again << "append update by chair"
    assert words(play)["p1"] == "Now Calls for action. "


def test_m17_what_others_type_on_needs_no_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    play, chair, _ = shared()
    anna = Typist(ELSEWHERE, start=START)
    updates = [anna.types("p1", letter, at) for at, letter in enumerate("Anew")]
    play >> hears(*updates[:2]) << "chair, secretary: update"
    shadow = play.subject._replicas._shadow

    def trial(update: bytes) -> None:
        raise AssertionError("tried")

    monkeypatch.setattr(shadow, "try_update", trial)
    touched = play.subject.take_in([Written(9, UPDATE, u, "", "anna") for u in updates[2:]])
    assert touched == [{"p1"}, {"p1"}]
    assert words(play)["p1"] == "AnewCalls for action. "
    (first, *_) = WorkingDocument([play.subject._replicas.answer(EMPTY_STATE)]).text
    assert first.words == "AnewCalls for action. "  # for whoever comes now
    play >> (lambda play: play.subject.tick(play.now + 1)) << "chair, secretary: update"
    for who, frame in play.frames[-4:]:
        if who == "chair":
            chair.doc.apply_update(body_of(frame))
    assert chair.words("p1") == "AnewCalls for action. "
