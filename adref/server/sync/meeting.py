"""The meeting on one text, without I/O: its three compartments, and what is decided there.

A decision is one batch: events of the floor, events of the desk, the edits of the text and the
fact that the command is done. The state runs ahead of the disk; what is shown does not.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import reduce
from typing import Any

from adref.drafting.canonical import digest_of
from adref.drafting.decision import Refusal
from adref.drafting.edits import edit_to_json
from adref.drafting.events import Event, event_from_json, event_to_json
from adref.drafting.evolution import evolve
from adref.drafting.floor import State, state_to_json
from adref.drafting.parties import Actor
from adref.drafting.rewriting import BEGUN
from adref.drafting.text import LOCKED, WorkingText, paragraph_to_json
from adref.server.store.log import EVENT, UPDATE, Batch, Document, Done, Entry, Stored
from adref.server.sync.decided import Brings, Decided
from adref.server.sync.effects import Compact, RoomEffect
from adref.server.sync.event_room import EventRoom
from adref.server.sync.instants import iso
from adref.server.sync.limits import LIMITS, Limits
from adref.server.sync.outcome import Outcome
from adref.server.sync.recording import Recording
from adref.server.sync.room import Room
from adref.server.sync.standing import Standing
from adref.server.sync.summary import acts_of, summary_of, summed


class Meeting:
    """Decides on commands. ``now`` is in seconds since 1970."""

    def __init__(
        self, text: Room, floor: EventRoom, desk: EventRoom, limits: Limits = LIMITS
    ) -> None:
        self.text, self.floor, self.desk = text, floor, desk
        self._limits = limits
        self.state = self.shown = State()
        self._epoch = 0
        self._seqs = {"floor": 0, "desk": 0}
        self._written = dict(self._seqs)
        self._under_way = 0
        self.recording = Recording(text)

    @property
    def settled(self) -> bool:
        """Whether no decision is on its way to the disk."""
        return not self._under_way

    @property
    def rooms(self) -> tuple[Room, EventRoom, EventRoom]:
        """Text, floor and desk."""
        return self.text, self.floor, self.desk

    @property
    def exists(self) -> bool:
        """Whether the text has been made."""
        return self._epoch > 0

    def load(self, floor: Stored, desk: Stored) -> None:
        """Live through what has happened, since what is kept of the floor.

        Raises ``ValueError`` when that does not fit.
        """
        before = summary_of(self.text.compartment.text, floor)
        if before is None:
            raise ValueError("what is kept of the floor does not fit")
        summary, digests = summed(before, acts_of(floor.tail))
        self.recording.load(summary, digests)
        on_desk = reduce(evolve, map(event_from_json, acts_of(desk.tail)), State())
        self.state = summary.state.with_desk(on_desk.desk)
        self.floor.since_summary = len(floor.tail)
        self._epoch = floor.epoch
        self._seqs = {"floor": floor.seq, "desk": desk.seq}
        self._written = dict(self._seqs)
        self.shown = self.state
        self._lock()

    def begin(
        self,
        paragraphs: WorkingText,
        states: Mapping[str, str],
        actor: Actor,
        now: float,
        brings: Brings | None = None,
    ) -> Decided:
        """Make the text; paragraphs that came agreed are marked so. Only once.

        ``brings``: what else was in the file, brought in with the text as one.
        """
        events = [
            Event("marked", iso(now), actor, {"paragraph": paragraph, "state": state})
            for paragraph, state in states.items()
            if state in LOCKED
        ]
        if brings is not None:
            from adref.server.sync.deciding import decide

            marked = reduce(evolve, events, self.state)
            decision = decide(
                marked, paragraphs, brings.what, actor, brings.membership, iso(now), brings.new_id
            )
            if isinstance(decision, Refusal):
                raise ValueError(decision.code)
            events += decision.events
        update, ticket = self.text.fill(paragraphs)
        whole = {"text": [paragraph_to_json(paragraph) for paragraph in paragraphs]}
        events = [Event(BEGUN, iso(now), actor, whole), *events]
        return self._decided([], events, update, ticket, [], actor, now, None)

    def copied(self) -> "Meeting":
        """A copy: what is decided there leaves no trace here, once it has a text ``in_room``."""
        other = copy(self)
        other._seqs = dict(self._seqs)
        return other

    def in_room(self, text: Room) -> None:
        """From here on this copy works on this text room."""
        self.text = text
        self.recording = self.recording.copied(text)
        self._lock()

    @property
    def moment(self) -> tuple[object, object, tuple[int, ...]]:
        """Objects that are others when state or text have changed, and what is counted."""
        counted = (self._epoch, self.text.epoch, *self._seqs.values())
        return self.state, self.text.moment, counted

    def take_over(self, other: "Meeting", decided: Decided) -> Decided:
        """Go on as a copy that has decided this, if nothing has happened here since."""
        ticket = self.text.take_over(other.text)
        self.state, self._seqs, self._epoch = other.state, other._seqs, other._epoch
        self.recording.take_over(other.recording)
        self._under_way += 1
        self._lock()
        return replace(decided, ticket=ticket)

    def put_on_record(self, now: float, *, everything: bool = False) -> Decided | None:
        """What pens have typed, and is at rest (or all of it), as acts; None: there is nothing."""
        typed = self.text.typed
        left = not len(self.text.readers)
        paragraphs = typed.all() if everything else typed.at_rest(now, left=left)
        if not paragraphs or not self.exists:
            return None
        acts = self.recording.typing(iso(now), paragraphs)
        if not acts:  # typed and taken back, or on its way
            self.recording.compare()
            return None
        return self._decided(acts, [], b"", None, [], acts[-1].by, now, None)

    def rest(self, now: float) -> bool:
        """See ``Room.rest``."""
        packed = self.text.rest(now)
        if packed:
            self.recording.rest()
        return packed

    def rest_at_once(self) -> bool:
        """See ``Room.rest_at_once``."""
        packed = self.text.rest_at_once()
        if packed:
            self.recording.rest()
        return packed

    def decide(
        self,
        command: Any,
        identifier: str,
        standing: Standing,
        now: float,
        new_id: Callable[[], str],
        *,
        dry: bool,
    ) -> Decided | Outcome | Refusal:
        """What the command does: JSON, or a file that the server itself has read.

        A dry one changes nothing and gives its outcome.
        """
        from adref.server.sync.deciding import decide, understood

        parsed = understood(command)
        if isinstance(parsed, Refusal):
            return parsed
        actor = standing.actor
        decision = decide(
            self.state,
            self.text.text,
            parsed,
            actor,
            standing.membership,
            iso(now),
            new_id,
            standing.profile,
        )
        if isinstance(decision, Refusal):
            return decision
        edits = [edit_to_json(edit) for edit in decision.edits]
        if dry:
            events, _ = self._numbered(decision.events)
            return Outcome(self._seqs["floor"], _known_to(actor, events), edits, decision.moved_on)
        typed: list[Event] = []
        if any(event.compartment == "floor" for event in decision.events):
            typed = self.recording.typing(iso(now))
        update, ticket = self.text.edit(decision.edits)
        return self._decided(
            typed,
            decision.events,
            update,
            ticket,
            edits,
            actor,
            now,
            identifier,
            decision.documents,
        )

    def appended(
        self, decided: Decided, now: float
    ) -> list[tuple[Room | EventRoom, list[RoomEffect]]]:
        """The decision is on the disk: what each room is to do."""
        self.shown = decided.state
        self._under_way -= 1
        self.recording.appended(decided.recorded, decided.digests)
        text: list[RoomEffect] = []
        if decided.ticket is not None:
            text = [*self.text.appended(decided.ticket, now), *self.text.tick(now)]
        on_floor, on_desk = (_of(decided.events, name) for name in ("floor", "desk"))
        self._count(on_floor, on_desk)
        return [
            (self.text, text),
            (self.floor, [*self.floor.announce(on_floor), *self._keep_summary(now)]),
            (self.desk, self.desk.announce(on_desk)),
        ]

    def _keep_summary(self, now: float) -> list[RoomEffect]:
        if not self.floor.is_summary_due(now, self._limits):
            return []
        self.floor.has_summary(now)
        return [Compact()]

    def _count(self, on_floor: Sequence[Mapping[str, Any]], on_desk: Sequence[Any]) -> None:
        """These events are on the disk."""
        self._written["floor"] += len(on_floor)
        self._written["desk"] += len(on_desk)

    def public(self) -> tuple[int, dict[str, Any]]:
        """The floor as everybody reads it, with the seq of its last event."""
        return self.floor.seq, state_to_json(self.shown)

    def _decided(
        self,
        typed: Sequence[Event],
        decision: Sequence[Event],
        update: bytes,
        ticket: int | None,
        edits: Sequence[Mapping[str, Any]],
        actor: Actor,
        now: float,
        command: str | None,
        documents: Sequence[tuple[str, bytes]] = (),
    ) -> Decided:
        events = [*typed, *decision]
        if update:
            events += self.recording.beside(events, iso(now), actor)
        for event in events:
            self.state = evolve(self.state, event)
        numbered, self._seqs = self._numbered(events)
        recorded, digests = self.recording.add(_of(numbered, "floor"))
        own = numbered[len(typed) : len(typed) + len(decision)]
        outcome = Outcome(self._seqs["floor"], _known_to(actor, own), edits)
        floor, text = self.floor.compartment.name, self.text.compartment.name
        desk = self.desk.compartment.name
        at, seat = iso(now), actor.seat
        entries = [
            Entry(
                floor if event.compartment == "floor" else desk,
                EVENT,
                _dump(event),
                at,
                event.by.seat,
            )
            for event in events
        ]
        if update:
            entries.append(Entry(text, UPDATE, update, at, seat))
        # What is only put on record changes nothing by which words are judged.
        bumps = frozenset({floor, text} if decision or update else {floor})
        done = [] if command is None else [Done(floor, seat, command, _bytes(outcome.to_json()))]
        batch = Batch(
            entries=entries,
            done=done,
            documents=[Document(floor, key, data, digest_of(data)) for key, data in documents],
            epochs={floor: self._epoch, text: self.text.epoch},
            bumps=bumps,
        )
        self._under_way += 1
        self._epoch += 1
        self.text.epoch += text in bumps
        self._lock()
        return Decided(outcome, batch, ticket, self.state, numbered, recorded, digests)

    def _numbered(self, events: Sequence[Event]) -> tuple[list[Mapping[str, Any]], dict[str, int]]:
        """The events as JSON with the seq that each will have."""
        seqs = dict(self._seqs)
        numbered: list[Mapping[str, Any]] = []
        for event in events:
            seqs[event.compartment] += 1
            numbered.append(event_to_json(event, seqs[event.compartment]))
        return numbered, seqs

    def _lock(self) -> None:
        self.text.locked = frozenset(
            paragraph for paragraph, state in self.state.states.items() if state in LOCKED
        )


def _known_to(actor: Actor, events: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """What an author may know of the events: who does not read the desk is not told how many
    remarks others have made there.
    """
    if actor.in_bureau:
        return events
    return [e if event_from_json(e).compartment == "floor" else {**e, "seq": 0} for e in events]


def _of(events: Sequence[Mapping[str, Any]], compartment: str) -> list[dict[str, Any]]:
    return [dict(e) for e in events if event_from_json(e).compartment == compartment]


def _dump(event: Event) -> bytes:
    return _bytes(event_to_json(event))


def _bytes(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
