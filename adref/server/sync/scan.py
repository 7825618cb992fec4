"""A strict, typed reading of a Yjs update (V1) before native code sees it.

Small hostile updates can crash or hang the CRDT library. So only what the browser's binding
writes passes: known content, types, keys, formats and root names, within bounds; written under
client ids granted to this seat; continuing their clocks; naming nothing that is not there yet.
Nothing here allocates by a declared count, and nothing recurses.
"""

from collections.abc import Collection, Mapping

from adref.server.crdt.states import Unreadable
from adref.server.sync.shapes import Shape
from adref.server.sync.update_reader import Scan, UpdateReader

MAX_UPDATE = 1_000_000  # bytes


class Refused(ValueError):
    """The update does not pass. ``code``: ``malformed``, ``too_large``, ``client``, ``gap``."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


def scan(update: bytes, known: Mapping[int, int], granted: Collection[int], shape: Shape) -> Scan:
    """Read an update strictly; raises ``Refused``.

    ``known`` is the state vector of the document it would be applied to.
    """
    if len(update) > MAX_UPDATE:
        raise Refused("too_large", "the update is too large")
    try:
        reader = UpdateReader(update, shape)
        found = reader.read()
    except Unreadable as reason:
        raise Refused("malformed", str(reason)) from None
    _check_clients(found, known, granted)
    _check_dependencies(reader, found, known)
    _check_edges(reader, found, known)
    return found


def is_held(update: bytes, known: Mapping[int, int], shape: Shape) -> bool:
    """Whether it writes something, and nothing beyond these clocks.

    Of an update that only deletes, clocks tell nothing; what cannot be read is not held.
    """
    try:
        writes = UpdateReader(update, shape).read().writes
    except Unreadable:
        return False
    return bool(writes) and all(end <= known.get(client, 0) for client, (_, end) in writes.items())


def _check_clients(found: Scan, known: Mapping[int, int], granted: Collection[int]) -> None:
    for client, (start, _) in found.writes.items():
        if client not in granted:
            raise Refused("client", "written under a client id that is not granted")
        if start > known.get(client, 0):
            raise Refused("gap", "something before it is missing")


def _check_dependencies(reader: UpdateReader, found: Scan, known: Mapping[int, int]) -> None:
    for client, clock, writer, before in reader.names:
        if client == writer and clock >= before:
            raise Refused("malformed", "it names what comes after it")
        if clock >= known.get(client, 0):
            start, end = found.writes.get(client, (0, 0))
            if not start <= clock < end:
                raise Refused("gap", "it names something that is not there")
    for client, clock in reader.firsts:
        if clock < known.get(client, 0):
            found.firsts.append((client, clock))
        elif (client, clock) not in reader.starts:
            raise Refused("malformed", "it is put first, before what is not")
    for client, end in reader.deleted:
        if end > max(known.get(client, 0), found.writes.get(client, (0, 0))[1]):
            raise Refused("gap", "it deletes something that is not there")


def _check_edges(reader: UpdateReader, found: Scan, known: Mapping[int, int]) -> None:
    """No cut inside a character: the library would write what nobody can read again."""
    edges = reader.edges
    for client, (start, _) in found.writes.items():
        if start < known.get(client, 0):
            edges.add((client, known[client]))
    if not edges.isdisjoint(reader.inside):
        raise Refused("malformed", "it cuts a character")
    found.edges = {(client, at) for client, at in edges if 0 < at < known.get(client, 0)}
