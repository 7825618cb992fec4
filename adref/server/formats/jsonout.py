"""An edition as JSON for scripts; its shape is docs/compilation.schema.json."""

import json
from typing import Any

from adref.drafting.compiled import paragraph_to_json
from adref.drafting.edition import Edition
from adref.drafting.tracking import Hand, TrackedParagraph
from adref.drafting.writing import written_to_json

FORMAT = "adref-compilation/1"


def render_json(edition: Edition) -> bytes:
    """The bytes of the file, in UTF-8."""
    head = edition.imprint
    data: dict[str, Any] = {
        "format": FORMAT,
        "title": edition.title,
        "shows": edition.shows,
        "view": edition.view,
        "audience": edition.audience,
        "language": edition.language,
        "profile": edition.profile,
        "imprint": {
            "forum": head.forum,
            "symbol": head.symbol,
            "date": head.date,
            "status": head.status,
            "disclaimers": list(head.disclaimers),
        },
        "parties": dict(edition.names),
        "paragraphs": [written_to_json(paragraph) for paragraph in edition.paragraphs],
        "compiled": [paragraph_to_json(paragraph) for paragraph in edition.compiled],
        "reservations": {key: list(names) for key, names in edition.reserves.items()},
    }
    if edition.tracked:
        data["tracked"] = [_tracked(paragraph) for paragraph in edition.tracked]
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _tracked(paragraph: TrackedParagraph) -> dict[str, Any]:
    return {
        "id": paragraph.id,
        "kind": paragraph.kind,
        "level": paragraph.level,
        "label": paragraph.label,
        "was": paragraph.was,
        "fate": paragraph.fate,
        **_hand(paragraph.hand),
        "runs": [
            {
                "t": run.text,
                **({"m": sorted(run.marks)} if run.marks else {}),
                "fate": run.fate,
                **_hand(run.hand),
            }
            for run in paragraph.runs
        ],
        "comments": [{"text": said.text, **_hand(said.hand)} for said in paragraph.comments],
    }


def _hand(hand: Hand) -> dict[str, str]:
    return {name: value for name, value in hand._asdict().items() if value}
