"""Plays in a room: the way of an update, client ids, presence."""

import pytest

from adref.drafting.content import plain
from adref.drafting.edits import LabelEdit
from adref.drafting.text import Paragraph
from adref.server.crdt.document import Broken
from adref.server.crdt.states import Unreadable
from adref.server.crdt.working import WorkingDocument
from adref.server.sync import news, protocol
from adref.server.sync.attendance import Attendance
from adref.server.sync.effects import Send
from adref.server.sync.limits import Limits
from adref.server.sync.protocol import Presence, SyncStep1, SyncStep2, Update
from adref.server.sync.readers import Reader, Readers
from tests.playbook import Play, body_of
from tests.server.sync.people import CHAIR, PEOPLE
from tests.server.sync.scenes import (
    START,
    comes,
    goes,
    later,
    room,
    says,
    settled,
    two,
    written,
)
from tests.server.sync.typist import Typist, presence


def test_s3_saved_is_said_only_after_the_append_and_so_is_the_word_passed_on() -> None:
    play, chair, _ = two()
    update = chair.types("p1", "First, ")
    play >> says("chair", Update(update)) << "append update by chair"
    play >> written() << "chair: saved" << "secretary: update"
    assert body_of(play.last_frame("secretary")) == update
    play.over()


def test_s3_what_is_not_on_the_disk_is_not_shown_to_who_comes() -> None:
    play, chair, _ = two()
    play >> says("chair", Update(chair.types("p1", "Secret yet "))) << "append update by chair"
    play >> comes("anna", writes=False) << "anna: authenticated readonly"
    play >> says("anna", SyncStep1(b"\x00")) << "anna: step2" << "anna: step1"
    assert b"Secret yet" not in body_of(play.last_frame("anna") or b"")
    assert all(b"Secret yet" not in frame for _, frame in play.frames)
    play >> written() << "chair: saved" << "secretary, anna: update"


def test_s3_who_may_not_write_does_not() -> None:
    play, _, _ = two()
    play >> comes("anna", writes=False) << "anna: authenticated readonly"
    play >> says("anna", SyncStep1(b"\x00")) << "anna: step2" << "anna: step1"
    play >> says("anna", SyncStep2(b"\x00\x00")) << "anna: saved"
    anna = Typist(70001, start=START)
    play >> says("anna", Update(anna.types("p1", "x")))
    play << "anna: refused not_permitted" << "anna: not saved" << "penalty for anna"
    anna = Typist(5, start=START)
    play >> comes("anna", writes=False) << "anna: authenticated readonly"
    play >> says("anna", SyncStep2(anna.strikes("p1", 0, 5)))
    play << "anna: refused not_permitted" << "anna: not saved" << "penalty for anna"
    assert play.subject.text[0].words == "Calls for action. "


def test_s7_a_refused_update_leaves_no_trace_and_its_author_comes_in_anew() -> None:
    play, chair, secretary = two()
    play >> says("secretary", Update(secretary.types("agreed", "Not ")))
    play << "secretary: refused locked agreed" << "secretary: not saved"
    play << "penalty for secretary"
    play >> says("secretary", Update(secretary.types("p1", "I go on "))) << "secretary: not saved"
    update = chair.types("p1", "I also ")
    play >> says("chair", Update(update)) << "append update by chair"
    play >> written() << "chair: saved" << "secretary: update"
    assert [p.words for p in play.subject.text] == [
        "I also Calls for action. ",
        "Urges restraint. ",
        "Thanks the host. ",
    ]
    settled("secretary", 70003, play)
    fresh = Typist(70003, start=START)
    fresh.doc.apply_update(update)
    play >> says("secretary", Update(fresh.types("p2", "Again "))) << "append update by secretary"
    play >> written() << "wake in *"
    play >> later(0.03) << "secretary: saved" << "chair: update"


