"""What will be issued, before it is: totals, first lines, new labels, and what stays open."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adref.drafting.canonical import canonical, digest_of
from adref.drafting.floor import State
from adref.drafting.notation import Notation, read_notation
from adref.drafting.numbering import display_labels
from adref.drafting.proposal import about, in_order, proposal_to_json
from adref.drafting.renumbering import renumbered
from adref.drafting.text import WorkingText, paragraph_to_json

FIRST_WORDS = 120  # code points
TO_AGREE = ("pp", "op", "chapeau", "item", "row", "plain")
"""Titles, headings, articles, annexes and footnotes are not counted among what is to be agreed."""


def fingerprint(text: WorkingText, state: State) -> str:
    """Says whether two looks at a text and its floor saw the same (SHA-256, hexadecimal)."""
    seen = {
        "paragraphs": [paragraph_to_json(paragraph) for paragraph in text],
        "states": dict(state.states),
        "proposals": [proposal_to_json(p) for p in in_order(state.proposals.values())],
    }
    return digest_of(canonical(seen))


def foresee(text: WorkingText, state: State, numbering: str) -> dict[str, Any]:
    """What a revision issued now would hold, as JSON.

    ``{fingerprint, totals, lines: [{id, kind, old, new, words, state, brackets, proposals}]}``;
    ``old`` and ``new`` are labels as shown, before and after a numbering anew.
    """
    labels = renumbered(text, numbering) if numbering else {}
    before = display_labels(text)
    after = display_labels(_relabelled(text, labels))
    notation = read_notation(text)
    brackets = Counter(bracket.open.paragraph for bracket in notation.structure.contested)
    waiting = Counter(
        about(p, state.proposals) or (p.after or "")
        for p in state.proposals.values()
        if p.stage == "open"
    )
    return {
        "fingerprint": fingerprint(text, state),
        "totals": _totals(text, state, notation, len(labels)),
        "lines": [
            {
                "id": paragraph.id,
                "kind": paragraph.kind,
                "old": before.get(paragraph.id, ""),
                "new": after.get(paragraph.id, ""),
                "words": " ".join(paragraph.words[: 2 * FIRST_WORDS].split())[:FIRST_WORDS],
                "state": state.paragraph_state(paragraph.id),
                "brackets": brackets[paragraph.id],
                "proposals": waiting[paragraph.id],
            }
            for paragraph in text
        ],
    }


def _relabelled(text: WorkingText, labels: Mapping[str, str]) -> WorkingText:
    return tuple(replace(p, label=labels.get(p.id, p.label)) for p in text)


def _totals(
    text: WorkingText, state: State, notation: Notation, renumbered_labels: int
) -> dict[str, int]:
    stages = Counter(proposal.stage for proposal in state.proposals.values())
    countable = [p for p in text if p.kind in TO_AGREE]
    return {
        "paragraphs": len(countable),
        "agreed": sum(state.paragraph_state(p.id) != "open" for p in countable),
        "brackets": len(notation.structure.contested),
        "options": sum(len(group.options) for group in notation.options),
        "open_proposals": stages["open"],
        "parked_proposals": stages["parked"],
        "renumbered": renumbered_labels,
    }
