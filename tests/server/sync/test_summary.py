"""What a floor amounts to, kept beside its log: a text opens the same with it and without."""

import hashlib
import json
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from adref.server.store.engine import open_engine
from adref.server.store.memory import MemoryLog
from adref.server.store.sql import SqlLog
from adref.server.sync.summary import (
    FORMAT,
    acts_of,
    nothing_yet,
    summary_from_bytes,
    summary_to_bytes,
    summed,
)
from tests.server.sync.browser import Browser
from tests.server.sync.halls import Hall, hall, run
from tests.server.sync.people import ANNA, CHAIR
from tests.server.sync.test_recording import edited, live
from tests.server.sync.typist import Typist

SEEDS = range(4)
FLOOR = "floor/t"


async def lived(seed: int) -> MemoryLog:
    """A log with acts of all kinds, remarks among them; its server died while pens wrote."""
    log = MemoryLog()
    async with hall(log) as place:
        chance = random.Random(seed)
        for number in range(3):
            await place.act(ANNA, f"r{number}", do="remark", paragraph="p1", text=f"Why {number}?")
        remarks = (await place.hub.remarks("t", CHAIR))["remarks"]
        for number in (0, 1):
            await place.act(CHAIR, f"s{number}", do="show_remark", remark=remarks[number]["id"])
        await live(place, chance, 0)
        await place.act(CHAIR, "h", do="hide_remark", remark=remarks[0]["id"])
        await live(place, chance, 1)
        chair = Browser(place.hub, "chair")
        typist = await chair.enter("text/t")
        locked = place.hub._rooms.open.meetings()[0].text.locked
        free = next(p.id for p in await place.hub.text("t") if p.id not in locked)
        chair.send("text/t", typist.types(free, "and so it ended "))
        await chair.until("text/t", "saved")
        place.hub._rooms.put_on_record = lambda **_: None  # type: ignore[method-assign]
        log.keep_snapshot = lambda *_: None  # type: ignore[method-assign]
    del log.keep_snapshot
    return log


def copied(log: MemoryLog) -> MemoryLog:
    copy = MemoryLog()
    for name in ("_compartments", "_done", "_documents"):
        setattr(copy, name, deepcopy(getattr(log, name)))
    return copy


async def portrait(log: MemoryLog) -> dict[str, Any]:
    """All that a text is to those who ask, right after it was opened, and what it then writes."""
    opened = copied(log)
    async with hall(opened, made=False) as place:
        hub = place.hub
        seq, floor = await hub.floor("t")
        seen = {
            "text": await hub.text("t"),
            "floor": (seq, json.dumps(floor)),
            "desk": await hub.remarks("t", CHAIR),
            "chain": await hub.chain("t"),
            "last digests": await hub.digests("t", seq - 2, seq),
            "digests": await hub.digests("t", 0, seq),
            "some digests": await hub.digests("t", 3, 7),
            "locked": sorted((meeting := hub._rooms.open.meetings()[0]).text.locked),
            "people": meeting.recording._people,
        }
        hub.watch()
        await place.quiet()
        return seen | {"record": await hub.record("t")}


def kept_at(log: MemoryLog, act: int, change: Callable[[bytes], bytes] = bytes) -> MemoryLog:
    """The same log with what its floor amounted to after so many acts."""
    summary, _ = summed(nothing_yet("t"), acts_of(log.read(FLOOR)[:act]))
    changed = copied(log)
    changed.keep_snapshot(FLOOR, act, change(summary_to_bytes("t", summary)))
    return changed


@pytest.mark.parametrize("seed", SEEDS)
def test_z3_a_text_opens_the_same_with_what_was_kept_at_any_act_as_without(seed: int) -> None:
    async def play() -> None:
        log = await lived(seed)
        without = await portrait(log)
        acts = len(log.read(FLOOR))
        assert acts > 12
        assert len(without["record"]) > acts  # what was typed is put on the record
        for act in {1, 2, acts - 1, acts, *random.Random(seed).sample(range(1, acts), 4)}:
            assert await portrait(kept_at(log, act)) == without

    run(play)


