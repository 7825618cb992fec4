"""Scenes that the golden cases are drawn from: a text, and what was proposed on it."""

from collections.abc import Callable

from adref.drafting.content import OBJECT, Piece, content_to_json, plain
from adref.drafting.profiles import ECOSOC, UNFCCC
from adref.drafting.text import Paragraph
from tests.drafting.play import AVON, BRILL, CHAIR, CORVA, Table, change, paragraphs

EM, STRONG = frozenset({"em"}), frozenset({"strong"})
RIVERS = "Decides to reduce withdrawals from the river by half by 2030;"
DRAWN = (
    Piece("Recalling", EM),
    Piece(" the Lakes Convention"),
    Piece(OBJECT, frozenset({"fn:f1"})),
    Piece(" and its "),
    Piece("first", STRONG),
    Piece(" protocol,"),
)


def untouched() -> Table:
    """Nothing is proposed."""
    return Table(paragraphs(RIVERS, "", "Also decides to meet [annually][twice a year];"))


def replacement() -> Table:
    """One party replaces a word."""
    table = Table(paragraphs(RIVERS))
    table.propose(AVON, "half", "two thirds")
    return table


def lone_space() -> Table:
    """A space alone is inserted by two, a further one by a third; one would delete a space."""
    table = Table(paragraphs("one twothree four", "five six"))
    for who, said in ((AVON, " "), (BRILL, " "), (CORVA, "  ")):
        table.propose(who, "two|three", said)
    table.propose(AVON, " ", "", "p2")
    return table


def same_words() -> Table:
    """Two parties reach the same words in different ways."""
    table = Table(paragraphs(RIVERS))
    table.propose(AVON, "half by 2030", "half by 2035")
    table.propose(BRILL, "2030", "2035")
    return table


def competing() -> Table:
    """Three parties on overlapping words, one of them in two places."""
    table = Table(paragraphs(RIVERS))
    table.propose(AVON, "half", "two thirds")
    table.propose(BRILL, "reduce withdrawals from the river by half", "end all withdrawals")
    table.propose(AVON, "withdrawals", "abstractions")
    table.propose(CORVA, "half by 2030", "a third")
    return table


def chain_of_overlaps() -> Table:
    """The first and the last proposal meet only through the one between them."""
    table = Table(paragraphs("one two three four five six seven"))
    table.propose(AVON, "one two", "ONE")
    table.propose(CORVA, "four five", "FIVE")
    table.propose(BRILL, "two three four", "many")
    return table


def deletion() -> Table:
    """A pure deletion, and another party joins it."""
    table = Table(paragraphs(RIVERS))
    table.propose(AVON, "from the river ", "")
    table.propose(BRILL, "from the river ", "")
    return table


def deletion_and_replacement() -> Table:
    """One would delete what another would replace."""
    table = Table(paragraphs(RIVERS))
    table.propose(AVON, "by half", "")
    table.propose(BRILL, "half", "a tenth")
    return table


def insertions_at_one_point() -> Table:
    """Insertions at one point stand side by side; the same words are one."""
    table = Table(paragraphs(RIVERS))
    table.propose(AVON, "river|", " and its lakes")
    table.propose(BRILL, "river|", ", where possible,")
    table.propose(CORVA, "river|", " and its lakes")
    return table


def insertion_beside_replacement() -> Table:
    """An insertion at the edge of a replaced phrase is not part of the contest."""
    table = Table(paragraphs(RIVERS))
    table.propose(AVON, "half", "a third")
    table.propose(BRILL, "half|", " or more")
    table.propose(CORVA, "|half", "about ")
    return table


def insertion_inside_contest() -> Table:
    """An insertion inside a replaced phrase is an alternative to it."""
    table = Table(paragraphs(RIVERS))
    table.propose(AVON, "half by 2030", "a third")
    table.propose(BRILL, "half| by", ", at least,")
    return table


