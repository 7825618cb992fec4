"""Who has the text open, as everybody on its floor may know: by seat, without any cursor."""

from collections.abc import Mapping
from typing import Any

from adref.server.sync.readers import Readers

Person = dict[str, Any]
"""``{seat, name, role, party}``"""

PAUSE = 0.5
"""Seconds between two announcements: people come in crowds."""


class Company:
    """What has been told of who is here, and when."""

    def __init__(self) -> None:
        self._told: dict[str, Person] = {}
        self._at = self._wake = float("-inf")
        self._elsewhere: dict[str, dict[str, Person]] = {}  # by process, by seat

    def here(self, readers: Readers) -> dict[str, Person]:
        """Everybody who follows the room, here or elsewhere, once each."""
        everybody = self.ours(readers)
        for people in self._elsewhere.values():
            everybody = {**people, **everybody}
        return everybody

    def hear(self, process: str, people: Mapping[str, Person]) -> None:
        """Everybody who follows it at another process."""
        if people:
            self._elsewhere[process] = dict(people)
        else:
            self._elsewhere.pop(process, None)

    def ours(self, readers: Readers) -> dict[str, Person]:
        """Everybody who follows it here."""
        return {
            r.actor.seat: {
                "seat": r.actor.seat,
                "name": r.actor.name,
                "role": r.actor.role,
                "party": r.actor.party,
            }
            for r in readers.who_follow()
        }

    def tick(self, now: float, readers: Readers) -> tuple[dict[str, Any] | None, float | None]:
        """What is to be told now (``{came, left}``), and when to ask again."""
        self._at = min(self._at, now)  # a clock that is put back must not silence the room
        if now >= self._wake:
            self._wake = float("-inf")  # it has gone off, perhaps before the wall's clock said so
        here = self.here(readers)
        if here.keys() == self._told.keys():
            return None, None
        due = self._at + PAUSE
        if now < due:
            if now < self._wake <= due:
                return None, None
            self._wake = due
            return None, due
        came = [person for seat, person in here.items() if seat not in self._told]
        left = [seat for seat in self._told if seat not in here]
        self._told, self._at = here, now
        return {"came": came, "left": left}, None
