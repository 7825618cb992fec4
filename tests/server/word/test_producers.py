"""[B26] Files as Word and Google Docs save them: in, negotiated, and out again."""

import itertools
from pathlib import Path

import pytest

from adref.drafting.edition import TRACKED, Base, edition_for
from adref.drafting.floor import State
from adref.drafting.incoming import Incoming
from adref.drafting.parties import Membership, Party
from adref.drafting.profiles import UN
from adref.drafting.proposal import Proposal
from adref.drafting.text import WorkingText
from adref.drafting.tracked import Brought, Choice, settle
from adref.server.formats import render
from adref.server.incoming_file import read_incoming
from tests.server.formats.word import lines_of
from tests.server.word.making import Made, commented, para, run
from tests.server.word.producers import CASES, W15, Case

NAMES = [case.name for case in CASES]


def read(data: bytes, folder: Path) -> Incoming:
    path = folder / "x.docx"
    path.write_bytes(data)
    numbers = itertools.count()
    return read_incoming(path, "x.docx", lambda: f"i{next(numbers)}")[1]


def taken(incoming: Incoming, what: str) -> tuple[str, ...]:
    choices = dict.fromkeys(incoming.authors, Choice(what))
    return lines(settle(incoming, choices).text)


def lines(text: WorkingText) -> tuple[str, ...]:
    return tuple(f"{p.label} {p.words}".strip() for p in text)


def as_proposal(brought: Brought, number: int) -> Proposal:
    asked = brought.amendment
    return Proposal(
        id=f"q{number}", number=number, kind=asked.kind, paragraph=asked.paragraph,
        after=asked.after, basis=asked.basis, span=asked.span, replacement=asked.replacement,
        paragraph_kind=asked.paragraph_kind, level=asked.level, label=asked.label,
        party=brought.party, by=brought.by, at="2026-01-02T10:00:00Z",
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_b26_in_negotiated_and_out(case: Case, tmp_path: Path) -> None:
    """Accepted and rejected it reads as Word would; adopted, it goes out with the same changes."""
    incoming = read(case.made.data(), tmp_path)
    assert taken(incoming, "accept") == case.accepted
    assert taken(incoming, "reject") == case.rejected
    settled = settle(incoming, dict.fromkeys(incoming.authors, Choice("party", "avon")))
    assert lines(settled.text) == case.rejected
    assert [(b.by, b.amendment.kind) for b in settled.proposals] == list(case.proposed)
    proposals = [as_proposal(b, n) for n, b in enumerate(settled.proposals, 1)]
    state = State(proposals={p.id: p for p in proposals})
    answered = [q for q, b in zip(proposals, settled.proposals, strict=True) if b.answers]
    avon = Membership({"avon": Party("avon", "Avon", "Avon")})
    edition = edition_for(
        TRACKED, "A text", settled.text, state, UN, avon,
        [p.id for p in proposals], base=Base(settled.text),
    )  # fmt: skip
    out = render(edition, "docx")
    assert printed(lines_of(out, accept=False)) == case.rejected
    if not answered:
        assert printed(lines_of(out, accept=True)) == case.accepted
    again = read(out, tmp_path)
    assert taken(again, "reject") == case.rejected
    kinds = [b.amendment.kind for b in settle(again, {"Avon": Choice("party", "avon")}).proposals]
    assert sorted(kinds) == sorted(kind for _, kind in case.proposed)


def printed(found: list[str]) -> tuple[str, ...]:
    return tuple(line.replace("\t", " ").strip() for line in found)


def test_b3_a_reply_to_a_comment_is_a_remark_of_who_replies(tmp_path: Path) -> None:
    """Word keeps a reply as a comment of its own at the same words; a part apart says so."""
    both = commented(1, commented(2, run("in May")))
    extended = (
        f'<w15:commentsEx xmlns:w15="{W15}"><w15:commentEx w15:paraId="1A" w15:done="0"/>'
        '<w15:commentEx w15:paraId="1B" w15:paraIdParent="1A" w15:done="1"/></w15:commentsEx>'
    )
    made = Made(
        [para(run("Meets "), both, run("."))],
        comments={1: ("Ana P", "Too early?"), 2: ("Bo Q", "Not for us.")},
        parts={"word/commentsExtended.xml": extended},
    )
    said = [(c.author, c.text) for c in read(made.data(), tmp_path).comments]
    assert said == [("Ana P", "Too early?"), ("Bo Q", "Not for us.")]


def test_o20_a_move_comes_back_as_a_move(tmp_path: Path) -> None:
    """[B1] Only by the one who moved it; who takes changes as made sees it in its new place."""
    case = next(case for case in CASES if case.name == "word: a moved paragraph")
    incoming = read(case.made.data(), tmp_path)
    (brought,) = settle(incoming, {"Ana P": Choice("party", "avon")}).proposals
    asked = brought.amendment
    stood = next(p for p in incoming.paragraphs if p.words == "Invites all others;")
    report = next(p for p in incoming.paragraphs if p.words == "Requests a report;")
    assert (asked.kind, asked.paragraph, asked.after) == ("move", stood.id, report.id)
