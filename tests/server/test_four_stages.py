"""A text over four revisions, walked as a secretariat does: by the server, and by its files."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adref.drafting.concordance import concordance
from adref.drafting.gone import gone
from adref.drafting.proof import prove
from adref.drafting.revision import Revision, revision_from_bytes
from adref.drafting.rewriting import replayed
from adref.drafting.text import WorkingText
from adref.drafting.whereabouts import Version, whereabouts
from adref.server.app import at_work, open_office
from adref.server.comparing import compared, side_of_file
from adref.server.config import Settings
from adref.server.formats.redlined import summary
from tests.server.make_stages import files_of
from tests.server.processes import run
from tests.server.stages import FILES, FOLDER, PARTIES, Calendar
from tests.server.stages_story import tell

SIDES = [FOLDER / name for name in FILES]


@dataclass
class Walked:
    """What is left of the negotiation when everybody has gone home."""

    revisions: list[Revision]
    record: list[dict[str, Any]]
    files: dict[str, bytes]
    ids: dict[str, str]

    def texts(self) -> list[WorkingText]:
        return [revision.text for revision in self.revisions]


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    async def play() -> Walked:
        calendar = Calendar()
        settings = Settings(data=tmp_path_factory.mktemp("stages"))
        async with at_work(open_office(settings, clock=calendar)) as office:
            table = await tell(office, calendar)
            sealed = [await office.hub.revision(table.text, each) for each in table.revisions]
            record = await office.hub.record(table.text)
            revisions = [revision_from_bytes(data) for data in sealed if data is not None]
            return Walked(revisions, record, await files_of(table), table.ids)

    return asyncio.run(play())


@pytest.mark.parametrize("name", FILES[1:])
def test_the_files_of_the_stages_are_those_of_the_negotiation(walked: Walked, name: str) -> None:
    """Otherwise: ``python -m tests.server.make_stages``."""
    assert walked.files[name] == (FOLDER / name).read_bytes()


def test_brackets_over_time_as_a_table_and_as_a_plot(tmp_path: Path) -> None:
    plot = tmp_path / "life.svg"
    told = run("brackets", *SIDES, "--plot", plot)
    assert told.returncode == 0
    rows = [line.split() for line in told.stdout.splitlines() if line.startswith(tuple("1234"))]
    brackets, agreed = ([int(row[at]) for row in rows] for at in (1, 4))
    assert brackets[0] < brackets[1] > brackets[2] > brackets[3] > 0
    assert agreed == sorted(agreed)
    assert agreed[0] == 0
    assert plot.read_text(encoding="utf-8").startswith("<svg")


def test_d4_a_paragraph_printed_without_its_label_is_not_told_as_renumbered() -> None:
    sides = [side_of_file(path.name, path.read_bytes()) for path in (SIDES[2], SIDES[3])]
    said = str(summary(compared(sides[0], sides[1])))
    assert "was OP19" in said
    assert "was PP" not in said
    assert "moved" in said


def test_r7_old_and_new_labels(walked: Walked) -> None:
    first, second, _third, last = walked.texts()
    rows = {row.id: row for row in concordance(second, last)}
    assert set(rows) == {p.id for p in (*second, *last)}
    fates = {row.fate for row in rows.values()}
    assert {"same", "renumbered", "removed"} <= fates
    told = {row.old: (row.new, row.fate) for row in rows.values() if row.old.startswith("OP")}
    assert told["OP8"] == ("6", "renumbered")
    assert told["OP10 bis"][1] == "removed"
    assert {row.fate for row in concordance(first, second)} >= {"same", "new"}


def test_r9_op7_in_rev_1_where_is_it_now(walked: Walked) -> None:
    versions = [Version(r.head.id, r.text) for r in walked.revisions[1:]]
    (trail,) = whereabouts("OP7", versions)
    assert [[standing.label for standing in step.standing] for step in trail.steps] == [
        ["OP8"],
        ["8"],
    ]


def test_t7_streamlining_has_lost_no_word_and_the_chairs_decisions_are_listed(
    walked: Walked,
) -> None:
    events = walked.record
    steps = [number for number, event in enumerate(events) if event["type"] == "streamlined"]
    assert len(steps) >= 2
    before, after = replayed(events[: steps[0]]), replayed(events[: steps[-1] + 1])
    proven = prove(before, after, tuple(PARTIES))
    assert proven.holds
    second, last = walked.revisions[1].text, walked.revisions[3].text
    whole = prove(second, last, tuple(PARTIES))
    assert not whole.holds
    assert {"Corva", "Brill", "Dunmar"} <= {span.party for span in whole.missing}


def test_k8_what_of_ours_is_gone_since_rev_1(walked: Walked) -> None:
    since = next(
        event["seq"]
        for event in walked.record
        if event["type"] == "revision_issued" and event["revision"]["symbol"].endswith("Rev.1")
    )
    corva = " ".join(row.words for row in gone(walked.record, {walked.ids["Corva"]}, since))
    assert "in line with national circumstances" in corva
    assert "where practicable" in corva
    dunmar = " ".join(row.words for row in gone(walked.record, {walked.ids["Dunmar"]}, since))
    assert "available on request" in dunmar
    assert "ten million" not in dunmar


def test_k6_from_the_record_every_revision_is_made_again(walked: Walked) -> None:
    issued = [n for n, event in enumerate(walked.record) if event["type"] == "revision_issued"]
    for number, revision in zip(issued, walked.revisions, strict=True):
        assert replayed(walked.record[: number + 1]) == revision.text
