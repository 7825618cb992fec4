"""What a floor amounts to after so many acts, as it is kept beside its log, without I/O.

It stands in the place of those acts when a text is opened: the state of the floor, the text that
the record gives, and how far its chain goes. It is never the source of truth: it is made from the
log, and whatever does not fit is thrown away and made from the log again. What is on the desk is
not in it, for others read that.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adref import __version__
from adref.drafting.canonical import canonical
from adref.drafting.chain import Chain, beginning, digest_of_act, grown
from adref.drafting.events import actor_from_json, actor_to_json, event_from_json
from adref.drafting.evolution import evolve
from adref.drafting.floor import State, state_from_json, state_to_json
from adref.drafting.parties import Actor
from adref.drafting.rewriting import Replay
from adref.drafting.text import WorkingText, paragraph_from_json, paragraph_to_json
from adref.server.store.log import Stored, Written

FORMAT = "adref-summary/1"
"""To be raised with whatever changes what comes of the same acts, or how it is written."""


@dataclass(frozen=True, slots=True)
class Summary:
    """All that opening a text needs of the acts on its floor."""

    chain: Chain
    state: State = field(default_factory=State)
    text: WorkingText = ()
    last: str = ""
    """The instant of the last act."""
    people: Mapping[str, Actor] = field(default_factory=dict)
    """Who has acted, by seat."""


def nothing_yet(text: str) -> Summary:
    """Before the first act; ``text`` is the id."""
    return Summary(beginning(text))


def summed(before: Summary, acts: Iterable[Mapping[str, Any]]) -> tuple[Summary, list[str]]:
    """The summary after some more acts (JSON, with ``seq``), and their digests."""
    replay, state, last = Replay(before.text), before.state, before.last
    people, digests = dict(before.people), []
    for act in acts:
        event = event_from_json(act)
        replay.take(act)
        state, last = evolve(state, event), event.at
        people[event.by.seat] = event.by
        digests.append(digest_of_act(act))
    chain = grown(before.chain, digests)
    return Summary(chain, state, replay.text, last, people), digests


def summary_of(text: str, floor: Stored) -> Summary | None:
    """What the tail of a floor goes on from; None when what is kept does not fit."""
    if floor.snapshot is None:
        return nothing_yet(text)
    return summary_from_bytes(text, floor.seq - len(floor.tail), floor.snapshot)


def acts_of(entries: Iterable[Written]) -> list[dict[str, Any]]:
    """The events of a compartment as JSON, with ``seq``."""
    return [{"seq": entry.seq, **json.loads(entry.payload)} for entry in entries]


def summary_to_bytes(text: str, summary: Summary) -> bytes:
    """As it is kept."""
    return canonical(
        {
            "format": FORMAT,
            "version": __version__,
            "of": text,
            "seq": summary.chain.seq,
            "head": summary.chain.head,
            "state": state_to_json(summary.state),
            "text": [paragraph_to_json(paragraph) for paragraph in summary.text],
            "last": summary.last,
            "people": [actor_to_json(actor) for actor in summary.people.values()],
        }
    )


def summary_from_bytes(text: str, seq: int, data: bytes) -> Summary | None:
    """What was kept of this text after this act; None when it is anything else."""
    try:
        found = json.loads(data)
        if [found[key] for key in ("format", "version", "of", "seq")] != [
            *(FORMAT, __version__, text, seq)
        ]:
            return None
        people = [actor_from_json(actor) for actor in found["people"]]
        return Summary(
            Chain(seq, found["head"]),
            state_from_json(found["state"]),
            tuple(paragraph_from_json(paragraph) for paragraph in found["text"]),
            found["last"],
            {actor.seat: actor for actor in people},
        )
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
