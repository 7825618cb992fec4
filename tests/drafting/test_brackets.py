"""The structure of brackets."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.brackets import bracket_at, read_brackets
from adref.drafting.content import plain
from adref.drafting.text import Paragraph

GOLDEN = json.loads((Path(__file__).parents[2] / "fixtures/brackets.json").read_text("utf-8"))
bracketed = st.text(st.sampled_from("[[[]]]ab /\\"), max_size=14)


def text_of_words(*words):
    return tuple(Paragraph(f"p{n}", "op", plain(w)) for n, w in enumerate(words))


def place(value):
    return {"paragraph": value.paragraph, "at": value.at}


def as_json(structure):
    return {
        "brackets": [
            {
                "open": place(b.open),
                "close": place(b.close),
                "depth": b.depth,
                "parent": b.parent,
                "role": b.role,
            }
            for b in structure.brackets
        ],
        "unbalanced": [{"place": place(u.place), "char": u.char} for u in structure.unbalanced],
        "groups": [
            {
                "kind": g.kind,
                "paragraph": g.paragraph,
                "brackets": list(g.brackets),
                "spans": [list(span) for span in g.spans],
            }
            for g in structure.groups
        ],
    }


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: case["name"])
def test_golden_cases(case):
    """[N10] The same paragraphs have the same structure in both languages."""
    text = [
        Paragraph(p["id"], p["kind"], plain(p["words"]), "", p["level"]) for p in case["paragraphs"]
    ]
    assert as_json(read_brackets(text)) == case["structure"]


@given(st.lists(bracketed, max_size=5))
def test_every_bracket_is_paired_or_listed_once(words):
    """[N12] Every unescaped bracket character is in exactly one pair or listed as unbalanced."""
    structure = read_brackets(text_of_words(*words))
    seen = [b.open for b in structure.brackets] + [b.close for b in structure.brackets]
    seen += [u.place for u in structure.unbalanced]
    assert len(seen) == len(set(seen))
    from adref.drafting.scanning import escaped

    there = {
        (f"p{n}", at)
        for n, w in enumerate(words)
        for at, character in enumerate(w)
        if character in "[]" and not escaped(w, at)
    }
    assert {tuple(p) for p in seen} == there


@given(st.lists(bracketed, max_size=5))
def test_pairs_nest(words):
    """[N13] A bracket lies inside its parent, and is one deeper."""
    structure = read_brackets(text_of_words(*words))
    for bracket in structure.brackets:
        assert bracket.open < bracket.close
        if bracket.parent is None:
            assert bracket.depth <= 1
        else:
            parent = structure.brackets[bracket.parent]
            assert parent.open < bracket.open
            assert bracket.close < parent.close
            assert bracket.depth in (0, parent.depth + 1)


@given(st.text(st.sampled_from("[]ab"), max_size=20), st.integers(0, 20))
def test_a_paragraph_break_changes_no_pair(words, at):
    """[N11] Words parted into two paragraphs have the same pairs: a bracket may span them."""
    whole = read_brackets(text_of_words(words))
    parted = read_brackets(text_of_words(words[:at], words[at:]))

    def offset(p):
        return p.at + (len(words[:at]) if p.paragraph == "p1" else 0)

    assert [(b.open.at, b.close.at, b.depth) for b in whole.brackets] == [
        (offset(b.open), offset(b.close), b.depth) for b in parted.brackets
    ]


def test_a_pair_is_found_by_either_of_its_characters():
    """[N18] Pointing at either bracket character finds the pair."""
    structure = read_brackets(text_of_words("to [act [now]]"))
    assert [bracket_at(structure, "p0", at) for at in (3, 8, 12, 13, 4)] == [0, 1, 1, 0, None]
