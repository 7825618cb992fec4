"""[M13] What the operator is told: figures, and nothing of what is private."""

import re
from pathlib import Path
from typing import Any

import httpx2 as httpx
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from adref.server.http.office import Office
from adref.server.metrics import Figures
from adref.server.store.health import Writing
from tests.server.http.conftest import anybody, app, clock, office  # noqa: F401 - fixtures
from tests.server.processes import run, running
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Hall, hall
from tests.server.sync.halls import run as run_play


class Place:
    """As much of an office as figures are read from."""

    def __init__(self, place: Hall) -> None:
        self.hub, self.log = place.hub, place.log


def told(place: Any) -> str:
    registry = CollectorRegistry()
    registry.register(Figures(place))
    # The times of appends are what the clock says; how many there were is not.
    return re.sub(
        r"(?m)^adref_append_seconds_(bucket|sum).*\n", "", generate_latest(registry).decode()
    )


def value(page: str, name: str, **labels: str) -> float:
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    raise AssertionError(f"{name} {labels} is not in {page}")


def test_m13_what_is_done_in_public_is_counted() -> None:
    async def play() -> None:
        async with hall() as place:
            chair = Browser(place.hub, "chair")
            typist = await chair.enter("text/t")
            before = value(told(Place(place)), "adref_append_seconds_count")
            chair.send("text/t", typist.types("p1", "More "))
            await chair.until("text/t", "saved")
            chair.send("text/t", typist.types("agreed", "No "))
            await chair.until("text/t", "refused*")
            page = told(Place(place))
            assert value(page, "adref_append_seconds_count") == before + 1
            assert value(page, "adref_updates_refused_total", reason="locked") == 1
            assert value(page, "adref_sockets") == 1
            assert value(page, "adref_texts_open") == 1
            assert value(page, "adref_ready") == 1

    run_play(play)


def test_m13_the_page_is_the_same_whatever_a_party_does_in_private() -> None:
    pages: list[str] = []

    async def play(drafts: bool) -> None:
        async with hall() as place:
            chair, anna = Browser(place.hub, "chair"), Browser(place.hub, "anna")
            typist = await chair.enter("text/t")
            await anna.follow("text/t")
            if drafts:
                writer = await anna.enter("party/t/a")
                anna.send("party/t/a", writer.drafts("d1", "Our secret "))
                await anna.until("party/t/a", "saved")
                anna.send("party/t/a", b"\x01\x02 not an update")
                await anna.until("party/t/a", "refused*")
            chair.send("text/t", typist.types("p1", "More "))
            await chair.until("text/t", "saved")
            pages.append(told(Place(place)))

    for drafts in (False, True):
        run_play(lambda drafts=drafts: play(drafts))  # type: ignore[misc]
    assert pages[0] == pages[1]
    assert "party" not in pages[1]


def test_m13_ready_says_no_when_nothing_is_saved(office: Office, anybody: TestClient) -> None:  # noqa: F811
    assert anybody.get("/readyz").json() == {"status": "ok"}
    office.log.health.fail("the disk is broken")
    answer = anybody.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "not_writing"
    assert anybody.get("/healthz").status_code == 200
    page = told(office)
    assert value(page, "adref_writing", state=Writing.STOPPED.value) == 1
    assert value(page, "adref_ready") == 0
    assert "the disk is broken" not in page


def test_m13_figures_have_a_port_of_their_own(tmp_path: Path) -> None:
    with running("serve", "--data", tmp_path, "--port", 0, "--metrics", "127.0.0.1:0") as server:
        found = server.read_until(r"http://127.0.0.1:(\d+)/metrics")
        page = httpx.get(found[0]).text
        assert value(page, "adref_ready") == 1
        assert value(page, "process_resident_memory_bytes") > 0
        address = next(line for line in server.lines if "Adref is at" in line).split()[3]
        assert "adref_ready" not in httpx.get(f"{address}/metrics").text
    wrong = run("serve", "--data", tmp_path, "--port", 0, "--metrics", "everywhere")
    assert wrong.returncode == 2
    assert "127.0.0.1:9464" in wrong.stderr
