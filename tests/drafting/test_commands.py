"""Commands are read strictly; what is wrong is named."""

import pytest

from adref.drafting.asking import BadCommand, command_from_json
from adref.drafting.commands import Dispose, Submit
from adref.drafting.content import plain
from adref.drafting.submitted import amendment_to_json
from tests.drafting.play import change
from tests.golden.scenes import SCENES

BAD = [
    (None, "command"),
    ([], "command"),
    ({}, "do"),
    ({"do": "dance"}, "do"),
    ({"do": 3}, "do"),
    ({"do": "submit", "party": "a"}, "amendments"),
    ({"do": "submit", "amendments": []}, "party"),
    ({"do": "submit", "party": "a", "amendments": [{}]}, "amendments[0].kind"),
    ({"do": "submit", "party": "a", "amendments": ["x"]}, "amendments[0]"),
    (
        {"do": "submit", "party": "a", "amendments": [{**change("a", "a", "b"), "span": [0, 2]}]},
        "amendments[0].span",
    ),
    (
        {"do": "submit", "party": "a", "amendments": [{**change("a", "a", "b"), "span": [1, 0]}]},
        "amendments[0].span",
    ),
    (
        {"do": "submit", "party": "a", "amendments": [{**change("a", "a", "b"), "span": [0]}]},
        "amendments[0].span",
    ),
    (
        {"do": "submit", "party": "a", "amendments": [{**change("a", "a", "b"), "basis": [{}]}]},
        "amendments[0].basis",
    ),
    (
        {"do": "submit", "party": "a", "amendments": [change("a", "a", "\ud800")]},
        "amendments[0].replacement",
    ),
    (
        {"do": "submit", "party": "a", "amendments": [{"kind": "new", "after": None,
         "paragraph_kind": "song", "content": "x"}]},
        "amendments[0].paragraph_kind",
    ),
    ({"do": "position", "proposal": "x", "party": "a", "stance": "maybe"}, "stance"),
    ({"do": "cosponsor", "proposal": "x", "party": "a", "on": "yes"}, "on"),
    ({"do": "adopt", "proposal": "x", "expect": ["p"]}, "expect"),
    ({"do": "adopt", "proposal": "x", "expect": {"p": 1}}, "expect"),
    ({"do": "resolve", "open": {}, "close": {}, "choice": "keep"}, "open.paragraph"),
    (
        {"do": "resolve", "open": {"paragraph": "p", "at": -1}, "close": {}, "choice": "keep"},
        "open.at",
    ),
    ({"do": "mark", "paragraph": "p", "state": "fine"}, "state"),
    ({"do": "mode", "codrafting": "avon"}, "codrafting"),
    ({"do": "point"}, "paragraph"),
    ({"do": "remark", "paragraph": "p", "text": "a\x00b"}, "text"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "field"), BAD, ids=lambda value: str(value)[:40])
def test_bad_commands_name_the_field(data, field):
    """[P13] Not a crash, not a guess: the field and the reason."""
    with pytest.raises(BadCommand) as caught:
        command_from_json(data)
    assert caught.value.params["field"] == field


def test_reading_back():
    """[P13] What is written as JSON is read as the same value."""
    given = change("a b", "b", "c", on="x1")
    command = command_from_json({"do": "submit", "party": "a", "amendments": [given]})
    assert isinstance(command, Submit)
    assert amendment_to_json(command.amendments[0]) == given
    for kind in ("new", "delete", "alternative", "move"):
        amendment = {
            "kind": kind, "paragraph": "p", "after": None, "basis": "b", "content": "c",
            "paragraph_kind": "op",
        }  # fmt: skip
        once = command_from_json({"do": "submit", "party": "a", "amendments": [amendment]})
        assert isinstance(once, Submit)
        again = {"do": "submit", "party": "a",
                 "amendments": [amendment_to_json(once.amendments[0])]}  # fmt: skip
        assert command_from_json(again) == once


def test_expect_may_be_left_out():
    """[P13] ``expect`` is a safeguard for persons, scripts may do without."""
    assert command_from_json({"do": "park", "proposal": "x"}) == Dispose("park", "x")


def test_content_of_scenes_is_plain_data():
    """[C1] Proposals are plain data: nothing but words, marks and offsets."""
    table = SCENES["replacement"]()
    assert table.proposals[0].replacement == plain("two thirds")
