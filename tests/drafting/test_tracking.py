import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.clean import clean
from adref.drafting.content import Piece, plain, tidy
from adref.drafting.edition import TRACKED, Base, edition_for
from adref.drafting.floor import State
from adref.drafting.parties import Membership, Party
from adref.drafting.profiles import UN
from adref.drafting.proposal import in_order, proposal_from_json
from adref.drafting.text import Paragraph, WorkingText, paragraph_from_json
from adref.drafting.tracking import Hand, Step, TrackedParagraph, accepted, rejected, track

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = json.loads((FIXTURES / "compilation.json").read_text(encoding="utf-8"))
WORDS = st.lists(
    st.sampled_from(["decides", " ", "to act", " [now]", "; ", "行动", "تقرر", "٣"]), max_size=8
).map("".join)
LABELS = st.sampled_from(["", "1.", "2.", "2 bis.", "(a)"])
PARAGRAPHS = st.builds(
    lambda id, kind, words, mark, label: Paragraph(
        id, kind, tidy([Piece(words), Piece("so", frozenset({"em"} if mark else ()))]), label
    ),
    st.sampled_from("abcdef"),
    st.sampled_from(["op", "item"]),
    WORDS,
    st.booleans(),
    LABELS,
)
TEXTS = st.lists(PARAGRAPHS, max_size=6, unique_by=lambda p: p.id).map(tuple)


def hands(tracked: tuple[TrackedParagraph, ...]) -> set[str]:
    whole = {p.hand.author for p in tracked if p.fate != "kept"}
    return whole | {run.hand.author for p in tracked for run in p.runs if run.fate != "kept"}


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_o1_accepted_it_is_the_last_text_and_rejected_the_first(texts: list[WorkingText]) -> None:
    steps = [Step(text, Hand(f"hand {number}")) for number, text in enumerate(texts[1:])]
    tracked = track(texts[0], steps)
    assert accepted(tracked) == texts[-1]
    assert rejected(tracked) == texts[0]
    assert hands(tracked) <= {step.hand.author for step in steps}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_o1_every_golden_case_with_all_its_proposals(case: dict) -> None:
    text = tuple(paragraph_from_json(item) for item in case["text"])
    proposals = [proposal_from_json(item) for item in case["proposals"]]
    parties = {party for p in proposals for party in p.parties}
    named = Membership({party: Party(party, party, party.upper()) for party in parties})
    open_ones = [p.id for p in in_order(proposals) if p.stage == "open"]
    state = State(proposals={p.id: p for p in proposals})
    made = edition_for(TRACKED, "T", text, state, UN, named, open_ones)
    names = [party.short for party in named.parties.values()]
    wanted = clean(text, proposals, open_ones, names)
    assert [(p.id, p.label, p.words) for p in accepted(made.tracked)] == [
        (p.id, p.label, p.words) for p in wanted
    ]
    assert rejected(made.tracked) == text
    known = {", ".join(named.shorts(p.parties)) for p in proposals} | {"Bureau"}
    assert hands(made.tracked) <= known


def test_o2_words_of_an_act_are_its_partys_and_typed_ones_the_bureaus() -> None:
    kenya = Membership({"k": Party("k", "Kenya", "Kenya")})
    proposal = proposal_from_json(
        {"id": "x", "paragraph": "a", "party": "k", "at": "2026-03-01T10:00:00Z",
         "stage": "adopted", "rationale": "Science says so."}
    )  # fmt: skip
    base = Base(
        (Paragraph("a", "op", plain("Decides to act;")),),
        "Rev.1",
        (
            {"type": "marked", "at": "2026-03-02T09:00:00Z"},
            {"type": "adopted", "proposal": "x", "at": "2026-03-02T10:00:00Z", "edits": [
                {"edit": "content", "paragraph": "a", "before": [{"t": "Decides to act soon;"}],
                 "after": [{"t": "Decides to act by 2030;"}]}]},
        ),
    )  # fmt: skip
    now = (Paragraph("a", "op", plain("Decides strongly to act by 2030;")),)
    made = edition_for(TRACKED, "T", now, State({"x": proposal}), UN, kenya, base=base)
    by = {run.text: run.hand for run in made.tracked[0].runs if run.fate == "inserted"}
    assert by["by 2030"] == Hand("Kenya", "2026-03-01T10:00:00Z")
    assert by["strongly "] == Hand("Bureau")
    assert [c.text for c in made.tracked[0].comments] == ["Science says so."]
    assert "Rev.1" in made.view
