"""Two texts as one redline: nothing lost of either, moved paragraphs moved, not written anew."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from adref.drafting.comparison import compare, newer_text, older_text
from adref.drafting.content import Piece, plain, tidy
from adref.drafting.telling import tell
from adref.drafting.text import Paragraph, WorkingText

VOCABULARY = [f"{a}{b}" for a in ("mar", "sol", "ten", "vi", "ro", "ka") for b in
              ("in", "ade", "or", "el", "usk", "ope", "ith", "ago")]  # fmt: skip
WORDS = st.sampled_from(["a ", "river ", "by ", "half", ", ", "决定", "[", "] ", "the "])
PIECES = st.builds(Piece, WORDS, st.sampled_from([frozenset(), frozenset({"em"})]))
PARAGRAPHS = st.lists(
    st.builds(
        Paragraph,
        st.sampled_from([f"p{n}" for n in range(8)]),
        st.sampled_from(["op", "pp", "heading", "footnote"]),
        st.lists(PIECES, max_size=8).map(tidy),
        st.sampled_from(["", "1.", "2."]),
        st.integers(0, 1),
    ),
    max_size=8,
    unique_by=lambda paragraph: paragraph.id,
).map(tuple)


def text_of_words(seed: int, count: int = 24, length: int = 30) -> WorkingText:
    """Paragraphs of made-up words; ``count`` of them."""
    chance = random.Random(seed)
    return tuple(
        Paragraph(f"p{n}", "op", plain(" ".join(chance.choices(VOCABULARY, k=length))), f"{n + 1}.")
        for n in range(count)
    )


def renamed(text: WorkingText) -> WorkingText:
    """The same text as another file: other ids, other labels."""
    return tuple(replace(p, id=f"q{index}", label=f"({index + 7})") for index, p in enumerate(text))


def fates(before: WorkingText, after: WorkingText, by_id: bool = True) -> list[str]:
    return [row.fate for row in compare(before, after, by_id).rows]


@given(PARAGRAPHS, PARAGRAPHS, st.booleans())
def test_both_texts_are_in_the_rows(before, after, by_id):
    """[D10] Each text is rebuilt from the rows alone: ids, labels, kinds, words, marks, order."""
    rows = compare(before, after, by_id)
    assert older_text(rows) == before
    assert newer_text(rows) == after


@given(PARAGRAPHS)
def test_nothing_is_altered_between_a_text_and_itself(text):
    """[D10] No row of a text compared with itself is altered."""
    assert not any(row.altered for row in compare(text, text).rows)


@given(st.integers(0, 2**32), st.booleans())
def test_words_of_the_same_paragraph_stay_kept(seed, by_id):
    """[D11] Of a text edited here and there no more is struck than was touched, and its spaces."""
    chance = random.Random(seed)
    before = text_of_words(seed)
    after, edits = [], 0
    for paragraph in before:
        words = paragraph.words.split()
        for _ in range(chance.randrange(4)):
            words[chance.randrange(len(words))] = "edited"
            edits += 1
        after.append(paragraph.reading(plain(" ".join(words))))
    other = tuple(after) if by_id else renamed(tuple(after))
    rows = compare(before, other, by_id).rows
    assert {row.fate for row in rows} <= {"kept", "changed"}
    # A small word between two that were touched may go with them, never a longer stretch.
    assert sum(row.struck for row in rows) <= 2 * edits


@given(st.integers(0, 2**32))
def test_a_moved_section_is_moved(seed):
    """[D12] Without ids: paragraphs that stand elsewhere are one moved row each, words kept."""
    chance = random.Random(seed)
    before = text_of_words(seed)
    start, length = chance.randrange(18), chance.randrange(1, 5)
    section = before[start : start + length]
    rest = before[:start] + before[start + length :]
    at = chance.choice([place for place in range(len(rest)) if abs(place - start) > 5])
    after = renamed((*rest[:at], *section, *rest[at:]))
    rows = compare(before, after, by_id=False).rows
    assert {row.fate for row in rows} == {"kept", "departed"}
    assert sum(row.moved for row in rows if row.fate == "kept") == length
    assert [row.before[0].id for row in rows if row.fate == "departed"] == [p.id for p in section]


def test_a_moved_paragraph_shows_its_changes():
    """[D12] Moved and changed: one row with both, and the place from which it came."""
    before = text_of_words(3, count=5)
    changed = before[0].reading(plain(before[0].words + " indeed"))
    rows = compare(before, (*before[1:4], changed, before[4])).rows
    moved = next(row for row in rows if row.moved and row.fate != "departed")
    assert (moved.fate, moved.inserted, moved.struck, moved.place) == ("changed", 1, 0, "")
    gone = next(row for row in rows if row.fate == "departed")
    assert rows.index(gone) == 0
    assert gone.place == "4"


def test_the_smaller_part_is_the_one_that_moved():
    """[D12] A short paragraph that changes places with a section has moved, not the section."""
    before = (*text_of_words(5, 6, 40), Paragraph("s", "op", plain("a short one here"), "7."))
    rows = compare(before, (before[-1], *before[:-1])).rows
    assert [row.after[0].id for row in rows if row.moved and row.fate == "kept"] == ["s"]


def test_split_and_joined_paragraphs():
    """[D13] A paragraph in two, two in one: one row, its words kept."""
    (whole,) = text_of_words(9, 1, 40)
    words = whole.words.split()
    parts = (
        Paragraph("p0", "op", plain(" ".join(words[:22])), "1."),
        Paragraph("new", "op", plain(" ".join(words[22:])), "1 bis."),
    )
    for before, after, fate in (((whole,), parts, "split"), (parts, (whole,), "joined")):
        for by_id in (True, False):
            comparison = compare(before, after, by_id)
            assert [row.fate for row in comparison.rows] == [fate]
            assert comparison.rows[0].inserted == comparison.rows[0].struck == 0
            assert older_text(comparison) == before
            assert newer_text(comparison) == after


def test_identity_is_stronger_than_words():
    """[D14] With permanent ids, a paragraph that was rewritten whole is the same paragraph."""
    before, after = text_of_words(1, 1), text_of_words(2, 1)
    assert fates(before, after) == ["changed"]
    other = Paragraph("other", "op", plain("nothing of this was ever said before"))
    assert fates(before, (other,)) == ["removed", "new"]


def test_repeated_paragraphs_keep_their_places():
    """[D15] What stands several times (a bracket alone) is told apart by its neighbours."""
    body = text_of_words(4, 4)
    mark = Paragraph("x", "plain", plain("["))
    before = (body[0], replace(mark, id="m1"), body[1], replace(mark, id="m2"), body[2])
    after = renamed((before[0], before[1], before[2], body[3], before[3], before[4]))
    assert fates(before, after, by_id=False) == ["kept", "kept", "kept", "new", "kept", "kept"]


def test_a_new_label_alone_is_not_something_to_look_at():
    """[D16] Renumbering is told on the row and does not count as a change."""
    before = text_of_words(8, 2)
    row = compare(before, (replace(before[0], label="9."), before[1])).rows[0]
    assert (row.fate, row.altered, row.relabelled) == ("kept", False, True)
    shaped = compare(before, (replace(before[0], kind="item"), before[1])).rows[0]
    assert (shaped.fate, shaped.altered, shaped.reshaped) == ("kept", True, True)


def test_a_hostile_pair_of_texts_is_answered():
    """[D17] Long texts with nothing in common, or with one phrase for ever, come to an end."""
    one = (Paragraph("a", "op", plain("na " * 20_000)),)
    two = (Paragraph("a", "op", plain("na be " * 10_000)),)
    comparison = compare(one, two)
    assert newer_text(comparison) == two
    many = tuple(Paragraph(f"m{n}", "op", plain("the same words")) for n in range(3_000))
    more = tuple(Paragraph(f"k{n}", "op", plain("the same words too")) for n in range(2_000))
    assert newer_text(compare(many, more, by_id=False)) == more


def told(before: str, after: str) -> list[tuple[str, dict[str, object]]]:
    """What is said of one paragraph that reads otherwise."""
    sides = [
        (Paragraph("p", "op", plain(words), "1."),) if words else () for words in (before, after)
    ]
    comparison = compare(*sides)
    assert older_text(comparison) == sides[0]
    assert newer_text(comparison) == sides[1]
    return [(m.key, m.values) for row in tell(comparison) for m in row.said]


def test_d8_an_agreed_mark_is_told_and_is_no_words():
    """[D8] However it is written; words beside it count, and so does one that is no mark."""
    open_to_ad_ref = ("agreed", {"before": "open", "after": "agreed_ad_ref"})
    assert told("Decides;", "Decides; (Agreed ad ref)") == [open_to_ad_ref]
    assert told("Decides;", "Decides today; [AGREED AD REF, 3 May]") == [
        ("inserted", {"words": 1}),
        open_to_ad_ref,
    ]
    assert told("Decides (Agreed)", "Acts.") == [
        ("reworded", {"inserted": 1, "struck": 1}),
        ("agreed", {"before": "agreed", "after": "open"}),
    ]
    assert told("Acts. (agreed)", "Acts. (Agreed ad ref)")[-1][0] != "inserted"
    assert told("", "Acts now. (Agreed)")[0] == ("new", {"words": 2})
    assert told("", "(Agreed)") == [("agreed", {"before": "open", "after": "agreed"})]
    assert told("Acts.", "(Agreed) acts.") == [("reworded", {"inserted": 2, "struck": 1})]
