"""Who may read and write a room at this moment.

It is asked for every reader of every frame. What was answered is good for as long as nothing has
changed from which it was drawn: the epoch of the directory and, in co-drafting, who holds a pen.
A refusal is never remembered.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from adref.drafting.access import compartment_access
from adref.drafting.parties import Actor
from adref.server.sync.compartments import Compartment
from adref.server.sync.standing import Access


class Right(NamedTuple):
    """A reader, and whether it may write."""

    actor: Actor
    may_write: bool


class _Answers(NamedTuple):
    epoch: int | None
    codrafting: Collection[str]
    rights: dict[int, Right]


class Audiences:
    """The readers of each compartment, by the number of their socket."""

    def __init__(
        self,
        access: Access,
        seat_of: Callable[[int], str | None],
        codrafting_on: Callable[[str], Collection[str]],
    ) -> None:
        self._access, self._seat_of, self._codrafting_on = access, seat_of, codrafting_on
        self._known: dict[str, _Answers] = {}

    def rights(self, compartment: Compartment) -> dict[int, Right]:
        """Whose right is certain at this moment; who is not in it must be asked for."""
        epoch: int | None = getattr(self._access, "epoch", None)
        codrafting = self._codrafting_on(compartment.text)
        known = self._known.get(compartment.name)
        if (
            known is None
            or epoch is None
            or known.epoch != epoch
            or (known.codrafting is not codrafting)
        ):
            known = self._known[compartment.name] = _Answers(epoch, codrafting, {})
        return known.rights

    def right(self, number: int, compartment: Compartment) -> Right | None:
        """The person and whether it may write here; None when it may not even read."""
        rights = self.rights(compartment)
        found = rights.get(number)
        if found is None:
            found = self._look(number, compartment)
            if found is not None:
                rights[number] = found
        return found

    def forget(self, name: str, number: int | None = None) -> None:
        """A reader, or a whole room, has gone."""
        known = self._known.get(name)
        if number is None:
            self._known.pop(name, None)
        elif known is not None:
            known.rights.pop(number, None)

    def _look(self, number: int, compartment: Compartment) -> Right | None:
        seat = self._seat_of(number)
        standing = None if seat is None else self._access(seat, compartment.text)
        if standing is None:
            return None
        allowed = compartment_access(
            compartment.name,
            standing.actor,
            standing.membership,
            self._codrafting_on(compartment.text),
        )
        return None if allowed is None else Right(standing.actor, allowed == "write")
