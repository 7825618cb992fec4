"""What the load generator says of a server that is known."""

import os
import random
from typing import Any

import pytest

from bench.load.dialects import YWebsocket
from bench.load.fleet import Client, Fleet
from bench.load.measuring import Typing, counts, latencies, percentile, window
from bench.load.wire import typed
from tests.bench.fake_server import fake_server

PEOPLE, TYPISTS = 6, 2


def people_of(port: int, count: int = PEOPLE) -> list[Client]:
    address = ("127.0.0.1", port)
    return [Client(n, YWebsocket("r"), address, "/r", {}, False) for n in range(count)]


def measured(delay: float = 0.0, swallows: int | None = None) -> dict[str, Any]:
    with fake_server(delay, swallows) as fake:
        fleet, people = Fleet(), people_of(fake.port)
        fleet.connect_all(people)
        typing = Typing(people[:TYPISTS])
        found = window(fleet, people, os.getpid(), typing, 20, 0.5, 5.0, random.Random(1))
        fleet.close()
        fleet.poll.close()
    return found


def test_every_keystroke_at_every_other_reader_is_a_delivery() -> None:
    found = measured()
    assert found["edits"] > TYPISTS
    assert found["complete"] == 1.0
    assert found["deliveries"] == found["edits"] * (PEOPLE - 1)
    assert found["frames_per_delivery"] == 1.0
    assert found["dropped"] == 0


def test_the_known_delay_of_a_server_is_in_every_percentile() -> None:
    found = measured(delay=0.04)
    assert 40 <= found["p50_ms"] <= found["p95_ms"] <= found["p99_ms"]


def test_bytes_are_those_of_the_frames() -> None:
    update = YWebsocket("r").update(typed(3_000_000_000, 1, "a", "bench"))
    assert measured()["bytes_per_delivery"] == pytest.approx(len(update) + 2, abs=3)


def test_what_never_comes_is_missed() -> None:
    found = measured(swallows=0)
    assert found["complete"] == pytest.approx(1 - 1 / found["edits"])


def test_a_merged_frame_is_as_many_deliveries_and_a_repeated_one_is_none() -> None:
    writer, reader = people_of(1, 2)
    typing = Typing([writer])
    typing.sent[writer.client] = [1.0, 2.0, 3.0]
    writer.clock = 3
    words = YWebsocket("r").update(typed(writer.client, 0, "abc", "bench"))
    reader.received = [5.0, words, 9.0, words]
    assert latencies([reader], typing) == ([2.0, 3.0, 4.0], 1.0)
    assert latencies([writer], typing) == ([], 0.0)


def test_percentiles_are_those_of_the_ordered_values() -> None:
    ordered = [float(n) for n in range(1, 201)]
    assert percentile(ordered, 50) == 101
    assert percentile(ordered, 99) == 199
    assert percentile([], 99) == float("inf")


@pytest.mark.parametrize(
    ("own_share", "own_late", "p99", "good"),
    [(0.5, 1.0, 10.0, True), (0.9, 1.0, 10.0, False), (0.5, 8.0, 10.0, False)],
)
def test_a_run_counts_only_while_the_generator_keeps_up(
    own_share: float, own_late: float, p99: float, good: bool
) -> None:
    run = {"own_cpu_share": own_share, "own_late_p99_ms": own_late, "p99_ms": p99}
    assert counts(run) is good
