import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from adref.drafting.edition import Edition
from adref.drafting.notation import unescaped
from adref.drafting.rows import ROW
from adref.server.formats import render
from tests.server.formats.editions import EDITIONS, IDS, golden, negotiation
from tests.server.formats.written import edition, paragraph

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """The words of the paragraphs as they are seen: not those that are only spoken."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.words: dict[str, str] = {}
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.feed(page)
        assert not self.open, "not well nested"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in VOID:
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(a.get("class") in ("said", "label", "comment", "moved") for _, a in self.open):
            return
        if any(tag == "sup" for tag, _ in self.open):
            return
        inside = "main" if any(tag == "main" for tag, _ in self.open) else None
        here = next((a["id"] for _, a in self.open if a.get("id")), inside)
        if here:
            self.words[here] = self.words.get(here, "") + data


UNBARRED = str.maketrans("", "", " |\\")


@pytest.mark.parametrize("made", EDITIONS, ids=IDS)
def test_o9_every_word_is_in_it_nothing_runs_and_nothing_is_fetched(made: Edition) -> None:
    page = Reader(render(made, "html").decode())
    assert not page.tags & {"script", "link", "img", "iframe", "object", "form"}
    assert all(address.startswith("#") for address in page.addresses)
    seen = "".join(page.words.values())
    for item in made.paragraphs:
        words = "".join(unescaped(run.text) for run in item.runs if run.text != "\ufffc")
        if item.kind == ROW:  # its cells stand apart
            assert words.translate(UNBARRED) in seen.translate(UNBARRED)
            continue
        assert words in seen


def test_o9_changes_are_spoken_and_signed() -> None:
    page = render(dict(golden("tracked"))["replacement"], "html").decode()
    assert re.search(r'<del[^>]*title="Avon"><span class="said"> deletion by Avon ', page)
    assert "end of insertion" in page
    assert "Because &amp; &lt;so&gt;." in page


def test_o9_words_are_never_markup() -> None:
    made = edition(paragraph("op", '<script>alert("x")</script>', label="<b>"))
    page = Reader(render(made, "html").decode())
    assert not page.tags & {"script", "b"}


def test_o6_the_audience_is_in_the_file() -> None:
    page = render(negotiation("clean", "fr"), "html").decode()
    assert '<html lang="fr">' in page
    assert page.count("À l’intention des participants à : Ocean noise.") >= 2


@pytest.mark.parametrize("made", EDITIONS, ids=IDS)
def test_o9_every_anchor_stands_once_and_headings_skip_no_level(made: Edition) -> None:
    page = render(made, "html").decode()
    anchors = re.findall(r'<[a-z0-9]+ id="([^"]*)"', page)
    assert len(anchors) == len(set(anchors))
    assert {p.id for p in made.paragraphs if p.kind != "footnote"} <= set(anchors)
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_o20_a_moved_paragraph_says_so_in_both_places() -> None:
    page = render(dict(golden("tracked"))["whole_paragraphs"], "html").decode()
    assert page.count('<small class="moved">moved from here</small>') == 1
    assert page.count('<small class="moved">moved here</small>') == 1


def test_o9_comments_are_notes_and_no_landmarks() -> None:
    """Landmarks of one kind would each need a name."""
    page = render(dict(golden("tracked"))["resting"], "html").decode()
    assert page.count('<div role="note" class="comment"') >= 2
    assert "<aside" not in page
