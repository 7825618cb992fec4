"""[B11] What is read of a Word file: words to the letter, labels as Word prints them, changes."""

import itertools
import socket
import threading
from pathlib import Path

import pytest

from adref.drafting.content import text_of
from adref.drafting.edition import TRACKED
from adref.drafting.incoming import Incoming
from adref.drafting.notation import unescaped
from adref.drafting.text import WorkingText
from adref.drafting.tracked import Choice, Settled, settle
from adref.drafting.tracking import accepted, rejected
from adref.server.formats import render
from adref.server.incoming_file import read_incoming
from tests.server.formats.editions import negotiation
from tests.server.word.making import (
    Made,
    R,
    change,
    commented,
    gone,
    google,
    ins,
    negotiated,
    para,
    run,
    table,
)


@pytest.fixture
def read(tmp_path: Path):
    def reading(made: Made) -> Incoming:
        path = tmp_path / "x.docx"
        path.write_bytes(made.data())
        numbers = itertools.count()
        return read_incoming(path, "x.docx", lambda: f"i{next(numbers)}")[1]

    return reading


def words(text: WorkingText) -> list[str]:
    return [f"{p.label} {p.words}".strip() for p in text]


def taken(incoming: Incoming, what: str) -> list[str]:
    return words(settle(incoming, dict.fromkeys(incoming.authors, Choice(what))).text)


def test_b11_words_are_kept_to_the_letter(read) -> None:
    """[B11] Several spaces, spaces at the edges of changes, tabs, signs, every script."""
    said = ' two  spaces,\u00a0"straight" -- and … ‘curly’ عربي 中文 👩‍👩‍👧 [x][y]\\[z] *no* <b>'
    incoming = read(
        Made([para(run("A" + said)), para(run("b "), gone("c ", "N"), ins(" d", "N"), run(" e"))])
    )
    assert incoming.paragraphs[0].words == "A" + said
    assert taken(incoming, "reject")[1] == "b c  e"
    assert taken(incoming, "accept")[1] == "b  d e"


def test_b12_labels_are_those_that_word_prints(read) -> None:
    """[B12] Nested lists, lists by style, lists that begin elsewhere, bullets."""
    body = [
        para(run("first;"), listed=(1, 0)),
        para(run("part;"), listed=(1, 1)),
        para(run("part;"), listed=(1, 1)),
        para(run("piece;"), listed=(1, 2)),
        para(run("by style;"), style="Counted"),
        para(run("part;"), listed=(1, 1)),
        para(run("roman;"), listed=(2, 0)),
        para(run("below;"), listed=(2, 1)),
        para(run("seven;"), listed=(4, 0)),
        para(run("eight;"), listed=(4, 0)),
        para(run("point"), listed=(3, 0)),
    ]
    labels = [p.label for p in read(Made(body)).paragraphs]
    assert labels == ["1.", "(a)", "(b)", "(i)", "2.", "(a)", "I.", "I.1", "7.", "8.", "•"]


def test_b12_headings_titles_notes_and_tables(read) -> None:
    """[B12] [B13] Headings by style and by what a style is based on; rows of a table."""
    made = negotiated()
    made.body += [
        para(run("Institutional matters"), style="Own"),
        table(("Year", "Amount"), ("2030", "[5][7]")),
        para(run("after")),
    ]
    text = read(made).paragraphs
    kinds = [(p.kind, p.words) for p in text]
    assert kinds[0] == ("title", "Draft resolution on rivers")
    assert ("heading", "Institutional matters") in kinds
    assert ("row", "Year | Amount") in kinds
    assert ("row", "2030 | [5][7]") in kinds
    assert kinds[-1] == ("footnote", "Resolution 1/2.")
    assert read(made).notes == {}


def test_b1_changes_of_word_and_of_google_docs_are_the_same(read) -> None:
    """[B1] Suggestions come wrapped, and say the same."""
    plain = [run("Decides to "), gone("wait", "Ana P"), ins("act", "Ana P"), run(".")]
    wrapped = [plain[0], google(plain[1]), google(plain[2]), plain[3]]
    for body in (plain, wrapped):
        incoming = read(Made([para(*body)]))
        assert taken(incoming, "reject") == ["Decides to wait."]
        assert taken(incoming, "accept") == ["Decides to act."]
        (proposal,) = proposals(incoming).proposals
        assert proposal.by == "Ana P"
        assert text_of(proposal.amendment.replacement) == "act"


def proposals(incoming: Incoming) -> Settled:
    return settle(incoming, {name: Choice("party", name.lower()) for name in incoming.authors})


def test_b14_a_deletion_inside_an_insertion_answers_it(read) -> None:
    """[B14] Two people's words at one place: neither is lost, each keeps its author."""
    inner = change("ins", "Avon", run("new words "))
    nested = change(
        "ins", "Avon", run("good ") + change("del", "Brill", run("or bad", tag="delText"))
    )
    incoming = read(Made([para(run("For "), inner, nested, run(" all."))]))
    assert taken(incoming, "reject") == ["For  all."]
    settled = proposals(incoming)
    (proposal,) = settled.proposals
    assert text_of(proposal.amendment.replacement) == "new words good or bad"
    (answer,) = proposal.answers
    assert (answer.by, answer.amendment.span) == ("Brill", (15, 21))