def told(**changes: object) -> Callable[[bytes], bytes]:
    return lambda data: json.dumps(json.loads(data) | changes).encode()


def without(name: str) -> Callable[[bytes], bytes]:
    return lambda data: json.dumps(
        {key: value for key, value in json.loads(data).items() if key != name}
    ).encode()


UNFIT: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "cut off": lambda data: data[: len(data) // 2],
    "no words": lambda _: b"\xff\x00\xfe",
    "a list": lambda _: b"[]",
    "of another text": told(of="u"),
    "after another act": told(seq=2),
    "in an older form": told(format="adref-summary/0"),
    "of another version": told(version="0.0.0"),
    "without the state": without("state"),
    "without the text": without("text"),
    "with a state that is none": told(state={"proposals": {"x": 1}}),
    "with a text that is none": told(text=[7]),
    "with people who are none": told(people=[7]),
}


@pytest.mark.parametrize("how", UNFIT)
def test_z4_what_does_not_fit_is_thrown_away_and_made_from_the_log(how: str) -> None:
    async def play() -> None:
        log = await lived(7)
        assert await portrait(kept_at(log, 9, UNFIT[how])) == await portrait(log)

    run(play)


def test_z4_one_from_further_on_than_the_log_goes_is_thrown_away() -> None:
    async def play() -> None:
        log = await lived(7)
        shorter = kept_at(log, len(log.read(FLOOR)))
        del shorter._at(FLOOR).entries[-1]
        less = copied(shorter)
        less._at(FLOOR).snapshot = None
        assert await portrait(shorter) == await portrait(less)

    run(play)


def test_z4_one_that_the_disk_has_changed_is_not_read(tmp_path: Path) -> None:
    engine = open_engine(tmp_path / "adref.db")
    log = SqlLog(engine)

    async def play() -> None:
        async with hall(log) as place:
            for number in range(5):
                await place.act(CHAIR, f"c{number}", do="point", paragraph=f"p{1 + number % 2}")
            before = await place.hub.floor("t")
            summary, _ = summed(nothing_yet("t"), acts_of(log.read(FLOOR)))
            kept = summary_to_bytes("t", summary)
            log.keep_snapshot(FLOOR, summary.chain.seq, kept)
        assert log.open(FLOOR).snapshot == kept
        changed = kept.replace(b"p1", b"p2")
        with engine.begin() as connection:
            connection.execute("UPDATE snapshot SET payload = :it", {"it": changed})
        assert log.open(FLOOR).snapshot is None
        async with hall(log, made=False) as place:
            assert await place.hub.floor("t") == before

    run(play)
    log.close()


def test_z3_it_is_kept_after_so_many_acts_once_a_minute_and_when_the_server_stops() -> None:
    log = MemoryLog()
    kept: list[int] = []
    keep = log.keep_snapshot

    def note(compartment: str, seq: int, snapshot: bytes) -> None:
        if compartment == FLOOR:
            kept.append(seq)
        keep(compartment, seq, snapshot)

    log.keep_snapshot = note  # type: ignore[method-assign]

    async def act(place: Hall, count: int) -> None:
        for _ in range(count):
            seq, _ = await place.hub.floor("t")
            await place.act(CHAIR, f"c{seq}", do="point", paragraph=f"p{1 + seq % 2}")
        while place.hub._rooms._tasks:
            await place.quiet()

    async def play() -> None:
        async with hall(log, acts=10) as place:
            made, _ = await place.hub.floor("t")
            await act(place, 10 - made)
            assert kept == [10]
            await act(place, 15)
            assert kept == [10]
            place.clock.pass_(60)
            await act(place, 1)
            assert kept == [10, 26]
            await act(place, 21)
        assert kept == [10, 26, 47]
        async with hall(log, made=False, acts=10) as place:
            await act(place, 5)
        assert kept == [10, 26, 47]  # too little to be worth it
        seq, state = await opened_floor()
        assert (seq, state["acts"]) == (52, 52)

    async def opened_floor() -> tuple[int, Any]:
        async with hall(log, made=False) as place:
            return await place.hub.floor("t")

    run(play)


