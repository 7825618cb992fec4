"""Every fixture as editions: the negotiation's own text, and the golden cases with proposals."""

import json
from itertools import count
from pathlib import Path

from adref.drafting.edition import TRACKED, VIEWS, Edition, Imprint, edition_for
from adref.drafting.floor import State
from adref.drafting.importing import import_text
from adref.drafting.parties import Coalition, Membership, Party
from adref.drafting.profiles import PROFILES, UN
from adref.drafting.proposal import Position, in_order, proposal_from_json
from adref.drafting.text import paragraph_from_json

FIXTURES = Path(__file__).parents[3] / "fixtures"
HEAD = Imprint("Ocean noise", "A/C.2/81/L.5/Rev.1", "2026-11-21", "Draft", ("Not yet edited.",))


def negotiation(view: str, language: str = "en") -> Edition:
    numbers = count(1)
    source = (FIXTURES / "negotiation.md").read_text(encoding="utf-8")
    read = import_text(source, "md", lambda: f"p{next(numbers)}")
    named = json.loads((FIXTURES / "negotiation.parties.json").read_text(encoding="utf-8"))
    parties = {p["id"]: Party(**p) for p in named["parties"]}
    groups = {
        c["id"]: Coalition(c["id"], c["name"], c["short"], frozenset(c["members"]))
        for c in named["coalitions"]
    }
    state = State(states=read.states)
    return edition_for(
        view, read.title, read.paragraphs, state, UN, Membership(parties, groups),
        language=language, imprint=HEAD, party="avelia" if view == "party" else "",
    )  # fmt: skip


def golden(view: str) -> list[tuple[str, Edition]]:
    """Each case of fixtures/compilation.json, with its open proposals adopted where it can be."""
    cases = json.loads((FIXTURES / "compilation.json").read_text(encoding="utf-8"))
    profiles = list(PROFILES.values())
    return [(c["name"], _golden(c, view, profiles[n % 3].name)) for n, c in enumerate(cases)]


def _golden(case: dict, view: str, profile: str) -> Edition:  # type: ignore[type-arg]
    text = tuple(paragraph_from_json(item) for item in case["text"])
    proposals = [proposal_from_json(item) for item in case["proposals"]]
    if proposals:
        reserved = {"watch": Position("reserve", "", "Ada", "2026-01-01T00:00:00Z")}
        proposals[0] = proposals[0].having(positions=reserved, rationale="Because & <so>.")
    ids = dict.fromkeys(party for p in proposals for party in p.parties)
    membership = Membership({i: Party(i, i.title(), i.title()) for i in (*ids, "watch")})
    adopted = [p.id for p in in_order(proposals) if p.stage == "open"] if view == TRACKED else []
    state = State(proposals={p.id: p for p in proposals}, states={text[0].id: "agreed"})
    party = next(iter(ids), "watch") if view == "party" else ""
    return edition_for(
        view, case["name"], text, state, PROFILES[profile], membership, adopted,
        imprint=HEAD, party=party,
    )  # fmt: skip


EVERY = [
    (f"{name}-{view}", edition)
    for view in VIEWS
    for name, edition in [("negotiation", negotiation(view)), *golden(view)]
]
IDS = [name for name, _ in EVERY]
EDITIONS = [edition for _, edition in EVERY]
