"""The record of a text as it is kept up, without I/O: what it says, and what is to be added.

What pens type is not an act by itself. It becomes one (``text_edited``) when it has come to rest,
and always before the next act: so the record gives the text as it stood at every act.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from itertools import groupby
from typing import Any

from adref.drafting.chain import Chain, beginning, digest_of_act, grown
from adref.drafting.edits import Edit, InsertEdit, edit_to_json
from adref.drafting.events import Event, actor_from_json, actor_to_json
from adref.drafting.parties import Actor
from adref.drafting.rewriting import EDITED, edits_between, text_after
from adref.drafting.text import WorkingText
from adref.server.store.log import UPDATE, Written
from adref.server.sync.resting import RestingText
from adref.server.sync.room import Room
from adref.server.sync.summary import Summary

LONG_AGO = 0.0
"""An instant at which whatever was typed has come to rest."""


class Recorded:
    """What a record amounts to: the text that it gives, and its chain."""

    def __init__(self, text: WorkingText, chain: Chain) -> None:
        self._text, self.chain = RestingText(text), chain

    @property
    def text(self) -> WorkingText:
        """The paragraphs."""
        return self._text.text

    def rest(self, room: RestingText) -> None:
        """Nobody asks for the text at the moment; mostly it is the room's, which is kept once."""
        if self._text is room or self.text == room.text:
            self._text = room
        else:
            self._text.rest()