def test_z5_after_a_kill_it_is_told_who_typed_however_much_was_typed_and_packed() -> None:
    """A snapshot holds most of what was typed, and no entry after it says by whom."""

    async def play() -> None:
        log = MemoryLog()
        async with hall(log, rest=1_000, longest_typing=100_000, compact=10) as place:
            seats = ("chair", "secretary")
            browsers = [Browser(place.hub, seat) for seat in seats]
            typists: list[Typist] = [await one.enter("text/t") for one in browsers]
            for number in range(1_200):
                place.clock.pass_(1)
                who = int(number > 3)  # the chair at the beginning only
                text = typists[who].types(f"p{1 + who}", f"{number} ")
                browsers[who].send("text/t", text)
                await browsers[who].until("text/t", "saved")
            place.hub._rooms.put_on_record = lambda **_: None  # type: ignore[method-assign]
        assert len(log.open("text/t").tail) < 100
        async with hall(log, made=False) as place:
            await place.hub.text("t")
            place.hub.watch()
            await place.quiet()
            (act,) = edited(await place.hub.record("t"))
            assert [author["seat"] for author in act["authors"]] == list(seats)

    run(play)


ACTS: list[dict[str, Any]] = [
    {"type": "text_begun", "text": [
        {"id": "p1", "kind": "op", "level": 0, "label": "1.", "content": [{"t": "Calls. "}]},
        {"id": "p2", "kind": "op", "level": 1, "label": "", "content": [{"t": "Urges"}]}]},
    {"type": "submitted", "proposal": {
        "id": "a1", "number": 1, "kind": "change", "paragraph": "p1", "after": None, "on": "",
        "basis": [{"t": "Calls. "}], "span": [0, 5], "replacement": [{"t": "Asks", "m": ["em"]}],
        "paragraph_kind": "", "level": 0, "label": "", "party": "a", "cosponsors": [],
        "rationale": "", "stage": "open", "positions": {}, "by": "Anna", "at": "2026",
        "batch": "b"}},
    {"type": "position_taken", "proposal": "a1", "party": "b", "stance": "support",
     "statement": "y"},
    {"type": "marked", "paragraph": "p2", "state": "agreed"},
    {"type": "text_edited", "paragraphs": ["p1"], "authors": [], "edits": [
        {"edit": "content", "paragraph": "p1", "before": [{"t": "Calls. "}],
         "after": [{"t": "Calls on all. "}]}]},
    {"type": "mode_switched", "codrafting": ["a"]},
    {"type": "remark_shown", "remark": {"id": "r1", "paragraph": "p1", "text": "Why?", "by": "Olga",
                                        "party": None, "role": "observer", "at": "2026",
                                        "shown": True}},
    {"type": "withdrawn", "proposal": "a1"},
]  # fmt: skip
HEAD = {"at": "2026", "by": {"seat": "s", "name": "S", "role": "chair", "party": None}}


def test_z4_what_comes_of_the_same_acts_has_not_changed_since_this_form_was_given_its_number() -> (
    None
):
    """When this fails: raise ``FORMAT``, so that what is kept on disks is made anew."""
    acts = [{"seq": seq, **HEAD, **act} for seq, act in enumerate(ACTS, 1)]
    summary, digests = summed(nothing_yet("t"), acts)
    kept = summary_to_bytes("t", summary)
    assert summary_from_bytes("t", len(acts), kept) == summary
    assert len(digests) == len(acts)
    told = json.loads(kept)
    del told["version"]
    found = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    assert (FORMAT, found) == ("adref-summary/1", "cedf6f70c88f445a")
