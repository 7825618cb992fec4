"""A text with a past: words put in and taken out, one keystroke in one message, always the same."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bench.load.crowd import connected, room_of, source
from bench.load.dialects import STEP2, UPDATE, body
from bench.load.fleet import Client, Fleet, now
from bench.load.processes import cpu_seconds
from bench.load.servers import Server
from bench.load.wire import deleted, frame, inserted, paragraph, ranges, strings, typed

PARAGRAPHS, CHARACTERS = 250, 1_384  # 346,000 characters
WRITERS = 50
_INSERTS = 0.62  # of the bursts; the others delete
_STILL = 0.02  # seconds of processor in half a second
_AHEAD = 2_000  # messages that may wait for the server
_WORDS = ("recalling ", "the ", "means ", "of ", "support ", "decides ", "finance ", "review ")
CACHE = Path(__file__).resolve().parents[1] / ".documents"
Run = tuple[int, int, int]
"""Whose words, from which clock on, how many."""


@dataclass
class Writer:
    """Who writes, and how far: as much of a client as is needed to make updates."""

    client: int
    clock: int = 0


Who = TypeVar("Who", Writer, Client)


def long_text() -> list[str]:
    """The source of the text before it has a past."""
    return [source(PARAGRAPHS, CHARACTERS)]


def make_past(server: Server, edits: int) -> int:
    """So many edits in the text; the bytes of the whole document afterwards.

    With ours all are typed, each in a message. The others get the document that came of it at
    once: kinder to those that would keep each edit by itself.
    """
    if not server.asks_grant:
        return _hand_over(server, document(edits))
    fleet, people = connected(server, WRITERS)
    runs = [run for one in _first(server) for run in strings(one)]
    _send_all(server, fleet, people, _changes(people, runs, edits))
    return max(len(one) for one in _first(server))


def document(edits: int) -> bytes:
    """The text with its past as one update; made once, then kept."""
    file = CACHE / f"history-{edits}.bin"
    if not file.exists():
        from pycrdt import Doc

        typist = Writer(3_000_000_001)
        doc = Doc[Any]()
        for update in _paragraphs(typist):
            doc.apply_update(update)
        writers = [Writer(3_000_000_002 + 7_919 * number) for number in range(WRITERS)]
        for _, update in _changes(writers, strings(doc.get_update()), edits):
            doc.apply_update(update)
        CACHE.mkdir(exist_ok=True)
        file.write_bytes(doc.get_update())
    return file.read_bytes()


def _hand_over(server: Server, whole: bytes) -> int:
    fleet, people = connected(server, 1)
    fleet.send(people[0], frame(people[0].dialect.update(whole)))
    fleet.run(until=now() + 2.5)  # Hocuspocus stores a document two seconds after the last edit
    until_still(server, fleet)
    fleet.close()
    return len(whole)


def type_and_take_back(server: Server, edits: int) -> None:
    """So many edits that leave the text as long as it was: words are typed, then deleted."""
    fleet, people = connected(server, WRITERS)
    _send_all(server, fleet, people, _to_and_fro(people, edits))


def settle(server: Server) -> None:
    """Closed, opened again and typed in: what a server puts together later, it has then.

    Ours makes a snapshot at most once a minute, the first with the first edit after its start;
    Hocuspocus stores a document two seconds after the last edit.
    """
    server.rest()
    server.start()
    fleet, people = connected(server, 1)
    one = people[0]
    fleet.send(one, frame(one.dialect.update(typed(one.client, one.clock, "a", one.home))))
    fleet.run(until=now() + 2.5)
    until_still(server, fleet)
    fleet.close()


def _changes(writers: list[Who], runs: list[Run], edits: int) -> Iterator[tuple[Who, bytes]]:
    """A keystroke each: words at places of the old text, or old characters deleted."""
    runs = [run for run in runs if run[2] > 100]
    chance = random.Random(42)
    done = 0
    taken: set[tuple[int, int]] = set()  # nobody puts two words between the same two letters
    while done < edits:
        for client in writers:
            owner, first, size = chance.choice(runs)
            place = first + chance.randrange(size - 9)
            while (owner, place) in taken:
                place = first + chance.randrange(size - 9)
            taken.add((owner, place))
            if chance.random() < _INSERTS:
                between = (owner, place), (owner, place + 1)
                messages = _word(client, chance.choice(_WORDS), *between)
            else:
                messages = [deleted(owner, place + n, 1) for n in range(chance.randint(1, 8))]
            for message in messages:
                yield client, message
            done += len(messages)
            if done >= edits:
                return


def _word(
    client: Writer | Client, word: str, left: tuple[int, int], right: tuple[int, int]
) -> list[bytes]:
    """Its letters, one after another."""
    messages = []
    for letter in word:
        messages.append(inserted(client.client, client.clock, letter, left, right))
        left = (client.client, client.clock)
        client.clock += 1
    return messages


def _to_and_fro(people: list[Client], edits: int) -> Iterator[tuple[Client, bytes]]:
    """Forty letters, ten in a message; then all of them deleted as one edit."""
    done = 0
    while done < edits:
        for client in people:
            start = client.clock
            for _ in range(4):
                yield client, typed(client.client, client.clock, "a" * 10, client.home)
                client.clock += 10
            yield client, deleted(client.client, start, 40)
            done += 41
            if done >= edits:
                return


def _send_all(server: Server, fleet: Fleet, people: list[Client],
              messages: Iterator[tuple[Client, bytes]]) -> None:  # fmt: skip
    """All of it, as fast as the server takes it; then they go."""
    before = _written(server)
    last = people[0].client, 0  # who typed last, and how far
    for number, (client, message) in enumerate(messages):
        fleet.send(client, frame(client.dialect.update(message)))
        for typist, clock, size in ranges(message):
            last = typist, clock + size
        if number % _AHEAD == _AHEAD - 1:
            _until_seen(fleet, people[last[0] == people[0].client], *last)
            for one in people:
                one.received = []
    until_still(server, fleet)
    if fleet.dropped:
        raise RuntimeError("the server dropped who made the history")
    fleet.close()
    until_still(server)
    if _written(server) < before + sum(client.clock for client in people):
        raise RuntimeError("the server has not kept the whole history")


def _until_seen(fleet: Fleet, reader: Client, typist: int, clock: int) -> None:
    """Until the reader has what was typed so far: so many messages and no more wait."""
    at, done = 0, False

    def seen() -> bool:
        nonlocal at, done
        arrived = reader.received
        while at < len(arrived):
            message = arrived[at + 1]
            at += 2
            if message is not None:
                kind, place = reader.dialect.read(message)
                found = ranges(body(message, place)) if kind in (UPDATE, STEP2) else []
                done = done or any(c == typist and k + n >= clock for c, k, n in found)
        return done

    fleet.run(stop=seen, until=now() + 30)
    if not seen():
        raise RuntimeError("the server does not keep up with the history")


def _paragraphs(writer: "Writer") -> Iterator[bytes]:
    """The paragraphs, for a server that has no import."""
    before = None
    for line in source(PARAGRAPHS, CHARACTERS).split("\n\n"):
        yield paragraph(writer.client, writer.clock, line, before)
        before = writer.clock
        writer.clock += 2 + len(line)


def _written(server: Server) -> int:
    """Characters and nodes that were ever written in the text, the deleted ones too."""
    return sum(size for one in _first(server) for _, _, size in ranges(one))


def until_still(server: Server, fleet: Fleet | None = None, seconds: float = 60) -> None:
    """Until the server has nothing to do any more: one that stores later has done so.

    Those who are connected go on reading.
    """
    until, before = now() + seconds, cpu_seconds(server.pid)
    while now() < until:
        if fleet is None:
            time.sleep(0.5)
        else:
            fleet.run(until=now() + 0.5)
        after = cpu_seconds(server.pid)
        if after - before < _STILL:
            return
        before = after
    raise RuntimeError("the server has not come to rest")


def _first(server: Server, wait: float = 0.2) -> list[bytes]:
    """What somebody who comes gets first; some send an empty document and the text a little later."""
    one = server.client(0, room_of(server))
    reader = Fleet()
    reader.connect_all([one])
    reader.run(until=now() + wait)
    found = []
    for message in one.received[1::2]:
        if message is not None:
            kind, at = one.dialect.read(message)
            if kind in (STEP2, UPDATE):
                found.append(body(message, at))
    reader.close()
    return found
