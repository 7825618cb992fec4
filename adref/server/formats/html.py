"""An edition as one self-contained HTML file: no script, nothing fetched, read aloud well.

Insertions and deletions are ``ins`` and ``del``, and say so in words that only a screen reader
speaks. Every paragraph has its permanent id as an anchor.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from adref.drafting.edition import Edition
from adref.drafting.sentences import printed_date
from adref.drafting.tracking import Hand
from adref.server.formats.docx_runs import reads_from_the_right
from adref.server.formats.setting import (
    LABEL_IN_LINE,
    Depth,
    Line,
    Setting,
    Table,
    Words,
    set_edition,
    tables_in,
)
from adref.server.formats.spoken import said_of, said_of_move, says

STYLE = (Path(__file__).parent / "html.css").read_text(encoding="utf-8")
_TAGS = {"inserted": "ins", "struck": "del"}
_NO_FETCH = "default-src 'none'; style-src 'unsafe-inline'"


def render_html(edition: Edition) -> bytes:
    """The bytes of the file, in UTF-8."""
    page = _Page(edition, set_edition(edition))
    return "\n".join(page.lines()).encode("utf-8", "replace")


class _Page:
    def __init__(self, edition: Edition, setting: Setting) -> None:
        self.edition, self.setting = edition, setting
        self.language = edition.language
        self.referred: set[int] = set()
        self.has_title = any(line.kind == "title" for line in setting.lines)
        self.depth = Depth(0 if self.has_title else 1)
        self.free = {line.id for line in setting.lines}  # anchors that nothing has yet
        self.here = {line.id for line in setting.lines if line.fate != "struck"}

    def lines(self) -> Iterable[str]:
        edition = self.edition
        yield "<!doctype html>"
        way = ' dir="rtl"' if reads_from_the_right(edition.view) else ""
        yield f'<html lang="{_quoted(edition.language)}"{way}>'
        yield '<head><meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_quoted(_NO_FETCH)}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f'<meta name="description" content="{_quoted(edition.view)}">'
        yield f'<meta name="audience" content="{_quoted(edition.audience)}">'
        yield f"<title>{_safe(edition.title)} · {_safe(edition.view)}</title>"
        yield f"<style>{STYLE}</style></head>"
        yield "<body>"
        yield from self.masthead()
        yield "<main>"
        if not self.has_title:
            yield f'<h1 dir="auto">{_safe(edition.title)}</h1>'
        for item in tables_in(self.setting.lines):
            if isinstance(item, Table):
                yield from self.table(item)
            else:
                yield self.line(item)
        yield from self.notes()
        yield f"</main>\n<footer><p>{_safe(edition.audience)}</p></footer>"
        yield "</body></html>\n"

    def masthead(self) -> Iterable[str]:
        head = self.edition.imprint
        yield "<header>"
        yield f'<p class="forum" dir="auto">{_safe(head.forum or self.edition.title)}'
        yield f"<strong>{_safe(head.symbol)}</strong></p>" if head.symbol else "</p>"
        yield f'<p class="view">{_safe(self.edition.view)}</p>'
        yield f'<p class="audience">{_safe(self.edition.audience)}</p>'
        if head.date:
            day = _safe(printed_date(head.date, self.language))
            yield f'<p><time datetime="{_quoted(head.date)}">{day}</time></p>'
        for words in (head.status, *head.disclaimers):
            if words:
                yield f'<p dir="auto">{_safe(words)}</p>'
        yield "</header>"

    def line(self, line: Line) -> str:
        label = self.label(line)
        words = "".join(self.word(word) for word in line.words)
        depth = self.depth.of(line)
        tag = f"h{depth}" if depth else "p"
        level = f" level-{min(max(line.level, 0), 6)}" if tag == "p" and line.level else ""
        hung = " hung" if label and line.kind not in LABEL_IN_LINE else ""
        head = f'<{tag}{self.anchor(line)} class="{line.kind}{level}{hung}" dir="auto">'
        moved = said_of_move(self.language, line.fate) if line.move else ""
        told = f'<small class="moved">{_safe(moved)}</small> ' if moved else ""
        return f"{head}{label}{told}{words}</{tag}>{self.comments(line)}"

    def table(self, table: Table) -> Iterable[str]:
        yield '<table dir="rtl">' if table.turned else "<table>"
        for at, row in enumerate(table.rows):
            if table.head and at in (0, table.head):
                yield "<thead>" if at == 0 else "</thead><tbody>"
            cells = "".join(
                self.cell(words, span, at < table.head, table.turned)
                for words, span in table.cells(row)
            )
            fate = f" {row.fate}" if row.fate in _TAGS else ""
            yield f'<tr{self.anchor(row)} class="row{fate}">{cells}</tr>'
        yield "</tbody></table>" if table.head else "</table>"
        yield from (said for row in table.rows if (said := self.comments(row)))

    def cell(self, words: Sequence[Words], span: int, head: bool, turned: bool) -> str:
        said = "".join(self.word(word) for word in words)
        way = reads_from_the_right("".join(word.text for word in words), turned)
        held = f' dir="{"rtl" if way else "ltr"}"' + (f' colspan="{span}"' if span > 1 else "")
        return f'<th scope="col"{held}>{said}</th>' if head else f"<td{held}>{said}</td>"

    def anchor(self, line: Line) -> str:
        """The permanent id, once in a file: of what moved, at the place where it stands now."""
        if line.id not in self.free or (line.fate == "struck" and line.id in self.here):
            return ""
        self.free.discard(line.id)
        return f' id="{_quoted("_".join(line.id.split()))}"'

    def label(self, line: Line) -> str:
        if line.was != line.label:
            gone = self.change("struck", line.hand, _safe(line.was)) if line.was else ""
            come = self.change("inserted", line.hand, _safe(line.label)) if line.label else ""
            return f'<span class="label">{gone}{come}</span> '
        if not line.label:
            return ""
        words = _safe(line.label)
        if line.fate in _TAGS:
            words = self.change(line.fate, line.hand, words)
        return f'<span class="label">{words}</span> '

    def comments(self, line: Line) -> str:
        return "".join(
            f'<div role="note" class="comment" dir="auto"><p><b>'
            f"{_safe(says(self.language, 'comment', author=said.hand.author))}</b> "
            f"{_safe(said.text)}</p></div>"
            for said in line.comments
        )

    def word(self, word: Words) -> str:
        if word.note:
            return self.mark(word)
        words = _safe(word.text)
        if word.em:
            words = f"<em>{words}</em>"
        if word.strong:
            words = f"<strong>{words}</strong>"
        if word.fate in _TAGS:
            return self.change(word.fate, word.hand, words)
        if word.fate in ("contested", "notation"):
            return f'<span class="{word.fate}">{words}</span>'
        return words

    def change(self, fate: str, hand: Hand, words: str) -> str:
        start = _spoken(said_of(self.language, fate, hand))
        end = _spoken(says(self.language, f"{fate}_end"))
        when = f' datetime="{_quoted(hand.at)}"' if hand.at else ""
        who = f' title="{_quoted(hand.author)}"' if hand.author else ""
        return f"<{_TAGS[fate]}{when}{who}>{start}{words}{end}</{_TAGS[fate]}>"

    def mark(self, word: Words) -> str:
        first = word.note not in self.referred
        self.referred.add(word.note)
        anchor = f' id="ref-{word.note}"' if first else ""
        said = _quoted(says(self.language, "note", number=word.note))
        link = f'<a{anchor} href="#note-{word.note}" role="doc-noteref" aria-label="{said}">'
        mark = f"<sup>{link}{word.note}</a></sup>"
        return f"<{_TAGS[word.fate]}>{mark}</{_TAGS[word.fate]}>" if word.fate in _TAGS else mark

    def notes(self) -> Iterable[str]:
        if not self.setting.notes:
            return
        heading = _safe(says(self.language, "notes"))
        yield f'<section role="doc-endnotes" aria-label="{heading}"><h2>{heading}</h2><ol>'
        for number, line in sorted(self.setting.notes.items()):
            words = "".join(self.word(word) for word in line.words)
            back = _quoted(says(self.language, "back", number=number))
            link = f'<a href="#ref-{number}" role="doc-backlink" aria-label="{back}">↩</a>'
            yield f'<li id="note-{number}" dir="auto"><p>{words} {link}</p></li>'
        yield "</ol></section>"


def _spoken(words: str) -> str:
    return f'<span class="said"> {_safe(words)} </span>'


def _safe(words: str) -> str:
    return escape(words, quote=False)


def _quoted(words: str) -> str:
    return escape(words)
