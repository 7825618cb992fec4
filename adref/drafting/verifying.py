"""An exported record checked: what is wrong with it first, and by whom and when it was done.

Everything is in the file but trust in its key: that comes from a checkpoint which somebody kept.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adref.drafting.canonical import canonical, digest_of
from adref.drafting.chain import FORMAT, Chain, beginning, digest_of_act, grown
from adref.drafting.checkpoints import Check, Checkpoint, checkpoint_from_json
from adref.drafting.events import event_from_json
from adref.drafting.evolution import evolve
from adref.drafting.floor import State
from adref.drafting.proposal import in_order, proposal_to_json
from adref.drafting.rewriting import Replay, edits_of
from adref.drafting.text import WorkingText, paragraph_to_json


class Wrong(Exception):
    """What is wrong: a code of ``SENTENCES``, the act (if it is one), and parameters."""

    def __init__(self, code: str, act: Mapping[str, Any] | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code, self.act, self.params = code, act, params


@dataclass
class Verified:
    """A record that holds together."""

    header: Mapping[str, Any]
    chain: Chain
    checkpoint: Checkpoint
    text: WorkingText
    revisions: dict[str, tuple[Mapping[str, Any], WorkingText]] = field(default_factory=dict)
    """By id: the document as issued, and the text rebuilt from the acts."""
    missing: list[str] = field(default_factory=list)
    """Symbols of revisions whose documents are not in the file."""


def verify(data: bytes, check: Check, kept: Sequence[Checkpoint] = (), key: str = "") -> Verified:
    """Check everything. Raises ``Wrong`` with the first thing that is wrong.

    ``kept``: checkpoints that somebody holds; ``key``: the key that somebody knows.
    """
    header, lines = _opened(data)
    for mine in kept:
        _same_record(mine, header, check)
    if key and header["key"] != key:
        raise Wrong("other_key", key=header["key"])
    reader = _Reader(header, {mine.seq: mine for mine in kept})
    for line in lines:
        reader.take(line)
    closing = reader.closed()
    _closing(closing, reader, data, check)
    for mine in kept:
        if mine.seq > reader.chain.seq:
            raise Wrong("ends_early", last=reader.chain.seq, kept=mine.seq, at=mine.at)
    return Verified(
        header, reader.chain, closing, reader.replay.text, reader.revisions, reader.missing
    )


def _opened(data: bytes) -> tuple[dict[str, Any], Iterator[dict[str, Any]]]:
    lines = data.split(b"\n")
    if not data or lines.pop() != b"":
        raise Wrong("cut_off")
    first = _line(lines[0], 1)
    header = first.get("record")
    names = ("format", "text", "title", "symbol", "key", "at")
    if not isinstance(header, dict) or header.get("format") != FORMAT or set(first) != {"record"}:
        raise Wrong("no_record")
    if set(header) != set(names) or not all(isinstance(header[name], str) for name in names):
        raise Wrong("no_record")
    return header, (_line(line, number) for number, line in enumerate(lines[1:], 2))


def _line(line: bytes, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
        whole = isinstance(value, dict) and canonical(value) == line
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        raise Wrong("damaged_line", line=number)
    return dict(value)


def _same_record(mine: Checkpoint, header: Mapping[str, Any], check: Check) -> None:
    if not mine.stands(check):
        raise Wrong("bad_checkpoint")
    if mine.text != header["text"]:
        raise Wrong("other_text", text=header["text"], kept=mine.text)
    if mine.key != header["key"]:
        raise Wrong("other_key", key=header["key"])


class _Reader:
    """Goes through the acts once: the chain, the text, the floor."""

    def __init__(self, header: Mapping[str, Any], kept: Mapping[int, Checkpoint]) -> None:
        self.chain = beginning(header["text"])
        self.replay = Replay()
        self.revisions: dict[str, tuple[Mapping[str, Any], WorkingText]] = {}
        self.missing: list[str] = []
        self._kept, self._state = kept, State()
        self._issued: Mapping[str, Any] | None = None
        self._closing: Checkpoint | None = None

    def take(self, line: Mapping[str, Any]) -> None:
        if self._closing is not None:
            raise Wrong("after_the_end")
        if set(line) == {"act", "hash"} and isinstance(line["act"], dict):
            self._no_document()
            self._act(line["act"], line["hash"])
        elif set(line) == {"revision"} and isinstance(line["revision"], dict):
            self._document(line["revision"])
        elif set(line) == {"checkpoint"}:
            self._no_document()
            try:
                self._closing = checkpoint_from_json(line["checkpoint"])
            except ValueError:
                raise Wrong("bad_seal") from None
        else:
            raise Wrong("unknown_line", after=self.chain.seq)

    def closed(self) -> Checkpoint:
        """The checkpoint at the end."""
        if self._closing is None:
            raise Wrong("cut_off")
        return self._closing

    def _act(self, act: Mapping[str, Any], stated: Any) -> None:
        expected = self.chain.seq + 1
        if act.get("seq") != expected:
            raise Wrong("out_of_order", act, expected=expected)
        try:
            event = event_from_json(act)
        except (ValueError, KeyError, TypeError):
            raise Wrong("no_act", act, expected=expected) from None
        self.chain = grown(self.chain, [digest_of_act(act)])
        mine = self._kept.get(expected)
        if self.chain.head != stated:
            raise Wrong("altered", act)
        if mine is not None and mine.head != self.chain.head:
            raise Wrong("rewritten", act, at=mine.at)
        try:
            self._replay(act)
            self._state = evolve(self._state, event)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Wrong("impossible", act) from None
        if event.type == "revision_issued":
            self._issued = act

    def _replay(self, act: Mapping[str, Any]) -> None:
        for edit in edits_of(act):
            before = getattr(edit, "before", None)
            found = self.replay.paragraph(getattr(edit, "paragraph", "")) if before else None
            stands = (found.content, found.label, (found.kind, found.level)) if found else ()
            if before and before not in stands:
                raise Wrong("other_words", act)
        self.replay.take(act)

    def _no_document(self) -> None:
        """The act before was the issue of a revision whose document does not follow."""
        if self._issued is not None:
            self.missing.append(self._issued["revision"]["symbol"])
            self._issued = None

    def _document(self, document: Mapping[str, Any]) -> None:
        act, self._issued = self._issued, None
        if act is None:
            raise Wrong("stray_revision", after=self.chain.seq)
        head, text = act["revision"], self.replay.text
        if digest_of(canonical(document)) != head["digest"]:
            raise Wrong("other_revision", act, symbol=head["symbol"])
        rebuilt = [paragraph_to_json(paragraph) for paragraph in text]
        proposals = [proposal_to_json(p) for p in in_order(self._state.proposals.values())]
        if document["paragraphs"] != rebuilt or document["proposals"] != proposals:
            raise Wrong("not_rebuilt", act, symbol=head["symbol"])
        self.revisions[head["id"]] = (document, text)


def _closing(closing: Checkpoint, reader: _Reader, data: bytes, check: Check) -> None:
    end = data.rstrip(b"\n").rfind(b"\n") + 1
    if closing.chain != reader.chain:
        raise Wrong("other_head", last=reader.chain.seq, stated=closing.seq)
    if closing.file != hashlib.sha256(data[:end]).hexdigest():
        raise Wrong("altered_file")
    header = json.loads(data[: data.index(b"\n")])["record"]
    if closing.text != header["text"] or closing.key != header["key"]:
        raise Wrong("bad_seal")
    if not closing.stands(check):
        raise Wrong("bad_seal")
