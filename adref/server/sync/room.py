"""One compartment with a document, without I/O: messages in, effects out.

The way of an update: may this reader write; scan; try on the shadow; locks; append; and only when
the append is on the disk, the acknowledgement and the relay.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from adref.drafting.edits import Edit
from adref.drafting.parties import Actor
from adref.drafting.text import WorkingText
from adref.server.crdt.keystrokes import Runs
from adref.server.crdt.states import read_state
from adref.server.store.log import UPDATE, Batch, Entry, Grant, Stored
from adref.server.sync import protocol
from adref.server.sync.attendance import Attendance
from adref.server.sync.clients import ClientIds
from adref.server.sync.compartments import Compartment
from adref.server.sync.early import Early, is_nothing, packed_of
from adref.server.sync.effects import Append, Compact, Gather, Load, Penalty, RoomEffect, Send
from adref.server.sync.gate import Verdict
from adref.server.sync.instants import iso
from adref.server.sync.limits import LIMITS, Limits
from adref.server.sync.news import News, is_where
from adref.server.sync.readers import Reader, Readers
from adref.server.sync.replicas import Replicas
from adref.server.sync.resting import RestingText
from adref.server.sync.scan import is_held
from adref.server.sync.shapes import WORKING_TEXT
from adref.server.sync.tickets import GONE, Ack, Tickets, Waiting
from adref.server.sync.typed import Typed

_LONG = 65_536  # bytes of an answer that are worth framing once


class Room:
    """A room. ``now`` is in seconds since 1970."""

    def __init__(
        self,
        compartment: Compartment,
        stored: Stored,
        new_client: Callable[[], int],
        limits: Limits = LIMITS,
        *,
        later: bool = False,
    ) -> None:
        self.compartment = compartment
        self.readers = Readers()
        self.locked: frozenset[str] = frozenset()
        self.epoch = stored.epoch
        self.typed = Typed(limits)
        self._name = compartment.name
        updates = [entry.payload for entry in stored.tail]
        snapshot = [] if stored.snapshot is None else [stored.snapshot]
        packed = packed_of(stored, limits.packed) if later else None
        self._early = None if packed is None else Early(packed)
        every = [*snapshot, *updates]
        self._replicas = Replicas(compartment.shape, every, later=packed is not None)
        self._clients = ClientIds(stored.grants, new_client)
        self._attendance = Attendance()
        self._limits = limits
        self._tickets = Tickets()
        self._gathered: Runs | None = None  # what is typed on is on its way with these,
        self._gathered_at = self.epoch  # judged at this epoch
        self._news = News(self._name, limits)
        self._since_snapshot = len(updates)
        self._snapshot_at = self._tried_at = self._used_at = float("-inf")
        self._document: tuple[bytes, Send] | None = None  # as the last who came was sent it
        self._document_at = 0.0

    @property
    def text(self) -> WorkingText:
        """The paragraphs, accepted ones included that are not on the disk yet."""
        return self._replicas.text

    @property
    def moment(self) -> object:
        """What is another object when anything has happened to the text."""
        return self._replicas.moment

    @property
    def settled(self) -> bool:
        """Whether no append is under way."""
        return not self._tickets

    @property
    def updates_since_snapshot(self) -> int:
        """How long opening will take."""
        return self._since_snapshot

    @property
    def is_loaded(self) -> bool:
        """Whether the document has been read."""
        return self._replicas.is_loaded

    def load(self) -> None:
        """Read the document, in whatever thread. Raises ``Broken``."""
        self._replicas.load()

    def has_snapshot(self) -> None:
        """A snapshot has been made."""
        self._since_snapshot = 0

    # Who comes and goes

    def enter(
        self, number: int, actor: Actor, may_write: bool, resume: int | None, now: float
    ) -> list[RoomEffect]:
        """A socket comes in, or asks again; whether it may is for the shell to say."""
        self._forget(number, now)
        self.readers.add(Reader(number, actor, may_write, resume))
        return [Send((number,), protocol.authenticated(self._name, may_write=may_write))]

    def leave(self, number: int, now: float) -> list[RoomEffect]:
        """A socket goes."""
        self._forget(number, now)
        return self.tick(now)

    def _forget(self, number: int, now: float) -> None:
        reader = self.readers.remove(number)
        if reader is not None:
            if self._early is not None:
                self._early.forget(number)
            self._attendance.gone(reader.client, now)
            self._tickets.forget(number)
            self._news.forget(number)

    def set_right(self, number: int, actor: Actor, may_write: bool, now: float) -> list[RoomEffect]:
        """What a reader may do here has changed."""
        reader = self.readers.get(number)
        if reader is None:
            return []
        reader.actor = actor
        if reader.may_write == may_write:
            return []
        reader.may_write = may_write
        effects: list[RoomEffect] = [
            Send((number,), protocol.authenticated(self._name, may_write=may_write))
        ]
        if not may_write:
            self._attendance.gone(reader.client, now)
            return effects + self.tick(now)
        granted = reader.greeted and self._early is None
        return effects + (self._grant(reader, {}) if granted else [])

    # Messages

    def receive(self, number: int, message: protocol.Message, now: float) -> list[RoomEffect]:
        """A message arrives. Raises ``Unreadable``."""
        reader = self.readers.get(number)
        if reader is None:
            return []
        if self._early is not None:
            return self._receive_early(self._early, reader, message, now)
        match message:
            case protocol.Update(update):
                return self._live(reader, update, now)
            case protocol.SyncStep1(state):
                return self._greet(reader, state, now)
            case protocol.SyncStep2(update):
                return self._second_step(reader, update, now)
            case protocol.Presence(update):
                return self._presence(reader, update, now)
            case protocol.QueryPresence():
                return self._everybody(reader)
        return []

    def _greet(self, reader: Reader, state: bytes, now: float) -> list[RoomEffect]:
        lacking = self._replicas.answer(state)
        first = not reader.greeted
        reader.greeted, reader.has = True, read_state(state)
        return [self._second(reader.number, lacking, now), *self._go_on(reader, first)]

    def _go_on(self, reader: Reader, first: bool) -> list[RoomEffect]:
        """What follows the document."""
        effects: list[RoomEffect] = []
        if first and reader.may_write:
            # The question what the browser has follows its client id.
            reader.asked_after_grant = True
            effects += self._grant(reader, reader.has)
        else:
            effects.append(self._ask(reader))
        return effects + (self._everybody(reader) if first else [])

    # Before the document has been read

    def _receive_early(
        self, early: Early, reader: Reader, message: protocol.Message, now: float
    ) -> list[RoomEffect]:
        """Who has nothing yet is sent what is packed; everything else waits for the document."""
        effects: list[RoomEffect] = []
        # Once it has been read, it may have been written to.
        packed = not self.is_loaded and not reader.greeted and is_nothing(message)
        if packed:
            reader.greeted = True
            document, *more = early.packed
            effects.append(self._second(reader.number, document, now))
            effects += [Send((reader.number,), protocol.update(self._name, u)) for u in more]
        if not early.takes(reader.number, None if packed else message):
            return self._refuse(reader, Verdict("too_large"))
        return effects if early.is_asked() else [*effects, Load()]

    def loaded(self) -> list[tuple[int, protocol.Message | None]]:
        """The document has been read: who said what meanwhile; None: who is to be welcomed."""
        early, self._early = self._early, None
        return early.waiting if early is not None else []

    def welcome(self, number: int) -> list[RoomEffect]:
        """What follows for who was sent what is packed."""
        reader = self.readers.get(number)
        return [] if reader is None else self._go_on(reader, first=True)

    def _second(self, number: int, lacking: bytes, now: float) -> Send:
        """What somebody lacks. A long answer is framed once for all who come at the same time."""
        if len(lacking) < _LONG:
            return Send((number,), protocol.step2(self._name, lacking))
        self._document_at = now
        if self._document is None or self._document[0] is not lacking:
            frame = protocol.step2(self._name, lacking)
            self._document = lacking, Send((), frame, forms={})
        made = self._document[1]
        return replace(made, to=(number,))

    def _ask(self, reader: Reader) -> Send:
        return Send((reader.number,), protocol.step1(self._name, self._replicas.state()))

    def _second_step(self, reader: Reader, update: bytes, now: float) -> list[RoomEffect]:
        acks, reader.skipped = 1 + reader.skipped, 0
        reader.synced = True
        return self._update(reader, update, acks, now)

    def _live(self, reader: Reader, update: bytes, now: float) -> list[RoomEffect]:
        if not reader.synced:
            # The second step brings it. What the first has was counted before it, and no more.
            if reader.greeted and not is_held(update, reader.has, self.compartment.shape):
                reader.skipped += 1
            return []
        return self._update(reader, update, 1, now)

    def _update(self, reader: Reader, update: bytes, acks: int, now: float) -> list[RoomEffect]:
        if reader.stale:
            return [self._status(reader.number, False)]
        self._tried_at = now
        self._end_gathering_of_another_epoch()
        verdict = self._replicas.judge(
            update,
            may_write=reader.may_write,
            granted=self._clients.of(reader.actor.seat),
            locked=self.locked,
            by=reader.by,
            at=now,
        )
        if not verdict.passes:
            return self._refuse(reader, verdict)
        if not verdict.changed:
            return self._nothing_new(Ack(reader.number, acks, update))
        self.typed.note(verdict.paragraphs, reader.actor, now)
        if verdict.typed_on:
            gather = self._gather_runs()
            if acks > 1:
                self._tickets.owe(Ack(reader.number, acks - 1, update))
            return gather
        owed = [Ack(reader.number, acks, update)]
        waiting = Waiting(reader.number, update, acks=owed, paragraphs=verdict.paragraphs)
        return [self._append(waiting, update, reader.actor.seat, now)]

    def may_go_on(self, reader: Reader) -> bool:
        """Whether ``goes_on`` may be asked for this reader, for as long as its right stays."""
        here = self._early is None and self.compartment.shape is WORKING_TEXT
        return here and reader.synced and reader.may_write

    def goes_on(self, reader: Reader, update: bytes, now: float) -> Sequence[RoomEffect] | None:
        """The shortest way, for who has the document and may write: a few words right after the
        same client's own last ones. None says nothing, and has done nothing.
        """
        self._end_gathering_of_another_epoch()
        granted = self._clients.of(reader.actor.seat)
        paragraph = self._replicas.goes_on(update, granted, self.locked, reader.by, now)
        if paragraph is None:
            return None
        self._tried_at = now
        self.typed.note_one(paragraph, reader.actor, now)
        return self._gather_runs()

    def _gather_runs(self) -> list[RoomEffect]:
        """What is typed on goes to the log together, when that asks for it."""
        runs = self._replicas.runs
        if runs is self._gathered:
            return []
        self._gathered = runs
        return [self._gather(runs)]

    def _gather(self, runs: Runs, acks: Iterable[Ack] = ()) -> Gather:
        name, epoch = self._name, self.epoch
        self._gathered_at = epoch

        def made() -> Batch:
            entries = [Entry(name, UPDATE, p.update, iso(p.at), p.by.seat) for p in runs.close()]
            return Batch(entries, epochs={name: epoch})

        return Gather(name, self._tickets.add(Waiting(runs=runs, acks=list(acks))), made)

    def _end_gathering_of_another_epoch(self) -> None:
        if self._gathered_at != self.epoch:
            self._replicas.end_runs()
            self._gathered_at = self.epoch

    def _append(self, waiting: Waiting, update: bytes, seat: str, now: float) -> Append:
        entry = Entry(self._name, UPDATE, update, iso(now), seat)
        batch = Batch([entry], epochs={self._name: self.epoch})
        return Append(batch, self._tickets.add(waiting))

    def _refuse(self, reader: Reader, verdict: Verdict) -> list[RoomEffect]:
        reader.stale = True
        owed = self._news.settle(reader.number)
        self._tickets.forget(reader.number)  # from here on it counts for a new document
        body = {"type": "refused", "code": verdict.code, "params": dict(verdict.params)}
        return [
            *owed,
            Send((reader.number,), protocol.stateless(self._name, _json(body))),
            self._status(reader.number, False),
            Penalty(reader.number, verdict.code),
        ]

    def _nothing_new(self, ack: Ack) -> list[RoomEffect]:
        """It is known; perhaps from an append that is still under way."""
        if self._tickets:
            self._tickets.owe(ack)
            return []
        return [*self._news.settle(ack.reader), *[self._status(ack.reader, True)] * ack.times]

    def _presence(self, reader: Reader, update: bytes, now: float) -> list[RoomEffect]:
        if not reader.may_write or not self._clients.belongs(reader.client, reader.actor.seat):
            return []
        self._attendance.says(reader, update, now)
        return self.tick(now)

    def _everybody(self, reader: Reader) -> list[RoomEffect]:
        here = self._attendance.everybody_but(reader.client, (reader.number,))
        return [] if here is None else [is_where(self._name, here)]

    # Client ids

    def _grant(self, reader: Reader, has: Mapping[int, int]) -> list[RoomEffect]:
        """``has``: the clocks of the browser's document."""
        client = reader.resume
        if client is not None and self._may_resume(reader, client, has):
            self._take_over(client)
            reader.client = client
            return self._granted(reader)
        reader.client = self._clients.fresh(self._replicas.clocks())
        grant = Grant(self._name, reader.client, reader.actor.seat)
        ticket = self._tickets.add(Waiting(reader.number, grant=grant))
        return [Append(Batch(grants=[grant]), ticket)]

    def _may_resume(self, reader: Reader, client: int, has: Mapping[int, int]) -> bool:
        # A browser that has lost some of its own writing must not write on under that id.
        whole = has.get(client, 0) >= self._replicas.clocks().get(client, 0)
        return whole and self._clients.belongs(client, reader.actor.seat)

    def _take_over(self, client: int) -> None:
        """The browser's former connection may not have noticed its end; it writes no more."""
        for former in self.readers:
            if former.client == client:
                former.client, former.stale = None, True

    def _granted(self, reader: Reader) -> list[RoomEffect]:
        body = _json({"type": "grant", "client": reader.client})
        effects: list[RoomEffect] = [Send((reader.number,), protocol.stateless(self._name, body))]
        if reader.asked_after_grant:
            reader.asked_after_grant = False
            effects.append(self._ask(reader))
        return effects

    # What the server itself writes

    def edit(self, edits: Iterable[Edit]) -> tuple[bytes, int | None]:
        """The edits of a decision: the update to append, and its ticket for ``appended``."""
        update = self._replicas.edit(edits)
        return update, self._tickets.add(Waiting(update=update)) if update else None

    def fill(self, paragraphs: WorkingText) -> tuple[bytes, int | None]:
        """The same for a whole text at once."""
        update = self._replicas.fill(paragraphs)
        return update, self._tickets.add(Waiting(update=update)) if update else None

    # What is worked out elsewhere

    def copied(self) -> Callable[[], "Room"]:
        """What makes a copy of this room as it is now, without its readers; in any thread."""
        whole, typed = self._replicas.whole(), self.typed.copied()
        stored = Stored(self.epoch, 0, whole, (), {})

        def made() -> Room:
            room = Room(self.compartment, stored, lambda: 0, self._limits)
            room.typed = typed
            return room

        return made

    def take_over(self, other: "Room") -> int | None:
        """Go on as a copy into which a decision was written; the ticket for ``appended``."""
        update = self._replicas.take_over(other._replicas)
        self.epoch = other.epoch
        return self._tickets.add(Waiting(update=update)) if update else None

    # After the disk

    def appended(self, ticket: int, now: float) -> list[RoomEffect]:
        """An append is on the disk. Call it in the order of the tickets."""
        done = self._tickets.done(ticket)
        effects: list[RoomEffect] = []
        if done.grant:
            self._clients.keep(done.grant.client, done.grant.seat)
            reader = self.readers.get(done.author or 0)
            if reader is not None and reader.client == done.grant.client:
                effects += self._granted(reader)
        if done.runs is not None:
            self._replicas.written()
            for piece in done.runs.pieces:
                number = piece.by.number
                self._news.add(number, piece)
                if number != GONE:
                    self._news.owe(number, piece.count)
            self._since_snapshot += len(done.runs.pieces)
        elif done.update is not None:
            self._replicas.written()
            self._news.add(done.author, done.update)
            self._since_snapshot += 1
        if self._is_snapshot_due(now):
            self._snapshot_at = now
            self.has_snapshot()
            effects.append(Compact())
        for ack in done.acks:
            self._news.owe(ack.reader, ack.times)
        if not self._tickets and not len(self.readers):
            self._replicas.fold()
        return effects

    def rest(self, now: float) -> bool:
        """Nothing needs to be done now; what has rested for a while takes less memory.

        Whether its document was packed by that.
        """
        if not 0 <= now - self._document_at < self._limits.folded:
            self._document = None
        if self._replicas.take_used():
            self._used_at = now
        if self._tickets:
            return False
        if not 0 <= now - self._tried_at < self._limits.folded:
            self._replicas.fold()
        rested = not 0 <= now - self._used_at < self._limits.rested
        return self._replicas.rest() if rested else self._replicas.rest_on()

    @property
    def resting_text(self) -> RestingText | None:
        """The paragraphs, to be packed, of a text that rests."""
        return self._replicas.resting_text

    def rest_at_once(self) -> bool:
        """The same, of a room that has just been opened: most are only read."""
        return self._replicas.rest()

    def _is_snapshot_due(self, now: float) -> bool:
        # Not oftener than every so many seconds: it reads the whole log since the last.
        rested = not 0 <= now - self._snapshot_at < self._limits.compact_gap
        return rested and self._since_snapshot >= self._limits.compact

    def tick(self, now: float) -> list[RoomEffect]:
        """Tell what is due."""
        return self._news.tick(now, self.readers, self._attendance, busy=bool(self._tickets))

    def _status(self, number: int, applied: bool) -> Send:
        return Send((number,), protocol.sync_status(self._name, applied=applied))


def _json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
