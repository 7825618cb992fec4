"""Import: what a source is made of is recognized."""

import re
from itertools import count
from pathlib import Path

import pytest

from adref.drafting.content import FOOTNOTE, text_of
from adref.drafting.importing import import_text

FIXTURE = (Path(__file__).parents[2] / "fixtures/negotiation.md").read_text("utf-8")


def read(source, format="md"):
    numbers = count()
    return import_text(source, format, lambda: f"p{next(numbers)}")


def shapes(source, format="md"):
    return [(p.kind, p.label, p.level, p.words) for p in read(source, format).paragraphs]


def test_footnotes_become_paragraphs_and_references():
    """[N53] A reference is one character with the mark of the footnote's paragraph."""
    text = read("Act[^a] now[^b].\n\n[^a]: The first.\n[^c]: The second.\n").paragraphs
    assert [(p.kind, p.label) for p in text] == [
        ("plain", ""),
        ("footnote", "a"),
        ("footnote", "c"),
    ]
    assert text[0].words == "Act\ufffc now[^b]."
    assert text[0].content[1].marks == {FOOTNOTE + text[1].id}


def test_links_keep_their_words_and_are_not_contested():
    """[N54] Link syntax is read as the characters that stand there."""
    source = "See [the draft][source] and [page](https://x.org/a).\n\n[source]: http://x.org/b\n"
    imported = read(source)
    assert imported.paragraphs[0].words == source.split("\n")[0]
    assert imported.report["brackets"] == 0
    assert imported.report["uncontested"] == 4


def test_an_escaped_bracket_stays_escaped():
    """[N14] A backslash before a bracket is kept: it says that the bracket is not contested."""
    imported = read("as \\[sic\\] and [this], 5 \\* 3;\n")
    assert imported.paragraphs[0].words == "as \\[sic\\] and [this], 5 * 3;"
    assert imported.report["brackets"] == 1
    assert [item["words"] for item in imported.report["uncontested_brackets"]] == ["sic\\"]


def test_front_matter_is_words_too():
    """[N55] The lines between --- at the head keep their names as labels."""
    imported = read("---\ntitle: The seas\nedit: true\n---\n\nWords.\n")
    assert imported.title == "The seas"
    assert [(p.kind, p.label, p.words) for p in imported.paragraphs] == [
        ("title", "title:", "The seas"),
        ("plain", "edit:", "true"),
        ("plain", "", "Words."),
    ]


def test_kinds_of_a_resolution():
    """[N56] Title, enacting words, recitals, operative paragraphs and items are told apart."""
    source = """# The seas

*The General Assembly,*

*Recalling* its resolutions,

*[Alarmed][Concerned]* by noise, (Agreed)

1. *Decides* to act:

(a) Now;

(i) Today;

(ii) Tomorrow;

(b) Later;

2 bis. *Requests* [a report];

## Article 2. Pledges

[Article 3] Pledges

# Annex I

**Option 1:** Quiet;
"""
    assert [(kind, label, level) for kind, label, level, _ in shapes(source)] == [
        ("title", "", 0),
        ("chapeau", "", 0),
        ("pp", "", 0),
        ("pp", "", 0),
        ("op", "1.", 0),
        ("item", "(a)", 1),
        ("item", "(i)", 2),
        ("item", "(ii)", 2),
        ("item", "(b)", 1),
        ("op", "2 bis.", 0),
        ("article", "Article 2.", 2),
        ("plain", "", 0),
        ("annex", "Annex I", 1),
        ("plain", "", 0),
    ]


def test_letter_i_after_h_is_a_letter():
    """[N57] (i) after (h) is a letter; after anything else it is a number."""
    source = "\n\n".join(["1. To:", "(g) a;", "(h) b;", "(i) c;", "(i) d;", "(ii) e;"])
    assert [level for _, _, level, _ in shapes(source)] == [0, 1, 1, 1, 2, 2]


WRAPPED = """CONFERENCE ON THE SEAS
Second session

A. [Preamble
     [Recalling the provisions of the Convention and determined to further enhance its full,
     effective and sustained implementation [developing
     countries][Parties not included], mid-
     century strategies,]
     [Recognizing the role of quiet,]


1
     See the report of the first session of the conference and the annexes thereto.



                                                                                        1
CONF 2-8 - agenda item 3

B. [General
1. [Option 1: All Parties to strive to achieve a quiet ocean, on the basis of equity and in
    accordance with their




2
                                                                     CONF 2-8 - agenda item 3

    historical responsibilities.
    Option 2: No text.]
2 bis. [Parties have the responsibility.]



                                                                                        3
CONF 2-8 - agenda item 3
"""


