"""[S2] What is read from a document is what was written; changes are small."""

import gc
import random
import weakref
from typing import Any

import pytest
from pycrdt import Doc, Map, XmlText

from adref.drafting.content import Content, Piece, content_from_json, plain, tidy
from adref.drafting.edits import ContentEdit, InsertEdit, MoveEdit, RemoveEdit, apply_edits
from adref.drafting.text import Paragraph
from adref.server.crdt.document import Document, compact
from adref.server.crdt.reading import ROOT
from adref.server.crdt.working import WorkingDocument

WORDS = ["Urges", "all", "Parties,", "[including]", "القرار", "中文字", "😀", "to,", "act"]
TEXT = (
    Paragraph("p1", "title", plain("Water for all")),
    Paragraph("p2", "pp", (Piece("Recalling", frozenset({"em"})), Piece(" its resolution")), "PP1"),
    Paragraph(
        "p3",
        "op",
        content_from_json(
            [{"t": "Calls for 中文 "}, {"t": "\ufffc", "m": ["fn:f1"]}, {"t": " 😀 action"}]
        ),
        "1.",
        1,
    ),
    Paragraph("f1", "footnote", plain("See above.")),
)


def some_content(chance: random.Random) -> Content:
    pieces = []
    for _ in range(chance.randrange(9)):
        marks = frozenset(mark for mark in ("em", "strong") if chance.random() < 0.3)
        pieces.append(Piece(chance.choice(WORDS) + chance.choice(["", " "]), marks))
        if chance.random() < 0.2:
            pieces.append(Piece("\ufffc", frozenset({f"fn:f{chance.randrange(3)}"})))
    return tidy(pieces)


def written(text: tuple[Paragraph, ...] = TEXT) -> tuple[WorkingDocument, bytes]:
    document = WorkingDocument()
    return document, document.fill(text)


def test_s2_a_text_is_read_as_it_was_written() -> None:
    document, update = written()
    assert document.text == TEXT
    assert WorkingDocument([update]).text == TEXT


def test_s2_a_long_text_is_written_in_order() -> None:
    long = tuple(Paragraph(f"q{i}", "op", plain(f"Paragraph {i} [bracket]")) for i in range(1500))
    _, update = written(long)
    assert WorkingDocument([update]).text == long


@pytest.mark.parametrize("seed", range(60))
def test_s2_a_change_of_content_gives_that_content(seed: int) -> None:
    chance = random.Random(seed)
    before, after = some_content(chance), some_content(chance)
    document, first = written((Paragraph("p", "op", before),))
    copy = WorkingDocument([first])
    update = document.edit([ContentEdit("p", before, after)])
    assert document.text[0].content == after
    if update:
        assert copy.try_update(update).paragraphs == {"p"}
    assert copy.text == document.text


@pytest.mark.parametrize("seed", range(20))
def test_s2_edits_in_the_document_are_edits_of_the_value(seed: int) -> None:
    chance = random.Random(seed)
    document, first = written()
    copy, value = WorkingDocument([first]), TEXT
    for number in range(12):
        ids = [p.id for p in value]
        anchor = chance.choice([None, *ids])
        edit = chance.choice(
            [
                ContentEdit(chance.choice(ids), (), some_content(chance)),
                InsertEdit(Paragraph(f"n{number}", "item", some_content(chance), "(a)", 2), anchor),
                RemoveEdit(chance.choice(ids)),
                MoveEdit(chance.choice(ids), anchor),
            ]
        )
        if (isinstance(edit, MoveEdit) and edit.after == edit.paragraph) or len(ids) < 2:
            continue
        value = apply_edits(value, [edit])
        update = document.edit([edit])
        if update:
            assert not copy.try_update(update).malformed
        assert document.text == value == copy.text


def test_s2_typing_elsewhere_in_the_paragraph_survives_a_decision() -> None:
    words = "States should reduce emissions by half by 2030."
    document, first = written((Paragraph("p", "op", plain(words)),))
    typist: Doc = Doc(client_id=77)
    typist.apply_update(first)
    seen = typist.get_state()
    text = typist.get(ROOT, type=Map)["p"]["body"].children[0]
    assert isinstance(text, XmlText)
    text.insert(len(words) - 1, " at the latest", {})
    typed = typist.get_update(seen)
    document.edit(
        [ContentEdit("p", plain(words), plain("All States shall cut emissions by half by 2030."))]
    )
    document.try_update(typed)
    assert document.text[0].words == "All States shall cut emissions by half by 2030 at the latest."


def test_s2_an_edit_without_effect_makes_no_update() -> None:
    document, _ = written()
    assert document.edit([ContentEdit("p1", (), TEXT[0].content), RemoveEdit("gone")]) == b""


def test_s9_a_snapshot_gives_the_same_document() -> None:
    document, first = written()
    updates = [first] + [
        document.edit([ContentEdit("p1", (), plain(f"Water {n}"))]) for n in range(30)
    ]
    snapshot = compact(ROOT, updates)
    assert WorkingDocument([snapshot]).text == document.text
    assert len(snapshot) < sum(map(len, updates))


def test_s7_a_document_that_was_dropped_is_gone() -> None:
    document, _ = written()
    seen = [weakref.ref(document), weakref.ref(document.doc)]
    del document
    gc.collect()
    assert [ref() for ref in seen] == [None, None]


def test_x3_a_snapshot_is_made_of_drafts_that_hold_what_is_none() -> None:
    doc: Doc[Any] = Doc(client_id=70001)
    doc.get("drafts", type=Map)["d1"] = "no draft at all"
    update = doc.get_update()
    assert Document("drafts", [compact("drafts", [update])]).portrait() == (
        Document("drafts", [update]).portrait()
    )
