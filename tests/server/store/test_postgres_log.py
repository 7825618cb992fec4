"""[M] What a log that several processes write to promises beyond ``test_log``."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import OperationalError

from adref.server.store import postgres_turn
from adref.server.store.health import Unreachable
from adref.server.store.log import Batch, Conflict, Entry, Grant
from adref.server.store.postgres import BadAddress, open_postgres
from adref.server.store.postgres_line import Talk
from adref.server.store.postgres_log import PostgresLog
from adref.server.store.shared import Heard, Listener, Position
from tests.server.engines import Postgres

START = Position(0, 0)


def entry(compartment: str, payload: bytes = b"x", seat: str = "s1") -> Entry:
    return Entry(compartment, "update", payload, "2026-01-01T00:00:00+00:00", seat)


def wait(future: "Future[tuple[int, ...]]") -> tuple[int, ...]:
    return future.result(timeout=30)


@contextmanager
def log_on(database: str, patience: float = 30.0) -> Iterator[tuple[PostgresLog, list[Heard]]]:
    """A log as another process has it, and what it has heard."""
    log = PostgresLog(open_postgres(database), patience=patience)
    heard: list[Heard] = []
    log.listen(Listener(heard.append, lambda _: None))
    try:
        yield log, heard
    finally:
        log.close()


def payloads(heard: list[Heard], name: str) -> list[bytes]:
    return [e.payload for one in heard if name in one.tails for e in one.tails[name].entries]


def test_m1_what_others_write_is_heard_once_and_in_order(database: str) -> None:
    with log_on(database) as (one, _), log_on(database) as (two, heard):
        two.follow("a", 1, {"a": START})
        for number in range(3):
            wait(one.append(Batch([entry("a", bytes([number]), "s2")])))
        two.look().result(30)
        two.look().result(30)
        assert payloads(heard, "a") == [b"\x00", b"\x01", b"\x02"]
        wait(two.append(Batch([entry("a", b"own")])))
        wait(one.append(Batch([entry("a", b"after", "s2")])))
        two.look(["a"]).result(30)
        assert payloads(heard, "a")[3:] == [b"after"]


def test_m1_what_was_written_before_ours_is_heard_before_ours_is_done(database: str) -> None:
    with log_on(database) as (one, _), log_on(database) as (two, heard):
        two.follow("a", 1, {"a": START})
        wait(one.append(Batch([entry("a", b"theirs", "s2")])))
        heard_then: list[int] = []
        future = two.append(Batch([entry("a", b"ours")]))
        future.add_done_callback(lambda _: heard_then.append(len(heard)))
        assert wait(future) == (2,)
        assert heard_then == [1]
        assert payloads(heard, "a") == [b"theirs"]


@pytest.mark.parametrize("at_once", [True, False])
def test_m1_whoever_writes_in_turn_hears_the_other_in_the_order_of_the_log(
    database: str, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it is believed that nobody else has written, or not."""
    monkeypatch.setattr(postgres_turn, "_ALONE", -1.0 if at_once else float("inf"))
    with log_on(database) as (one, here), log_on(database) as (two, there):
        one.follow("t", 1, {"text/t": START, "floor/t": START})
        two.follow("t", 1, {"text/t": START, "floor/t": START})
        for number in range(6):
            for log, seat in ((one, "s1"), (two, "s2")):
                words = [entry("text/t", f"{seat}{number}{n}".encode(), seat) for n in range(3)]
                first = 6 * number + 3 * (log is two)
                written = wait(log.append(Batch(words, epochs={"text/t": 0})))
                assert written == (first + 1, first + 2, first + 3)
        one.look().result(30)
        for heard, seat in ((here, "s2"), (there, "s1")):
            wanted = [f"{seat}{number}{n}".encode() for number in range(6) for n in range(3)]
            assert payloads(heard, "text/t") == wanted
        assert [e.seq for e in one.read("text/t")] == list(range(1, 37))


