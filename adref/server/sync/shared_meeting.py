"""A meeting on whose text other processes decide as well, without I/O."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adref.drafting.events import event_from_json
from adref.drafting.evolution import evolve
from adref.server.store.log import UPDATE, Stored, Written
from adref.server.store.shared import Tail
from adref.server.sync.decided import Decided
from adref.server.sync.effects import RoomEffect
from adref.server.sync.event_room import EventRoom
from adref.server.sync.meeting import Meeting
from adref.server.sync.room import Room
from adref.server.sync.shared_room import SharedRoom

NOTHING = Tail((), None)
Effects = list[RoomEffect]


class SharedMeeting(Meeting):
    """The text of it is a ``SharedRoom``."""

    text: SharedRoom
    _on_disk = (0, 0)
    """The epochs of floor and text as they stand there; ours run ahead."""

    def load(self, floor: Stored, desk: Stored) -> None:
        """See ``Meeting``."""
        super().load(floor, desk)
        self._on_disk = (floor.epoch, self.text.epoch)

    def appended(self, decided: Decided, now: float) -> list[tuple[Room | EventRoom, Effects]]:
        """See ``Meeting``."""
        floor, text = self._on_disk
        self._on_disk = (floor + 1, text + (self.text.compartment.name in decided.batch.bumps))
        return super().appended(decided, now)

    def hear(self, tails: Mapping[str, Tail], now: float) -> list[tuple[Room | EventRoom, Effects]]:
        """Others have written these: what each room is to do. Raises ``Broken``."""
        text, floor, desk = (tails.get(room.compartment.name, NOTHING) for room in self.rooms)
        on_floor, on_desk = _events(floor.entries), _events(desk.entries)
        # The desk first: the floor only says of its remarks which are shown.
        for event in (*on_desk, *on_floor):
            self.shown = evolve(self.shown, event_from_json(event))
        self._count(on_floor, on_desk)
        self.recording.heard(on_floor)
        before = self._on_disk
        self._on_disk = (
            before[0] if floor.epoch is None else floor.epoch,
            before[1] if text.epoch is None else text.epoch,
        )
        if not self._under_way:
            self._begin_from_disk()
        effects = self._hear_words(text, now)
        if on_floor:
            self.recording.compare()
        return [
            (self.text, effects),
            (self.floor, self.floor.announce(on_floor)),
            (self.desk, self.desk.announce(on_desk)),
        ]

    def _hear_words(self, text: Tail, now: float) -> Effects:
        entries = [entry for entry in text.entries if entry.kind == UPDATE]
        self.recording.typed_elsewhere(entries, self.text.take_in(entries), now)
        return self.text.tick(now)

    def decide_anew(self) -> None:
        """What is under way was decided upon what is not so any more: it is not."""
        self._under_way = 0
        self._begin_from_disk()

    def _begin_from_disk(self) -> None:
        self.state = self.shown
        self._seqs = dict(self._written)
        self.recording.begin_from_disk()
        self._epoch, self.text.epoch = self._on_disk
        self._lock()


def _events(entries: Sequence[Written]) -> list[dict[str, Any]]:
    return [{"seq": entry.seq, **json.loads(entry.payload)} for entry in entries]