def test_b14_what_two_insert_as_a_whole_paragraph_is_new_and_answered(read) -> None:
    """[B14] No empty paragraph stays behind in the text, and each keeps the own words."""
    words_of_two = (ins("Asks ", "Avon"), ins("very kindly ", "Brill"), ins("for help.", "Avon"))
    incoming = read(Made([para(run("One.")), para(*words_of_two)]))
    settled = proposals(incoming)
    assert words(settled.text) == ["One."]
    (new,) = settled.proposals
    assert (new.by, text_of(new.amendment.replacement)) == ("Avon", "Asks for help.")
    (answer,) = new.answers
    assert (answer.by, answer.amendment.span) == ("Brill", (5, 5))
    assert text_of(answer.amendment.replacement) == "very kindly "


def test_b14_moves_and_whole_paragraphs(read) -> None:
    """[B14] Moved words are a deletion and an insertion; whole paragraphs are new or deleted."""
    incoming = read(
        Made(
            [
                para(run("One "), change("moveFrom", "Avon", run("two", tag="delText"))),
                para(run("Three "), change("moveTo", "Avon", run("two"))),
                para(ins("Four.", "Avon")),
                para(gone("Five.", "Avon")),
            ]
        )
    )
    kinds = [(p.amendment.kind, p.amendment.after) for p in proposals(incoming).proposals]
    assert kinds == [("change", None), ("change", None), ("new", "i1"), ("delete", None)]
    assert taken(incoming, "accept") == ["One", "Three two", "Four."]


def test_b3_comments_wherever_they_hang(read) -> None:
    """[B3] Over words, at a point, between paragraphs: each is beside a paragraph."""
    point = '<w:r><w:commentReference w:id="2"/></w:r>'
    between = '<w:commentRangeStart w:id="3"/>'
    made = Made(
        [para(commented(1, run("One."))), para(run("Two."), point), between, para(run("Three."))],
        comments={1: ("A", "first"), 2: ("B", "second"), 3: ("C", "third"), 4: ("D", "nowhere")},
    )
    said = [(c.paragraph, c.author, c.text) for c in read(made).comments]
    assert said == [
        ("i0", "A", "first"),
        ("i0", "D", "nowhere"),
        ("i1", "B", "second"),
        ("i2", "C", "third"),
    ]


def test_b15_who_is_nobodys_stays_in_brackets_with_the_name(read) -> None:
    """[B15] By choice: in brackets, as made, as not made; never silently."""
    incoming = read(Made([para(run("To "), gone("be", "Jo [x]"), ins("go", "Jo [x]"), run("."))]))
    (said,) = words(settle(incoming, {}).text)
    assert said == "To [be - Jo x: delete][go - Jo x]."


def test_b23_nothing_outside_is_asked_for(tmp_path: Path, read) -> None:
    """[B23] Pictures, templates and links to elsewhere: no connection is made."""
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        at = f"http://127.0.0.1:{listening.getsockname()[1]}/x"
        ended = threading.Event()

        def wait() -> None:
            while not ended.is_set():
                try:
                    asked.append(listening.accept())
                except TimeoutError:
                    continue

        waiting = threading.Thread(target=wait)
        waiting.start()
        outside = "".join(
            f'<Relationship Id="o{kind}" Type="{R}/{kind}" Target="{at}" TargetMode="External"/>'
            for kind in ("image", "attachedTemplate", "hyperlink", "oleObject", "styles")
        )
        picture = (
            '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/'
            'main" r:link="oimage"/></w:drawing></w:r>'
        )
        link = f'<w:hyperlink r:id="ohyperlink">{run("here")}</w:hyperlink>'
        field = (
            f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>INCLUDETEXT "{at}"'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        incoming = read(Made([para(run("See "), link, picture, field)], relations=outside))
        ended.set()
        waiting.join()
    assert words(incoming.paragraphs) == ["See here"]
    assert incoming.notes == {"pictures": 1}
    assert asked == []


def test_b16_what_hides_or_was_struck_by_hand_is_said(read) -> None:
    """[B16] Hidden words do not come into the room; a stroke by hand is only a look."""
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>old</w:t></w:r>"
    incoming = read(Made([para(run("Now "), hidden, struck)]))
    assert words(incoming.paragraphs) == ["Now old"]
    assert incoming.notes == {"hidden": 1, "struck": 1}


@pytest.mark.parametrize("case", ["accept", "reject"])
def test_b18_what_went_out_with_tracked_changes_comes_in_the_same(
    case: str, tmp_path: Path
) -> None:
    """[B18] Our own Word file: accepted it is the clean text, rejected the base; no letterhead."""
    edition = negotiation(TRACKED)
    path = tmp_path / "out.docx"
    path.write_bytes(render(edition, "docx"))
    numbers = itertools.count()
    incoming = read_incoming(path, "out.docx", lambda: f"i{next(numbers)}")[1]
    text = settle(incoming, dict.fromkeys(incoming.authors, Choice(case))).text
    whole = accepted(edition.tracked) if case == "accept" else rejected(edition.tracked)
    told = [(p.kind, p.label, unescaped(p.words)) for p in whole]
    assert [(p.kind, p.label, p.words) for p in text] == told
