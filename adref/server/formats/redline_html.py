"""A redline as one HTML file: no script, nothing fetched, spoken as it is seen."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from adref.drafting.comparison import DEPARTED, NEW, REMOVED, SAME, Head, Row
from adref.drafting.content import EM, FOOTNOTE, STRONG
from adref.drafting.redline import BREAK_MARK, INSERTED, STRUCK, RedlineRun
from adref.drafting.rows import ROW
from adref.server.formats.docx_runs import reads_from_the_right
from adref.server.formats.redline_tables import Part, Table, cells, head_of, in_tables
from adref.server.formats.redlined import Redlined, overall, summary

_LINES = {"title": "h2", "heading": "h3", "article": "h3", "annex": "h3"}


def render_redline_html(redlined: Redlined) -> bytes:
    """The bytes of the file, in UTF-8."""
    return "".join(_Page(redlined).parts()).encode()


class _Page:
    def __init__(self, redlined: Redlined) -> None:
        self.redlined = redlined
        self.say = redlined.say
        self.notes = {
            head.id: str(number)
            for number, head in enumerate(_notes(redlined.comparison.rows), start=1)
        }

    def parts(self) -> Iterator[str]:
        style = files(__package__).joinpath("redline.css").read_text("utf-8")
        title = escape(self.redlined.title)
        yield (
            f'<!doctype html>\n<html lang="{escape(self.redlined.language)}">\n<head>\n'
            '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
            '<meta name="color-scheme" content="light dark">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">\n"
            f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
            f'<h1 dir="auto">{title}</h1>\n'
        )
        yield from self._summary()
        yield f'<section aria-labelledby="text">\n<h2 id="text">{escape(self.say("text"))}</h2>\n'
        yield f'<p class="key">{escape(self.say("key"))}</p>\n'
        for part in in_tables(self.redlined.comparison.rows):
            if isinstance(part, Table):
                yield from self._table(part)
            else:
                yield from self._row(part)
        yield "</section>\n</main>\n</body>\n</html>\n"

    def _summary(self) -> Iterator[str]:
        yield '<section aria-labelledby="summary">\n'
        yield f'<h2 id="summary">{escape(self.say("summary"))}</h2>\n'
        yield f"<p>{escape(' '.join(overall(self.redlined)))}</p>\n"
        told = summary(self.redlined)
        if told:
            yield "<ul>\n"
            for index, name, said in told:
                line = escape(self.say("row", name="\0", said=said)).split("\0")
                link = f'<a href="#row-{index}"><bdi>{escape(name)}</bdi></a>'
                yield f"<li>{line[0]}{link}{line[-1]}</li>\n"
            yield "</ul>\n"
        yield "</section>\n"

    def _table(self, table: Table) -> Iterator[str]:
        said, turned = escape(self.say("table")), ' dir="rtl"' if table.turned else ""
        yield f'<div class="wide" role="group" tabindex="0" aria-label="{said}">\n'
        yield f"<table{turned}>\n"
        for at, part in enumerate(table.parts):
            if table.head and at in (0, table.head):
                yield "<thead>\n" if at == 0 else "</thead>\n<tbody>\n"
            yield self._table_row(part, table, at < table.head)
        yield f"{'</tbody>' if table.head else ''}</table>\n</div>\n"

    def _table_row(self, part: Part, table: Table, head: bool) -> str:
        row, anchor = part.row, _anchor(part)
        if row.fate == DEPARTED:
            return (
                f'<tr class="gone"><td colspan="{table.columns}" dir="auto">'
                f"{escape(self._went(row))}</td></tr>\n"
            )
        tag = 'th scope="col"' if head else "td"
        made = []
        for at, (runs, span) in enumerate(cells(row.runs, table.columns)):
            wide = f' colspan="{span}"' if span > 1 else ""
            told = f"{self._told(row)}{self._label(row, 0, 0)}" if at == 0 else ""
            words = "".join(self._run(run) for run in runs)
            way = reads_from_the_right("".join(run.text for run in runs), table.turned)
            wide += f' dir="{"rtl" if way else "ltr"}"'
            made.append(f"<{tag}{wide}>{told}{words}</{tag[:2]}>")
        moved = " moved" if row.moved else ""
        return f'<tr class="{row.fate}{moved}"{anchor}>{"".join(made)}</tr>\n'

    def _went(self, row: Row) -> str:
        key = "went" if row.place else "went_up"
        return self.say(key, name=row.before[0].name, place=row.place)

    def _told(self, row: Row) -> str:
        return "".join(f'<span class="badge">{escape(said)}</span> ' for said in self._badges(row))

    def _row(self, part: Part) -> Iterator[str]:
        row = part.row
        if row.fate == DEPARTED:
            yield f'<p class="gone" dir="auto">{escape(self._went(row))}</p>\n'
            return
        head = (row.after or row.before)[0]
        tag = _LINES.get(head.kind, "p")
        classes = (
            f"{head.kind} level-{min(head.level, 6)} {row.fate}{' moved' if row.moved else ''}"
        )
        yield f'<div class="row {classes}"{_anchor(part)}>\n'
        yield f'{self._told(row)}<{tag} dir="auto">{self._label(row, 0, 0)}'
        old = new = 0
        for run in row.runs:
            if BREAK_MARK not in run.marks:
                yield self._run(run)
                continue
            old += run.fate != INSERTED
            new += run.fate != STRUCK
            yield self._break(run.fate, tag) + self._label(
                row, old if run.fate != INSERTED else None, new if run.fate != STRUCK else None
            )
        yield f"</{tag}>\n</div>\n"

    def _badges(self, row: Row) -> Iterator[str]:
        if row.fate not in (SAME, "changed"):
            of_table = row.fate in (NEW, REMOVED) and head_of(row).kind == ROW
            yield self.say(f"badge_{row.fate}_row" if of_table else f"badge_{row.fate}")
        if row.moved:
            key = "badge_moved" if row.place else "badge_moved_down"
            yield self.say(key, place=row.place)

    def _label(self, row: Row, before: int | None, after: int | None) -> str:
        old = row.before[before].label if row.before and before is not None else ""
        new = row.after[after].label if row.after and after is not None else ""
        if row.fate in (NEW, REMOVED) or old == new:
            label = new or old
            return f'<bdi class="label">{escape(label)}</bdi> ' if label else ""
        struck = self._words(old, STRUCK) if old else ""
        added = self._words(new, INSERTED) if new else ""
        return f'<bdi class="label">{struck}{" " if struck and added else ""}{added}</bdi> '

    def _break(self, fate: str, tag: str) -> str:
        """The end of a paragraph inside a row: a sign where it came or went, and a new line."""
        sign = ""
        if fate in (INSERTED, STRUCK):
            said = escape(self.say("parted" if fate == INSERTED else "run_in"))
            sign = f'<span class="sign" aria-hidden="true">¶</span>{_spoken(f"{said} ")}'
        return sign + (" " if fate == STRUCK else f'</{tag}>\n<{tag} dir="auto">')

    def _run(self, run: RedlineRun) -> str:
        note = next((m for m in run.marks if m.startswith(FOOTNOTE)), None)
        if note is not None:
            number = self.notes.get(note.removeprefix(FOOTNOTE), "*")
            return self._words(number, run.fate, inside="sup")
        words = self._marked(run)
        if run.reformatted:
            said = escape(self.say("says_reformatted"))
            return f'<span class="reformatted">{_spoken(f"{said} ")}{words}</span>'
        return words

    def _marked(self, run: RedlineRun) -> str:
        words = self._words(run.text, run.fate)
        for mark, tag in ((EM, "em"), (STRONG, "strong")):
            if mark in run.marks:
                words = f"<{tag}>{words}</{tag}>"
        return words

    def _words(self, words: str, fate: str, inside: str = "") -> str:
        said = escape(words)
        if inside:
            said = f"<{inside}>{said}</{inside}>"
        if fate not in (INSERTED, STRUCK):
            return said
        tag = "ins" if fate == INSERTED else "del"
        before, end = escape(self.say(f"says_{fate}")), escape(self.say("says_end"))
        return f"<{tag}>{_spoken(f'{before} ')}{said}{_spoken(f' {end}')}</{tag}>"


def _anchor(part: Part) -> str:
    """Where the summary leads to."""
    return f' id="row-{part.index}"' if part.first else ""


def _spoken(said: str) -> str:
    """Words for those who listen; they do not decide in which direction a paragraph reads."""
    return f'<span class="unseen" dir="auto">{said}</span>'


def _notes(rows: Sequence[Row]) -> Iterator[Head]:
    for row in rows:
        for head in (*row.after, *(row.before if not row.after else ())):
            if head.kind == "footnote":
                yield head
