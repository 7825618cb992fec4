"""Reads back an Akoma Ntoso file that Adref wrote: the same edition, nothing lost."""

from typing import Any

from lxml import etree

from adref.drafting.compiled import TEXT, CompiledParagraph
from adref.drafting.edition import Edition, written_out
from adref.drafting.profiles import PROFILES
from adref.drafting.tracking import Comment, TrackedParagraph, written
from adref.server.formats.akn import paragraphs_of
from adref.server.formats.akn_meta import read_meta
from adref.server.formats.akn_tables import words_of_cells
from adref.server.formats.akn_words import hand_in, ours, segments_in, tag, tracked_in

LARGEST = 50 * 1024 * 1024  # bytes


def read_akn(data: bytes) -> Edition:
    """The edition of a file written by ``render_akn``.

    Raises ``ValueError`` for anything else. No entity is expanded, nothing is fetched.
    """
    if len(data) > LARGEST:
        raise ValueError("the file is too large")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("the file declares entities, which no Akoma Ntoso file needs")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise ValueError(f"the file is no XML: {problem.msg}") from None
    fields, names = read_meta(root)
    if fields["profile"] not in PROFILES:
        raise ValueError(f"unknown notation: {fields['profile']}")
    elements = list(paragraphs_of(root))
    if fields["shows"] == "tracked":
        tracked = tuple(_tracked(element) for element in elements)
        lines = tuple(written(paragraph) for paragraph in tracked)
        return Edition(**fields, names=names, tracked=tracked, paragraphs=lines)
    states = {e.get("wId"): e.get(ours("state")) for e in elements if e.get(ours("state"))}
    reserves = {e.get("wId"): said for e in elements if (said := _reserves(e))}
    compiled = tuple(_compiled(element) for element in elements)
    made = Edition(
        **fields, paragraphs=(), names=names, compiled=compiled, states=states, reserves=reserves
    )
    return written_out(made)


def _words_of(element: Any) -> Any:
    """The element that holds the words of a paragraph."""
    if element.tag == tag("tr"):
        return words_of_cells(element)
    for path in ("docTitle", "heading", "content/p", "intro/p", "p"):
        found = element.find("/".join(tag(part) for part in path.split("/")))
        if found is not None:
            return found
    return element


def _head(element: Any) -> dict[str, Any]:
    number = element.find(tag("num"))
    label = element.get(ours("label"), "") if number is None else number.text or ""
    return {
        "id": element.get("wId", ""),
        "kind": element.get(ours("kind")),
        "level": int(element.get(ours("level"), "0")),
        "label": label,
        "fate": element.get(ours("fate"), "kept"),
    }


def _compiled(element: Any) -> CompiledParagraph:
    def listed(name: str) -> tuple[str, ...]:
        return tuple(element.get(ours(name), "").split())

    head = _head(element)
    return CompiledParagraph(
        **head,
        of=element.get(ours("of"), head["id"]),
        origin=element.get(ours("origin"), TEXT),
        parties=listed("parties"),
        moved_by=listed("moved_by"),
        proposals=listed("proposals"),
        segments=segments_in(_words_of(element)),
    )


def _tracked(element: Any) -> TrackedParagraph:
    head = _head(element)
    words = _words_of(element)
    comments = tuple(
        Comment(hand_in(note), "".join(note.itertext()))
        for note in words.iterfind(f"{tag('authorialNote')}[@class='comment']")
    )
    return TrackedParagraph(
        **head,
        was=element.get(ours("was"), head["label"]),
        hand=hand_in(element),
        runs=tracked_in(words),
        comments=comments,
    )


def _reserves(element: Any) -> tuple[str, ...]:
    notes = _words_of(element).iterfind(f"{tag('authorialNote')}[@class='reservation']")
    return tuple(note.get(ours("party"), "") for note in notes)
