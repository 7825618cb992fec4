"""A record in which much happens, made without a server; and those who would forge it."""

import copy
import json
from typing import Any

from adref.drafting.canonical import canonical
from adref.drafting.edits import edit_to_json
from adref.drafting.events import Event, event_to_json
from adref.drafting.record_file import Header, record_lines
from adref.drafting.rewriting import BEGUN, EDITED, edits_between
from adref.drafting.text import paragraph_to_json
from adref.server.signing import Signer
from tests.drafting.play import AVON, BRILL, CHAIR, CORVA, Table, change, paragraphs

OURS, FORGER = Signer(b"\x01" * 32), Signer(b"\x02" * 32)
AT = "2026-03-02T09:00:00.000000Z"
RIVERS = "Calls upon all States to cut emissions by half by 2030;"


class Minutes(Table):
    """A table at which everything is put on record, typing included."""

    def begin(self) -> "Minutes":
        whole = {"text": [paragraph_to_json(each) for each in self.text]}
        self.log.append(Event(BEGUN, AT, CHAIR, whole))
        return self

    def types(self, who: Any, paragraph: str, old: str, new: str) -> None:
        """Somebody types with a pen, and it comes to rest."""
        after = tuple(
            p.reading(tuple(x._replace(text=x.text.replace(old, new)) for x in p.content))
            if p.id == paragraph
            else p
            for p in self.text
        )
        edits = [edit_to_json(edit) for edit in edits_between(self.text, after)]
        body = {"paragraphs": [paragraph], "authors": [], "edits": edits}
        self.log.append(Event(EDITED, AT, who, body))
        self.text = after

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event_to_json(event, seq) for seq, event in enumerate(self.log, 1)]


def minutes() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Events and issued documents: two revisions, with typing, proposals and marks."""
    table = Minutes(paragraphs(RIVERS, "Invites others.", "Ends here.")).begin()
    documents: dict[str, Any] = {}

    def issue(symbol: str, **more: Any) -> None:
        head = {"symbol": symbol, "title": "Rivers", "language": "en", "date": "2026-03-02"}
        done = table.act(CHAIR, do="issue", **head, **more)
        documents.update({key: json.loads(data) for key, data in done.documents})

    table.types(CHAIR, "p2", "others", "all others")
    first = table.propose(AVON, "half", "a third")
    table.act(CORVA, do="position", proposal=first, party="corva", stance="oppose", statement="")
    issue("A/C.2/81/L.5")
    table.act(CHAIR, do="bracket", proposal=first)
    gone = table.submit(BRILL, {"kind": "delete", "paragraph": "p3", "basis": "Ends here."})[0]
    table.types(CHAIR, "p1", "all States", "Parties")
    table.act(CHAIR, do="adopt", proposal=gone)
    issue("A/C.2/81/L.5/Rev.1", numbering="as_drafted")
    table.act(CHAIR, do="mark", paragraph="p2", state="agreed")
    basis = next(p.words for p in table.text if p.id == "p1")
    table.submit(CORVA, change(basis, "by 2030", "by 2050"))
    return table.events, documents


def written(
    events: list[dict[str, Any]], documents: dict[str, Any], signer: Signer = OURS, text: str = "t"
) -> bytes:
    """The record as a file."""
    header = Header(text, "Rivers", "A/C.2/81/L.5", signer.key, AT)
    return b"".join(record_lines(header, copy.deepcopy(events), documents, signer.sign))


def lines_of(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


def as_bytes(lines: list[Any]) -> bytes:
    return b"".join(canonical(line) + b"\n" for line in lines)
