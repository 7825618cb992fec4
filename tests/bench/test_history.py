"""The text with a past that joiners open."""

from itertools import islice

import pytest
from pycrdt import Doc, XmlFragment

from bench.load import history
from bench.load.history import CHARACTERS, PARAGRAPHS, Writer
from bench.load.wire import deleted, inserted, paragraph, ranges, strings, text_nodes, typed


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(history, "CACHE", tmp_path / "documents")
    return tmp_path


def words(doc: Doc) -> str:  # type: ignore[type-arg]
    return str(doc.get("text", type=XmlFragment))


def test_updates_made_by_hand_are_what_the_library_reads() -> None:
    doc = Doc()  # type: ignore[var-annotated]
    doc.apply_update(paragraph(7, 0, "hello", None))
    doc.apply_update(paragraph(7, 7, "world", 0))
    doc.apply_update(inserted(9, 0, "XY", (7, 3), (7, 4)))
    doc.apply_update(typed(9, 2, "Z", "unused"))
    doc.apply_update(deleted(7, 10, 2))
    assert words(doc) == "<paragraph>heXYZllo</paragraph><paragraph>wld</paragraph>"
    whole = doc.get_update()
    assert sorted(strings(whole)) == [
        (7, 2, 2),
        (7, 4, 3),
        (7, 9, 1),
        (7, 12, 2),
        (9, 0, 2),
        (9, 2, 1),
    ]
    assert sorted(text_nodes(whole)) == [(7, 1), (7, 8)]
    assert sum(size for _, _, size in ranges(whole)) == 14 + 3


def test_the_document_is_the_same_each_time_and_as_long_as_it_says(folder) -> None:  # type: ignore[no-untyped-def]
    first = history.document(2_000)
    for file in history.CACHE.iterdir():
        file.unlink()
    assert history.document(2_000) == first
    doc = Doc()  # type: ignore[var-annotated]
    doc.apply_update(first)
    text = words(doc).replace("<paragraph>", "").replace("</paragraph>", "")
    assert words(doc).count("<paragraph>") == PARAGRAPHS
    assert abs(len(text) - PARAGRAPHS * CHARACTERS) < 2_000
    assert len(strings(first)) > 400  # words were put in, and taken out, in many places


def test_a_document_that_was_made_is_kept() -> None:
    history.document(100)
    (file,) = history.CACHE.iterdir()
    file.write_bytes(b"kept")
    assert history.document(100) == b"kept"


def test_each_change_is_one_keystroke() -> None:
    writers = [Writer(5), Writer(6)]
    changes = list(history._changes(writers, [(1, 2, 1_000)], 500))
    assert 500 <= len(changes) < 510  # the last word is typed to its end
    assert sum(writer.clock for writer in writers) == sum(
        size for _, update in changes for _, _, size in ranges(update)
    )
    assert all(size == 1 for _, update in changes for _, _, size in ranges(update))


def test_what_is_typed_and_taken_back_is_counted_by_letters() -> None:
    one = Writer(5)
    one.home = "bench"  # type: ignore[attr-defined]
    made = list(islice(history._to_and_fro([one], 41), 10))  # type: ignore[list-item]
    assert len(made) == 5
    assert one.clock == 40
    doc = Doc()  # type: ignore[var-annotated]
    for _, update in made:
        doc.apply_update(update)
    assert ranges(doc.get_update()) == [(5, 0, 40)]