def test_m17_words_of_others_are_no_conflict_and_their_decision_is_one(database: str) -> None:
    with log_on(database) as (one, _), log_on(database) as (two, _heard):
        two.follow("t", 1, {"text/t": START, "floor/t": START})
        words = Batch([entry("text/t")], epochs={"text/t": 0})
        assert wait(two.append(words)) == (1,)
        wait(one.append(Batch([entry("text/t", b"theirs", "s2")], epochs={"text/t": 0})))
        assert wait(two.append(words)) == (3,)
        decided = Batch([entry("floor/t", b"locked", "s2")], bumps=frozenset({"text/t"}))
        wait(one.append(decided))
        with pytest.raises(Conflict):
            wait(two.append(words))
        with pytest.raises(Conflict):
            wait(two.append(Batch([entry("text/t")], epochs={"text/t": 1})))
        two.reconciled("t")
        assert wait(two.append(Batch([entry("text/t")], epochs={"text/t": 1}))) == (4,)


@pytest.mark.parametrize("alone", [True, False])
def test_m16_who_waits_is_not_passed_by_one_that_writes_without_end(
    database: str, alone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_turn, "_ALONE", -1.0 if alone else float("inf"))
    with log_on(database) as (busy, _), log_on(database) as (other, _heard):
        for log in (busy, other):
            log.follow("t", 1, {"text/t": START})
        wait(busy.append(Batch([entry("text/t", b"0", "s1")], epochs={"text/t": 0})))

        def says(log: PostgresLog, words: bytes, seat: str) -> "Future[tuple[int, ...]]":
            return log.append(Batch([entry("text/t", words, seat)], epochs={"text/t": 0}))

        with turn_taken(database) as those_who_wait:
            said = [says(busy, b"1", "s1")]
            those_who_wait(1)
            said += [says(busy, b"2", "s1"), says(busy, b"3", "s1"), says(other, b"mine", "s2")]
            those_who_wait(2)
        for future in said:
            wait(future)
        assert [e.payload for e in busy.read("text/t")] == [b"0", b"1", b"mine", b"2", b"3"]


_WAITING = (
    "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
    "WHERE locktype = 'advisory' AND NOT granted AND d.datname = current_database()"
)


