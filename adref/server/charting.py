"""The life of a text in figures, from the logs of its text and its floor. Blocks: for a worker."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from adref.drafting.events import event_from_json
from adref.drafting.evolution import evolve
from adref.drafting.figures import Figures, Session, figures, sessions, thinned
from adref.drafting.floor import State
from adref.server.crdt.working import WorkingDocument

MOST = 160
"""Moments that are shown; long texts get fewer, so that a chart stays a few seconds of work."""
CHARACTERS = 12_000_000
"""Characters that are read for one chart, all moments together."""
FEWEST = 16


class Moment(NamedTuple):
    """The figures at an instant (ISO 8601, UTC), after act ``act`` of the floor."""

    at: str
    act: int
    figures: Figures


class Chart(NamedTuple):
    """All moments in order, and the meetings. ``issued``: instant and symbol of each revision."""

    moments: tuple[Moment, ...]
    sessions: tuple[Session, ...]
    issued: tuple[tuple[str, str], ...]


class Step(NamedTuple):
    """One entry of a log: an update of the text (bytes), or an event of the floor (JSON)."""

    at: str
    seq: int
    update: bytes | None
    event: bytes | None


def chart(steps: Sequence[Step], names: Iterable[str] = ()) -> Chart:
    """The chart of a text from all entries of its two logs, in the order of their instants."""
    known = tuple(names)
    ordered = sorted(steps, key=lambda step: (step.at, step.update is None))
    if not ordered:
        return Chart((), (), ())
    met = sessions(step.at for step in ordered)
    shown = _shown(ordered, met)
    document, state, act = WorkingDocument(), State(), 0
    moments: list[Moment] = []
    issued: list[tuple[str, str]] = []
    last: tuple[Any, ...] = ()
    for place, step in enumerate(ordered):
        if step.update is not None:
            document.try_update(step.update)
        elif step.event is not None:
            event = json.loads(step.event)
            state, act = evolve(state, event_from_json(event)), step.seq
            if event["type"] == "revision_issued":
                issued.append((step.at, str(event.get("revision", {}).get("symbol", ""))))
        if place in shown:
            open_ones = sum(p.stage == "open" for p in state.proposals.values())
            key = (document.text, state.states, open_ones)
            if not moments or key != last:
                found = figures(document.text, state.states, open_ones, known)
                last = key
            moments.append(Moment(step.at, act, found))
    return Chart(tuple(moments), tuple(met), tuple(issued))


def _shown(ordered: Sequence[Step], met: Sequence[Session]) -> set[int]:
    """The places that are shown: the ends of meetings, and others evenly between."""
    size = sum(len(step.update or b"") for step in ordered) or 1
    most = max(FEWEST, min(MOST, CHARACTERS // size))
    ends = {session.end for session in met}
    # Of what was written at one instant only the last place counts.
    last = {step.at: place for place, step in enumerate(ordered)}
    places = sorted(last.values())
    keep = [index for index, place in enumerate(places) if ordered[place].at in ends]
    return {places[index] for index in thinned(len(places), most, keep)}


def chart_to_json(found: Chart) -> dict[str, Any]:
    """``{moments: [{at, act, brackets, ...}], sessions: [{begin, end}], issued: [...]}``."""
    return {
        "moments": [{"at": m.at, "act": m.act, **m.figures._asdict()} for m in found.moments],
        "sessions": [session._asdict() for session in found.sessions],
        "issued": [{"at": at, "symbol": symbol} for at, symbol in found.issued],
    }
