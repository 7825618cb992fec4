"""Frames that mean harm, made by structure and by seed; none is stored."""

import json
import random
from collections.abc import Sequence
from typing import Any

from adref.server.crdt.states import varint
from tests.server.sync.hostile_updates import Harm
from tests.server.sync.siege import block

ROOMS = (
    *("text/t", "floor/t", "desk/t", "bureau/t", "party/t/a", "party/t/b", "party/t/c"),
    *("coalition/t/ab", "coalition/t/none", "text/other", "party/t/none"),
)
_ODD = ("", "/", "text/", "text/t/t", "text/t\x00", "TEXT/t", "party/t/../b", "é" * 128, "x" * 300)
_PLAIN: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**70,
    "x",
    "\u0000",
    [],
    {},
    {"a": [1]},
    [[[[[[1]]]]]],
)
_RAW = (
    *(b'{"cursor":{"a":NaN}}', b'{"cursor":{"a":1e999}}', b'{"cursor":{"a":-Infinity}}'),
    *(b'{"cursor":{"a":"\\ud800"}}', b'{"cursor":{"\\udc00":1}}', b'{"user":{"seat":"chair"}}'),
    *(b"{", b"", b"nul", b"\xff", b"[" * 4_000, b'{"cursor":' * 900, b"9" * 5_000),
    b'{"cursor":' + b'{"a":' * 60 + b"1" + b"}" * 61,
)


class HarmfulFrames:
    """``clients`` are client ids that others hold."""

    def __init__(self, chance: random.Random, mine: Sequence[int], others: Sequence[int]) -> None:
        self.chance, self.mine, self.others = chance, list(mine), list(others)
        self.harm = Harm(chance, self.mine or [77], self.others or [78])

    def frame(self) -> bytes:
        """The next frame."""
        which = self.chance.random()
        if which < 0.03:
            return self.chance.randbytes(self.chance.randrange(50))
        frame = self.room() + self.kind() if which < 0.9 else self.lies()
        if self.chance.random() < 0.25:
            frame = self.harm.spoilt(frame)
        return frame

    def room(self) -> bytes:
        name = self.chance.choice(ROOMS if self.chance.random() < 0.95 else _ODD).encode()
        return varint(len(name)) + name

    def kind(self) -> bytes:
        make = self.chance.choice(
            (self.sync, self.sync, self.auth, self.auth, self.presence, self.presence, self.other)
        )
        return make()

    def sync(self) -> bytes:
        step = self.chance.choice((0, 0, 1, 1, 2, 2, 3, 127))
        if step == 0:
            return b"\x00\x00" + block(self.state())
        return b"\x00" + varint(step) + block(self.harm.built())

    def state(self) -> bytes:
        count = self.chance.choice((0, 0, 1, 2, 5))
        clocks = [
            varint(self.chance.choice([*self.mine, *self.others, 0, 1, 2**53 - 1]))
            + varint(self.chance.choice((0, 1, 5, 2**31 - 1)))
            for _ in range(count)
        ]
        told = count if self.chance.random() < 0.9 else self.chance.choice((100_001, 2**40, 7))
        return varint(told) + b"".join(clocks)

    def auth(self) -> bytes:
        client = self.chance.choice([*self.mine, *self.others, 1, 0, -1, 2**31, "1", None, [1]])
        token = self.chance.choice(
            (json.dumps({"client": client}).encode(), b"{}", b"", *_RAW, b"x" * 4_097)
        )
        return b"\x02" + self.chance.choice((b"\x00", b"\x00", b"\x00", b"\x01")) + block(token)

    def presence(self) -> bytes:
        count = self.chance.choice((0, 1, 1, 1, 2, 200, 201))
        entries = b""
        for _ in range(min(count, 3)):
            client = self.chance.choice([*self.mine, *self.mine, *self.others, 2**53 - 1])
            state = self.chance.choice(
                (json.dumps({"cursor": {"at": self.chance.choice(_PLAIN)}}).encode(), *_RAW)
            )
            entries += varint(client) + varint(self.chance.choice((0, 1, 2**40))) + block(state)
        return b"\x01" + block(varint(count) + entries)

    def other(self) -> bytes:
        kind = self.chance.choice((3, 3, 5, 7, 8, 9, 10, 4, 6, 11, 127, 128, 2**40))
        return varint(kind) + block(self.chance.choice((b"", b"{}", b'{"type":"refused"}', *_RAW)))

    def lies(self) -> bytes:
        """Lengths that are not there."""
        long = varint(self.chance.choice((5, 2**20, 2**31, 2**40, 2**53)))
        return self.chance.choice(
            (
                long + b"text/t",
                b"\x06text/t\x00\x02" + long,
                b"\x06text/t\x02\x00" + long + b"{}",
                b"\x06text/t\x01" + long + b"\x00",
                b"\x06text/t\x00\x00" + long,
                b"\x80" * self.chance.randrange(1, 40),
                b"\x06text/t\x00\x02" + block(b"\x00" * 1_050_000)
                if self.chance.random() < 0.02
                else b"\x06text/t",
            )
        )
