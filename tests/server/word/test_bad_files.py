"""[B20] Broken and hostile files: a clear answer, within limits, and nothing else happens.

Every file is made here by a seed; none is kept. Most are judged in this process by what stands
before pandoc; a share of them goes the whole way, through the processes with limits.
"""

import random
import struct
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from adref.server.incoming_file import read_incoming
from adref.server.word.bad_file import CODES, BadFile
from adref.server.word.container import kind_of
from adref.server.word.preparing import prepare
from tests.server.word.making import Made, negotiated, para, run

SEEDS = 5_000
BLOCKS = 10
WHOLE_WAY = 15  # of each block
_BITS = (b"<", b">", b"&", b"\x00", b"\xff", b"PK", b"w:ins", b"<!DOCTYPE x>", b"9999999", b'"')


def broken(seed: int, whole: bytes) -> bytes:
    """A valid file with a few wounds: bytes flipped, cut, doubled, moved, lengths that lie."""
    dice = random.Random(seed)
    data = bytearray(whole)
    for _ in range(dice.choice((1, 1, 2, 4, 12))):
        at = dice.randrange(len(data)) if data else 0
        match dice.randrange(8):
            case 0:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                del data[at:]
            case 2:
                del data[at : at + dice.choice((1, 4, 30, 300))]
            case 3:
                data[at:at] = data[at : at + dice.choice((2, 40, 400))]
            case 4:
                data[at : at + 4] = struct.pack("<I", dice.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF)))
            case 5:
                data[at:at] = dice.choice(_BITS)
            case 6:
                end = data.rfind(b"PK\x05\x06") + dice.randrange(22)
                data[end : end + 2] = struct.pack("<H", dice.randrange(65536))
            case 7:
                data[at : at + 8] = data[at : at + 8][::-1]
    return bytes(data)


def broken_inside(seed: int) -> bytes:
    """A sound container whose XML is wounded."""
    dice = random.Random(seed)
    made = negotiated()
    parts = made._parts()
    name = dice.choice([key for key in parts if key.endswith((".xml", ".rels"))])
    whole = parts[name]
    wounded = broken(seed, whole.encode() if isinstance(whole, str) else whole)
    made.parts[name] = wounded
    return made.data()


def judged(data: bytes) -> str:
    """What becomes of a file in this process: ``read``, ``text`` or the code of its refusal."""
    try:
        prepare(BytesIO(data))
    except BadFile as bad:
        return bad.code
    return "read"


@pytest.mark.parametrize("block", range(BLOCKS))
def test_b20_broken_files_get_a_clear_answer(block: int, tmp_path: Path) -> None:
    """[B20] [B22] Whatever is wrong with a file, it is read or refused with a known code."""
    whole = negotiated().data()
    told: Counter[str] = Counter()
    for seed in range(block * SEEDS // BLOCKS, (block + 1) * SEEDS // BLOCKS):
        data = broken(seed, whole) if seed % 2 else broken_inside(seed)
        found = judged(data)
        assert found in (*CODES, "read")
        told[found] += 1
        if seed % (SEEDS // BLOCKS) < WHOLE_WAY:
            file = tmp_path / "x.docx"
            file.write_bytes(data)
            assert outcome(file) in (found, "file_kind", "file_not_word", "no_words", "file_empty")
    assert sum(told.values()) == SEEDS // BLOCKS
    assert told["file_damaged"] > told["read"] > 0


def outcome(path: Path, name: str = "x.docx") -> str:
    numbers = iter(range(100_000))
    try:
        read_incoming(path, name, lambda: f"i{next(numbers)}")
    except BadFile as bad:
        return bad.code
    return "read"


def saved(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "x.docx"
    path.write_bytes(data)
    return path


DOCTYPE = (
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM '
    '"file:///etc/hostname">]>'
)


def hostile() -> dict[str, tuple[Made, str]]:
    body = [para(run("OP1 Decides to act;"))]
    plain = Made(body)._parts()["word/document.xml"]
    assert isinstance(plain, str)
    return {
        "entities": (Made(body, parts={"word/document.xml": DOCTYPE + plain}), "file_unsafe"),
        "entities in a footnote": (
            Made(body, parts={"word/footnotes.xml": DOCTYPE + plain}),
            "file_unsafe",
        ),
        "macros": (Made(body, parts={"word/vbaProject.bin": b"\x00"}), "file_macros"),
        "macros by type": (
            Made(body, main="application/vnd.ms-word.document.macroEnabled.main+xml"),
            "file_macros",
        ),
        "names that lead out": (Made(body, parts={"../../evil.xml": b"x"}), "file_unsafe"),
        "a bomb": (
            Made(body, parts={"word/document.xml": plain.replace("act", "a" * 30_000_000)}),
            "file_too_large_inside",
        ),
        "a bomb beside": (
            Made(body, parts={"word/media/image1.png": bytes(60_000_000)}),
            "file_too_large_inside",
        ),
        "a bomb of entries": (
            Made(body, parts={f"x/{n}.xml": b"" for n in range(4_000)}),
            "file_too_large_inside",
        ),
        "depth": (
            Made([*body, "<w:sdt><w:sdtContent>" * 150 + "</w:sdtContent></w:sdt>" * 150]),
            "file_unsafe",
        ),
        "a spreadsheet": (
            Made(
                body,
                main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            ),
            "file_kind",
        ),
        "another archive": (
            Made(body, parts={"_rels/.rels": "<Relationships/>"}),
            "file_kind",
        ),
        "no words": (Made([para(run("  "))]), "no_words"),
    }


@pytest.mark.parametrize("name", sorted(hostile()))
def test_b22_hostile_files_are_refused_by_what_they_are(name: str, tmp_path: Path) -> None:
    """[B22] [B23] Each by its own sentence."""
    made, code = hostile()[name]
    assert outcome(saved(tmp_path, made.data())) == code


def test_b22_sizes_that_lie(tmp_path: Path) -> None:
    """[B22] A part that says it is small is not read beyond what it says."""
    whole = bytearray(Made([para(run("OP1 Decides " + "again " * 4_000 + ";"))]).data())
    entry = whole.rfind(b"word/document.xml", 0, whole.rfind(b"PK\x05\x06"))
    whole[entry - 22 : entry - 18] = struct.pack("<I", 100)
    assert outcome(saved(tmp_path, bytes(whole))) == "file_damaged"


def test_b24_a_million_tiny_runs(tmp_path: Path) -> None:
    """[B24] Many small runs are read if they fit in the limits, and refused if not."""
    tiny = "<w:r><w:t>a</w:t></w:r>"
    assert outcome(saved(tmp_path, Made([para(tiny * 100_000)]).data())) == "read"
    refused = outcome(saved(tmp_path, Made([para(tiny * 1_000_000)]).data()))
    assert refused in ("file_too_much", "file_too_large_inside")


def test_b25_the_wrong_ending_does_not_matter_what_is_in_it_does(tmp_path: Path) -> None:
    """[B25] By the first bytes, not by the name."""
    path = saved(tmp_path, negotiated().data())
    assert outcome(path, "minutes.txt") == "read"
    path.write_bytes(b"OP1 Decides to act;")
    assert kind_of(path, "x.txt") == "text"
    assert outcome(path, "x.docx") == "file_not_word"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert outcome(path, "x.docx") == "file_kind"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert outcome(path, "x.doc") == "file_old_word"
