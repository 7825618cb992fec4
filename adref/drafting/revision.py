"""A revision: an issued version of a text, whole. What it was made of is in it, and never changes.

``Revision`` is what comparison, export and look-up work on: ``text`` and ``state`` are the same
values as those of the room (``WorkingText``, ``State``), as they stood.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from adref.drafting.canonical import canonical, digest_of
from adref.drafting.compilation import compile
from adref.drafting.compiled import CompiledParagraph, compiled_from_json
from adref.drafting.compiled import paragraph_to_json as compiled_to_json
from adref.drafting.edition import Edition, Imprint, edition_for
from adref.drafting.floor import State
from adref.drafting.heads import RevisionHead, head_from_json, head_to_json
from adref.drafting.parties import Coalition, Membership, Party
from adref.drafting.profiles import PROFILES, Profile
from adref.drafting.proposal import in_order, proposal_from_json, proposal_to_json
from adref.drafting.text import WorkingText, paragraph_from_json, paragraph_to_json

FORMAT = "adref-revision/1"


@dataclass(frozen=True, slots=True)
class Revision:
    """The whole. ``was``: id -> label before the text was numbered anew at issue.

    Of the floor ``state`` has the proposals and the states of paragraphs; remarks are no part of
    what is issued. ``compiled`` is the compilation as it was at that moment.
    """

    head: RevisionHead
    text: WorkingText
    state: State
    membership: Membership
    profile: Profile
    was: Mapping[str, str]
    compiled: tuple[CompiledParagraph, ...]


def revision_of(
    head: RevisionHead,
    text: WorkingText,
    state: State,
    membership: Membership,
    profile: Profile,
    was: Mapping[str, str],
) -> Revision:
    """What is issued: the text with its new labels, and the floor as it stands."""
    kept = State(proposals=state.proposals, states=state.states)
    compiled = compile(text, kept.proposals.values())
    return Revision(head, text, kept, membership, profile, was, compiled)


def sealed(revision: Revision) -> tuple[Revision, bytes]:
    """The revision with its digest, and the bytes that are kept. The digest is of these bytes."""
    data = canonical(revision_to_json(revision))
    return replace(revision, head=replace(revision.head, digest=digest_of(data))), data


def revision_to_json(revision: Revision) -> dict[str, Any]:
    """The JSON shape of docs/architecture.md. The digest is not in it: it is taken of it."""
    head = head_to_json(revision.head)
    del head["digest"]
    return {
        "format": FORMAT,
        "head": head,
        "profile": revision.profile.name,
        "parties": [_party_to_json(party) for party in revision.membership.parties.values()],
        "coalitions": [_coalition_to_json(c) for c in revision.membership.coalitions.values()],
        "paragraphs": [paragraph_to_json(paragraph) for paragraph in revision.text],
        "was": dict(revision.was),
        "states": dict(revision.state.states),
        "proposals": [proposal_to_json(p) for p in in_order(revision.state.proposals.values())],
        "compiled": [compiled_to_json(paragraph) for paragraph in revision.compiled],
    }


def revision_from_bytes(data: bytes) -> Revision:
    """Read what is kept. Raises ``ValueError`` when it is no revision."""
    try:
        found = json.loads(data)
        if found["format"] != FORMAT:
            raise ValueError(f"not a revision: {found['format']}")
        return _from_json(found, digest_of(data))
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"not a revision: {wrong}") from wrong


def _from_json(data: Mapping[str, Any], digest: str) -> Revision:
    proposals = [proposal_from_json(item) for item in data["proposals"]]
    return Revision(
        head=head_from_json({**data["head"], "digest": digest}),
        text=tuple(paragraph_from_json(item) for item in data["paragraphs"]),
        state=State({p.id: p for p in in_order(proposals)}, dict(data["states"])),
        membership=Membership(
            {item["id"]: Party(**item) for item in data["parties"]},
            {item["id"]: _coalition_from_json(item) for item in data["coalitions"]},
        ),
        profile=PROFILES[data["profile"]],
        was=dict(data["was"]),
        compiled=tuple(compiled_from_json(item) for item in data["compiled"]),
    )


def edition_of(
    revision: Revision,
    view: str,
    adopted: Iterable[str] = (),
    language: str = "",
    forum: str = "",
) -> Edition:
    """What formats see of a revision, in one of the views of ``edition``.

    ``language`` is that of the sentences that say what the file is; empty: the revision's own.
    """
    return edition_for(
        view,
        revision.head.title,
        revision.text,
        revision.state,
        revision.profile,
        revision.membership,
        tuple(adopted),
        language or revision.head.language,
        imprint_of(revision.head, forum),
    )


def imprint_of(head: RevisionHead, forum: str = "") -> Imprint:
    """What stands at the head of a revision's first page."""
    return Imprint(forum, head.symbol, head.date, head.status, head.disclaimers)


def _party_to_json(party: Party) -> dict[str, str]:
    return {"id": party.id, "name": party.name, "short": party.short, "kind": party.kind}


def _coalition_to_json(coalition: Coalition) -> dict[str, Any]:
    members = sorted(coalition.members)
    named = {"id": coalition.id, "name": coalition.name, "short": coalition.short}
    return {**named, "members": members}


def _coalition_from_json(data: Mapping[str, Any]) -> Coalition:
    return Coalition(data["id"], data["name"], data["short"], frozenset(data["members"]))
