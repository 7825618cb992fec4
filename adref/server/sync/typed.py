"""What pens have typed into a working text since its record was last brought up to date.

On the way of a keystroke only this is done: a note which paragraph, by whom, when.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from adref.drafting.parties import Actor
from adref.server.sync.limits import Limits

_FIRST = 3.0  # seconds by which the process at which it was typed puts it on record first


@dataclass(slots=True)
class _Typing:
    since: float
    last: float
    here: bool = False  # through this process
    authors: dict[str, Actor] = field(default_factory=dict)  # by seat; who typed last stands last


class Typed:
    """Paragraphs whose words are not on the record yet. Times in seconds since 1970."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._typing: dict[str, _Typing] = {}

    def copied(self) -> "Typed":
        """A copy for who works out something beside."""
        other = Typed(self._limits)
        for paragraph, typing in self._typing.items():
            other._typing[paragraph] = replace(typing, authors=dict(typing.authors))
        return other

    def __len__(self) -> int:
        return len(self._typing)

    def note(
        self, paragraphs: Iterable[str], actor: Actor, now: float, *, here: bool = True
    ) -> None:
        """Somebody has changed these; ``here``: through this process."""
        for paragraph in paragraphs:
            typing = self._typing.get(paragraph)
            if typing is None:
                typing = self._typing[paragraph] = _Typing(now, now)
            typing.last = now
            typing.here = typing.here or here
            if next(reversed(typing.authors), None) != actor.seat:
                typing.authors.pop(actor.seat, None)
                typing.authors[actor.seat] = actor

    def note_one(self, paragraph: str, actor: Actor, now: float) -> None:
        """The same for one who types on in one paragraph."""
        typing = self._typing.get(paragraph)
        if typing is None or not typing.here or next(reversed(typing.authors)) != actor.seat:
            self.note((paragraph,), actor, now)
        else:
            typing.last = now

    def at_rest(self, now: float, *, left: bool = False) -> set[str]:
        """The paragraphs nobody has typed in for a while, and those typed in for too long.

        ``left``: nobody is here any more, and what was typed here rests. What was typed elsewhere
        alone is left for a moment to the process it was typed at.
        """
        rest, longest = self._limits.rest, self._limits.longest_typing
        return {
            paragraph
            for paragraph, typing in self._typing.items()
            for late in (0.0 if typing.here else _FIRST,)
            if (left and typing.here)
            or not now - rest - late < typing.last <= now
            or now - typing.since >= longest + late
        }

    def all(self) -> set[str]:
        """All of them."""
        return set(self._typing)

    def authors(self, paragraph: str) -> tuple[Actor, ...]:
        """Who typed in a paragraph; who did so last stands last."""
        typing = self._typing.get(paragraph)
        return tuple(typing.authors.values()) if typing else ()

    def recorded(self, paragraphs: Collection[str]) -> None:
        """These are on the record now."""
        for paragraph in paragraphs:
            self._typing.pop(paragraph, None)