class Recording:
    """``ahead`` takes in what is on its way to the disk, ``shown`` and ``digests`` do not."""

    def __init__(self, text: Room) -> None:
        self._room = text
        self.ahead = self.shown = Recorded((), beginning(text.compartment.text))
        self.digests: list[str] = []  # of the acts after ``since``
        self.since = 0
        self.who: Callable[[str], Actor | None] = lambda seat: None
        self._last = ""  # the instant of the last act
        self._people: dict[str, Actor] = {}  # who has acted, by seat

    def load(self, summary: Summary, digests: Sequence[str]) -> None:
        """What the record amounts to, and the digests of its last acts, those read by now."""
        self._last, self._people = summary.last, dict(summary.people)
        self.digests = list(digests)
        self.since = summary.chain.seq - len(digests)
        self.ahead = self.shown = Recorded(summary.text, summary.chain)

    def meet(self) -> None:
        """The room has read its text."""
        room = self._room.text
        if self.ahead is self.shown and self.shown.text == room:
            # The room's own values, so that comparing them later costs nothing.
            self.ahead = self.shown = Recorded(room, self.shown.chain)

    def recall(self, digests: Sequence[str]) -> None:
        """The digests of the first acts, up to ``since`` or further."""
        self.digests[:0], self.since = digests[: self.since], 0

    def rest(self) -> None:
        """Nobody works with the text at the moment: what was recorded of it takes little memory."""
        room = self._room.resting_text
        if room is None:
            return
        self.ahead.rest(room)
        self.shown.rest(room)
        room.rest()

    @property
    def is_behind(self) -> bool:
        """Whether the room's text is not what the record gives."""
        return bool(len(self._room.typed)) or self.ahead.text != self._room.text

    def owes(self, entries: Sequence[Written]) -> bool:
        """Whether these last entries of the log are not enough to say who typed since."""
        return not entries or (entries[0].seq > 1 and entries[0].at > self._last)

    def credit(self, entries: Sequence[Written]) -> None:
        """The server was stopped before it wrote what was typed: who typed it, by the log."""
        seats = dict.fromkeys(e.seat for e in entries if e.kind == UPDATE and e.at > self._last)
        seats = seats or dict.fromkeys(entry.seat for entry in entries[-1:])
        self.noted(self.ahead.text, seats, LONG_AGO)

    def noted(self, before: WorkingText, seats: Iterable[str], now: float) -> None:
        """The room's text was ``before``; these seats have changed it."""
        touched = [_subject(edit) for edit in edits_between(before, self._room.text)]
        for seat in seats:
            self._room.typed.note(touched, self._actor(seat), now)

    def typed_elsewhere(
        self, entries: Sequence[Written], touched: Iterable[Collection[str]], now: float
    ) -> None:
        """These were written through another process, which mostly puts them on record too."""
        actors = {seat: self._actor(seat) for seat in {entry.seat for entry in entries}}
        for entry, paragraphs in zip(entries, touched, strict=True):
            self._room.typed.note(paragraphs, actors[entry.seat], now, here=False)

    def _actor(self, seat: str) -> Actor:
        return self.who(seat) or self._people.get(seat) or Actor(seat, "", "")

    # What is to be written

    def typing(self, at: str, only: Collection[str] | None = None) -> list[Event]:
        """What was typed since, as acts; ``only`` in these paragraphs."""
        if not len(self._room.typed):
            return []
        text = self._room.text if only is None else self._partly(only)
        return self._edited(edits_between(self.ahead.text, text), at, ())

    def compare(self) -> None:
        """Forget what was typed in paragraphs that read as the record on the disk has them."""
        typed = self._room.typed
        if len(typed):
            on_disk = {paragraph.id: paragraph for paragraph in self.shown.text}
            here = {paragraph.id: paragraph for paragraph in self._room.text}
            typed.recorded([p for p in typed.all() if on_disk.get(p) == here.get(p)])

    def beside(self, events: Iterable[Event], at: str, by: Actor) -> list[Event]:
        """What the document did otherwise than the acts (on their way) say: acts of their own."""
        text = self.ahead.text
        for event in events:
            text = text_after(text, {"type": event.type, **event.body})
        room = self._room.text
        return [] if text == room else self._edited(edits_between(text, room), at, (by,))

    def _partly(self, only: Collection[str]) -> WorkingText:
        """The room's text, but paragraphs that are still typed in as they were."""
        was = {paragraph.id: paragraph for paragraph in self.ahead.text}
        busy = self._room.typed.all() - set(only)
        return tuple(
            was[p.id] if p.id in busy else p
            for p in self._room.text
            if p.id in was or p.id not in busy
        )

    def _edited(self, edits: Iterable[Edit], at: str, by: tuple[Actor, ...]) -> list[Event]:
        """Acts of one set of authors each, in the order of the edits."""
        anybody = by or self._anybody()
        events = []
        authored = ((self._room.typed.authors(_subject(e)) or anybody, e) for e in edits)
        for authors, together in groupby(authored, key=lambda pair: pair[0]):
            some = [edit for _, edit in together]
            body = {
                "paragraphs": list(dict.fromkeys(_subject(edit) for edit in some)),
                "authors": [actor_to_json(author) for author in authors],
                "edits": [edit_to_json(edit) for edit in some],
            }
            events.append(Event(EDITED, at, authors[-1], body))
        return events

    def _anybody(self) -> tuple[Actor, ...]:
        """All who typed: for a paragraph that only went elsewhere because others did."""
        typed = self._room.typed
        found = (actor for paragraph in sorted(typed.all()) for actor in typed.authors(paragraph))
        return tuple({actor.seat: actor for actor in found}.values()) or (Actor("", "", ""),)

    # What is written

    def add(self, events: Sequence[Mapping[str, Any]]) -> tuple[Recorded, list[str]]:
        """These acts (with ``seq``) are on their way: what is so when they are on the disk."""
        text = self.ahead.text
        for event in events:
            text = text_after(text, event)
            self._people[event["by"]["seat"]] = actor_from_json(event["by"])
        digests = [digest_of_act(event) for event in events]
        room = self._room.text
        text = room if text == room else text
        self.ahead = Recorded(text, grown(self.ahead.chain, digests))
        return self.ahead, digests

    def copied(self, text: Room) -> "Recording":
        """A copy beside a copy of the room."""
        other = copy(self)
        other._room = text
        other._people = dict(self._people)
        return other

    def take_over(self, other: "Recording") -> None:
        """What a copy has put on its way is on its way here."""
        self.ahead, self._people = other.ahead, other._people

    def appended(self, recorded: Recorded, digests: Iterable[str]) -> None:
        """They are on the disk."""
        self.shown = recorded
        self.digests += digests
        self.compare()

    def heard(self, events: Sequence[Mapping[str, Any]]) -> None:
        """Another process has put these acts on the disk."""
        text = self.shown.text
        for event in events:
            text = text_after(text, event)
            self._people[event["by"]["seat"]] = actor_from_json(event["by"])
        digests = [digest_of_act(event) for event in events]
        self.shown = Recorded(text, grown(self.shown.chain, digests))
        self.digests += digests

    def begin_from_disk(self) -> None:
        """What was on its way was not written."""
        self.ahead = self.shown


def _subject(edit: Edit) -> str:
    return edit.paragraph.id if isinstance(edit, InsertEdit) else edit.paragraph
