"""What of a party's words is gone: where they were, by which act they went, and by whom.

Its words are those that its proposals (and those it joined) brought into the text or had on the
floor, and what its own people typed there with a pen.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from adref.drafting.content import text_of
from adref.drafting.difference import difference
from adref.drafting.edits import ContentEdit, Edit, InsertEdit, RemoveEdit
from adref.drafting.events import event_from_json
from adref.drafting.evolution import evolve
from adref.drafting.floor import State
from adref.drafting.proposal import about
from adref.drafting.rewriting import EDITED, Replay, edits_of
from adref.drafting.tokens import is_word, tokens

FLOOR, TEXT = "floor", "text"
LEFT = ("withdrawn", "overtaken")


class _Owner(NamedTuple):
    """Whose a word is: the proposal that brought it (none: typed with a pen), since which act."""

    proposal: str
    number: int
    since: int


@dataclass(frozen=True, slots=True)
class Gone:
    """Words that went. ``number``: of the proposal that brought them (0: typed with a pen).

    ``stood``: whether they were there at the moment asked about (or came later). ``now_in``: the
    paragraphs in which the same words stand today all the same.
    """

    words: str
    where: str  # TEXT or FLOOR
    paragraph: str
    label: str
    proposal: str
    number: int
    seq: int
    act: str
    at: str
    by: str
    role: str
    party: str | None
    stood: bool
    now_in: tuple[str, ...] = ()


def gone(
    events: Iterable[Mapping[str, Any]], voices: Collection[str], since: int = 0
) -> tuple[Gone, ...]:
    """What went after the act ``since``, in the order in which it went.

    ``events``: the whole record (JSON); ``voices``: the party and its coalitions.
    """
    search = _Search(frozenset(voices))
    for event in events:
        search.take(event)
    return search.found(since)


class _Search:
    def __init__(self, voices: frozenset[str]) -> None:
        self._voices = voices
        self._replay, self._state = Replay(), State()
        self._owners: dict[str, list[_Owner | None]] = {}
        self._submitted: dict[str, int] = {}  # proposal -> the act by which it came
        self._gone: list[tuple[int, Gone]] = []  # since when it stood

    def take(self, event: Mapping[str, Any]) -> None:
        """An act."""
        happened = event_from_json(event)
        if event["type"] == "submitted":
            self._submitted[event["proposal"]["id"]] = event["seq"]
        if event["type"] in LEFT:
            self._off_floor(event)
        brought, owner = self._brings(event)
        for edit in edits_of(event):
            self._edit(edit, event, brought, owner)
        self._replay.take(event)
        self._state = evolve(self._state, happened)

    def found(self, since: int) -> tuple[Gone, ...]:
        """What went after an act."""
        now = {p.id: _plain(p.words) for p in self._replay.text}
        rows = []
        for stood_since, row in self._gone:
            if row.seq > since:
                words = _plain(row.words)
                again = tuple(key for key, text in now.items() if words in text)
                rows.append(replace(row, stood=stood_since <= since, now_in=again))
        return tuple(rows)

    def _brings(self, event: Mapping[str, Any]) -> tuple[Counter[str] | None, _Owner | None]:
        """The words that an act may bring for these voices; None: whatever it inserts."""
        seq = event["seq"]
        if event["type"] == EDITED:
            if event["by"].get("party") in self._voices:
                return None, _Owner("", 0, seq)
            return Counter(), None
        found = event.get("proposal")
        proposal = self._state.proposals.get(found) if isinstance(found, str) else None
        if proposal is None or not self._voices.intersection(proposal.parties):
            return Counter(), None
        words = Counter(tokens(text_of(proposal.replacement)))
        return words, _Owner(proposal.id, proposal.number, self._submitted[proposal.id])

    def _edit(
        self,
        edit: Edit,
        event: Mapping[str, Any],
        brought: Counter[str] | None,
        owner: _Owner | None,
    ) -> None:
        if isinstance(edit, InsertEdit):
            words = tokens(edit.paragraph.words)
            self._own(edit.paragraph.id, [_given(t, brought, owner) for t in words])
        elif isinstance(edit, RemoveEdit):
            standing = self._replay.paragraph(edit.paragraph)
            owners = self._owners.pop(edit.paragraph, [])
            if standing is not None:
                self._lost(edit.paragraph, tokens(standing.words), owners, event)
        elif isinstance(edit, ContentEdit) and (owner or edit.paragraph in self._owners):
            self._rewrite(edit, event, brought, owner)

    def _rewrite(
        self,
        edit: ContentEdit,
        event: Mapping[str, Any],
        brought: Counter[str] | None,
        owner: _Owner | None,
    ) -> None:
        old, new = tokens(text_of(edit.before)), tokens(text_of(edit.after))
        owners = self._owners.get(edit.paragraph, [])
        if len(owners) != len(old):
            owners = [None] * len(old)
        out: list[_Owner | None] = []
        lost: list[_Owner | None] = [None] * len(old)
        at = to = 0
        for op, count in difference(old, new):
            if op == 0:
                out += owners[at : at + count]
            elif op < 0:
                lost[at : at + count] = owners[at : at + count]
            else:
                out += [_given(token, brought, owner) for token in new[to : to + count]]
            at += count if op <= 0 else 0
            to += count if op >= 0 else 0
        for place in range(1, len(old) - 1):  # a space that stays does not part what went
            if not lost[place] and lost[place - 1] == lost[place + 1] and not is_word(old[place]):
                lost[place] = lost[place - 1]
        self._lost(edit.paragraph, old, lost, event)
        self._own(edit.paragraph, out)

    def _own(self, paragraph: str, owners: list[_Owner | None]) -> None:
        if any(owners):
            self._owners[paragraph] = owners
        else:
            self._owners.pop(paragraph, None)

    def _lost(
        self,
        paragraph: str,
        words: list[str],
        owners: list[_Owner | None],
        event: Mapping[str, Any],
    ) -> None:
        """Words of one owner that stood together went together."""
        for owner, together in groupby(zip(words, owners, strict=False), key=lambda p: p[1]):
            run = [token for token, _ in together]
            if owner is not None and any(is_word(token) for token in run):
                label = self._label(paragraph)
                self._row("".join(run), TEXT, paragraph, label, owner, event)

    def _off_floor(self, event: Mapping[str, Any]) -> None:
        proposal = self._state.proposals.get(event["proposal"])
        if proposal is None or not self._voices.intersection(proposal.parties):
            return
        words = text_of(proposal.replacement)
        if not any(is_word(token) for token in tokens(words)):
            return
        home = about(proposal, self._state.proposals) or proposal.after or ""
        label = self._label(home) or proposal.label
        owner = _Owner(proposal.id, proposal.number, self._submitted[proposal.id])
        self._row(words, FLOOR, home, label, owner, event)

    def _label(self, paragraph: str) -> str:
        found = self._replay.paragraph(paragraph)
        return found.label if found else ""

    def _row(
        self,
        words: str,
        where: str,
        paragraph: str,
        label: str,
        owner: _Owner,
        event: Mapping[str, Any],
    ) -> None:
        by = event["by"]
        row = Gone(
            words=" ".join(words.split()),
            where=where,
            paragraph=paragraph,
            label=label,
            proposal=owner.proposal,
            number=owner.number,
            seq=event["seq"],
            act=event["type"],
            at=event["at"],
            by=by["name"],
            role=by["role"],
            party=by.get("party"),
            stood=True,
        )
        self._gone.append((owner.since, row))


def _given(token: str, brought: Counter[str] | None, owner: _Owner | None) -> _Owner | None:
    """Whose an inserted token is: the bringer's, unless it is notation or another's."""
    if brought is None or owner is None:
        return owner
    if brought[token] <= 0:
        return None
    brought[token] -= 1
    return owner


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def gone_to_json(row: Gone) -> dict[str, Any]:
    """The JSON shape: the fields as they are named."""
    return {name: getattr(row, name) for name in Gone.__dataclass_fields__} | {
        "now_in": list(row.now_in)
    }