@contextmanager
def turn_taken(database: str) -> Iterator[Callable[[int], None]]:
    """It is nobody's turn to write to the text meanwhile; gives what waits until so many wait."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [postgres_turn.turn_of("t")])

        def those_who_wait(count: int) -> None:
            until = time.monotonic() + 30
            while connection.execute(_WAITING).fetchone() != (count,):
                assert time.monotonic() < until, f"{count} do not wait"

        yield those_who_wait


def test_m2_after_a_conflict_all_is_one_until_it_is_reconciled(database: str) -> None:
    """Even when the epochs fit by chance: it was judged upon what did not come to be."""
    with log_on(database) as (one, _), log_on(database) as (two, _heard):
        two.follow("a", 1, {"a": START})
        wait(one.append(Batch([entry("a", b"theirs", "s2")], bumps=frozenset({"a"}))))
        first = two.append(Batch([entry("a")], epochs={"a": 0}, bumps=frozenset({"a"})))
        second = two.append(Batch([entry("a")], epochs={"a": 1}))
        for future in (first, second):
            with pytest.raises(Conflict):
                wait(future)
        two.reconciled("a")
        assert wait(two.append(Batch([entry("a")], epochs={"a": 1}))) == (2,)


def test_m2_one_author_at_two_processes_is_judged_again(database: str) -> None:
    with log_on(database) as (one, _), log_on(database) as (two, _heard):
        two.follow("a", 1, {"a": START})
        wait(one.append(Batch([entry("a", b"theirs", "anna")])))
        with pytest.raises(Conflict):
            wait(two.append(Batch([entry("a", b"ours", "anna")])))
        two.reconciled("a")
        assert wait(two.append(Batch([entry("a", b"ours", "anna")]))) == (2,)


def test_m2_compartments_that_go_together_are_heard_as_of_one_instant(database: str) -> None:
    with log_on(database) as (one, _), log_on(database) as (two, heard):
        two.follow("t", 1, {"text/t": START, "floor/t": START})
        decision = Batch(
            [entry("floor/t", b"decided", "s2"), entry("text/t", b"edited", "s2")],
            epochs={"floor/t": 0, "text/t": 0},
            bumps=frozenset({"floor/t", "text/t"}),
        )
        wait(one.append(decision))
        with pytest.raises(Conflict):
            wait(two.append(Batch([entry("text/t")], epochs={"text/t": 0})))
        (both,) = heard
        assert both.tails["floor/t"].epoch == both.tails["text/t"].epoch == 1


def test_m6_the_grants_of_others_can_be_asked_for(database: str) -> None:
    with log_on(database) as (one, _), log_on(database) as (two, _heard):
        wait(one.append(Batch(grants=[Grant("a", 77, "anna"), Grant("a", 78, "bea")])))
        assert two.grants("a", "anna") == [77]


def test_m8_a_connection_that_breaks_costs_nothing_and_writes_nothing_twice(
    postgres: Postgres,
) -> None:
    database = postgres.database()
    with log_on(database) as (log, _):
        futures: list[Future[tuple[int, ...]]] = []
        breaking = threading.Thread(
            target=lambda: [postgres.breaks_connections(database) for _ in range(5)]
        )
        breaking.start()
        number = 0
        while breaking.is_alive() or number < 200:
            futures.append(log.append(Batch([entry("a", str(number).encode())])))
            if number % 20 == 0:
                wait(futures[-1])
            number += 1
        breaking.join()
        seqs = [wait(future)[0] for future in futures]
        assert seqs == list(range(1, number + 1))
        assert [e.payload for e in log.read("a")] == [str(n).encode() for n in range(number)]


def test_m8_a_commit_that_was_not_confirmed_is_recognised(database: str) -> None:
    """The connection ends after the commit and before its answer: it must not be written again."""
    with log_on(database) as (log, heard):
        log.follow("a", 1, {"a": START})
        lose_the_answer_once(log)
        assert wait(log.append(Batch([entry("a", b"once")]))) == (1,)
        assert [e.payload for e in log.read("a")] == [b"once"]
        log.look().result(30)
        assert heard == []
        lose_the_answer_once(log)
        assert wait(log.append(Batch(grants=[Grant("a", 5, "s")]))) == ()
        assert log.grants("a", "s") == [5]
        lose_the_answer_once(log)
        wait(log.append(Batch([entry("a", b"again")], epochs={"a": 0})))
        assert [e.payload for e in log.read("a")] == [b"once", b"again"]
        log.look().result(30)
        assert heard == []


def lose_the_answer_once(log: PostgresLog) -> None:
    line = log._line
    talk, say = line.talk, line.say

    def lose() -> None:
        line.talk, line.say = talk, say  # type: ignore[method-assign]
        line.close()
        raise OperationalError("the connection is lost")

    @contextmanager
    def lost_talk() -> Iterator[Talk]:
        with talk() as found:
            yield found
        lose()

    def lost_say(*asked: Any) -> int:
        say(*asked)
        lose()
        return 0

    line.talk, line.say = lost_talk, lost_say  # type: ignore[method-assign,assignment]


def test_m8_what_cannot_be_written_for_long_is_given_up(postgres: Postgres) -> None:
    database = postgres.database()
    with log_on(database, patience=0.0) as (log, _):
        wait(log.append(Batch([entry("a")])))
        postgres.removes(database)
        with pytest.raises(Unreachable):
            wait(log.append(Batch([entry("a")])))


def test_m12_an_address_that_is_none_is_refused() -> None:
    for address in ("nowhere", "mysql://host/db"):
        with pytest.raises(BadAddress):
            open_postgres(address)