def test_s5_a_client_id_is_resumed_by_its_seat_only() -> None:
    play = settled("chair", 70001, Play(room()))
    play >> comes("anna", resume=70001) << "anna: authenticated read-write"
    play >> says("anna", SyncStep1(b"\x00")) << "anna: step2" << "append grant 70002 to anna"
    play >> written() << "anna: grant 70002" << "anna: step1"
    play >> goes("chair")
    play >> comes("chair", resume=70001) << "chair: authenticated read-write"
    play >> says("chair", SyncStep1(b"\x00"))
    play << "chair: step2" << "chair: grant 70001" << "chair: step1"
    play.over()


def test_s5_a_browser_that_comes_back_takes_its_id_over_from_its_former_connection() -> None:
    play, chair, _ = two()
    state = chair.doc.get_state()
    late, update = chair.types("p1", "Late "), chair.types("p1", "Anew ")
    play >> comes("chair again", resume=70001) << "chair again: authenticated read-write"
    play >> says("chair again", SyncStep1(state))
    play << "chair again: step2" << "chair again: grant 70001" << "chair again: step1"
    play >> says("chair", Update(late)) << "chair: not saved"
    again = chair.doc.get_update(state)
    play >> says("chair again", SyncStep2(again)) << "append update by chair"
    assert update
    play >> written() << "chair again: saved" << "chair, secretary: update"


def test_s5_a_browser_that_has_lost_its_own_writing_gets_a_new_id() -> None:
    chair = Typist(70500, start=START)
    update = chair.types("p1", "mine ")
    play = Play(room(grants={70500: "chair"}, updates=(START, update)))
    play >> comes("chair", resume=70500) << "chair: authenticated read-write"
    play >> says("chair", SyncStep1(Typist(9, start=START).doc.get_state()))
    play << "chair: step2" << "append grant 70001 to chair"
    play >> comes("chair again", resume=70500) << "chair again: authenticated read-write"
    play >> says("chair again", SyncStep1(chair.doc.get_state()))
    play << "chair again: step2" << "chair again: grant 70500" << "chair again: step1"


def test_s5_nobody_writes_under_the_id_of_another() -> None:
    play, _, _ = two()
    squatter = Typist(70001, start=START)
    play >> says("secretary", Update(squatter.types("p1", "In the chair's name ")))
    play << "secretary: refused client" << "secretary: not saved" << "penalty for secretary"
    settled("secretary", 70003, play)
    server = Typist(1, start=START)
    play >> says("secretary", Update(server.types("p1", "In the server's name ")))
    play << "secretary: refused client" << "secretary: not saved" << "penalty for secretary"


def test_s5_what_was_written_offline_under_an_earlier_id_of_the_seat_is_taken() -> None:
    play = Play(room(grants={70500: "chair"}))
    earlier = Typist(70500, start=START)
    update = earlier.types("p1", "On the train ")
    play >> comes("chair") << "chair: authenticated read-write"
    play >> says("chair", SyncStep1(b"\x00"))
    play << "chair: step2" << "append grant 70001 to chair"
    play >> written() << "chair: grant 70001" << "chair: step1"
    play >> says("chair", SyncStep2(update)) << "append update by chair"


def test_s11_what_comes_together_goes_together_in_one_frame() -> None:
    play, chair, secretary = two()
    settled("ali", 70003, play)
    play >> says("chair", Update(chair.types("p1", "a"))) << "append update by chair"
    play >> says("secretary", Update(secretary.types("p2", "b"))) << "append update by secretary"
    play >> written(2) << "chair, secretary: saved" << "chair, secretary, ali: update"
    play >> says("chair", Update(chair.types("p1", "c"))) << "append update by chair"
    play >> written() << "wake in 0.003"
    play >> later(0.03) << "chair: saved" << "secretary, ali: update"
    reader = Typist(9, start=START)
    for name, frame in play.frames:
        if name == "ali" and b"\x00\x02" in frame[6:10]:
            reader.doc.apply_update(body_of(frame))
    assert reader.words("p1") == "caCalls for action. "
    assert reader.words("p2") == "bUrges restraint. "


