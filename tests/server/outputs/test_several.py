"""[O21] Two real servers on one PostgreSQL: a file asked for at one is fetched at the other."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from tests.server.cluster import Cluster, at, cluster
from tests.server.engines import Postgres
from tests.server.seats import Seat

LONG = "\n\n".join(f"{n}. Calls for action on rivers, {n} times." for n in range(1, 4_000))


@dataclass
class Place:
    """A text, a secretary, and links to more people."""

    servers: Cluster
    secretariat: Seat
    text: str

    def delegate(self, short: str) -> tuple[Seat, Seat, dict[str, Any]]:
        """Somebody at the first server, the same at the second, and the link."""
        party = self.secretariat.made("/parties", {"name": short, "short": short})["id"]
        link = self.secretariat.made("/invitations", {"role": "delegate", "party": party})
        here = Seat.joins(self.servers.base(0), link["url"], "Ada")
        return here, at(here, self.servers.base(1)), link

    def ask(self, seat: Seat, **wanted: Any) -> Any:
        path = f"/api/s/{seat.seat}/texts/{self.text}/outputs"
        answer = seat.client.post(path, json=wanted, timeout=60)
        assert answer.status_code in (201, 202), answer.text
        return answer.json()

    def ended(self, seat: Seat, job: str) -> Any:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            found = seat.get(f"/texts/{self.text}/outputs/{job}")
            if found["state"] in ("done", "failed"):
                return found
        raise AssertionError("it does not end")

    def fetch(self, seat: Seat, job: str) -> Any:
        path = f"/api/s/{seat.seat}/texts/{self.text}/outputs/{job}/file"
        return seat.client.get(path, timeout=60)


@pytest.fixture(scope="module")
def place(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("outputs")
    with cluster(folder, postgres.database(), servers=2) as (servers, link):
        keeper = Seat.joins(servers.base(0), link, "Kim")
        made = keeper.made("/negotiations", {"title": "Rivers"})
        secretariat = Seat(servers.base(0), keeper.client, made["seat"])
        source = {"title": "Rivers", "source": LONG, "format": "txt", "name": "rivers.txt"}
        text = secretariat.made("/texts", source)["id"]
        yield Place(servers, secretariat, text)
        keeper.client.close()


def test_o19_what_was_asked_for_at_one_server_is_seen_and_fetched_at_the_other(
    place: Place,
) -> None:
    here, there, _link = place.delegate("One")
    with closing(here.client), there.client:
        job = place.ask(here, view="clean", format="md")["id"]
        assert place.ended(there, job)["state"] == "done"
        assert [one["id"] for one in there.get(f"/texts/{place.text}/outputs")["outputs"]] == [job]
        file = place.fetch(there, job)
        assert file.status_code == 200
        assert b"Calls for action on rivers, 3999 times." in file.content
        assert place.fetch(here, job).content == file.content
        elsewhere = at(place.secretariat, place.servers.base(1))
        with elsewhere.client:
            assert place.fetch(elsewhere, job).status_code == 404
        with psycopg.connect(place.servers.database) as connection:
            (sealed,) = connection.execute(
                "SELECT sealed FROM output_job WHERE id = %s", [job]
            ).fetchone() or (b"",)
        assert len(sealed) > len(file.content)
        assert b"rivers" not in bytes(sealed)


def test_o16_who_is_revoked_at_one_server_fetches_nothing_at_the_other(place: Place) -> None:
    here, there, link = place.delegate("Two")
    with closing(here.client), there.client:
        job = place.ask(here, view="clean", format="txt")["id"]
        assert place.ended(there, job)["state"] == "done"
        assert place.fetch(there, job).status_code == 200
        place.secretariat.client.delete(f"/api/s/{place.secretariat.seat}/invitations/{link['id']}")
        until = time.monotonic() + 30
        while place.fetch(there, job).status_code != 404:
            assert time.monotonic() < until
        assert place.fetch(here, job).status_code == 404


def test_o19_of_what_a_server_that_stops_has_not_made_the_others_say_so(place: Place) -> None:
    """Six long files are asked for, and the server is stopped while they wait for each other."""
    here, there, _link = place.delegate("Three")
    path = f"/texts/{place.text}/outputs"
    with closing(here.client), there.client, ThreadPoolExecutor(6) as askers:
        for _ in range(6):
            askers.submit(place.ask, here, view="clean", format="pdf")
        while len(there.get(path)["outputs"]) < 6:
            pass
        place.servers.stop(0)
        jobs = [place.ended(there, job["id"]) for job in there.get(path)["outputs"]]
        lost = [job["id"] for job in jobs if job["code"] == "output_lost"]
        assert lost
        assert [job for job in jobs if job["state"] != "done" and job["id"] not in lost] == []
        refused = place.fetch(there, lost[0])
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "output_lost")
