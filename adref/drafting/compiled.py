"""The shape of a compilation: paragraphs of runs and contests. Every view is read off it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from adref.drafting.content import Content, Piece, text_of, tidy

TEXT = "text"  # the origin of words of the working text
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Words under the same marks, of one origin (``text`` or a proposal's id) and one fate.

    Fates: ``kept`` (nobody contests them), ``contested`` (they stand in one alternative of
    several), ``inserted`` (a proposal brings them), ``struck`` (some would delete them).
    """

    text: str
    marks: frozenset[str] = frozenset()
    origin: str = TEXT
    fate: str = "kept"
    parties: Names = ()

    @property
    def piece(self) -> Piece:
        """The words with their marks alone."""
        return Piece(self.text, self.marks)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a contested phrase would read, and who proposes it.

    Of origin ``text`` are the words as they stand; ``deleted_by`` would have nothing there.
    """

    segments: "tuple[Segment, ...]"
    origin: str = TEXT  # or "proposal"
    proposals: Names = ()
    parties: Names = ()
    deleted_by: Names = ()


@dataclass(frozen=True, slots=True)
class Contest:
    """Alternatives side by side. Without one of origin ``text`` they are mere insertions."""

    alternatives: tuple[Alternative, ...]


Segment = Run | Contest
Runs = tuple[Run, ...]
Segments = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class CompiledParagraph:
    """A paragraph of the working text, or one that a proposal brings (``fate`` inserted).

    ``of`` is the paragraph of the working text that it is, repeats (move) or is an alternative to;
    empty for a new one. ``proposals`` are those about the paragraph as a whole, with ``parties``
    who bring it (inserted) or would delete it (struck); ``moved_by`` would have it elsewhere.
    """

    id: str
    of: str
    kind: str
    level: int
    label: str
    origin: str
    fate: str
    parties: Names = ()
    moved_by: Names = ()
    proposals: Names = ()
    segments: Segments = ()


def runs_of(content: Content, origin: str = TEXT, fate: str = "kept", parties: Names = ()) -> Runs:
    """A content as runs of one origin and fate."""
    return tuple(Run(piece.text, piece.marks, origin, fate, parties) for piece in content)


def cut_runs(runs: Runs, start: int, end: int | None = None) -> Runs:
    """The runs between two offsets (code points)."""
    out = []
    at = 0
    for run in runs:
        low = max(start - at, 0)
        high = len(run.text) if end is None else min(end - at, len(run.text))
        if low < high:
            out.append(replace(run, text=run.text[low:high]))
        at += len(run.text)
    return tuple(out)


def joined_runs(*parts: Iterable[Run]) -> Runs:
    """Runs one after the other; equal neighbours become one."""
    out: list[Run] = []
    for part in parts:
        for run in part:
            if out and replace(out[-1], text=run.text) == run:
                out[-1] = replace(run, text=out[-1].text + run.text)
            elif run.text:
                out.append(run)
    return tuple(out)


def content_of(runs: Iterable[Run]) -> Content:
    """The words and marks of some runs."""
    return tidy(run.piece for run in runs)


def base_content(segments: Segments) -> Content:
    """The words without any insertion: of each contest the words as they stand."""
    return tidy(_base_pieces(segments))


def _base_pieces(segments: Segments) -> list[Piece]:
    out: list[Piece] = []
    for segment in segments:
        if isinstance(segment, Run):
            out.append(segment.piece)
        else:
            for alternative in segment.alternatives:
                if alternative.origin == TEXT:
                    out += _base_pieces(alternative.segments)
    return out


def base_words(segments: Segments) -> str:
    """``base_content`` as words alone."""
    return text_of(base_content(segments))


SOMEBODY = "somebody"  # stands for parties that are not to be named


def anonymous(compiled: Iterable[CompiledParagraph]) -> tuple[CompiledParagraph, ...]:
    """The same compilation without any party or proposal in it: only that there is somebody."""
    return tuple(
        replace(
            paragraph,
            origin=_veiled(paragraph.origin),
            parties=_somebody(paragraph.parties),
            moved_by=_somebody(paragraph.moved_by),
            proposals=(),
            segments=_veil(paragraph.segments),
        )
        for paragraph in compiled
    )


def _veil(segments: Segments) -> Segments:
    out: list[Segment] = []
    for segment in segments:
        if isinstance(segment, Run):
            origin, parties = _veiled(segment.origin), _somebody(segment.parties)
            out.append(replace(segment, origin=origin, parties=parties))
            continue
        alternatives = tuple(
            replace(
                item,
                segments=_veil(item.segments),
                proposals=(),
                parties=_somebody(item.parties),
                deleted_by=_somebody(item.deleted_by),
            )
            for item in segment.alternatives
        )
        out.append(Contest(alternatives))
    return tuple(out)


def _veiled(origin: str) -> str:
    return origin if origin == TEXT else "proposal"


def _somebody(parties: Names) -> Names:
    return (SOMEBODY,) if parties else ()


def paragraph_to_json(paragraph: CompiledParagraph) -> dict[str, Any]:
    """The JSON shape, as golden cases have it."""
    return {
        "id": paragraph.id,
        "of": paragraph.of,
        "kind": paragraph.kind,
        "level": paragraph.level,
        "label": paragraph.label,
        "origin": paragraph.origin,
        "fate": paragraph.fate,
        "parties": list(paragraph.parties),
        "moved_by": list(paragraph.moved_by),
        "proposals": list(paragraph.proposals),
        "segments": [segment_to_json(segment) for segment in paragraph.segments],
    }


def segment_to_json(segment: Segment) -> dict[str, Any]:
    """The JSON shape: a run has ``t``, a contest has ``alternatives``."""
    if isinstance(segment, Contest):
        return {"alternatives": [_alternative_to_json(item) for item in segment.alternatives]}
    marks = {"m": sorted(segment.marks)} if segment.marks else {}
    return {
        "t": segment.text,
        **marks,
        "origin": segment.origin,
        "fate": segment.fate,
        "parties": list(segment.parties),
    }


def compiled_from_json(data: Mapping[str, Any]) -> CompiledParagraph:
    """Read the JSON shape of ``paragraph_to_json``."""
    return CompiledParagraph(
        id=data["id"],
        of=data["of"],
        kind=data["kind"],
        level=data["level"],
        label=data["label"],
        origin=data["origin"],
        fate=data["fate"],
        parties=tuple(data["parties"]),
        moved_by=tuple(data["moved_by"]),
        proposals=tuple(data["proposals"]),
        segments=_segments(data["segments"]),
    )


def _segments(data: Iterable[Mapping[str, Any]]) -> Segments:
    return tuple(
        Contest(tuple(_alternative(each) for each in item["alternatives"]))
        if "alternatives" in item
        else Run(
            item["t"],
            frozenset(item.get("m", ())),
            item["origin"],
            item["fate"],
            tuple(item["parties"]),
        )
        for item in data
    )


def _alternative(data: Mapping[str, Any]) -> Alternative:
    return Alternative(
        _segments(data["segments"]),
        data["origin"],
        *(tuple(data[key]) for key in ("proposals", "parties", "deleted_by")),
    )


def _alternative_to_json(alternative: Alternative) -> dict[str, Any]:
    return {
        "segments": [segment_to_json(segment) for segment in alternative.segments],
        "origin": alternative.origin,
        "proposals": list(alternative.proposals),
        "parties": list(alternative.parties),
        "deleted_by": list(alternative.deleted_by),
    }