def nested() -> Table:
    """A proposal on a proposal on a proposal; and a competing one on the first."""
    table = Table(paragraphs(RIVERS))
    first = table.propose(AVON, "half", "at least two thirds")
    second = table.propose(BRILL, "two thirds", "three quarters or more", on=first)
    table.propose(CORVA, "or more", "", on=second)
    table.propose(CORVA, "at least", "about", on=first)
    return table


def nested_in_merged() -> Table:
    """Two parties propose the same words; each wording is answered."""
    table = Table(paragraphs(RIVERS))
    first = table.propose(AVON, "by half by 2030", "by a third by 2030")
    second = table.propose(BRILL, "half", "a third")
    table.propose(CORVA, "2030", "2031", on=first)
    table.propose(AVON, "third", "quarter", on=second)
    return table


def literal_brackets() -> Table:
    """Proposals inside, around and across brackets of the text; one lifts a bracket."""
    table = Table(paragraphs("Decides [to meet [annually][twice a year]] in [Lund];", "[a] \\[b c"))
    table.propose(AVON, "annually", "each spring")
    table.propose(BRILL, "year]] in", "decade]] near")
    table.propose(CORVA, "[Lund]", "Lund")
    table.propose(AVON, "a", "the", paragraph="p2")
    return table


def whole_paragraphs() -> Table:
    """New, alternative, deleted and moved paragraphs; two parties bring the same one."""
    table = Table(paragraphs(RIVERS, "Also decides to meet annually;", "Invites others."))
    new = {"kind": "new", "after": "p1", "paragraph_kind": "op", "level": 0, "label": "OP1 bis"}
    table.submit(AVON, {**new, "content": "Notes the drought;"})
    table.submit(BRILL, {**new, "content": "Notes the flood;"}, {**new, "content": "Regrets it;"})
    table.submit(CORVA, {**new, "content": "Notes the drought;"})
    table.submit(
        CORVA,
        {
            "kind": "new",
            "after": None,
            "paragraph_kind": "pp",
            "level": 0,
            "label": "PP0",
            "content": "Recalling the past,",
        },
    )
    table.submit(AVON, {"kind": "alternative", "paragraph": "p2", "content": "Meets rarely;"})
    table.submit(BRILL, {"kind": "alternative", "paragraph": "p2", "content": "Meets rarely;"})
    table.submit(BRILL, {"kind": "delete", "paragraph": "p2", "basis": table.words("p2")})
    table.submit(CORVA, {"kind": "move", "paragraph": "p3", "after": "p1"})
    table.propose(CORVA, "annually", "monthly", paragraph="p2")
    return table


def moves() -> Table:
    """Moves to several places, of labelled and other paragraphs, of one with rival words."""
    item = Paragraph("i1", "item", plain("among others."), "(a)", 1)
    quiet = Paragraph("q1", "plain", plain("So it was."))
    table = Table((*paragraphs(RIVERS, "Also decides to meet;", "Invites others."), item, quiet))
    table.submit(AVON, {"kind": "move", "paragraph": "p1", "after": "p2"})
    table.submit(BRILL, {"kind": "move", "paragraph": "p1", "after": "p3"})
    table.submit(CORVA, {"kind": "move", "paragraph": "p1", "after": "p2"})
    table.submit(CORVA, {"kind": "move", "paragraph": "p3", "after": None})
    table.submit(AVON, {"kind": "move", "paragraph": "q1", "after": "p3"})
    table.submit(BRILL, {"kind": "move", "paragraph": "p2", "after": "i1"})
    table.propose(CORVA, "half", "a third")
    return table


def chained_paragraphs() -> Table:
    """A new paragraph after a new paragraph; answers to new and alternative ones."""
    table = Table(paragraphs(RIVERS, "Invites others."))
    new = {"kind": "new", "paragraph_kind": "item", "level": 1}
    (first,) = table.submit(AVON, {**new, "after": "p1", "label": "(a)", "content": "first,"})
    (second,) = table.submit(BRILL, {**new, "after": first, "label": "(b)", "content": "second."})
    table.propose(CORVA, "second", "third", on=second)
    (other,) = table.submit(AVON, {"kind": "alternative", "paragraph": "p2", "content": "Asks."})
    table.propose(BRILL, "Asks", "Urges", on=other)
    table.submit(CORVA, {**new, "after": "p1", "label": "(c)", "content": "at the end,"})
    return table


