"""[S6] There is no way past a lock."""

from collections.abc import Callable

import pytest
from pycrdt import XmlFragment, XmlText

from adref.server.crdt.working import WorkingDocument
from tests.server.sync.judging import ME, tried, typist
from tests.server.sync.scenes import START, TEXT
from tests.server.sync.typist import Typist

WAYS: dict[str, Callable[[Typist], bytes]] = {
    "typing": lambda t: t.types("agreed", "Not "),
    "typing at the end": lambda t: t.types("agreed", "not", len(t.text("agreed"))),
    "striking": lambda t: t.strikes("agreed", 0, 1),
    "formatting": lambda t: t.formats("agreed", {"strong": {}}),
    "a reference": lambda t: t.refers("agreed", "p1"),
    "moving": lambda t: t.sets("agreed", "order", "Zz"),
    "relabelling": lambda t: t.sets("agreed", "label", "99."),
    "another kind": lambda t: t.sets("agreed", "kind", "item"),
    "another level": lambda t: t.sets("agreed", "level", 3),
    "another body": lambda t: t.sets("agreed", "body", XmlFragment([XmlText("Other words")])),
    "removing a field": lambda t: (t.root["agreed"].__delitem__("label"), t.done())[1],
    "emptying the body": lambda t: (
        t.root["agreed"]["body"].children.__delitem__(0),
        t.done(),
    )[1],
    "removing it": lambda t: t.removes("agreed"),
    "replacing it": lambda t: t.adds("agreed", "Other words"),
    "a second text beside the words": lambda t: (
        t.root["agreed"]["body"].children.append(XmlText("More words")),
        t.done(),
    )[1],
}


@pytest.mark.parametrize("way", WAYS)
def test_s6_there_is_no_way_past_a_lock(way: str) -> None:
    verdict = tried(WAYS[way](typist()))
    assert verdict.code == "locked"
    assert verdict.params == {"paragraph": "agreed"}
    assert tried(WAYS[way](typist()), locked=()).passes


def test_s6_a_locked_paragraph_is_not_hidden_behind_an_honest_one() -> None:
    me = typist()
    before = me.doc.get_state()
    me.types("p1", "Honestly ")
    me.types("agreed", "x")
    me.types("p2", "indeed ")
    assert tried(me.doc.get_update(before)).code == "locked"


def test_s6_another_root_entry_under_the_same_name_does_not_kill_a_locked_one() -> None:
    me = Typist(ME)  # knows nothing of the text
    update = me.adds("agreed", "A text of my own")
    verdict = tried(update)
    assert verdict.code in ("", "locked")
    if verdict.passes:
        shadow = WorkingDocument([START, update])
        assert shadow.text == TEXT