def test_s11_where_much_is_typed_each_relay_carries_more_and_nobody_waits_long() -> None:
    play, chair, secretary = two()
    play >> says("chair", Update(chair.types("p1", "a"))) << "append update by chair"
    play >> written() << "chair: saved" << "secretary: update"
    for count in range(40):
        who, typist = (("chair", chair), ("secretary", secretary))[count % 2]
        play >> says(who, Update(typist.types("p1", "b"))) << f"append update by {who}"
    play >> written(40) << "wake in 0.060"
    play >> later(0.02)
    play >> later(0.04)
    for _ in range(20):
        play << "chair, secretary: saved"
    play << "chair, secretary: update"


def test_s11_a_room_that_was_quiet_has_one_relay_in_hand() -> None:
    play, chair, _ = two(in_hand=1.0)
    for _ in range(2):
        for letter in "ab":
            play >> says("chair", Update(chair.types("p1", letter))) << "append update by chair"
            play >> written() << "chair: saved" << "secretary: update"
        play >> says("chair", Update(chair.types("p1", "c"))) << "append update by chair"
        play >> written() << "wake in *"
        play >> later(0.003) << "chair: saved" << "secretary: update"
        play >> says("chair", Update(chair.types("p1", "d"))) << "append update by chair"
        play >> written() << "wake in *"
        play >> later(0.003) << "chair: saved" << "secretary: update"
        play >> later(1)


def test_s10_what_was_saved_is_told_before_a_refusal() -> None:
    play, chair, _ = two()
    for letter in "ab":
        play >> says("chair", Update(chair.types("p1", letter))) << "append update by chair"
    play >> written() << "chair: saved" << "secretary: update"
    play >> written() << "wake in *"
    play >> says("chair", Update(chair.types("agreed", "Not "))) << "chair: saved"
    play << "chair: refused locked agreed" << "chair: not saved" << "penalty for chair"


def test_s11_a_clock_that_is_put_back_does_not_silence_the_room() -> None:
    play, chair, _ = two()
    play >> says("chair", Update(chair.types("p1", "a"))) << "append update by chair"
    play >> written() << "chair: saved" << "secretary: update"
    play.now -= 3_600
    play >> says("chair", Update(chair.types("p1", "b"))) << "append update by chair"
    play >> written() << "wake in 0.003"
    play >> later(0.005) << "chair: saved" << "secretary: update"


def test_s8_presence_is_stamped_and_goes_with_the_person() -> None:
    play, _, _ = two()
    forged = {"cursor": {"at": 1}, "user": {"name": "The President"}}
    play >> says("chair", Presence(presence(70001, 1, forged)))
    play << "secretary: presence 70001=Chair"
    play >> later(1)
    play >> says("secretary", Presence(presence(70002, 0, {"cursor": None})))
    play << "chair: presence 70002=Secretary"
    play >> later(1)
    play >> says("chair", Presence(presence(70002, 9, forged)))
    play >> comes("anna", writes=False) << "anna: authenticated readonly"
    play >> says("anna", SyncStep1(b"\x00"))
    play << "anna: step2" << "anna: step1" << "anna: presence 70001=Chair 70002=Secretary"
    play >> says("anna", Presence(presence(70001, 9, forged)))
    play >> goes("chair") << "secretary, anna: presence 70001=gone"
    play.over()


def test_s8_presence_waits_for_its_tick() -> None:
    play, _, _ = two()
    play >> says("chair", Presence(presence(70001, 1, {"cursor": {"at": 1}})))
    play << "secretary: presence 70001=Chair"
    play >> says("chair", Presence(presence(70001, 2, {"cursor": {"at": 2}}))) << "wake in 0.100"
    play >> says("chair", Presence(presence(70001, 3, {"cursor": {"at": 3}})))
    play >> later(0.11) << "secretary: presence 70001=Chair"
    assert b'"at":3' in play.last_frame("secretary")


@pytest.mark.parametrize(
    "message",
    [SyncStep1(b"\xff"), SyncStep1(b"\x05\x01"), Presence(b"\x01\x01"), Presence(b"\x00\x00")],
)
def test_s16_bytes_that_cannot_be_read_are_an_error(message: protocol.Message) -> None:
    play, _, _ = two()
    with pytest.raises(Unreadable):
        play >> says("chair", message)


