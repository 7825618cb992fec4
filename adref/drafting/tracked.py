"""Settles the tracked changes of a file: whose they are decides what becomes of them.

A person of the file is a party's (``{"party": id}``: what they changed becomes its proposals), or
their changes are written into the text in brackets with their name, taken as made (``accept``) or
as not made (``reject``). No word is lost: what is in no paragraph afterwards is in a proposal, or
was taken out by a choice that somebody made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from adref.drafting.content import Content, Piece, text_of, tidy
from adref.drafting.incoming import DEL, INS, Incoming
from adref.drafting.proposal import Span
from adref.drafting.submitted import Amendment
from adref.drafting.text import Paragraph, WorkingText
from adref.drafting.tracked_words import Group, Word, laid_out

BRACKETS, ACCEPT, REJECT = CHOICES = ("brackets", "accept", "reject")


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one person's changes: one of ``CHOICES``, or ``party`` (its id)."""

    what: str = BRACKETS
    party: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """An amendment that somebody tracked, for a party. ``answers`` are made on it.

    ``key`` names it for remarks: the paragraph of the file that it would bring.
    """

    party: str
    by: str
    amendment: Amendment
    answers: tuple["Brought", ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of the file. ``paragraph`` is one of the file, or the ``key`` of a ``Brought``."""

    paragraph: str
    text: str
    by: str
    party: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """A file when it is settled: its text, what is proposed on it, and what is remarked."""

    text: WorkingText
    proposals: tuple[Brought, ...] = ()
    remarks: tuple[Said, ...] = ()


def settle(incoming: Incoming, choices: Mapping[str, Choice]) -> Settled:
    """The file by the choices for its people; who is not named is put in brackets."""
    settler = _Settler(incoming, choices)
    text = tuple(kept for p in incoming.paragraphs if (kept := settler.paragraph(p)) is not None)
    if not text:  # the whole file was inserted: it stands as it is
        return settle(incoming, {})
    return Settled(text, tuple(settler.proposals), tuple(settler.remarks()))


class _Settler:
    def __init__(self, incoming: Incoming, choices: Mapping[str, Choice]) -> None:
        self.incoming = incoming
        self.people = {name: choices.get(name, Choice()) for name in incoming.authors}
        self.proposals: list[Brought] = []
        self.after: str | None = None
        known = {paragraph.id: paragraph for paragraph in incoming.paragraphs}
        self.moves = {
            to: (stood, author)
            for to, stood in incoming.moves.items()
            if (author := self._mover(known[stood], known[to]))
        }
        self.stay = {stood for stood, _ in self.moves.values()}

    def paragraph(self, paragraph: Paragraph) -> Paragraph | None:
        """What the paragraph is without what is only proposed; None when all of it is."""
        if paragraph.id in self.moves:
            self._move(paragraph)
            return None
        if paragraph.id in self.stay:
            self.after = paragraph.id
            return paragraph.reading(_unmarked(paragraph.content))
        words = [word for piece in paragraph.content for word in self._word(piece)]
        author = _first([word.by for word in words if word.piece.text.strip()])
        if author and paragraph.kind != "footnote":
            self._new(paragraph, author, words)
            return None
        base, groups = laid_out(words)
        if paragraph.content and not groups and not text_of(base).strip():
            return None  # all of it was taken out, by a choice that somebody made
        kept = paragraph.reading(base)
        self._propose(kept, base, groups)
        if kept.kind != "footnote":
            self.after = kept.id
        return kept

    def _mover(self, stood: Paragraph, stands: Paragraph) -> str:
        """Who moved a paragraph, its words unchanged, when that one proposes; else empty."""
        left = {self._author(piece, DEL) for piece in stood.content}
        came = {self._author(piece, INS) for piece in stands.content}
        others = {self._author(piece, DEL) for piece in stands.content}
        same = _unmarked(stood.content) == _unmarked(stands.content)
        author = next(iter(left), "")
        alone = len(left) == 1 and left == came and others == {""}
        return author if same and alone and author and self.people[author].party else ""

    def _move(self, paragraph: Paragraph) -> None:
        stood, author = self.moves[paragraph.id]
        if self.after != stood:
            self._add(author, Amendment("move", stood, after=self.after), (), (), paragraph.id)

    def remarks(self) -> Iterator[Said]:
        """The comments; one whose author is a party's is that party's."""
        for comment in self.incoming.comments:
            choice = self.people[comment.author]
            yield Said(comment.paragraph, comment.text, comment.author, choice.party)

    def _word(self, piece: Piece) -> Iterator[Word]:
        marks = frozenset(m for m in piece.marks if not m.startswith((INS, DEL)))
        inserted, deleted = self._author(piece, INS), self._author(piece, DEL)
        kept = Piece(piece.text, marks)
        ins = self.people[inserted].what if inserted else ACCEPT
        gone = self.people[deleted].what if deleted else REJECT
        if ins == REJECT or gone == ACCEPT:
            return
        by = inserted if inserted and self.people[inserted].party else ""
        struck = deleted if deleted and self.people[deleted].party else ""
        bracketed = [
            f"{_plainly(name)}{': delete' if name == deleted else ''}"
            for name, what in ((inserted, ins), (deleted, gone))
            if name and what == BRACKETS and not self.people[name].party
        ]
        if not bracketed or not piece.text.strip():
            yield Word(kept, by, struck)
            return
        note = "; ".join(bracketed)
        lead = len(piece.text) - len(piece.text.lstrip())
        for text in (piece.text[:lead], "[", piece.text[lead:].rstrip(), f" - {note}]"):
            if text:
                own = marks if text not in ("[", f" - {note}]") else frozenset()
                yield Word(Piece(text, own), by, struck)
        trailing = piece.text[len(piece.text.rstrip()) :]
        if trailing:
            yield Word(Piece(trailing, marks), by, struck)

    def _author(self, piece: Piece, sign: str) -> str:
        found = next((m.removeprefix(sign) for m in piece.marks if m.startswith(sign)), None)
        return "" if found is None else self.incoming.authors[int(found)]

    def _new(self, paragraph: Paragraph, author: str, words: Sequence[Word]) -> None:
        own = [word for word in words if word.by in (author, "")]
        content = tidy(word.piece for word in own)
        amendment = Amendment(
            "new",
            after=self.after,
            replacement=content,
            paragraph_kind=paragraph.kind,
            level=paragraph.level,
            label=paragraph.label,
        )
        deleted: list[tuple[int, int, str]] = []
        inserted: list[tuple[int, str, Piece]] = []
        at = 0
        for word in words:
            if word not in own:
                inserted.append((at, word.by, word.piece))
                continue
            if word.deleted:
                deleted.append((at, at + len(word.piece.text), word.deleted))
            at += len(word.piece.text)
        self._add(author, amendment, content, deleted, paragraph.id, inserted)

    def _propose(self, paragraph: Paragraph, base: Content, groups: Sequence[Group]) -> None:
        words = text_of(base)
        for group in groups:
            whole = words and not words[: group.start].strip() and not words[group.end :].strip()
            if whole and not any(piece.text.strip() for piece in group.replacement):
                self._add(group.by, Amendment("delete", paragraph.id, basis=base), (), ())
                continue
            replacement = tidy(group.replacement)
            amendment = Amendment(
                "change",
                paragraph.id,
                basis=base,
                span=(group.start, group.end),
                replacement=replacement,
            )
            self._add(group.by, amendment, replacement, group.deleted)

    def _add(
        self,
        author: str,
        amendment: Amendment,
        content: Content,
        deleted: Sequence[tuple[int, int, str]],
        key: str = "",
        inserted: Sequence[tuple[int, str, Piece]] = (),
    ) -> None:
        changes = [(span, by, ()) for span, by in _spans(deleted)]
        answers = tuple(
            Brought(
                self.people[by].party,
                by,
                Amendment("change", amendment.paragraph, basis=content, span=span, replacement=new),
            )
            for span, by, new in (*changes, *_insertions(inserted))
        )
        self.proposals.append(Brought(self.people[author].party, author, amendment, answers, key))


def _unmarked(content: Content) -> Content:
    """Without the marks of changes."""
    return tidy(
        Piece(text, frozenset(m for m in marks if not m.startswith((INS, DEL))))
        for text, marks in content
    )


def _spans(deleted: Sequence[tuple[int, int, str]]) -> Iterator[tuple[Span, str]]:
    """Neighbouring deletions of one person as one."""
    at = 0
    while at < len(deleted):
        start, end, by = deleted[at]
        at += 1
        while at < len(deleted) and deleted[at][0] == end and deleted[at][2] == by:
            end = deleted[at][1]
            at += 1
        yield (start, end), by


def _insertions(
    inserted: Sequence[tuple[int, str, Piece]],
) -> Iterator[tuple[Span, str, Content]]:
    """What others inserted in what one person inserted, at one place by one person as one."""
    for (at, by), pieces in groupby(inserted, key=lambda item: item[:2]):
        yield (at, at), by, tidy(piece for _, _, piece in pieces)


def _first(authors: Sequence[str]) -> str:
    """Who inserted the first of these words, when all of them were inserted by somebody."""
    return authors[0] if authors and all(authors) else ""


def _plainly(name: str) -> str:
    """A name without signs that would be read as notation."""
    said = "".join(" " if sign in "[](){}:;" else sign for sign in name)
    return " ".join(said.split()) or "?"


def as_it_reads(incoming: Incoming) -> WorkingText:
    """The text with every change in brackets: what ``adref brackets`` looks at."""
    return settle(incoming, {}).text
