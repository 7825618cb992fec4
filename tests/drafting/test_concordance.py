"""Old label, new label, permanent id; and where a paragraph is now."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.concordance import concordance, rows_by_id
from adref.drafting.content import plain
from adref.drafting.text import Paragraph
from adref.drafting.whereabouts import NOW, Version, named, whereabouts

FISH = "Calls upon all States to protect fish stocks from noise in the months of spawning"
WHALES = "Requests the Secretary-General to report on whales and on the ships that disturb them"
PORTS = "Encourages ports to measure the sound of ships that enter and leave by night"


def op(identifier: str, words: str, label: str = "") -> Paragraph:
    return Paragraph(identifier, "op", plain(words), label)


def texts():
    """Texts with few ids, so that two of them share some."""
    paragraph = st.builds(
        op,
        st.sampled_from("abcdefgh"),
        st.sampled_from([FISH, WHALES, PORTS, f"{FISH}; {WHALES}", "Short.", ""]),
        st.sampled_from(["", "1.", "2.", "2 bis.", "OP7"]),
    )
    return st.lists(paragraph, max_size=6, unique_by=lambda p: p.id).map(tuple)


@given(texts(), texts())
def test_one_row_for_each_paragraph(old, new):
    """[R7] A bijection on what stayed: by id, whatever became of words and labels."""
    rows = concordance(old, new)
    before, after = {p.id for p in old}, {p.id for p in new}
    assert len(rows) == len({row.id for row in rows}) == len(before | after)
    for row in rows:
        gone, fresh = row.id not in after, row.id not in before
        assert gone == (row.fate in ("removed", "joined") or (row.fate == "split" and gone))
        assert fresh == (row.fate == "new")
        others = before if fresh else after
        assert set(row.others) <= others - {row.id}
    assert [row.id for row in rows][: len(new)] == [p.id for p in new]


@given(texts())
def test_nothing_happened(text):
    """[R7] Compared with itself a text has every paragraph in its place."""
    assert {row.fate for row in concordance(text, text)} <= {"same"}


def test_joined_split_removed_and_new():
    """[R8] What is gone is looked for by its words; what stays is never guessed."""
    old = (op("a", FISH, "1."), op("b", WHALES, "2."), op("c", PORTS, "3."), op("d", "Gone.", "4."))
    joined = op("a", f"{FISH}; {WHALES.lower()}", "1.")
    rows = rows_by_id(concordance(old, (joined, op("c", PORTS, "2."), op("e", "Quite new.", "3."))))
    assert [rows[key].fate for key in "abcde"] == ["same", "joined", "renumbered", "removed", "new"]
    assert rows["b"].others == ("a",)
    back = rows_by_id(concordance((joined,), (op("a", FISH, "1."), op("f", WHALES, "2."))))
    assert (back["a"].fate, back["a"].others, back["f"].others) == ("split", ("f",), ("a",))


def test_two_of_one_label_are_two():
    """[R7] Labels are not identity: both options have a 66 quater."""
    old = (op("a", FISH, "66 quater."), op("b", WHALES, "66 quater."))
    assert named("66 quater", old) == ("a", "b")
    new = (replace(old[1], label="7."), replace(old[0], label="8."))
    assert {(row.id, row.old, row.new) for row in concordance(old, new)} == {
        ("a", "66 quater", "8"),
        ("b", "66 quater", "7"),
    }


@pytest.mark.parametrize("query", ["OP7", "op 7", "7.", "7", "operative paragraph 7", "c"])
def test_op7_is_found_however_it_is_written(query):
    """[R9] By label, with or without what stands before the number, and by permanent id."""
    text = (
        Paragraph("a", "pp", plain(FISH), "PP7"),
        op("b", WHALES, "OP6"),
        op("c", PORTS, "OP7"),
        op("d", PORTS, "OP7 bis"),
    )
    assert "c" in named(query, text)
    assert not {"b", "d"} & set(named(query, text))
    assert named("PP7", text) == ("a",)


def test_unlabelled_paragraphs_have_the_label_that_is_shown():
    """[R9] As the outline counts them."""
    assert named("OP2", (op("a", FISH), op("b", WHALES))) == ("b",)


def test_followed_through_three_versions():
    """[R9] Renumbered, then joined, then gone; each step says so."""
    one = Version("r1", (op("a", FISH, "6."), op("b", WHALES, "7.")))
    two = Version("r2", (op("a", FISH, "1."), op("b", WHALES, "2.")))
    three = Version("r3", (op("a", f"{FISH}, and {WHALES}", "1."),))
    now = Version(NOW, (op("z", PORTS, "1."),))
    (trail,) = whereabouts("OP7", [one, two, three, now])
    assert (trail.asked.id, trail.asked.label) == ("b", "7")
    assert [(s.version, s.fate, [at.label for at in s.standing]) for s in trail.steps] == [
        ("r2", "renumbered", ["2"]),
        ("r3", "joined", ["1"]),
        ("now", "removed", []),
    ]


def test_nobody_has_that_label():
    """[R9] Then there is no trail, and no guess."""
    assert whereabouts("OP9", [Version("r1", (op("a", FISH, "1."),))]) == ()
    assert whereabouts("OP9", []) == ()