def test_s3_a_right_that_is_taken_away_or_given_takes_effect() -> None:
    play, chair, _ = two()
    away = lambda play: play.subject.set_right(1, CHAIR, False, play.now)  # noqa: E731
    back = lambda play: play.subject.set_right(1, CHAIR, True, play.now)  # noqa: E731
    play >> away << "chair: authenticated readonly"
    play >> says("chair", Update(chair.types("p1", "x")))
    play << "chair: refused not_permitted" << "chair: not saved" << "penalty for chair"
    play >> back << "chair: authenticated read-write" << "append grant 70003 to chair"


def test_s14_the_server_does_not_read_private_drafts() -> None:
    play = settled("anna", 70001, Play(room("party/t/a")))
    settled("ali", 70002, play)
    anna = Typist(70001, root="drafts")
    play >> says("anna", Update(anna.drafts("d1", "Our words"))) << "append update by anna"
    play >> written() << "anna: saved" << "ali: update"
    assert play.subject.text == ()


def test_x3_what_cannot_be_merged_is_relayed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(updates: list[bytes]) -> bytes:
        raise Broken("panic")

    monkeypatch.setattr(news, "merged", fails)
    pending = news.News("text/t", Limits(tick=0.0))
    readers = Readers()
    readers.add(Reader(1, PEOPLE["olga"], may_write=False, greeted=True))
    for change in (b"one", b"two"):
        pending.add(None, change)
    sent = [e for e in pending.tick(1.0, readers, Attendance()) if isinstance(e, Send)]
    assert [body_of(effect.frame) for effect in sent] == [b"one", b"two"]


def test_y3_who_comes_in_anew_on_its_socket_is_not_acknowledged_what_it_sent_before() -> None:
    play, chair, _ = two()
    update = chair.types("p1", "First, ")
    play >> says("chair", Update(update)) << "append update by chair"
    play >> comes("chair") << "chair: authenticated read-write"
    play >> says("chair", SyncStep1(b"\x00"))
    play << "chair: step2" << "append grant 70003 to chair"
    assert b"First, " not in body_of(play.last_frame("chair"))
    # Its new document has not got the words: it is told them like everybody.
    play >> written() << "secretary, chair: update"
    assert body_of(play.last_frame("chair")) == update


def test_y3_after_a_refusal_nothing_sent_before_it_is_acknowledged() -> None:
    play, chair, _ = two()
    play >> says("chair", Update(chair.types("p1", "First, "))) << "append update by chair"
    play >> says("chair", Update(chair.types("agreed", "Not ")))
    play << "chair: refused locked agreed" << "chair: not saved" << "penalty for chair"
    play >> written() << "chair, secretary: update"


def test_z2_a_long_text_is_framed_once_for_all_who_come_until_it_changes_or_rests() -> None:
    long = tuple(
        Paragraph(f"q{n}", "op", plain("Recalling its means. " * 40), "") for n in range(90)
    )
    play = Play(room(updates=(WorkingDocument().fill(long),)))

    def sent(who: str) -> Send:
        play >> comes(who, writes=False) << f"{who}: authenticated readonly"
        first, *others = play.subject.receive(play.number(who), SyncStep1(b"\x00"), play.now)
        assert len(others) == 1
        return first

    one, two = sent("anna"), sent("olga")
    assert one.to != two.to
    assert one.frame is two.frame
    assert one.forms is not None
    assert one.forms is two.forms
    assert one.frame == protocol.step2("text/t", body_of(one.frame))
    update, ticket = play.subject.edit([LabelEdit("q1", "", "7.")])
    play.subject.appended(ticket, play.now)
    three = sent("chair")
    assert three.frame != one.frame
    assert three.forms is not one.forms
    play.subject.rest(play.now + 1)
    assert sent("anna").forms is three.forms
    play.subject.rest(play.now + 60)
    assert sent("olga").forms is not three.forms
    assert update
