"""The life of a text from its logs: every moment is the text as it stood."""

import json
import random
from datetime import UTC, datetime, timedelta

from adref.drafting.content import plain
from adref.drafting.edits import ContentEdit
from adref.drafting.figures import figures
from adref.drafting.text import Paragraph
from adref.server.charting import MOST, Step, chart, chart_to_json
from adref.server.crdt.working import WorkingDocument

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_every_moment_is_the_text_as_it_stood():
    """[D41] By updates alone, at each instant, in several meetings; thinned when there are many."""
    chance = random.Random(1)
    text = tuple(Paragraph(f"p{n}", "op", plain("Decides [to act].")) for n in range(6))
    document = WorkingDocument()
    at = START
    steps = [Step(at.isoformat(), 1, document.fill(text), None)]
    expected = {at.isoformat(): figures(document.text)}
    for number in range(2, 400):
        at += timedelta(minutes=chance.choice([1, 2, 3, 400]))
        paragraph = chance.choice(document.text)
        words = f"Decides {number} " + "[to act] " * chance.randrange(4)
        edit = ContentEdit(paragraph.id, paragraph.content, plain(words))
        steps.append(Step(at.isoformat(), number, document.edit([edit]), None))
        expected[at.isoformat()] = figures(document.text)
    chance.shuffle(steps)
    found = chart(steps)
    assert MOST <= len(found.moments) < 399
    assert all(moment.figures == expected[moment.at] for moment in found.moments)
    shown = {moment.at for moment in found.moments}
    assert {session.end for session in found.sessions} <= shown
    assert {steps[0].at} <= set(expected)


def test_what_the_floor_says_counts():
    """[D41] What the floor says is agreed; nothing of an empty log."""
    document = WorkingDocument()
    first = Step(START.isoformat(), 1, document.fill((Paragraph("p", "op", plain("Acts.")),)), None)
    by = {"seat": "s", "name": "n", "role": "chair", "party": None}
    later = (START + timedelta(minutes=1)).isoformat()
    event = {"type": "marked", "at": later, "by": by, "paragraph": "p", "state": "agreed"}
    found = chart([first, Step(later, 1, None, json.dumps(event).encode())])
    assert [moment.figures.agreed for moment in found.moments] == [0, 1]
    assert chart_to_json(found)["moments"][1]["act"] == 1
    assert chart_to_json(chart([])) == {"moments": [], "sessions": [], "issued": []}
