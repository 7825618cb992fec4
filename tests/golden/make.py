"""Writes the golden cases that both languages run: ``python -m tests.golden.make``.

The Python core is the reference. A test fails when a file is not what this would write.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from adref.drafting import access, procedure
from adref.drafting.amendments import amendments
from adref.drafting.anchoring import map_span
from adref.drafting.attributions import spans
from adref.drafting.clean import clean, clean_text
from adref.drafting.compilation import compile, moved_on
from adref.drafting.compiled import paragraph_to_json as compiled_to_json
from adref.drafting.content import content_from_json, content_to_json, plain
from adref.drafting.events import actor_to_json, event_to_json
from adref.drafting.importing import import_text
from adref.drafting.negotiation import state_to_json
from adref.drafting.notation import read_notation
from adref.drafting.parties import Actor, Membership
from adref.drafting.proposal import Proposal, proposal_to_json
from adref.drafting.supposing import suppose
from adref.drafting.text import Paragraph, paragraph_to_json
from adref.drafting.writing import names_of, write, written_to_json
from tests.drafting.play import AVON, BRILL, CHAIR, CORVA, MEMBERSHIP, OBSERVER, SECRETARY
from tests.golden.plays import PLAYS
from tests.golden.scenes import SCENES
from tests.golden.words import ATTRIBUTED, DRAFTS, QUOTATIONS

ROOT = Path(__file__).parents[2]
Cases = list[dict[str, Any]]


def anchoring() -> Cases:
    """Where quoted words stand in a text that has changed."""
    return [
        {"basis": basis, "current": current, "span": list(span), "mapped": _mapped(*case)}
        for case in QUOTATIONS
        for basis, current, span in [case]
    ]


def _mapped(basis: str, current: str, span: tuple[int, int]) -> list[int] | None:
    mapped = map_span(basis, current, span)
    return None if mapped is None else list(mapped)


def amended() -> Cases:
    """What a draft proposes."""
    return [
        {
            "basis": basis,
            "draft": draft,
            "changes": [
                {"span": list(span), "replacement": content_to_json(replacement)}
                for span, replacement in amendments(
                    content_from_json(basis), content_from_json(draft)
                )
            ],
        }
        for basis, draft in DRAFTS
    ]


def compilation() -> Cases:
    """Texts with proposals, compiled."""
    out = []
    for name, make in SCENES.items():
        table = make()
        out.append(
            {
                "name": name,
                "text": [paragraph_to_json(paragraph) for paragraph in table.text],
                "proposals": [proposal_to_json(proposal) for proposal in table.proposals],
                "compiled": [compiled_to_json(p) for p in compile(table.text, table.proposals)],
                "moved_on": list(moved_on(table.text, table.proposals)),
            }
        )
    return out


def writing() -> Cases:
    """The same, written out: each with and without names (``name`` is that of the scene)."""
    out = []
    names = names_of(MEMBERSHIP)
    for name, make in SCENES.items():
        table = make()
        compiled = compile(table.text, table.proposals)
        for attributions in (True, False):
            written = write(compiled, table.profile, names, attributions, {"p1": "agreed_ad_ref"})
            out.append(
                {
                    "name": name,
                    "profile": table.profile.name,
                    "names": names,
                    "attributions": attributions,
                    "states": {"p1": "agreed_ad_ref"},
                    "written": [written_to_json(paragraph) for paragraph in written],
                }
            )
    return out


def negotiation() -> Cases:
    """Events in order, and the floor after them."""
    out = []
    for name, make in (PLAYS | SCENES).items():
        table = make()
        floor = [event for event in table.log if event.compartment == "floor"]
        out.append(
            {
                "name": name,
                "events": [event_to_json(event, seq) for seq, event in enumerate(floor, 1)],
                "state": state_to_json(table.state),
            }
        )
    return out


ACTORS: tuple[Actor, ...] = (
    CHAIR,
    SECRETARY,
    AVON,
    BRILL,
    CORVA,
    OBSERVER,
    Actor("s-far", "Fay", "observer", "avon"),
    Actor("s-none", "Nil", "delegate", None),
)
COMPARTMENTS = (
    "text/t1", "floor/t1", "desk/t1", "bureau/t1", "party/t1/avon", "party/t1/watch",
    "party/t1/nobody", "coalition/t1/coast", "coalition/t1/nobody", "party/t1", "text/t1/avon",
    "text/", "party/t1/", "other/t1", "",
)  # fmt: skip


def permissions() -> dict[str, Any]:
    """Who may do and open what."""
    proposals = (None, Proposal("x1", party="avon"), Proposal("x2", party="coast"))
    return {
        "membership": _membership(MEMBERSHIP),
        "acts": [
            {
                "actor": actor_to_json(actor),
                "what": what,
                "voice": voice,
                "by": proposal.party if proposal else None,
                "may": access.may(
                    actor,
                    what,
                    access.Context(MEMBERSHIP, frozenset({"brill"}), proposal, voice),
                ),
            }
            for actor in ACTORS
            for what in (*(key for key in access.TABLE if " " not in key), "unheard of")
            for voice in (None, "avon", "coast", "hills", "nobody")
            for proposal in proposals
        ],
        "compartments": [
            {
                "actor": actor_to_json(actor),
                "name": name,
                "codrafting": ["brill"],
                "access": access.compartment_access(name, actor, MEMBERSHIP, ("brill",)),
            }
            for actor in ACTORS
            for name in COMPARTMENTS
        ],
    }


def _membership(membership: Membership) -> dict[str, Any]:
    return {
        "parties": {
            p.id: {"id": p.id, "name": p.name, "short": p.short, "kind": p.kind}
            for p in membership.parties.values()
        },
        "coalitions": {
            c.id: {"id": c.id, "name": c.name, "short": c.short, "members": sorted(c.members)}
            for c in membership.coalitions.values()
        },
    }


def cleaned() -> Cases:
    """Clean texts: every proposal falls; all are adopted that can be."""
    out = []
    for name, make in SCENES.items():
        table = make()
        for adopted in ([], [proposal.id for proposal in table.proposals]):
            supposed = suppose(table.text, table.proposals, adopted)
            written = clean(table.text, table.proposals, adopted, names_of(MEMBERSHIP).values())
            out.append(
                {
                    "name": name,
                    "adopted": adopted,
                    "text": [paragraph_to_json(paragraph) for paragraph in supposed.text],
                    "left_out": list(supposed.left_out),
                    "written": [written_to_json(paragraph) for paragraph in written],
                }
            )
    return out


def attributed() -> Cases:
    """Where attributions and agreed marks stand, and what is left without them."""
    out = []
    names = list(names_of(MEMBERSHIP).values())
    source = (ROOT / "fixtures/negotiation.md").read_text("utf-8")
    imported = import_text(source, "md", iter(map(str, range(1_000))).__next__).paragraphs
    for known in (names, []):
        for words in (*ATTRIBUTED, tuple(paragraph.words for paragraph in imported)):
            text = tuple(
                Paragraph(f"p{number}", "op", plain(said), "") for number, said in enumerate(words)
            )
            found = read_notation(text, known).attributions
            out.append(
                {
                    "names": known,
                    "words": list(words),
                    "spans": {p.id: sorted(set(spans(found, p.id))) for p in text},
                    "clean": [[p.id, p.words] for p in clean_text(text, known)],
                }
            )
    return out


def rendered(made: object) -> str:
    """JSON with one case a line."""
    if isinstance(made, dict):
        parts = [f"{_json(key)}: {_lines(value)}" for key, value in made.items()]
        return "{\n" + ",\n".join(parts) + "\n}\n"
    return _lines(made) + "\n"


def _lines(cases: object) -> str:
    if not isinstance(cases, list):
        return _json(cases)
    return "[\n" + ",\n".join(_json(case) for case in cases) + "\n]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


FILES: dict[str, Callable[[], str]] = {
    "fixtures/anchoring.json": lambda: rendered(anchoring()),
    "fixtures/amendments.json": lambda: rendered(amended()),
    "fixtures/attributions.json": lambda: rendered(attributed()),
    "fixtures/compilation.json": lambda: rendered(compilation()),
    "fixtures/writing.json": lambda: rendered(writing()),
    "fixtures/clean.json": lambda: rendered(cleaned()),
    "fixtures/negotiation.json": lambda: rendered(negotiation()),
    "fixtures/access.json": lambda: rendered(permissions()),
    "fixtures/permissions.txt": access.print_table,
    "docs/procedure.md": procedure.draw,
}

if __name__ == "__main__":
    for file, make_file in FILES.items():
        (ROOT / file).write_text(make_file(), "utf-8")
        print(file)