def test_hard_wrapped_lines_are_flowed_together():
    """[N58] Lines at a common margin are one paragraph until something says otherwise."""
    flowed = shapes(WRAPPED, "txt")
    assert [words for kind, _, _, words in flowed if kind == "pp"] == [
        "[Recalling the provisions of the Convention and determined to further enhance its full,"
        " effective and sustained implementation [developing countries][Parties not included],"
        " mid-century strategies,]",
        "[Recognizing the role of quiet,]",
    ]
    assert [(k, label) for k, label, _, _ in flowed if label] == [
        ("heading", "A."),
        ("footnote", "1"),
        ("heading", "B."),
        ("op", "1."),
        ("op", "2 bis."),
    ]


def test_page_furniture_stays_and_interrupts_nothing():
    """[N59] Page numbers and running heads stay as plain paragraphs, after what they interrupt."""
    words = [words for _, _, _, words in shapes(WRAPPED, "txt")]
    assert words.count("CONF 2-8 - agenda item 3") == 3
    at = words.index("2")
    assert words[at - 1].endswith("accordance with their historical responsibilities.")
    assert words[at + 2] == "Option 2: No text.]"


def test_long_lines_are_paragraphs():
    """[N58] A source whose lines are longer than a printed line is not hard-wrapped."""
    source = f"1. {'Decides to act ' * 20};\n2. Requests a report;\n"
    assert [label for _, label, _, _ in shapes(source, "txt")] == ["1.", "2."]


def test_agreed_marks_are_states_unless_something_is_contested():
    """[N32] A mark at the end agrees a paragraph in which nothing is contested."""
    imported = read(
        "1. One; (Agreed)\n\n2. Two; [Agreed ad ref]\n\n3. [Three]; (Agreed)\n\n4. Four.\n\n"
        "(Agreed, placement tbd)\n\n5. We [agreed] on five.\n"
    )
    labels = {p.id: p.label for p in imported.paragraphs}
    assert {labels[id]: state for id, state in imported.states.items()} == {
        "1.": "agreed",
        "2.": "agreed_ad_ref",
        "4.": "agreed",
    }
    assert imported.report["agreed"] == 4


def test_nothing_to_read_is_said_so():
    """[N73] A source without words is refused with a sentence."""
    with pytest.raises(ValueError, match="no words"):
        read(" \n\n")
    with pytest.raises(ValueError, match="Unknown format"):
        read("x", "docx")


def test_the_fixture_is_what_it_promises():
    """[N80] The negotiation fixture has every notation that this page describes."""
    imported = read(FIXTURE)
    report = imported.report
    assert report["max_depth"] >= 3
    assert len(report["unbalanced"]) == 1
    assert report["uncontested"] >= 1
    assert report["option_groups"] == [
        ["alt PP9", "alt PP9 alt"],
        ["option 1", "option 2"],
        ["alt OP6", "alt OP6 alt"],
        ["option A", "option B"],
    ]
    assert {"Avelia", "Borrland", "Casmara", "Doria", "Estmark", "Keralu"} < set(
        report["attributions"]
    )
    assert set(report["paragraphs"]) >= {
        "title",
        "pp",
        "op",
        "item",
        "article",
        "annex",
        "footnote",
    }
    assert "agreed_ad_ref" in imported.states.values()
    scripts = "".join(text_of(p.content) for p in imported.paragraphs)
    assert re.search("[\u0600-\u06ff]", scripts)
    assert re.search("[\u4e00-\u9fff]", scripts)


def test_a_numbered_chapter_keeps_its_whole_number():
    """[N50] A number that goes on is one: what is printed is what stood there."""
    (shape,) = shapes("# Chapter 18.33 Rivers\n")[:1]
    assert f"{shape[1]} {shape[3]}".strip() == "Chapter 18.33 Rivers"
    assert shapes("Section 2. Waters\n", "txt")[0][1:] == ("Section 2.", 1, "Waters")
