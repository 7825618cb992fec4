"""Where every item of a document stands: what says that it was put between two items did so?

The library believes any two neighbours that an update names. Of two that no editor could have
seen side by side (in different paragraphs, the wrong way round, a field and a word) it makes
something that reads otherwise when it is loaded, otherwise again in browsers, or not at all. So
both must stand in one list, the left one before the right one, and what is put there must be what
such a list holds. The list is ordered as the library orders it (YATA), when somebody asks.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable

from adref.server.crdt.structs import (
    DELETED,
    ELEMENT,
    FRAGMENT,
    GONE,
    MAP,
    TEXT,
    VALUE,
    WORDS,
    Id,
    Struct,
    read_structs,
)

Place = tuple[Id | str, str | None]
"""The parent and the key of a list; without a key it is a sequence."""
_NOWHERE: Place = ("", "")  # beside what was cleared away
_FAR = 100  # structs
_IN_SEQUENCE = {FRAGMENT: (TEXT, ELEMENT), TEXT: (WORDS,)}
_UNDER_KEY = {MAP: (VALUE, FRAGMENT), ELEMENT: (VALUE,)}


class OutOfPlace(Exception):
    """No editor could have written this; the places are not to be used again."""


class Places:
    """The structs of a document. ``update``: all of it, as the library wrote it."""

    def __init__(self, update: bytes) -> None:
        self._structs: dict[int, list[Struct]] = {}
        self._clocks: dict[int, list[int]] = {}
        self._lists: dict[Place, list[Struct]] = {}  # those that are not in order yet
        self._first: dict[Place, Struct | None] = {}  # of those that are
        for struct in read_structs(update):
            self._keep(struct)
        for structs in tuple(self._structs.values()):
            for struct in tuple(structs):
                self._lists.setdefault(self._place_of(struct), []).append(struct)

    def add(self, update: bytes, *, strictly: bool = False) -> None:
        """Take in an update. Raises ``OutOfPlace`` when it does not fit, if asked ``strictly``."""
        waiting: dict[int, deque[Struct]] = {}
        for struct in read_structs(update):
            waiting.setdefault(struct.client, deque()).append(struct)
        while waiting:
            ready = [client for client, structs in waiting.items() if self._is_ready(structs[0])]
            if not ready:
                raise OutOfPlace("something before it is missing")
            for client in ready:
                new = self._new_part(waiting[client].popleft())
                if new is not None:
                    self._put(new, strictly)
                if not waiting[client]:
                    del waiting[client]

    def _is_ready(self, struct: Struct) -> bool:
        """Whether what it names is there: of several clients each may follow the other."""
        named = (struct.origin, struct.right_origin, struct.parent)
        return all(self._next(one[0]) > one[1] for one in named if isinstance(one, tuple))

    def _new_part(self, struct: Struct) -> Struct | None:
        known = self._next(struct.client)
        if struct.clock > known:
            raise OutOfPlace("something before it is missing")
        if struct.clock + struct.size <= known:
            return None
        return struct.cut(known) if struct.clock < known else struct

    def _put(self, struct: Struct, strictly: bool) -> None:
        place = self._place_of(struct)
        if strictly:
            self._check(struct, place)
        if self._goes_on(struct):
            self._structs[struct.client][-1].size += struct.size
            return
        self._keep(struct)
        if place in self._first:
            self._cut_beside(struct)
            self._link(struct)
        else:
            self._lists.setdefault(place, []).append(struct)

    # What may stand where

    def _check(self, struct: Struct, place: Place) -> None:
        if struct.what == GONE or place == _NOWHERE:
            # Of what was cleared away nobody knows any more where it stood: what somebody wrote
            # between such words, without knowing that they are gone, goes with them. But not
            # between them and words that are there.
            named = [one for one in (struct.origin, struct.right_origin) if one is not None]
            if len({self._place_of(self._at(one)) for one in named}) > 1:
                raise OutOfPlace("it is put beside what was cleared away, and beside what is there")
            return
        self._check_kind(struct, place)
        left, right = struct.origin, struct.right_origin
        if right is None or left is None:
            return
        if place[1] is not None or self._place_of(self._at(right)) != place:
            raise OutOfPlace("its neighbours stand in different places")
        if not self._were_side_by_side(left, right, (struct.client, struct.clock)):
            raise OutOfPlace("nobody can have seen its neighbours side by side")

    def _check_kind(self, struct: Struct, place: Place) -> None:
        parent, key = place
        what = MAP if isinstance(parent, str) else self._at(parent).what
        if isinstance(parent, str):
            allowed: tuple[str, ...] = (MAP,) if key is not None else ()
        elif what in (DELETED, GONE):
            return
        else:
            allowed = (_IN_SEQUENCE if key is None else _UNDER_KEY).get(what, ())
        if struct.what != DELETED and struct.what not in allowed:
            raise OutOfPlace(f"{struct.what} in {what}")

    def _were_side_by_side(self, left: Id, right: Id, own: Id) -> bool:
        """Whether somebody who knew both, and all that their writers had written before them, can
        have seen nothing between them: what stands there now came from others at the same time.
        """
        self._ending(left)
        other, one = self._beginning(right), self._at(left)
        known = self._known_with(own, left, right)
        self._order(self._place_of(one))
        at: Struct | None = one.right
        while at is not None and at is not other and at.clock >= known.get(at.client, 0):
            at = at.right
        return at is other

    def _known_with(self, *items: Id) -> dict[int, int]:
        """How far everybody's writing was known to whoever knew these items: they name others."""
        known: dict[int, int] = {}
        asked: set[int] = set()
        waiting = deque(items)
        while waiting and len(asked) < _FAR:
            client, clock = waiting.popleft()
            known[client] = max(clock, known.get(client, 0))
            if clock >= self._next(client):
                continue  # the one that is being put
            struct = self._at((client, clock))
            if id(struct) not in asked:
                asked.add(id(struct))
                waiting += [one for one in (struct.origin, struct.right_origin) if one is not None]
        return known

    # Where they are

    def _next(self, client: int) -> int:
        structs = self._structs.get(client)
        return structs[-1].clock + structs[-1].size if structs else 0

    def _keep(self, struct: Struct) -> None:
        self._structs.setdefault(struct.client, []).append(struct)
        self._clocks.setdefault(struct.client, []).append(struct.clock)

    def _goes_on(self, struct: Struct) -> bool:
        """Whether it is more of its client's last words, and nothing stands between."""
        structs = self._structs.get(struct.client)
        if (
            not structs
            or struct.what != WORDS
            or struct.origin != (struct.client, struct.clock - 1)
        ):
            return False
        last = structs[-1]
        if last.what != WORDS or last.right_origin != struct.right_origin:
            return False
        return not last.linked or last.right is (
            None if struct.right_origin is None else self._beginning(struct.right_origin)
        )

    def _at(self, item: Id) -> Struct:
        client, clock = item
        if not 0 <= clock < self._next(client):
            raise OutOfPlace("it names what is not there")
        return self._structs[client][bisect_right(self._clocks[client], clock) - 1]

    def _beginning(self, item: Id) -> Struct:
        """The struct that begins with an item."""
        found = self._at(item)
        return found if found.clock == item[1] else self._cut(found, item[1])

    def _ending(self, item: Id) -> Struct:
        """The struct that ends with an item."""
        found = self._at(item)
        if item[1] + 1 < found.clock + found.size:
            self._cut(found, item[1] + 1)
        return found

    def _cut(self, struct: Struct, at: int) -> Struct:
        rest = struct.cut(at)
        index = bisect_right(self._clocks[struct.client], struct.clock)
        self._structs[struct.client].insert(index, rest)
        self._clocks[struct.client].insert(index, at)
        if not rest.linked and rest.place in self._lists:
            self._lists[rest.place].append(rest)
        return rest

    def _place_of(self, struct: Struct) -> Place:
        path: list[Struct] = []
        at = struct
        while at.place is None:
            path.append(at)
            beside = at.origin or at.right_origin
            if at.what == GONE:
                at.place = _NOWHERE
            elif beside is None:
                at.place = _NOWHERE if at.parent is None else self._own_place(at)
            else:
                at = self._at(beside)
        for one in path:
            one.place = at.place
        return at.place  # type: ignore[return-value]

    def _own_place(self, struct: Struct) -> Place:
        assert struct.parent is not None
        if not isinstance(struct.parent, str) and self._at(struct.parent).what == GONE:
            return _NOWHERE
        return struct.parent, struct.sub

    # The order of one list

    def _order(self, place: Place) -> None:
        if place in self._first:
            return
        structs = self._lists[place]
        for struct in tuple(structs):
            self._cut_beside(struct)
        self._first[place] = None
        for struct in structs:
            self._link_with_neighbours(struct, place)
        del self._lists[place]

    def _link_with_neighbours(self, struct: Struct, place: Place) -> None:
        waiting = [struct]
        while waiting:
            one = waiting[-1]
            before = [near for near in self._beside(one) if not near.linked]
            if before:
                waiting += before
                if len(waiting) > 2 * len(self._lists[place]):
                    raise OutOfPlace("they follow each other in a circle")
                continue
            waiting.pop()
            if not one.linked:
                self._link(one)

    def _cut_beside(self, struct: Struct) -> None:
        if struct.origin is not None:
            self._ending(struct.origin)
        if struct.right_origin is not None:
            self._beginning(struct.right_origin)

    def _beside(self, struct: Struct) -> Iterable[Struct]:
        return [self._at(one) for one in (struct.origin, struct.right_origin) if one is not None]

    def _link(self, struct: Struct) -> None:
        """As the library puts an item between its neighbours, where others may stand by now."""
        place = self._place_of(struct)
        left = None if struct.origin is None else self._at(struct.origin)
        right = None if struct.right_origin is None else self._at(struct.right_origin)
        at = self._first[place] if left is None else left.right
        passed: set[int] = set()
        rivals: set[int] = set()
        while at is not None and at is not right:
            passed.add(id(at))
            rivals.add(id(at))
            if at.origin == struct.origin:
                if at.client < struct.client:
                    left, rivals = at, set()
                elif at.right_origin == struct.right_origin:
                    break
            elif at.origin is not None and id(near := self._at(at.origin)) in passed:
                if id(near) not in rivals:
                    left, rivals = at, set()
            else:
                break
            at = at.right
        struct.left, struct.linked = left, True
        struct.right = self._first[place] if left is None else left.right
        if left is None:
            self._first[place] = struct
        else:
            left.right = struct
        if struct.right is not None:
            struct.right.left = struct
