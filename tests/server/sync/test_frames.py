"""Small frames are taken and made without the library's events, byte for byte as it does it."""

import pytest
from websockets.frames import Frame, Opcode

from adref.server.sync.frames import framed, take_small


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_u2_a_frame_is_that_of_the_library(size: int) -> None:
    payload = bytes(range(256)) * (size // 256 + 1)
    whole = payload[:size]
    assert framed(whole) == Frame(Opcode.BINARY, whole).serialize(mask=False)


@pytest.mark.parametrize("size", [0, 1, 7, 125])
def test_u2_a_small_masked_message_is_taken_whole(size: int) -> None:
    words = b"x" * size
    wire = Frame(Opcode.BINARY, words).serialize(mask=True)
    assert take_small(b"before" + wire + b"after", 6) == (words, 6 + len(wire))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x82",
        Frame(Opcode.BINARY, b"unmasked").serialize(mask=False),
        Frame(Opcode.TEXT, b"words").serialize(mask=True),
        Frame(Opcode.CLOSE, b"\x03\xe8").serialize(mask=True),
        Frame(Opcode.BINARY, b"part", fin=False).serialize(mask=True),
        Frame(Opcode.BINARY, b"cut off").serialize(mask=True)[:-1],
        Frame(Opcode.BINARY, b"l" * 126).serialize(mask=True),
        b"\xc2" + Frame(Opcode.BINARY, b"reserved bit").serialize(mask=True)[1:],
    ],
    ids=[
        *("nothing", "begun", "unmasked", "text", "close", "a part", "cut off", "long"),
        "a reserved bit",
    ],
)
def test_u2_everything_else_is_left_to_the_reader_of_all_the_protocol(data: bytes) -> None:
    assert take_small(data, 0) is None
