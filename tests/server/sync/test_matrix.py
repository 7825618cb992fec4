"""[X5] Every kind of message, from every role, to every compartment and to some that are none.

Where somebody may not read, the answer is that of a room that does not exist: the same bytes at the
same instants. Where somebody may read and not write, nothing that is sent changes anything.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from adref.drafting.access import compartment_access
from adref.drafting.parties import Actor
from adref.server.crdt.states import varint
from adref.server.sync.protocol import PING
from tests.playbook import tell_frame
from tests.server.sync.browser import Browser, of
from tests.server.sync.people import PEOPLE
from tests.server.sync.private_runs import World, world
from tests.server.sync.siege import block
from tests.server.sync.typist import Typist, presence
from tests.server.sync.virtual import VirtualLoop, run_virtually

FACI = Actor("faci", "Faci", "facilitator")
GONE = Actor("gone", "Gone", "delegate", "a")  # whose seat is revoked
ROLES = {**PEOPLE, "faci": FACI, "gone": GONE}
REAL = (
    *("text/t", "floor/t", "desk/t", "bureau/t", "party/t/a", "party/t/b", "party/t/c"),
    "coalition/t/ab",
)
NOWHERE = ("party/t/zz", "coalition/t/zz", "text/zz", "floor/zz", "desk/zz", "bureau/zz")


def a_change(room: str) -> bytes:
    typist = Typist(77, "paragraphs" if room.startswith("text/") else "drafts")
    return typist.adds("new", "Words ")


OPCODES: dict[str, Callable[[str], bytes]] = {
    "step 1": lambda room: b"\x00\x00\x01\x00",
    "step 2, nothing": lambda room: b"\x00\x01\x02\x00\x00",
    "step 2": lambda room: b"\x00\x01" + block(a_change(room)),
    "update": lambda room: b"\x00\x02" + block(a_change(room)),
    "an update that is none": lambda room: b"\x00\x02" + block(b"\xff\xff\xff"),
    "presence": lambda room: b"\x01" + block(presence(77, 1, {"cursor": {}})),
    "presence that is none": lambda room: b"\x01" + block(b"\xff"),
    "query": lambda room: b"\x03",
    "stateless": lambda room: b"\x05" + block(b"{}"),
    "leave": lambda room: b"\x07",
    "token again": lambda room: b"\x02\x00" + block(b'{"client":70001}'),
    "unknown": lambda room: b"\x63",
}


def in_room(room: str, body: bytes) -> bytes:
    return varint(len(room)) + room.encode() + body


async def answers(here: World, seat: str, room: str, opcode: str, entered: bool) -> Any:
    """What comes back, with the instants since it was asked; and how the socket ended."""
    browser = Browser(here.hub, seat)
    incoming = browser.socket.incoming
    begun = here.loop.time()
    frames = [in_room(room, OPCODES[opcode](room))]
    if entered:
        frames.insert(0, in_room(room, b"\x02\x00\x02{}"))
    for frame in frames:
        incoming.put_nowait({"type": "websocket.receive", "bytes": frame})
    await asyncio.sleep(0.2)
    socket = browser.socket
    # The heartbeat goes to every socket alike, whatever it asks; the close has an instant only.
    beats = {at for at, frame in enumerate(socket.received) if frame == PING}
    instants = [when - begun for at, when in enumerate(socket.instants) if at not in beats]
    heard = [frame for frame in socket.received if frame != PING]
    received = [(of(frame), frame[1 + len(of(frame)) :]) for frame in heard]
    code = browser.socket.code
    await browser.leave()
    return received, [round(i * 1_000_000) for i in instants], code


def may(seat: str, room: str, here: World) -> str | None:
    actor = ROLES[seat]
    if seat == "gone" or "zz" in room:
        return None
    return compartment_access(room, actor, here.access.membership, ())


@pytest.mark.parametrize("seat", ROLES)
def test_x5_forbidden_and_non_existent_are_the_same(
    seat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PEOPLE, "faci", FACI)
    monkeypatch.setitem(PEOPLE, "gone", GONE)
    run_virtually(lambda loop: the_matrix(loop, seat))


async def the_matrix(loop: VirtualLoop, seat: str) -> None:
    async with world(loop) as here:
        here.access.people["faci"] = FACI
        here.access.people.pop("gone")
        await somebody_everywhere(here)
        await asyncio.sleep(40)  # what was typed is on record
        before = [(room, here.log.read(room)) for room in REAL]
        for opcode in OPCODES:
            for entered in (False, True):
                nothing = {
                    room: await answers(here, seat, room, opcode, entered) for room in NOWHERE
                }
                reference = normal(nothing[NOWHERE[0]])
                for answer in nothing.values():
                    assert normal(answer) == reference, opcode
                for room in REAL:
                    found = await answers(here, seat, room, opcode, entered)
                    if may(seat, room, here) is None:
                        assert normal(found) == reference, (opcode, room)
                        assert {name for name, _ in found[0]} <= {room}
                    elif entered or opcode == "token again":
                        told = [tell_frame(in_room(*frame)) for frame in found[0]]
                        assert told[0].startswith("authenticated"), (opcode, room)
                    else:
                        assert normal(found) == reference, (opcode, room)
        for room, entries in before:
            # What a pen types is an act on the floor after a while.
            through = "text/t" if room == "floor/t" else room
            if may(seat, through, here) != "write":
                assert here.log.read(room) == entries, room


def normal(answer: Any) -> Any:
    """Without the name of the room, which comes from who asks."""
    received, instants, code = answer
    return [body for _, body in received], instants, code


async def somebody_everywhere(here: World) -> None:
    """Every room is open, and there is something in it."""
    for seat, room in (
        *(("chair", "text/t"), ("anna", "party/t/a"), ("bea", "party/t/b")),
        *(("chen", "party/t/c"), ("anna", "coalition/t/ab"), ("secretary", "bureau/t")),
    ):
        browser = Browser(here.hub, seat)
        typist = await browser.enter(room)
        if room.startswith("text/"):
            browser.send(room, typist.types("p1", "Words "))
        else:
            browser.send(room, typist.drafts("d1", "PRIVATE"))
        await browser.until(room, "saved")


def test_x5_the_matrix_is_whole() -> None:
    assert len(OPCODES) * len(ROLES) * len((*REAL, *NOWHERE)) > 1_000
    kinds = {room.split("/")[0] for room in REAL}
    assert kinds == {"text", "floor", "desk", "bureau", "party", "coalition"}
    assert {actor.role for actor in ROLES.values()} >= {
        *("chair", "facilitator", "secretariat", "delegate", "observer"),
    }