def adopted_in_order() -> Table:
    """The second of three new paragraphs keeps its place when the first is adopted."""
    table = Table(paragraphs(RIVERS, "Invites others."))
    new = {"kind": "new", "after": "p1", "paragraph_kind": "op", "level": 0}
    first, *_ = table.submit(
        AVON, *({**new, "label": f"N{n}", "content": f"Number {n};"} for n in (1, 2, 3))
    )
    table.act(CHAIR, do="adopt", proposal=first)
    return table


def moved_on() -> Table:
    """The pen has changed words: some quotations still stand, others do not."""
    table = Table(paragraphs(RIVERS, "Invites others.", "Stays as it is."))
    table.propose(AVON, "half", "a third")
    table.propose(BRILL, "from the river", "")
    table.propose(CORVA, "2030|", " at the latest")
    gone = table.propose(AVON, "Invites others", "Asks all", paragraph="p2")
    table.propose(BRILL, "all", "some", on=gone)
    table.submit(CORVA, {"kind": "delete", "paragraph": "p3", "basis": "Stays as it is."})
    first, second, third = table.text
    table.text = (
        first.reading(plain("Decides now to reduce withdrawals from the rivers by half by 2030,")),
        second.reading(plain("Welcomes everybody.")),
        third.reading(plain("Stays as it was.")),
    )
    return table


def stages() -> Table:
    """Only open proposals stand in the compilation."""
    table = Table(paragraphs(RIVERS))
    ids = [table.propose(AVON, "half", words) for words in ("a third", "a quarter", "a fifth")]
    table.propose(BRILL, "third", "sixth", on=ids[0])
    table.act(CHAIR, do="park", proposal=ids[0])
    table.act(AVON, do="withdraw", proposal=ids[1])
    table.act(CHAIR, do="overtake", proposal=ids[2])
    table.propose(CORVA, "half", "a tenth")
    return table


def bracketed() -> Table:
    """A proposal was written into the text in brackets; its rivals are kept."""
    table = Table(paragraphs(RIVERS))
    first = table.propose(AVON, "half", "a third")
    table.propose(BRILL, "half by 2030", "all by 2050")
    table.propose(CORVA, "third", "quarter", on=first)
    table.act(CHAIR, do="bracket", proposal=first)
    return table


def marks() -> Table:
    """Italics, bold and a footnote reference in what is quoted and in what is proposed."""
    table = Table(paragraphs(DRAWN))
    table.submit(AVON, change(DRAWN, "first protocol", (Piece("second", STRONG), Piece(" text"))))
    table.submit(BRILL, change(DRAWN, "Recalling", (Piece("Noting", EM),)))
    table.submit(CORVA, change(DRAWN, "Recalling", "Recalling"))
    table.submit(CORVA, change(DRAWN, f"Convention{OBJECT}", "Treaty"))
    return table


def arabic() -> Table:
    """Arabic, with two alternatives and an insertion."""
    table = Table(paragraphs("تقرر خفض السحب من النهر بمقدار النصف بحلول عام ٢٠٣٠؛"))
    table.propose(AVON, "بمقدار النصف", "بمقدار الثلث")
    table.propose(BRILL, "النصف بحلول عام ٢٠٣٠", "الربع")
    table.propose(CORVA, "النهر|", " والبحيرات")
    return table


def chinese() -> Table:
    """Chinese: single characters are words."""
    table = Table(paragraphs("决定到2030年将河流取水量减少一半；"))
    table.propose(AVON, "一半", "三分之一")
    table.propose(BRILL, "河|流", "湖")
    table.propose(CORVA, "到2030年", "")
    return table


