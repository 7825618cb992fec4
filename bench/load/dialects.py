"""How each server is spoken to: the y-websocket protocol and that of Hocuspocus."""

from bench.load.wire import EMPTY_STATE, EMPTY_UPDATE, block, read_varint, varint

STEP1, STEP2, UPDATE, PRESENCE, ENTERED, ACK, TOLD, PING, OTHER = range(9)
_SYNC = (STEP1, STEP2, UPDATE)


class YWebsocket:
    """The room stands in the address; no sign-in, no acknowledgement."""

    asks_first = False  # a sign-in before anything else

    def __init__(self, room: str) -> None:
        self.room, self.prefix = room, b""

    def sign_in(self, resume: int | None) -> bytes:
        """Nothing."""
        return b""

    def step1(self, state: bytes = EMPTY_STATE) -> bytes:
        """What we have."""
        return self.prefix + b"\x00\x00" + block(state)

    def step2(self, update: bytes = EMPTY_UPDATE) -> bytes:
        """What the server lacks."""
        return self.prefix + b"\x00\x01" + block(update)

    def update(self, update: bytes) -> bytes:
        """A change."""
        return self.prefix + b"\x00\x02" + block(update)

    def presence(self, update: bytes) -> bytes:
        """Where we are."""
        return self.prefix + b"\x01" + block(update)

    def state(self, number: int, client: int, clock: int) -> str:
        """What the editors of this family say of themselves (y-prosemirror): here, after this."""
        item = f'{{"client":{client},"clock":{clock}}}'
        place = f'{{"type":null,"tname":null,"item":{item},"assoc":0}}'
        return (
            f'{{"user":{{"name":"Delegate {number}","color":"#30bced","colorLight":"#30bced33"}},'
            f'"cursor":{{"anchor":{place},"head":{place}}}}}'
        )

    @staticmethod
    def read(message: bytes) -> tuple[int, int]:
        """What a message is, and where its block begins."""
        kind = message[0]
        if kind == 0:
            return _SYNC[message[1]], 2
        return (PRESENCE if kind == 1 else OTHER), 1


class Hocuspocus(YWebsocket):
    """Every message names its document; a sign-in comes first."""

    asks_first = True

    def __init__(self, room: str) -> None:
        super().__init__(room)
        self.prefix = block(room.encode())

    def sign_in(self, resume: int | None) -> bytes:
        """The token, with the client id of a former stay."""
        token = "bench" if resume is None else f'{{"client":{resume}}}'
        return self.prefix + b"\x02\x00" + block(token.encode())

    @staticmethod
    def read(message: bytes) -> tuple[int, int]:
        """What a message is, and where its block begins."""
        if len(message) == 1:
            return PING, 1
        at = 1 + message[0]  # names are shorter than 128 bytes here
        kind = message[at]
        if kind in (0, 4):
            return _SYNC[message[at + 1]], at + 2
        if kind == 2 and message[at + 1] != 2:
            raise RuntimeError(f"not let in: {message!r}")
        return {1: PRESENCE, 2: ENTERED, 8: ACK, 5: TOLD}.get(kind, OTHER), at + 1


class Ours(Hocuspocus):
    """The text stands in the address, and rooms have short names; who we are, the server says."""

    def __init__(self) -> None:
        super().__init__("t")

    def state(self, number: int, client: int, clock: int) -> str:
        """What our editor says: in this paragraph, after this."""
        place = f'{{"item":{{"client":{client},"clock":{clock}}},"assoc":-1}}'
        return f'{{"cursor":{{"in":"0123456789abcdef","anchor":{place},"head":{place}}}}}'


def body(message: bytes, at: int) -> bytes:
    """The block at ``at``."""
    size, at = read_varint(message, at)
    return message[at : at + size]


PONG = varint(10)
