"""An edition as plain text in the notation of its forum, under three lines that say what it is."""

from adref.drafting.edition import Edition
from adref.drafting.sentences import printed_date
from adref.server.formats.critic import marked_up
from adref.server.formats.setting import Line, Words, set_edition

WIDE = "\u2014"
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def render_plain(edition: Edition) -> bytes:
    """The bytes of the file, in UTF-8."""
    setting = set_edition(edition)
    head = edition.imprint
    day = printed_date(head.date, edition.language)
    top = [edition.title, head.forum, head.symbol, day, head.status, *head.disclaimers]
    lines = [*(line for line in top if line), edition.view, edition.audience, "", WIDE * 20, ""]
    for line in setting.lines:
        lines += [_line(line), ""]
    if setting.notes:
        lines += [WIDE * 20, ""]
        for number, line in sorted(setting.notes.items()):
            lines += [f"{str(number).translate(SUPERSCRIPT)} {_words(line)}", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def _line(line: Line) -> str:
    label = f"{line.label} " if line.label else ""
    if line.was != line.label or line.fate != "kept":
        label = marked_up(line.fate, line.was, line.label)
    return f"{'    ' * max(line.level, 0) if line.kind == 'item' else ''}{label}{_words(line)}"


def _words(line: Line) -> str:
    return "".join(_word(word, tracked=bool(word.hand.author)) for word in line.words)


def _word(word: Words, tracked: bool) -> str:
    text = str(word.note).translate(SUPERSCRIPT) if word.note else word.text
    if tracked and word.fate == "inserted":
        return f"{{++{text}++}}"
    if tracked and word.fate == "struck":
        return f"{{--{text}--}}"
    return text
