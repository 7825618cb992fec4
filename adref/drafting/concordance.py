"""Where each paragraph of one version of a text stands in another: by its permanent id.

What is no longer there is looked for by its words: a paragraph may have been joined into another
one, or split. Nothing is guessed about paragraphs that stay: their id says which they are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adref.drafting.numbering import display_labels
from adref.drafting.text import Paragraph
from adref.drafting.tokens import is_word, tokens

SAME, RENUMBERED, NEW, REMOVED, JOINED, SPLIT = FATES = (
    "same",
    "renumbered",
    "new",
    "removed",
    "joined",
    "split",
)
SHARE = 0.5
"""What part of the lost sequences of words must be found elsewhere to say where they went."""
PIECE = 0.2
"""What part of them makes another paragraph one of those that it was split into."""
SEQUENCE = 3  # words; shorter paragraphs are taken whole
LEAST = 4  # sequences of a paragraph that stays; fewer are no sign of anything

Shingles = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of either version. ``old`` and ``new`` are its labels as they are shown.

    ``others``: ids of the paragraphs into which it was joined or split (of the newer version);
    for one that is new, of those out of which it was made (of the older version).
    """

    id: str
    kind: str
    fate: str
    old: str = ""
    new: str = ""
    others: tuple[str, ...] = ()


def concordance(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> tuple[Row, ...]:
    """Every paragraph of both versions once: those of the newer in its order, then what is gone."""
    before, after = display_labels(old), display_labels(new)
    was, stays = {p.id: p for p in old}, {p.id: p for p in new}
    went = _where_words_went(was, stays)
    made_of: dict[str, list[str]] = defaultdict(list)
    for source, targets in went.items():
        for target in targets:
            if target not in was:
                made_of[target].append(source)
    rows = []
    for paragraph in new:
        identifier = paragraph.id
        ours = {"old": before.get(identifier, ""), "new": after.get(identifier, "")}
        if identifier not in was:
            others = tuple(made_of[identifier])
            rows.append(Row(identifier, paragraph.kind, NEW, new=ours["new"], others=others))
            continue
        others = went.get(identifier, ())
        fate = SAME if ours["old"] == ours["new"] else RENUMBERED
        rows.append(
            Row(identifier, paragraph.kind, SPLIT if others else fate, **ours, others=others)
        )
    for paragraph in old:
        if paragraph.id not in stays:
            others = went.get(paragraph.id, ())
            fate = (REMOVED, JOINED, SPLIT)[min(len(others), 2)]
            label = before.get(paragraph.id, "")
            rows.append(Row(paragraph.id, paragraph.kind, fate, old=label, others=others))
    return tuple(rows)


def _where_words_went(
    old: Mapping[str, Paragraph], new: Mapping[str, Paragraph]
) -> dict[str, tuple[str, ...]]:
    """For paragraphs that lost words: the other ones that gained them, the most first."""
    read: dict[str, Shingles] = {}
    lost: dict[str, Shingles] = {}
    gained: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for identifier in {**old, **new}:
        before, after = old.get(identifier), new.get(identifier)
        if before is not None and after is not None and before.words == after.words:
            continue
        left = _shingles(before.words) if before else Counter()
        right = _shingles(after.words) if after else Counter()
        read[identifier] = left
        if missing := left - right:
            lost[identifier] = missing
        for shingle, count in (right - left).items():
            gained[shingle][identifier] = count
    out = {}
    for identifier in old:
        if identifier in lost:
            stays = identifier in new
            found = _takers(lost[identifier], gained, 0 if not stays else LEAST)
            if found:
                out[identifier] = found
    return out


def _takers(
    lost: Shingles, gained: Mapping[tuple[str, ...], Mapping[str, int]], least: int
) -> tuple[str, ...]:
    total = sum(lost.values())
    if total < least:
        return ()
    shares: Counter[str] = Counter()
    for shingle, count in lost.items():
        for taker, there in gained.get(shingle, {}).items():
            shares[taker] += min(count, there)
    takers = [taker for taker, share in shares.most_common() if share >= PIECE * total]
    if sum(shares[taker] for taker in takers) < SHARE * total:
        return ()
    # One that holds all of it leaves no room for others that hold a part of the same.
    best = takers[0]
    return (best,) if shares[best] >= (1 - PIECE) * total else tuple(takers)


def _shingles(words: str) -> Shingles:
    said = [token.casefold() for token in tokens(words) if is_word(token)]
    size = min(SEQUENCE, len(said)) or 1
    return Counter(tuple(said[at : at + size]) for at in range(len(said) - size + 1))


def row_to_json(row: Row) -> dict[str, Any]:
    """The JSON shape: id, kind, fate, old, new, others."""
    return {
        "id": row.id,
        "kind": row.kind,
        "fate": row.fate,
        "old": row.old,
        "new": row.new,
        "others": list(row.others),
    }


def rows_by_id(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows by the id of their paragraph: each has one."""
    return {row.id: row for row in rows}
