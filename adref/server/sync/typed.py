"""What pens have typed into a working text since its record was last brought up to date.

On the way of a keystroke only this is done: a note which paragraph, by whom, when.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from adref.drafting.parties import Actor
from adref.server.sync.limits import Limits


@dataclass(slots=True)
class _Typing:
    since: float
    last: float
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

    def note(self, paragraphs: Iterable[str], actor: Actor, now: float) -> None:
        """Somebody has changed these."""
        for paragraph in paragraphs:
            typing = self._typing.get(paragraph)
            if typing is None:
                typing = self._typing[paragraph] = _Typing(now, now)
            typing.last = now
            if next(reversed(typing.authors), None) != actor.seat:
                typing.authors.pop(actor.seat, None)
                typing.authors[actor.seat] = actor

    def at_rest(self, now: float) -> set[str]:
        """The paragraphs nobody has typed in for a while, and those typed in for too long."""
        rest, longest = self._limits.rest, self._limits.longest_typing
        return {
            paragraph
            for paragraph, typing in self._typing.items()
            if not now - rest < typing.last <= now or now - typing.since >= longest
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
