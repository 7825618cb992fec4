import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from adref.drafting.edition import Edition
from adref.drafting.importing import import_text
from adref.server.formats import render
from tests.server.formats.editions import EDITIONS, IDS, golden, negotiation

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs" / "compilation.schema.json").read_text(encoding="utf-8")
)
CHECK: Any = Draft202012Validator(SCHEMA)


def test_o17_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("made", EDITIONS, ids=IDS)
def test_o17_every_edition_is_of_the_documented_shape(made: Edition) -> None:
    data = json.loads(render(made, "json"))
    CHECK.validate(data)
    assert data["audience"] == made.audience
    assert len(data["paragraphs"]) == len(made.paragraphs)


def test_o6_a_compilation_without_attributions_names_no_party_anywhere() -> None:
    for name, made in golden("unattributed"):
        own = "".join(p.words for p in dict(golden("working"))[name].paragraphs)
        written = render(made, "json").decode() + render(made, "akn").decode()
        for party in ("Avon", "Brill", "Corva", "avon", "brill", "corva"):
            assert party not in written or party in own, name


def test_o18_plain_text_is_in_the_notation_of_the_forum() -> None:
    cases = dict(golden("compilation"))
    assert "(Brill)" in render(cases["competing_unfccc"], "txt").decode() or any(
        "] (" in render(made, "txt").decode() for made in cases.values() if made.profile == "ecosoc"
    )
    assert " - Avon]" in "".join(
        render(made, "txt").decode() for made in cases.values() if made.profile == "un"
    )
    assert render(negotiation("clean"), "txt").decode().startswith("Underwater noise")


def test_o18_tracked_changes_in_plain_words_are_critic_markup() -> None:
    made = dict(golden("tracked"))["replacement"]
    for format in ("txt", "md"):
        words = render(made, format).decode().replace("\\", "")
        assert "{--half--}{++two thirds++}" in words


def test_o18_the_comment_about_a_markdown_file_is_no_part_of_the_text() -> None:
    source = render(negotiation("working"), "md").decode()
    assert source.startswith('<!-- {"about": "')
    assert "For the participants in: Ocean noise." in source.splitlines()[0]
    numbers = count(1)
    read = import_text(source, "md", lambda: f"p{next(numbers)}")
    assert read.title == "Underwater noise and the living ocean"
    assert not any("participants in" in p.words for p in read.paragraphs)
