"""An edition as Markdown that can be imported again.

A comment that Markdown does not show says what the file is and for whom; when it is imported, that
comment is no part of the text. All else is the text. Tracked changes are in CriticMarkup.
"""

import json
from dataclasses import replace

from adref.drafting.edition import Edition, printed
from adref.drafting.markdown_source import to_markdown
from adref.drafting.tracking import TrackedParagraph, written
from adref.drafting.writing import WrittenParagraph, WrittenRun
from adref.server.formats.critic import marked_up


def render_markdown(edition: Edition) -> bytes:
    """The bytes of the file, in UTF-8."""
    paragraphs = edition.paragraphs
    if edition.tracked:
        paragraphs = tuple(_marked(paragraph) for paragraph in edition.tracked)
    about = ". ".join(part for part in (edition.imprint.symbol, edition.view) if part)
    said = json.dumps({"about": f"{about}. {edition.audience}"}, ensure_ascii=False)
    said = said.replace("<", "\\u003c").replace(">", "\\u003e").replace("--", "-\\u002d")
    source = to_markdown([printed(paragraph) for paragraph in paragraphs])
    return f"<!-- {said} -->\n\n{source}".encode("utf-8", "replace")


def _marked(paragraph: TrackedParagraph) -> WrittenParagraph:
    signs = {"inserted": ("{++", "++}"), "struck": ("{--", "--}")}
    runs: list[WrittenRun] = []
    if paragraph.fate != "kept" or paragraph.was != paragraph.label:
        runs.append(WrittenRun(marked_up(paragraph.fate, paragraph.was, paragraph.label)))
    for run in paragraph.runs:
        before, after = signs.get(run.fate, ("", ""))
        runs += [WrittenRun(before), WrittenRun(run.text, run.marks), WrittenRun(after)]
    label = "" if runs and paragraph.fate != "kept" else paragraph.label
    shown = replace(written(paragraph), runs=tuple(run for run in runs if run.text))
    return replace(shown, label="" if paragraph.was != paragraph.label else label)
