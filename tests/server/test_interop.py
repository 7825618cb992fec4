"""[Y] The unmodified provider of npm with a real ``adref serve``."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.server.processes import ROOT, running
from tests.server.seats import Seat
from tests.server.sync.cutting import wire
from tests.server.sync.processes import node_script
from tests.server.test_cli import LINK

SEEDS, CUTS, WORDS, ACTS = 2, 30, 60, 150
SOURCE = "OP1 Calls for action.\n\nOP2 Urges restraint.\n\nOP3 Thanks the host."
OTHERS = ["Calls for action.", "Thanks the host."]


class Place:
    """A server with one negotiation, and the links into it."""

    def __init__(self, base: str, link: str) -> None:
        self.base, self.port = base, int(base.rsplit(":", 1)[1])
        keeper = Seat.joins(base, link, "Kim")
        made = keeper.made("/negotiations", {"title": "Waters of the Delta"})
        self.clerk = Seat(base, keeper.client, made["seat"])
        party = self.clerk.made("/parties", {"name": "Republic of Kenya", "short": "Kenya"})
        self.party: str = party["id"]
        self.bureau = self.link(role="secretariat")
        self.delegates = self.link(role="delegate", party=self.party)

    def link(self, **invitation: str) -> str:
        url: str = self.clerk.made("/invitations", invitation)["url"]
        return url

    def text(self, title: str) -> str:
        body = {"title": title, "source": SOURCE, "format": "txt", "name": "t.txt"}
        made: str = self.clerk.made("/texts", body)["id"]
        return made

    def words(self, text: str) -> list[str]:
        """What a script reads of a text."""
        return [
            "".join(piece["t"] for piece in paragraph["content"])
            for paragraph in self.clerk.get(f"/texts/{text}")["paragraphs"]
        ]


def program(folder: Path, name: str) -> Path:
    """A program of docs/interop.md, as a file beside the packages that it needs."""
    page = (ROOT / "docs" / "interop.md").read_text(encoding="utf-8")
    (found,) = re.findall(rf"^```js\n(// {re.escape(name)}\n.*?)^```$", page, re.S | re.M)
    (folder / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    (folder / name).write_text(found, encoding="utf-8")
    return folder / name


@contextmanager
def place(data: Path) -> Iterator[Place]:
    with running("serve", "--data", data, "--port", 0) as server:
        found = server.read_until(LINK)
        made = Place(found[1], found[0])
        try:
            yield made
        finally:
            made.clerk.client.close()
        assert server.stop() == ""


def typed(paragraphs: list[str]) -> Counter[str]:
    return Counter(word for words in paragraphs for word in words.split() if word.startswith("w"))


async def said(name: str, case: dict[str, Any]) -> Any:
    """What the script prints at its end; its errors are shown as they are."""
    async with asyncio.timeout(120), node_script(name, json.dumps(case)) as script:
        assert script.stdout is not None
        printed = await script.stdout.read()
        assert await script.wait() == 0
    return json.loads(printed)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_y5_what_is_typed_on_a_wire_that_breaks_arrives_once(tmp_path: Path, seed: int) -> None:
    async def play() -> None:
        with place(tmp_path / "data") as there:
            one, two = there.text("One"), there.text("Two")
            texts, drafts = [f"text/{one}", f"text/{two}"], f"party/{one}/{there.party}"
            clerk = {
                "link": there.bureau,
                "writes": texts,
                "reads": [f"floor/{one}", f"desk/{one}"],
            }
            delegate = {"link": there.delegates, "writes": [drafts], "reads": texts}
            visitors = [
                {"name": f"Visitor {number}", **one}
                for number, one in enumerate((delegate, clerk, delegate, clerk))
            ]
            async with wire(there.port, seed, CUTS) as broken:
                case = {"base": there.base, "wire": f"http://127.0.0.1:{broken.port}"}
                case |= {"seed": seed, "words": WORDS, "visitors": visitors}
                shown = await said("cut_off.mjs", case)
                assert broken.cuts == 0
            for number, name in enumerate(texts):
                written = {f"w{who}{number}-{n}" for who in (1, 3) for n in range(1, WORDS + 1)}
                everywhere = [*shown[name], there.words(name.removeprefix("text/"))]
                for words in everywhere:
                    assert typed(words) == Counter(written)
                assert len(everywhere) == 5
            written = {f"w{who}0-{n}" for who in (0, 2) for n in range(1, WORDS + 1)}
            assert [typed(words) for words in shown[drafts]] == [Counter(written)] * 2

    asyncio.run(play())


@pytest.mark.parametrize("seed", range(SEEDS))
def test_y6_editors_of_another_make_write_in_one_paragraph(tmp_path: Path, seed: int) -> None:
    async def play() -> None:
        with place(tmp_path / "data") as there:
            text = there.text("One")
            paragraph = there.clerk.get(f"/texts/{text}")["paragraphs"][1]["id"]
            case = {"base": there.base, "link": there.bureau, "room": f"text/{text}"}
            case |= {"paragraph": paragraph, "seed": seed, "acts": ACTS}
            case |= {"binding": program(tmp_path, "bind.mjs").as_uri()}
            shown = await said("bound.mjs", case)
            kept = there.clerk.get(f"/texts/{text}")["paragraphs"]
            assert [[p["t"], p.get("m", [])] for p in kept[1]["content"]] == shown
            assert [p["content"][0]["t"] for p in kept[::2]] == OTHERS

    asyncio.run(play())


def test_y7_the_program_of_the_documentation_edits(tmp_path: Path) -> None:
    async def play() -> None:
        with place(tmp_path / "data") as there:
            text = there.text("One")
            async with node_script(program(tmp_path, "edit.mjs"), there.bureau) as script:
                said, _ = await script.communicate()
                assert script.returncode == 0
            assert said.decode() == "Solemnly Calls for action.\n"
            assert there.words(text)[0] == "Solemnly Calls for action."

    asyncio.run(play())
