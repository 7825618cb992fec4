"""Plays in a room: where somebody is, in full and briefly."""

import json
from dataclasses import replace

from adref.server.sync.effects import Send
from adref.server.sync.protocol import Presence, SyncStep1, Update
from tests.playbook import tell_frame
from tests.server.sync.people import CHAIR
from tests.server.sync.scenes import comes, later, says, two, written
from tests.server.sync.typist import presence


def test_s8_where_somebody_is_waits_for_the_words_in_which_it_is() -> None:
    play, chair, _ = two()
    play >> says("chair", Update(chair.types("p1", "a"))) << "append update by chair"
    play >> says("chair", Presence(presence(70001, 1, {"cursor": {"at": 1}}))) << "wake in 0.100"
    play >> written() << "chair: saved" << "secretary: update" << "secretary: presence 70001=Chair"
    play >> later(1)
    play >> says("chair", Update(chair.types("p1", "b"))) << "append update by chair"
    play >> says("chair", Presence(presence(70001, 2, {"cursor": {"at": 2}}))) << "wake in 0.100"
    play >> later(0.11) << "secretary: presence 70001=Chair"  # a disk that is slow holds up nobody
    play >> written() << "chair: saved" << "secretary: update"
    play.over()


def test_y8_who_somebody_is_is_told_briefly_once_and_to_who_comes_later() -> None:
    play, _, _ = two()

    def moves(who: str, client: int, cursor: object) -> Send:
        play.now += 1
        play >> says(who, Presence(presence(client, 1, {"cursor": cursor})))
        effect = play.effects.popleft()
        assert isinstance(effect, Send)
        return effect

    place = {"type": None, "tname": None, "item": {"client": 5, "clock": 7}, "assoc": 0}
    where = '{"anchor": {"item": {"client": 5, "clock": 7}}, "in": "p1"}'
    first = moves("chair", 70001, {"in": "p1", "anchor": place, "head": place})
    assert tell_frame(first.brief) == "presence 70001=Chair"
    assert json.dumps(place, separators=(",", ":"), sort_keys=True).encode() in first.frame
    again = moves("chair", 70001, {"in": "p1", "anchor": place, "head": place})
    assert tell_frame(again.brief) == f"presence 70001=at {where}"
    assert tell_frame(again.frame) == "presence 70001=Chair"
    assert tell_frame(moves("secretary", 70002, None).brief) == "presence 70002=Secretary"
    assert tell_frame(moves("secretary", 70002, None).brief) == "presence 70002=at null"
    play >> comes("anna", writes=False) << "anna: authenticated readonly"
    play >> says("anna", SyncStep1(b"\x00")) << "anna: step2" << "anna: step1"
    everybody = play.effects.popleft()
    assert tell_frame(everybody.brief) == "presence 70001=Chair 70002=Secretary"
    play.subject.set_right(play.number("chair"), replace(CHAIR, name="Dame Chair"), True, play.now)
    assert tell_frame(moves("chair", 70001, None).brief) == "presence 70001=Dame Chair"
