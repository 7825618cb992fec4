from itertools import count
from pathlib import Path

import pytest

from adref.drafting.edition import WORKING, edition_for
from adref.drafting.floor import State
from adref.drafting.importing import Imported, import_text
from adref.drafting.parties import Membership
from adref.drafting.profiles import UN
from adref.server.formats import render

FIXTURES = Path(__file__).parents[3] / "fixtures"


def imported(source: str, format: str = "md") -> Imported:
    numbers = count(1)
    return import_text(source, format, lambda: f"p{next(numbers)}")


def exported(read: Imported) -> str:
    state = State(states=read.states)
    edition = edition_for(WORKING, read.title, read.paragraphs, state, UN, Membership())
    return render(edition, "md").decode()


SOURCES = {
    "our own text": (FIXTURES / "negotiation.md").read_text(encoding="utf-8"),
    "lists and notes": "# T\n\n1. So:[^a]\n\n    (a) *so*; \n\n    (b) **thus**;\n\n[^a]: See.\n",
    "unbalanced": "OP1 [Decides [to act;\n\nOP2 ] and *not* to;\n",
    "signs of Markdown": "OP1 2 * 3 < 4 & \\* `so` [x](y) <b>z</b>;\n\n\\# no heading\n",
    "scripts": "1. تقرر أن [تعقد][تؤجل] الدورة؛\n\n2. 决定[应当][必须]保护；\n",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_f11_a_working_text_reads_back_as_it_was(source: str) -> None:
    first = imported(source)
    second = imported(exported(first))
    assert second.paragraphs == first.paragraphs
    assert second.states == first.states


def test_f11_an_agreed_paragraph_is_agreed_after_the_journey() -> None:
    text = imported("OP1 Decides so;\n\nOP2 Requests a report;\n")
    agreed = {text.paragraphs[0].id: "agreed_ad_ref"}
    read = imported(exported(Imported(text.title, text.paragraphs, agreed, {})))
    assert list(read.states.values()) == ["agreed_ad_ref"]
    assert read.paragraphs[0].words == "Decides so; (Agreed ad ref)"


def test_f5_a_mark_in_the_words_is_not_written_twice() -> None:
    read = imported("OP1 Decides so; (Agreed)\n")
    assert exported(read).count("Agreed") == 1
