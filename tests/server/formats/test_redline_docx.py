"""A redline as tracked changes: accepted it is the newer text, rejected the older."""

import random
from io import BytesIO

import docx
import pytest
from docx_plus.revisions import read_revisions
from openxml_audit import OpenXmlValidator

from adref.drafting.comparison import compare
from adref.drafting.content import Piece, content_from_json, plain
from adref.drafting.text import Paragraph, WorkingText
from adref.server.formats.redline_docx import render_redline_docx
from adref.server.formats.redlined import Redlined
from tests.server.formats.tracked import notes, settled

WORDS = ["water", "energy", "finance", "capacity", "[shall]", "parties", "水资源", "التمويل", "of"]


def text(*lines: str) -> WorkingText:
    """``id label words`` in each line."""
    parts = [line.split(" ", 2) for line in lines]
    return tuple(Paragraph(id, "op", plain(words), label) for id, label, words in parts)


BASE = text(
    "a 1. Recalls the agreement on water and its annex.",
    "b 2. Decides to convene a meeting of the parties in the spring.",
    "c 3. Requests the secretariat to report on finance. Invites all parties to contribute.",
    "d 4. Encourages cooperation among regional organisations and their members.",
)
CHANGED = (*text("a 1. Recalls the treaty on water."), *BASE[1:])
FINISH = text("z 9. Concludes its work.")
URGENCY = text("n 2. Stresses the urgency of the matter.")
ANNEXES = BASE[0].reading(plain("Recalls the agreement on water and its two annexes."))
PARTS = text(
    "c 3. Requests the secretariat to report on finance.",
    "k 4. Invites all parties to contribute.",
)
PAIRS = {
    "words": (BASE, CHANGED),
    "new and gone": (BASE, (*BASE[:1], *URGENCY, *BASE[2:])),
    "gone at the end": (BASE, BASE[:2]),
    "new at the end": (BASE[:2], BASE),
    "other at the end": (BASE[:3], (*BASE[:2], *FINISH)),
    "moved": (BASE, (BASE[3], *BASE[:3])),
    "moved to the end and changed": (BASE, (*BASE[1:], ANNEXES)),
    "split": (BASE, (*BASE[:2], *PARTS, BASE[3])),
    "joined": ((*BASE[:2], *PARTS), BASE[:3]),
    "everything new": ((), BASE),
    "everything gone": (BASE, ()),
}


def printed(text: WorkingText) -> list[str]:
    return [f"{p.label} {p.words}".strip() for p in text if p.label or p.words]


def check(before: WorkingText, after: WorkingText) -> bytes:
    """[D22] Both invariants, and nothing for the auditor."""
    made = render_redline_docx(
        Redlined("a", "b", compare(before, after), at="2026-01-02T03:04:05Z")
    )
    assert settled(made, accept=True) == printed(after)
    assert settled(made, accept=False) == printed(before)
    return made


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_accepted_and_rejected(pair, tmp_path):
    """[D22] All accepted it is the newer text, all rejected the older; valid Open XML."""
    made = check(*pair)
    path = tmp_path / "redline.docx"
    path.write_bytes(made)
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [str(error) for error in found.errors][:5]


@pytest.mark.parametrize("seed", range(20))
def test_any_two_texts(seed):
    """[D22] Paragraphs come, go, move, change, in three scripts."""
    chance = random.Random(seed)

    def words() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randrange(1, 14)))

    before = tuple(Paragraph(f"p{n}", "op", plain(words()), f"{n}.") for n in range(7))
    after = [p if chance.random() < 0.5 else p.reading(plain(words())) for p in before]
    after = [p for p in after if chance.random() < 0.8]
    if chance.random() < 0.5:
        chance.shuffle(after)
    after.insert(chance.randrange(len(after) + 1), Paragraph("n", "item", plain(words()), "(a)"))
    check(before, tuple(after))


def test_emphasis_is_a_tracked_change_of_format():
    """[D22] Words that stay and change their emphasis say what they had."""
    before = (Paragraph("a", "op", content_from_json([{"t": "Recalling", "m": ["em"]}])),)
    after = (Paragraph("a", "op", (Piece("Recalling", frozenset({"strong"})),)),)
    document = docx.Document(BytesIO(check(before, after)))
    assert [change.revision_type for change in read_revisions(document)] == ["format_run"]


def with_note(words: str, note: str, *, first: bool = True) -> WorkingText:
    """A paragraph that refers to a footnote, one that may, and the footnote."""
    reference = Piece("\ufffc", frozenset({"fn:n"}))
    one, other = plain(words), plain("Decides to meet.")
    return (
        Paragraph("a", "op", (*one, reference) if first else one, "1."),
        Paragraph("b", "op", other if first else (*other, reference), "2."),
        Paragraph("n", "footnote", plain(note), "1"),
    )


NOTED = with_note("Recalls the treaty", "Done at Riverton in 1990.")
NOTES = {
    "the same": (NOTED, NOTED),
    "words of it": (NOTED, with_note("Recalls the treaty", "Done at Riverton in 1992.")),
    "new": ((Paragraph("a", "op", plain("Recalls the treaty"), "1."), NOTED[1]), NOTED),
    "gone": (NOTED, (Paragraph("a", "op", plain("Recalls the treaty"), "1."), NOTED[1])),
    "elsewhere": (NOTED, with_note("Recalls the treaty", "Done in 1992.", first=False)),
    "moved paragraph": (NOTED, (NOTED[1], NOTED[0], NOTED[2])),
}


@pytest.mark.parametrize("pair", NOTES.values(), ids=NOTES)
def test_footnotes_stand_below_the_page(pair, tmp_path):
    """[D22] Real footnotes; accepted they are those of the newer text, rejected of the older."""
    before, after = pair
    redlined = Redlined("a", "b", compare(before, after), at="2026-01-02T03:04:05Z")
    made = render_redline_docx(redlined)
    path = tmp_path / "redline.docx"
    path.write_bytes(made)
    found = OpenXmlValidator().validate(path)
    assert found.is_valid, [str(error) for error in found.errors][:5]
    for accept, text in ((True, after), (False, before)):
        body = tuple(p for p in text if p.kind != "footnote")
        assert settled(made, accept) == [line.replace("\ufffc", "") for line in printed(body)]
        assert notes(made, accept) == [p.words for p in text if p.kind == "footnote"]


def test_a_footnote_to_which_nothing_refers_is_a_paragraph():
    """[D22] Its words are not lost."""
    check(BASE, (*BASE, Paragraph("n", "footnote", plain("Alone."), "1")))
