"""Updates that mean harm, made by structure and by seed; none is stored.

Half of them begin as honest edits and are then spoilt; the others are written struct by struct, of
every kind that the format knows, with ids, clocks, counts and lengths that do not fit.
"""

import random
from collections.abc import Callable, Sequence

from adref.server.crdt.states import varint
from tests.server.sync.typist import Typist

_NUMBERS = (0, 1, 2, 3, 7, 31, 127, 128, 255, 16_384, 2**16, 2**31 - 1, 2**31, 2**32, 2**53 - 1)
_LONG = (2**53, 2**56, 2**63, 2**64 - 1, 2**70)
_NAMES = (
    "paragraphs",
    "drafts",
    "body",
    "order",
    "kind",
    "p1",
    "agreed",
    "target",
    "",
    "é",
    "x" * 70,
)
_WORDS = ("", "x", "words ", "中文", "😀", "\ufffd", "العربية", "{}", "null", '{"a":', "9" * 30)
_KINDS = (*range(12), 4, 4, 6, 7, 8, 8, 31)


class Harm:
    """Makes updates against a document. ``mine`` are the client ids granted to the one who sends
    them, ``others`` those of other people; ``known`` is how far each client has come.
    """

    def __init__(self, chance: random.Random, mine: Sequence[int], others: Sequence[int]) -> None:
        self.chance, self.mine, self.others = chance, mine, others
        self.known: dict[int, int] = {}

    def update(self, typist: Typist, act: Callable[[Typist, random.Random], bytes]) -> bytes:
        """The next update."""
        which = self.chance.random()
        if which < 0.5:
            return self.spoilt(act(typist, self.chance))
        if which < 0.92:
            return self.built()
        if which < 0.97:
            return self.announced()
        return self.chance.randbytes(self.chance.randrange(60))

    # Honest ones, spoilt

    def spoilt(self, update: bytes) -> bytes:
        data = bytearray(update)
        for _ in range(self.chance.choice((0, 1, 1, 1, 2, 3, 6))):
            at = self.chance.randrange(len(data) + 1)
            match self.chance.randrange(7):
                case 0 if at < len(data):
                    data[at] = self.chance.choice((0, 1, 127, 128, 255, self.chance.randrange(256)))
                case 1 if at < len(data):
                    data[at] ^= 1 << self.chance.randrange(8)
                case 2:
                    data[at:at] = self.number()
                case 3:
                    del data[at : at + self.chance.randrange(1, 5)]
                case 4:
                    data[at:at] = data[: self.chance.randrange(12)]
                case 5:
                    del data[at:]
                case _ if at < len(data):
                    data[at] = (data[at] + self.chance.choice((1, 255))) % 256
            if not data:
                data = bytearray(b"\x00\x00")
        return bytes(data)

    # Built, struct by struct

    def built(self) -> bytes:
        clients = self.chance.sample(
            [*self.mine, *self.mine, *self.others, 0, 1, 2**31, 2**53 - 1],
            self.chance.choice((1, 1, 1, 2, 3)),
        )
        blocks = [self.block(client) for client in clients]
        count = len(blocks) if self.chance.random() < 0.95 else self.chance.randrange(200)
        return varint(count) + b"".join(blocks) + self.deletions()

    def block(self, client: int) -> bytes:
        structs = [self.struct(client) for _ in range(self.chance.choice((1, 1, 2, 3, 8)))]
        known = self.known.get(client, 0)
        clock = self.chance.choice(
            (known, known, known, known, 0, max(0, known - 1), known + 1, 2**31 - 1)
        )
        count = len(structs) if self.chance.random() < 0.95 else self.chance.choice(_NUMBERS[:9])
        return varint(count) + varint(client) + varint(clock) + b"".join(structs)

    def struct(self, client: int) -> bytes:
        kind = self.chance.choice(_KINDS)
        info = kind | self.chance.choice((0, 0, 0x20, 0x40, 0x80, 0xC0, 0xA0, 0xE0))
        return bytes([info]) + self.place(info, client) + self.content(kind)

    def place(self, info: int, client: int) -> bytes:
        out = b""
        for bit in (0x80, 0x40):
            if info & bit:
                out += self.id(client)
        if info & 0xC0:
            return out
        if self.chance.random() < 0.5:
            out += b"\x01" + self.words(_NAMES)
        else:
            out += b"\x00" + self.id(client)
        return out + (self.words(_NAMES) if info & 0x20 else b"")

    def id(self, client: int) -> bytes:
        who = self.chance.choice([client, 1, 1, *self.mine, *self.others])
        known = self.known.get(who, 0)
        at = self.chance.choice((0, max(0, known - 1), known, self.chance.randrange(known + 2)))
        return varint(who) + varint(at)

    def content(self, kind: int) -> bytes:
        chance = self.chance
        match kind:
            case 0 | 1 | 10:
                return self.number()
            case 2:
                return varint(2) + self.words(_WORDS) * 2
            case 3:
                return self.words(_WORDS)
            case 4:
                return self.words((*_WORDS, "more words ", "and more "))
            case 5:
                return self.words(_WORDS)
            case 6:
                return self.words(("em", "strong", "colour", "")) + self.words(
                    ("{}", "null", "true", "{", "")
                )
            case 7:
                named = chance.choice((3, 5))
                number = chance.choice((1, 4, 6, 0, 2, 3, 5, 7, 9, 15))
                return varint(number) + (
                    self.words(("footnote", "script")) if number == named else b""
                )
            case 8:
                return varint(chance.choice((1, 1, 1, 0, 2, 200))) + self.any(0)
            case 9:
                return self.words(_NAMES) + self.any(0)
            case 11:
                return bytes([chance.randrange(8)]) + self.id(1) + self.id(1)
        return chance.randbytes(chance.randrange(6))

    def any(self, depth: int) -> bytes:
        tag = self.chance.choice(
            (119, 119, 125, 124, 123, 122, 120, 121, 126, 127, 118, 117, 116, 0)
        )
        match tag:
            case 119:
                return b"\x77" + self.words(_WORDS)
            case 118 | 117 if depth == 0 and self.chance.random() < 0.3:
                # As deep as a message is long.
                return bytes([tag, 1, *([0] if tag == 118 else [])]) * self.chance.choice(
                    (60, 5_000)
                )
            case 118 if depth < 4:
                return b"\x76\x01" + self.words(_NAMES) + self.any(depth + 1)
            case 117 if depth < 4:
                return b"\x75\x02" + self.any(depth + 1) * 2
            case 116:
                return b"\x74" + self.number() + b"xx"
            case 125:
                return b"\x7d" + self.number()
            case 124 | 123 | 122:
                return bytes([tag]) + self.chance.randbytes(self.chance.choice((4, 8)))
        return bytes([tag])

    def deletions(self) -> bytes:
        if self.chance.random() < 0.5:
            return b"\x00"
        blocks = []
        for _ in range(self.chance.choice((1, 1, 2))):
            client = self.chance.choice([1, *self.mine, *self.others, 2**53 - 1])
            known = self.known.get(client, 0)
            start = self.chance.randrange(known + 2)
            length = self.chance.choice((1, 1, 2, 0, known, 2**31 - 1))
            blocks.append(varint(client) + varint(1) + varint(start) + varint(length))
        return varint(len(blocks)) + b"".join(blocks)

    # Lies about size

    def announced(self) -> bytes:
        many = varint(self.chance.choice((50_000, 50_001, 2**31 - 1, 2**32, 2**53 - 1)))
        return self.chance.choice(
            (
                many,
                many + varint(self.mine[0]) + b"\x00",
                b"\x01" + many + varint(self.mine[0]) + b"\x00",
                b"\x00" + many,
                b"\x00\x01\x01" + many,
                b"\x01\x01" + varint(self.mine[0]) + b"\x00\x04\x01\x0aparagraphs" + many + b"x",
            )
        ) + self.chance.randbytes(self.chance.randrange(8))

    def number(self) -> bytes:
        which = self.chance.random()
        if which < 0.85:
            return varint(self.chance.choice(_NUMBERS))
        if which < 0.95:
            return varint(self.chance.choice(_LONG))
        return b"\x80" * self.chance.randrange(1, 30) + b"\x00"

    def words(self, choices: Sequence[str]) -> bytes:
        data = self.chance.choice(choices).encode()
        if self.chance.random() < 0.04:
            data = self.chance.choice((b"\xff\xfe", b"\xed\xa0\x80", b"\xf0\x9f", b"\xc0\x80"))
        length = len(data) if self.chance.random() < 0.95 else self.chance.choice(_NUMBERS)
        return varint(length) + data
