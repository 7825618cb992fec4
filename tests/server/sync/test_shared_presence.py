"""[M11] Presence between processes, without Redis: what each says reaches the others' rooms."""

from collections.abc import Iterable, Mapping
from typing import Any

from adref.server.store.log import Stored
from adref.server.sync import protocol
from adref.server.sync.compartments import parse
from adref.server.sync.effects import RoomEffect, Send
from adref.server.sync.event_room import EventRoom
from adref.server.sync.limits import Limits
from adref.server.sync.opening import AnyRoom
from adref.server.sync.shared_presence import SharedPresence
from adref.server.sync.shared_room import SharedRoom
from tests.server.sync.people import ANNA, CHAIR
from tests.server.sync.typist import presence

NOTHING = Stored(0, 0, None, (), {})


class Process:
    """Rooms of one process, and what goes out of them and to the others."""

    def __init__(self, name: str, number: int) -> None:
        text, floor = parse("text/t"), parse("floor/t")
        assert text
        assert floor
        limits = Limits(tick=0.0, presence_tick=0.0)
        self.name = name
        self.text = SharedRoom(text, NOTHING, lambda: 2**16 + number, limits)
        self.floor = EventRoom(floor, 0)
        self.frames: list[bytes] = []
        self.said: list[dict[str, Any]] = []
        self.presence = SharedPresence(self._say, self._perform)

    def _say(self, _group: str, message: Mapping[str, Any], _about: str) -> None:
        self.said.append({**message, "from": self.name})

    def _perform(self, _room: AnyRoom, effects: Iterable[RoomEffect]) -> None:
        self.frames += [e.frame for e in effects if isinstance(e, Send) and e.to]

    def rooms(self) -> dict[str, AnyRoom]:
        return {"text/t": self.text, "floor/t": self.floor}

    def comes(self, number: int, who: Any) -> None:
        """Somebody comes in, is granted an id and says where the cursor is."""
        now = 1.0
        for room in (self.text, self.floor):
            room.enter(number, who, True, None, now)
            effects = room.receive(number, protocol.SyncStep1(b"\x00"), now)
            self._perform(room, effects)
        self.text.appended(1, now)
        reader = self.text.readers.get(number)
        assert reader
        assert reader.client
        said = presence(reader.client, 1, {"cursor": {"at": number}})
        self._perform(self.text, self.text.receive(number, protocol.Presence(said), now))


def exchange(a: Process, b: Process, clock: float) -> None:
    for process in (a, b):
        process.presence.tick(process.rooms().values(), clock, clock)
    for here, there in ((a, b), (b, a)):
        said, here.said = here.said, []
        for message in said:
            there.presence.hear(there.rooms()[message["room"]], message, clock, clock)


def test_m11_people_of_another_process_are_seen_and_go_when_they_go() -> None:
    a, b = Process("a", 1), Process("b", 2)
    a.comes(1, CHAIR)
    b.comes(1, ANNA)
    exchange(a, b, 10.0)
    assert any(b'"seat":"chair"' in frame for frame in b.frames)
    assert set(b.floor._company.here(b.floor.readers)) == {"chair", "anna"}  # type: ignore[union-attr]
    b.frames.clear()
    for room in (a.text, a.floor):
        room.leave(1, 11.0)
    exchange(a, b, 11.0)
    assert any(b"null" in frame for frame in b.frames)
    assert b.text.who_is_here().keys() == {2**16 + 2}
    assert set(b.floor._company.here(b.floor.readers)) == {"anna"}  # type: ignore[union-attr]


def test_m11_what_nobody_says_again_is_forgotten() -> None:
    a, b = Process("a", 1), Process("b", 2)
    a.comes(1, CHAIR)
    exchange(a, b, 10.0)
    assert b.text._attendance.everybody_but(None) is not None
    b.presence.tick(b.rooms().values(), 100.0, 100.0)
    assert b.text._attendance.everybody_but(None) is None


def test_m11_who_opens_a_room_later_asks_and_is_told() -> None:
    a, b = Process("a", 1), Process("b", 2)
    a.comes(1, CHAIR)
    a.presence.tick(a.rooms().values(), 10.0, 10.0)
    a.said.clear()  # it went out before the other was there
    exchange(b, a, 11.0)
    exchange(a, b, 12.0)
    assert b.text._attendance.everybody_but(None) is not None
