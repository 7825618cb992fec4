"""Plays of one socket: what it says, and what it wants."""

import pytest

from adref.server.crdt.states import varint
from adref.server.sync.compartments import brief, parse, whole
from adref.server.sync.limits import Bucket, Buckets, Limits
from adref.server.sync.session import Session
from tests.playbook import Play, Step
from tests.server.sync.people import ANNA


def said(room: str, kind: int, body: bytes = b"") -> bytes:
    return varint(len(room)) + room.encode() + varint(kind) + body


def token(words: str) -> bytes:
    return b"\x00" + varint(len(words)) + words.encode() + b"\x054.8.0"


def hears(data: bytes) -> Step:
    return lambda play: play.subject.receive(data, play.now)


def inside(room: str) -> Step:
    def step(play: Play) -> list[object]:
        assert play.subject.entered(room)
        return []

    return step


STEP1 = b"\x00\x01\x00"


def test_s10_one_enters_speaks_and_leaves() -> None:
    play = Play(Session(ANNA, 0.0))
    play >> hears(said("text/t", 2, token("null"))) << "enter text/t"
    play >> hears(said("text/t", 2, token('{"client":null}'))) << "enter text/t"
    play >> hears(said("text/t", 2, token('{"client":70001}'))) << "enter text/t as 70001"
    play >> hears(said("text/t", 0, STEP1))
    play >> inside("text/t")
    play >> hears(said("text/t", 0, STEP1)) << "forward SyncStep1 to text/t"
    play >> hears(said("text/t", 7)) << "exit text/t"
    play >> hears(said("text/t", 7))
    play >> hears(said("text/t", 0, STEP1))
    play.over()


@pytest.mark.parametrize("words", ["", "x", '{"client":"5"}', '{"client":-1}', "[" * 3000, "7"])
def test_s5_a_token_that_names_no_client_asks_for_a_new_one(words: str) -> None:
    Play(Session(ANNA, 0.0)) >> hears(said("text/t", 2, token(words))) << "enter text/t"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x06text/t",
        said("text/t", 4),
        said("text/t", 0, b"\x05\x00"),
        said("text/t", 0, b"\x00\x09\x00"),
        said("text/t", 2, b"\x02\x00"),
        b"\x02\xff\xfe\x00",
        b"\xff" * 12,
    ],
)
def test_s16_bytes_that_cannot_be_read_close_the_socket(data: bytes) -> None:
    Play(Session(ANNA, 0.0)) >> hears(data) << "close 1007 *"


def test_s16_too_much_at_once_closes_the_socket() -> None:
    play = Play(Session(ANNA, 0.0, Limits(messages=(3, 1))))
    for _ in range(3):
        play >> hears(said("nowhere", 7))
    play >> hears(said("nowhere", 7)) << "close 1013 too much at once"


def test_s16_too_many_refused_updates_close_the_socket() -> None:
    play = Play(Session(ANNA, 0.0, Limits(refusals=(2, 0.1))))
    for _ in range(2):
        play >> (lambda play: play.subject.penalty(play.now))
    play >> (lambda play: play.subject.penalty(play.now)) << "close 1008 *"


def test_s16_a_socket_enters_so_many_rooms_and_no_more() -> None:
    session = Session(ANNA, 0.0, Limits(rooms=2))
    assert [session.entered(name) for name in ("a", "b", "c", "a")] == [True, True, False, True]


def test_s11_a_sign_of_life_keeps_the_socket() -> None:
    session = Session(ANNA, 0.0, Limits(silent=45))
    assert not session.silent(45.0)
    assert session.silent(46.0)
    session.receive(b"\x0a", 46.0)
    assert not session.silent(91.0)


def test_s16_a_leaky_bucket() -> None:
    bucket = Bucket(capacity=2, rate=1)
    assert [bucket.take(0.0), bucket.take(0.0), bucket.take(0.0)] == [True, True, False]
    assert bucket.take(1.0)
    assert not bucket.take(1.5)
    assert not bucket.take(1.0)  # a clock that goes back gives nothing


def test_x9_buckets_of_seats_that_are_empty_are_forgotten() -> None:
    buckets = Buckets(2, 1)
    for number in range(3_000):
        assert buckets.take(f"seat {number}", now=float(number))
    assert len(buckets._buckets) < 2_000
    assert buckets.take("seat 2999", now=2_999.0)
    assert not buckets.take("seat 2999", now=2_999.0)


def test_y8_on_the_socket_of_a_text_its_compartments_have_short_names() -> None:
    play = Play(Session(ANNA, 0.0, text="t"))
    play >> hears(said("t", 2, token("null"))) << "enter text/t"
    play >> inside("text/t")
    play >> hears(said("t", 0, STEP1)) << "forward SyncStep1 to text/t"
    play >> hears(said("p/a", 2, token("null"))) << "enter party/t/a"
    play >> hears(said("c/ab", 2, token("null"))) << "enter coalition/t/ab"
    play >> hears(said("f", 2, token("null"))) << "enter floor/t"
    play >> hears(said("text/t", 0, STEP1))
    play >> hears(said("t", 7)) << "exit text/t"
    play.over()


@pytest.mark.parametrize("kind", ["text", "floor", "desk", "bureau", "party", "coalition"])
def test_y8_a_short_name_and_what_it_means(kind: str) -> None:
    name = f"{kind}/abc" + ("/x" if kind in ("party", "coalition") else "")
    assert len(brief(name)) <= 3
    assert whole("abc", brief(name)) == name


@pytest.mark.parametrize("odd", ["", "/", "text/abc", "tt", "t/x", "f/", "p", "x/y", "/t", "Ü"])
def test_y8_what_is_no_short_name_is_that_of_nothing_and_comes_back(odd: str) -> None:
    assert parse(whole("abc", odd)) is None
    assert brief(whole("abc", odd)) == odd


@pytest.mark.parametrize("odd", ["p/", "p/x/y", "c/?"])
def test_y8_nor_are_parties_that_cannot_be(odd: str) -> None:
    assert parse(whole("abc", odd)) is None
    assert brief(whole("abc", odd)) == odd
