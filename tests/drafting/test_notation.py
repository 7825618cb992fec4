"""Options, attributions, agreed marks and placeholders."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.attributions import by_party
from adref.drafting.content import plain
from adref.drafting.importing import import_text
from adref.drafting.notation import read_notation, unescaped
from adref.drafting.profiles import PROFILES
from adref.drafting.text import Paragraph


def text_of_words(*words):
    return tuple(Paragraph(f"p{n}", "op", plain(w), f"{n + 1}.") for n, w in enumerate(words))


def said(words, names=()):
    """What the attributions of a paragraph say: (names, stance, the words of the notation)."""
    notation = read_notation(text_of_words(words), names)
    return [(a.parties, a.stance, words[a.at : a.end]) for a in notation.attributions]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("free from [extreme - US; G77 delete] poverty", [("US", "propose"), ("G77", "delete")]),
        (
            "[changing - EU, G77 retain / promoting - US] patterns",
            [("EU G77", "retain"), ("US", "propose")],
        ),
        (
            "dimensions [, in accordance with the principle. -G77; US, Canada, Japan, EU delete.]",
            [("G77", "propose"), ("US Canada Japan EU", "delete")],
        ),
        (
            "[and commitments] (G77) (EU, CANZ: delete) at",
            [("G77", "propose"), ("EU CANZ", "delete")],
        ),
        (
            "international[ly agreed](Mexico)(G77: retain) goals",
            [("Mexico", "propose"), ("G77", "retain")],
        ),
        ("[agreed / made] (Mexico) (G77: retain)", [("Mexico", "propose"), ("G77", "retain")]),
        ("[Reaffirming] (G77, EU) (E)mphasizing", [("G77 EU", "propose")]),
        ("[by 2030 - Trinidad and Tobago and Cuba]", [("Trinidad and Tobago|Cuba", "propose")]),
        (
            "including [goals] (EU: delete), (G77 with support of Russia: would withdraw it)",
            [("EU", "delete"), ("G77 Russia", "would withdraw it")],
        ),
    ],
)
def test_notations_in_use_are_read(words, expected):
    """[N30] Names inside or after the bracket, with or without what they say."""
    split = [
        (tuple(names.split("|")) if "|" in names else tuple(names.split()), stance)
        for names, stance in expected
    ]
    assert [(names, stance) for names, stance, _ in said(words)] == split


@pytest.mark.parametrize(
    "words",
    [
        "[low - carbon] and [2060 - 2080] and [a - b]",
        "[small island developing States] (SIDS) and [x] (see below) and [y] (the latter)",
        "[Article 4 - Option 2]",
        "[a] (A/69/481) [b] (2030)",
    ],
)
def test_what_only_looks_like_an_attribution_is_none(words):
    """[N31] Without known names, a capital alone after a bracket attributes nothing."""
    assert said(words) == []


def test_known_names_are_recognized_alone():
    """[N31] A name that takes part is recognized after a bracket without more evidence."""
    assert [names for names, _, _ in said("[by 2030] (Avelia)", ["Avelia"])] == [("Avelia",)]


party_names = st.lists(
    st.sampled_from(["Avelia", "G77", "Island Group", "中国"]), max_size=3, unique=True
)


@given(
    st.sampled_from(["un", "ecosoc"]),
    party_names,
    party_names,
    st.sampled_from(["by 2030", "a [b]", ","]),
)
def test_what_a_profile_writes_reads_back(profile, names, others, words):
    """[N21] Written notation parses back into the same names."""
    before, after = PROFILES[profile].around(names, others)
    read = read_notation(text_of_words(f"to act {before}{words}{after} now"), [*names, *others])
    outer = read.structure.brackets[0]
    assert outer.depth == 1
    found = {a.stance: a.parties for a in read.attributions if a.bracket == 0}
    expected = ({"propose": tuple(names)} if names else {}) | (
        {"delete": tuple(others)} if others else {}
    )
    assert found == expected


def test_attributions_are_counted_by_party():
    """[N33] Each mention of a name counts once."""
    notation = read_notation(text_of_words("[a - US; G77 delete] [b - US, EU]"))
    assert by_party(notation.attributions) == {"US": 2, "EU": 1, "G77": 1}


def groups(source, format="md"):
    numbers = count()
    text = import_text(source, format, lambda: f"p{next(numbers)}").paragraphs
    words = {p.id: p.label or p.words[:12] for p in text}
    return [
        [(option.number, [words[id] for id in option.covers]) for option in group.options]
        for group in read_notation(text).options
    ]


def test_options_with_words_cover_their_paragraph():
    """[N34] Consecutive options of a series are alternatives; the last ends with its paragraph."""
    assert groups("**Option 1:** One,\n\n**Option 2:** Two,\n\nThree,\n") == [
        [("1", ["Option 1: On"]), ("2", ["Option 2: Tw"])]
    ]


def test_options_that_stand_alone_cover_what_follows():
    """[N34] An option that stands alone reaches to the next, or to the end of its section."""
    source = "**Option 1:**\n\n1. A;\n\n2. B;\n\n**Option 2:**\n\n1. C;\n\n## Next\n\n3. D;\n"
    assert groups(source) == [[("1", ["Option 1:", "1.", "2."]), ("2", ["Option 2:", "1."])]]


def test_numbering_of_the_whole_text_ends_the_last_option():
    """[N35] Beyond the numbers of the options before it, OP6 is no longer part of the last one."""
    source = "**Option 1:**\n\nOP4 A;\n\nOP5 B;\n\n**Option 2:**\n\nOP4 C;\n\nOP6 D;\n"
    assert groups(source) == [[("1", ["Option 1:", "OP4", "OP5"]), ("2", ["Option 2:", "OP4"])]]


def test_a_bracket_around_options_ends_the_last_one():
    """[N35] A bracket that opens before the first option closes after the last."""
    source = "1. [Option 1: A;\n\nOption 2:\n\n(a) B;\n\nc.]\n\n2. D;\n"
    assert groups(source) == [[("1", ["1."]), ("2", ["Option 2:", "(a)", "c.]"])]]


def test_options_within_options_have_a_series_of_their_own():
    """[N34] Option (a) under Option 1 begins another group."""
    source = "**Option 1:** A:\n\nOption (a): B;\n\nOption (b): C;\n\n**Option 2:** D;\n"
    assert [[number for number, _ in group] for group in groups(source)] == [
        ["1", "2"],
        ["(a)", "(b)"],
    ]


@pytest.mark.parametrize("heading", ["Option I", "Option A", "Option (ii)", "Option 12", "Alt 2"])
def test_headings_of_options(heading):
    """[N34] The headings in use are recognized."""
    assert len(groups(f"{heading}: Words,\n")) == 1


def test_a_mention_of_an_option_is_none():
    """[N34] Option 2 in the middle of a sentence heads nothing."""
    assert groups("As in Option 2 of paragraph 3, Option (a) applies.\n") == []


def test_alternative_paragraphs_are_options_to_one_another():
    """[N36] OP6 and OP6 alt, each with its items; two sections may each have their own 1 alt."""
    source = "OP6 To:\n\n(a) A;\n\nOP6 alt B;\n\nOP6 alt 2 C;\n\nOP7 D;\n"
    assert groups(source) == [
        [("OP6", ["OP6", "(a)"]), ("OP6 alt", ["OP6 alt"]), ("OP6 alt 2", ["OP6 alt 2"])]
    ]


def test_placeholders_in_braces_and_brackets():
    """[N37] Words that stand for words to come."""
    words = "{Placeholder for trade} and [Placeholder for finance] and {not}"
    found = read_notation(text_of_words(words)).placeholders
    assert [words[p.at : p.end] for p in found] == [
        "{Placeholder for trade}",
        "[Placeholder for finance]",
    ]


def test_escaped_brackets_are_printed_without_the_backslash():
    """[N14] What is printed is the bracket alone."""
    assert unescaped("as \\[sic\\] [here]") == "as [sic] [here]"
