"""[S6] Locked words on a server that runs: no update of any shape, by anybody, changes them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pycrdt import XmlFragment, XmlText

from tests.server.processes import running
from tests.server.seats import Seat
from tests.server.sync.typist import Typist
from tests.server.test_cli import LINK

SOURCE = "OP1 Calls for action.\n\nOP2 Urges restraint.\n\nOP3 Thanks the host.\n"


@dataclass
class Hall:
    """A text whose third paragraph is agreed; the bureau and one delegation hold a pen."""

    secretariat: Seat
    delegate: Seat
    text: str
    free: str
    locked: str

    @property
    def room(self) -> str:
        return f"text/{self.text}"

    def words(self) -> list[dict[str, Any]]:
        return list(self.secretariat.get(f"/texts/{self.text}")["paragraphs"])

    def writer(self, who: str) -> Seat:
        return self.delegate if who == "delegate" else self.secretariat

    def marks(self, paragraph: str, state: str) -> None:
        self.secretariat.acts(self.text, {"do": "mark", "paragraph": paragraph, "state": state})


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with running("serve", "--data", tmp_path_factory.mktemp("data"), "--port", 0) as server:
        found = server.read_until(LINK)
        keeper = Seat.joins(found[1], found[0], "Kim")
        made = keeper.made("/negotiations", {"title": "Locks"})
        secretariat = Seat(found[1], keeper.client, made["seat"])
        party = secretariat.made("/parties", {"name": "Avelia", "short": "Avelia"})["id"]
        link = secretariat.made("/invitations", {"role": "delegate", "party": party})["url"]
        delegate = Seat.joins(found[1], link, "Ada")
        source = {"title": "Text", "source": SOURCE, "format": "txt", "name": "text.txt"}
        text = secretariat.made("/texts", source)["id"]
        secretariat.acts(text, {"do": "mode", "codrafting": [party]})
        free, _, locked = (p["id"] for p in secretariat.get(f"/texts/{text}")["paragraphs"])
        hall = Hall(secretariat, delegate, text, free, locked)
        hall.marks(locked, "agreed")
        yield hall
        keeper.client.close()
        delegate.client.close()


Way = Callable[[Typist, str], bytes]
WAYS: dict[str, Way] = {
    "typing": lambda t, p: t.types(p, "Not "),
    "striking": lambda t, p: t.strikes(p, 0, 1),
    "formatting": lambda t, p: t.formats(p, {"strong": {}}),
    "moving": lambda t, p: t.sets(p, "order", "Zz"),
    "relabelling": lambda t, p: t.sets(p, "label", "99."),
    "another kind": lambda t, p: t.sets(p, "kind", "item"),
    "another level": lambda t, p: t.sets(p, "level", 3),
    "another body": lambda t, p: t.sets(p, "body", XmlFragment([XmlText("Other words")])),
    "replacing it": lambda t, p: t.adds(p, "Other words"),
    "removing it": lambda t, p: t.removes(p),
}


@pytest.mark.parametrize("who", ["secretariat", "delegate"])
@pytest.mark.parametrize("way", WAYS)
def test_s6_no_way_past_a_lock(hall: Hall, way: str, who: str) -> None:
    before = hall.words()
    with hall.writer(who).window() as window:
        typist = window.enter(hall.room)
        refused = window.sends(hall.room, WAYS[way](typist, hall.locked))
        assert refused == f"refused locked {hall.locked}"
    assert hall.words() == before


@pytest.mark.parametrize("who", ["secretariat", "delegate"])
def test_s6_a_former_client_id_opens_no_way(hall: Hall, who: str) -> None:
    with hall.writer(who).window() as window:
        former = window.enter(hall.room)
        assert window.sends(hall.room, former.types(hall.free, "Then ")) == "saved"
    before = hall.words()
    with hall.writer(who).window() as window:
        window.enter(hall.room)  # under another id, and then writes under the former
        refused = window.sends(hall.room, former.types(hall.locked, "Not "))
        assert refused == f"refused locked {hall.locked}"
    assert hall.words() == before


@pytest.mark.parametrize("who", ["secretariat", "delegate"])
def test_s6_what_was_written_offline_before_the_lock_comes_too_late(hall: Hall, who: str) -> None:
    hall.marks(hall.locked, "open")
    with hall.writer(who).window() as window:
        typist = window.enter(hall.room)
        client = typist.doc.client_id
    start = typist.doc.get_state()
    typist.types(hall.locked, "Late ")
    typist.types(hall.free, "Also ")
    hall.marks(hall.locked, "agreed")
    before = hall.words()
    with hall.writer(who).window() as window:
        window.enter(hall.room, client, typist)
        late = typist.doc.get_update(start)
        assert window.answers(hall.room, late) == f"refused locked {hall.locked}"
        again = window.enter(hall.room)
        assert hall.words() == before
        # Honest words go on in the same window.
        assert window.sends(hall.room, again.types(hall.free, "Honestly ")) == "saved"
    assert [p["content"] for p in hall.words() if p["id"] == hall.locked] == [
        p["content"] for p in before if p["id"] == hall.locked
    ]
    assert "Honestly" in str(hall.words())


def test_s6_who_lost_the_pen_writes_nothing(hall: Hall) -> None:
    with hall.delegate.window() as window:
        typist = window.enter(hall.room)
        parties = [p["id"] for p in hall.delegate.get("/me")["negotiation"]["parties"]]
        hall.secretariat.acts(hall.text, {"do": "mode", "codrafting": []})
        before = hall.words()
        refused = window.sends(hall.room, typist.types(hall.free, "Still "))
        assert refused == "refused not_permitted"
    assert hall.words() == before
    hall.secretariat.acts(hall.text, {"do": "mode", "codrafting": parties})