def emoji() -> Table:
    """Characters outside the basic plane: offsets count code points."""
    table = Table(paragraphs("Water 💧 and 👩‍🌾 farmers 𝔸𝔹 by half 🌊."))
    table.propose(AVON, "half", "a third 🐟")
    table.propose(BRILL, "👩‍🌾 farmers", "all 👨‍👩‍👧 families")
    table.propose(CORVA, "💧|", "💧")
    return table


def resting() -> Table:
    """A parked and a withdrawn proposal on which others were built."""
    table = Table(paragraphs(RIVERS, "Invites others."))
    first = table.propose(AVON, "half", "a third")
    second = table.propose(BRILL, "third", "fourth", on=first)
    table.propose(CORVA, "fourth", "fifth", on=second)
    new = {"kind": "new", "paragraph_kind": "op", "level": 0}
    (above,) = table.submit(AVON, {**new, "after": "p1", "label": "N1", "content": "One;"})
    (below,) = table.submit(BRILL, {**new, "after": above, "label": "N2", "content": "Two;"})
    table.submit(CORVA, {**new, "after": below, "label": "N3", "content": "Three;"})
    table.submit(CORVA, {**new, "after": "p1", "label": "N4", "content": "Four;"})
    table.act(CHAIR, do="park", proposal=first)
    table.act(AVON, do="withdraw", proposal=above)
    table.act(CHAIR, do="adopt", proposal=below)
    return table


def coalition() -> Table:
    """A coalition submits; another party joins it."""
    table = Table(paragraphs(RIVERS))
    basis = content_to_json(table.text[0].content)
    (joined,) = table.submit(AVON, change(basis[0]["t"], "half", "a third"), party="coast")
    table.act(CORVA, do="cosponsor", proposal=joined, party="corva", on=True)
    return table


def rows_of_a_table() -> Table:
    """A cell's words, a whole row, a new row, and a row with one cell more."""
    rows = ("Year | Share [%] | Source", "2030 | [5][7] | levy", "2035 | a \\| b | gifts", "| 9 |")
    told = (
        Paragraph(f"r{n}", "row", plain(said), "", int(n == 1)) for n, said in enumerate(rows, 1)
    )
    table = Table((*paragraphs(RIVERS), *told))
    table.propose(AVON, "levy", "fees", paragraph="r2")
    table.propose(BRILL, "| levy", "| levy | yes", paragraph="r2")
    table.submit(BRILL, {"kind": "delete", "paragraph": "r3", "basis": table.words("r3")})
    row = {"kind": "new", "after": "r2", "paragraph_kind": "row", "level": 0, "label": ""}
    table.submit(CORVA, {**row, "content": "2031 | 6 | loans"})
    return table


def with_profile(make: Callable[[], Table], profile: object) -> Callable[[], Table]:
    """The same scene in another forum's notation."""

    def scene() -> Table:
        table = make()
        table.profile = profile  # type: ignore[assignment]
        return table

    return scene


SCENES: dict[str, Callable[[], Table]] = {
    make.__name__: make
    for make in (
        untouched,
        replacement,
        lone_space,
        same_words,
        competing,
        chain_of_overlaps,
        deletion,
        deletion_and_replacement,
        insertions_at_one_point,
        insertion_beside_replacement,
        insertion_inside_contest,
        nested,
        nested_in_merged,
        literal_brackets,
        whole_paragraphs,
        moves,
        chained_paragraphs,
        adopted_in_order,
        moved_on,
        stages,
        bracketed,
        marks,
        arabic,
        chinese,
        emoji,
        coalition,
        resting,
        rows_of_a_table,
    )
} | {
    "competing_unfccc": with_profile(competing, UNFCCC),
    "whole_paragraphs_ecosoc": with_profile(whole_paragraphs, ECOSOC),
    "moves_ecosoc": with_profile(moves, ECOSOC),
    "moves_unfccc": with_profile(moves, UNFCCC),
    "nested_ecosoc": with_profile(nested, ECOSOC),
}
