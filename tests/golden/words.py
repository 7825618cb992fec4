"""Words for the golden cases of anchors and of derived amendments."""

from typing import Any

from adref.drafting.content import OBJECT

RIVERS = "Decides to reduce withdrawals from the river by half by 2030;"


def quoted(basis: str, words: str, current: str, nth: int = 0) -> tuple[str, str, tuple[int, int]]:
    """A quotation; ``|`` in ``words`` is a place between words."""
    found = words.replace("|", "")
    at = -1
    for _ in range(nth + 1):
        at = basis.index(found, at + 1)
    if "|" in words:
        place = at + words.index("|")
        return basis, current, (place, place)
    return basis, current, (at, at + len(found))


QUOTATIONS = [
    quoted(RIVERS, "half", RIVERS),
    quoted(RIVERS, "half", RIVERS.replace("Decides", "Solemnly decides")),
    quoted(RIVERS, "half", RIVERS.replace("half", "a third")),
    quoted(RIVERS, "by half", RIVERS.replace("by half", "by about half")),
    quoted(RIVERS, "half", RIVERS.replace("by half", "by about half indeed")),
    quoted(RIVERS, "half", RIVERS.replace("half", "[half][a third - Avon]")),
    quoted(RIVERS, "by", RIVERS.replace("by half ", ""), nth=1),
    quoted(RIVERS, "by", RIVERS.replace("by half ", "")),
    quoted(RIVERS, "Decides", "Decides."),
    quoted(RIVERS, RIVERS, RIVERS + " and more"),
    quoted(RIVERS, "half", "Another sentence altogether."),
    quoted(RIVERS, "half", ""),
    quoted(RIVERS, "river|", RIVERS.replace("river", "river and lakes")),
    quoted(RIVERS, "|river", RIVERS.replace("the river", "the wide river")),
    quoted(RIVERS, "river|", RIVERS.replace("river", "lake")),
    quoted(RIVERS, "river| by", RIVERS.replace("river by", "lake near")),
    quoted(RIVERS, "|Decides", "Solemnly " + RIVERS),
    quoted(RIVERS, "2030;|", RIVERS + " then"),
    quoted(RIVERS, "|Decides", "Other words."),
    quoted("", "|", "Words now."),
    quoted("", "|", ""),
    quoted("word", "wo|rd", "a word"),
    quoted("a  b", "a | b", "a  b c"),
    quoted("决定到2030年将河流取水量减少一半；", "一半", "决定到2035年将河流取水量减少一半；"),
    quoted("决定到2030年将河流取水量减少一半；", "减少|", "决定大幅减少；"),
    quoted("تقرر خفض السحب بمقدار النصف؛", "النصف", "تقرر الجمعية خفض السحب بمقدار النصف؛"),
    quoted("a 💧 b 👩‍🌾 c", "👩‍🌾", "a 💧💧 b 👩‍🌾 c"),
    quoted("a 💧 b", "b", "𝔸 a 💧 b"),
    quoted(f"note{OBJECT} here", "here", f"a note{OBJECT} here"),
    quoted("x x x x", "x", "x x x", nth=3),
    quoted("x x x x", "x", "y x x x x", nth=1),
    quoted("the [a] or [b]", "b", "the [a] or [c] or [b]"),
    (RIVERS, RIVERS, (3, 9999)),
    (RIVERS, RIVERS + "!", (40, 20)),
    quoted(
        " ".join(f"w{n}" for n in range(400)),
        "w399",
        " ".join(f"v{n}" for n in range(400)) + " w399",
    ),
    quoted(
        " ".join(f"a{n * 7919 % 1500}" for n in range(1500)),
        "a0",
        " ".join(f"a{n * 104729 % 1500}" for n in range(1500)),
    ),
]


def marked(*pieces: Any) -> list[dict[str, Any]]:
    """Content as JSON: words, or (words, marks...)."""
    return [
        {"t": piece} if isinstance(piece, str) else {"t": piece[0], "m": sorted(piece[1:])}
        for piece in pieces
    ]


DRAFTS: list[tuple[Any, Any]] = [
    (RIVERS, RIVERS),
    ("", ""),
    ("", "New words"),
    ("Old words", ""),
    (RIVERS, RIVERS.replace("half", "a third")),
    (RIVERS, RIVERS.replace("half by 2030", "a third by 2035")),
    (RIVERS, RIVERS.replace("reduce withdrawals", "increase flows")),
    (RIVERS, RIVERS.replace("from the river ", "")),
    (RIVERS, RIVERS.replace("river", "river and its lakes")),
    (RIVERS, RIVERS.replace("Decides", "Decides, therefore,").replace("2030", "2031")),
    (RIVERS, f"[{RIVERS}]"),
    (RIVERS, RIVERS.replace("by half", "[by half]")),
    (RIVERS, RIVERS.replace("by half", "[by half")),
    ("to [meet [annually]]", "to meet annually"),
    ("to [meet] [annually]", "to meet annually"),
    ("to ]meet[ now", "to meet now"),
    ("climate-related loss", "water-driven loss"),
    ("and/or", "or/and"),
    ("modality", "modalities"),
    ("one two three four five", "one 2 three 4 five"),
    ("a  b", "a b"),
    ("End.", "End. And more."),
    ("会员国决定", "成员国一致决定"),
    ("到2030年减少一半", "到2035年大幅减少三分之一"),
    ("تقرر خفض السحب", "تقرر الجمعية خفض السحب فورا"),
    ("Water 💧 now", "Water 💧🌊 then"),
    ("e\u0301tat membre", "État membre"),
    (marked(("Recalling", "em"), " it"), marked("Recalling it")),
    (marked("all words"), marked("all ", ("words", "strong"))),
    (marked("half word"), marked("half wo", ("rd", "em"))),
    (
        marked("A treaty", (OBJECT, "fn:f1"), " holds"),
        marked("A treaty", (OBJECT, "fn:f2"), " holds"),
    ),
    (marked("A treaty", (OBJECT, "fn:f1"), " holds"), marked("A treaty holds")),
    (marked(("One", "em"), " two ", ("three", "em", "strong")), marked(("One two three", "em"))),
]


ATTRIBUTED: list[tuple[str, ...]] = [
    ("Decides [by 2030 - Avon, Brill] to act; (Agreed ad ref)", "(Agreed)", ""),
    ("Also [soon] (Avon) (Brill: delete), acts", "Plain (see above) words"),
    ("Takes [quieter - Avon / louder - Brill retain] ships",),
    ("[a [b - Avon] c - Brill; Corva delete] d [e - Corva]",),
    ("Opens [here", "and closes - Avon, Brill] there"),
    ("Noting it, (Avon, Brill: no change)", "[x] (Avon)y", "(Annex) [words] (Annex)"),
    ("In [twenty-five] years - a long time - [or - so to say - more]",),
    ("Of [words - Trinidad and Tobago and Avon] and [sea – New Land, South Isle]",),
    ("[words - the Group of Isles with the support of Avon]", "[-Avon] [ - Avon ]"),
    ("Acts, (Agreed, placement tbd) (Avon to confirm) .", "AGREED", "\\(Agreed)", "[Agreed]"),
    ("تقرر [بحلول عام ٢٠٣٠ - Avon] العمل (Brill: delete)", "到[2030年 - Avon, Brill]💧[决定 - CS]"),
    ("💧 [a 💧 - Avon] b (Brill) (Corva: would prefer c)",),
]
