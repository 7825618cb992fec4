"""Compilation: scenes, and the laws on each of them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adref.drafting.compilation import compile, moved_on
from adref.drafting.content import Piece, tidy
from adref.drafting.negotiation import Decision
from adref.drafting.notation import read_notation
from adref.drafting.profiles import ECOSOC, UN
from adref.drafting.proposal import Proposal
from adref.drafting.text import Paragraph
from adref.drafting.writing import names_of, write
from tests.drafting.laws import as_text, mentioned, obey
from tests.drafting.play import CHAIR, MEMBERSHIP, PARTIES, Table
from tests.golden.scenes import SCENES


@pytest.mark.parametrize("name", SCENES)
def test_laws_of_compilation(name):
    """[C1] [C3] [C9] [C10] on every scene."""
    table = SCENES[name]()
    obey(table.text, table.proposals)


@pytest.mark.parametrize("act", ["adopt", "bracket", "overtake", "park"])
@pytest.mark.parametrize("name", SCENES)
def test_a_settled_proposal_leaves_no_trace(name, act):
    """[C5] After the pen has settled a proposal it is not in the compilation; laws still hold."""
    for identifier in [p.id for p in SCENES[name]().proposals]:
        table = SCENES[name]()
        decision = table.ask(CHAIR, {"do": act, "proposal": identifier})
        if isinstance(decision, Decision):
            before = set(moved_on(table.text, table.proposals))
            table.apply(decision)
            assert identifier not in mentioned(obey(table.text, table.proposals))
            lost = set(moved_on(table.text, table.proposals)) - before
            assert lost == set(decision.moved_on), "[P6] the preview lists what is lost"


def line(table: Table, attributions: bool = True) -> str:
    compiled = compile(table.text, table.proposals)
    return write(compiled, table.profile, names_of(MEMBERSHIP), attributions)[0].words


RIVER = "Decides to reduce withdrawals from the river"
LINES = {
    "replacement": f"{RIVER} by [half][two thirds - Avon] by 2030;",
    "same_words": f"{RIVER} by [half by 2030][half by 2035 - Avon, Brill];",
    "deletion": (
        "Decides to reduce withdrawals [from the river - Avon, Brill: delete] by half by 2030;"
    ),
    "deletion_and_replacement": f"{RIVER} [by half - Avon: delete][by a tenth - Brill] by 2030;",
    "insertions_at_one_point": (
        f"{RIVER} [and its lakes - Avon, Corva][, where possible, - Brill] by half by 2030;"
    ),
    "nested": (
        f"{RIVER} by [half][[at least][about - Corva] [two thirds][three quarters "
        "[or more - Corva: delete] - Brill] - Avon] by 2030;"
    ),
    "coalition": f"{RIVER} by [half][a third - CS, Corva] by 2030;",
    "chinese": (
        "决定[到2030年 - Corva: delete]将河[湖 - Brill]流取水量减少[一半][三分之一 - Avon]；"
    ),
    "nested_ecosoc": (
        f"{RIVER} by [half][[at least][about] (Corva) [two thirds][three quarters "
        "[or more] (Corva: delete)] (Brill)] (Avon) by 2030;"
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_written_as_a_secretariat_would(name):
    """[C6] [C7] [C8] [C10] Contests, deletions, insertions and answers, in words."""
    assert line(SCENES[name]()) == LINES[name]


def test_without_attributions_only_the_brackets_stand():
    """[C10] No name is written."""
    assert line(SCENES["deletion"](), attributions=False) == (
        "Decides to reduce withdrawals [from the river] by half by 2030;"
    )


VOCABULARY = ["water", "half", "by", "noise", "2030", "，", "决", "定", "النهر", "💧", ";"]
PHRASE = st.lists(st.sampled_from(VOCABULARY), max_size=5).map(" ".join)
MARKS = st.sampled_from([frozenset(), frozenset({"em"})])
CONTENT = st.lists(st.builds(Piece, PHRASE, MARKS), max_size=3).map(tidy)


def words(content):
    return "".join(piece.text for piece in content)


@st.composite
def floors(draw):
    """A text of three paragraphs, some of which changed since the proposals were made."""
    basis = [draw(CONTENT) for _ in range(3)]
    text = tuple(
        Paragraph(f"p{n}", "op", draw(st.sampled_from([said, draw(CONTENT)])), f"OP{n}")
        for n, said in enumerate(basis)
    )
    proposals: list[Proposal] = []
    for number in range(1, draw(st.integers(0, 7)) + 1):
        proposals.append(_proposal(draw, number, basis, proposals))
    return text, proposals


def _proposal(draw, number, basis, before):
    row = draw(st.integers(0, 2))
    kind = draw(st.sampled_from(["change"] * 5 + ["new", "delete", "alternative", "move"]))
    parents = [p for p in before if p.kind in ("change", "new", "alternative") and p.replacement]
    on, quoted = "", basis[row]
    if parents and draw(st.booleans()):
        parent = draw(st.sampled_from(parents))
        kind, on, quoted = "change", parent.id, parent.replacement
    start = draw(st.integers(0, len(words(quoted))))
    end = draw(st.integers(start, len(words(quoted))))
    anchors = [None, "p0", "p1", "p2", "gone", *(p.id for p in before if p.kind == "new")]
    replacement = () if kind in ("delete", "move") else draw(CONTENT)
    if kind == "change" and not replacement and start == end:
        replacement = (Piece("added"),)
    return Proposal(
        f"x{number}",
        kind,
        paragraph="" if kind == "new" else f"p{row}",
        after=draw(st.sampled_from(anchors)) if kind in ("new", "move") else None,
        on=on,
        basis=quoted if kind in ("change", "delete") else (),
        span=(start, end) if kind == "change" else (0, 0),
        replacement=replacement,
        paragraph_kind="op" if kind in ("new", "alternative") else "",
        party=draw(st.sampled_from([*PARTIES, "coast"])),
        cosponsors=tuple(draw(st.sets(st.sampled_from(PARTIES), max_size=1))),
        stage=draw(st.sampled_from(["open"] * 6 + ["parked", "withdrawn"])),
        number=number,
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(floors())
def test_laws_hold_for_any_floor(floor):
    """[C1] [C3] [C9] [C10] for random proposals of all kinds."""
    obey(*floor)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(floors(), st.sampled_from(["adopt", "bracket"]), st.sampled_from([UN, ECOSOC]))
def test_the_pen_keeps_the_laws(floor, act, profile):
    """[C5] Whatever the pen adopts or brackets: no trace of it, and the laws hold after."""
    text, proposals = floor
    table = Table(text, profile=profile)
    table.state = table.state.having(proposals={p.id: p for p in proposals})
    for proposal in proposals:
        decision = table.ask(CHAIR, {"do": act, "proposal": proposal.id})
        if isinstance(decision, Decision):
            table.apply(decision)
            assert proposal.id not in mentioned(obey(table.text, table.proposals))
    assert len({p.id for p in table.text}) == len(table.text)


@pytest.mark.parametrize("profile", [UN, ECOSOC], ids=lambda profile: profile.name)
@pytest.mark.parametrize("name", ["competing", "nested", "deletion", "coalition", "arabic"])
def test_names_are_read_back(name, profile):
    """[C10] Who proposes is read back from what was written."""
    table = SCENES[name]()
    compiled = compile(table.text, table.proposals)
    written = as_text(write(compiled, profile, names_of(MEMBERSHIP)))
    shorts = {table.membership.short(party) for p in table.proposals for party in p.parties}
    notation = read_notation(written, names_of(MEMBERSHIP).values())
    assert {name for said in notation.attributions for name in said.parties} == shorts


@pytest.mark.parametrize("profile", [UN, ECOSOC], ids=["un", "ecosoc"])
def test_a_move_says_where_to_and_its_names_are_read_back(profile):
    """[C15] [N21] Both places of a moved paragraph are written with who would have it there."""
    table = SCENES["moves"]()
    written = as_text(write(compile(table.text, table.proposals), profile, names_of(MEMBERSHIP)))
    read = read_notation(written, ["Avon", "Brill", "Corva"])
    said = {(a.paragraph, a.parties, a.stance) for a in read.attributions if "move" in a.stance}
    assert ("p1", ("Avon", "Corva"), "move after OP2") in said
    assert ("p1", ("Brill",), "move after OP3") in said
    assert ("p3", ("Corva",), "move to the beginning") in said
    assert len([one for one in said if one[2] == "move here"]) == 5
    assert not read.structure.unbalanced
