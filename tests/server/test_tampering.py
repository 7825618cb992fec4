"""[K6] Whatever is done to an exported record, it is noticed."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from adref.drafting.chain import beginning, digest_of_act, grown
from adref.drafting.checkpoints import Checkpoint, checkpoint_from_json, checkpoint_to_json
from adref.drafting.rewriting import replayed
from adref.drafting.verifying import Wrong, verify
from adref.server.signing import is_signed
from tests.server.records import AT, FORGER, OURS, as_bytes, lines_of, minutes, written

TRIALS = 1_000
"""Of tampering, in one run; in groups, so that several processes can share them."""
GROUPS = 20

EVENTS, DOCUMENTS = minutes()
GOOD = written(EVENTS, DOCUMENTS)


def kept(upto: int) -> Checkpoint:
    """What a browser has kept when the record went so far."""
    chain = grown(beginning("t"), [digest_of_act(event) for event in EVENTS[:upto]])
    return OURS.checkpoint("t", chain, AT)


def flip(chance: random.Random) -> bytes:
    at = chance.randrange(len(GOOD))
    return GOOD[:at] + bytes([GOOD[at] ^ (1 << chance.randrange(8))]) + GOOD[at + 1 :]


def cut(chance: random.Random) -> bytes:
    return GOOD[: chance.randrange(len(GOOD))]


def without_lines(chance: random.Random) -> bytes:
    lines = GOOD.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join(lines[:at] + lines[at + chance.randrange(1, 4) :])


def swapped(chance: random.Random) -> bytes:
    lines = GOOD.splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def twice(chance: random.Random) -> bytes:
    lines = GOOD.splitlines(keepends=True)
    return b"".join(
        [*lines, chance.choice(lines)] if chance.random() < 0.3 else _doubled(lines, chance)
    )


def _doubled(lines: list[bytes], chance: random.Random) -> list[bytes]:
    at = chance.randrange(len(lines))
    return [*lines[: at + 1], *lines[at:]]


def other_words(chance: random.Random) -> list[dict[str, Any]]:
    """The acts with one of them altered, as an honest server would write that."""
    at = chance.randrange(len(EVENTS))
    altered = dict(EVENTS[at])
    field = chance.choice(["at", "type", "by"])
    value = {
        "at": "2026-03-02T09:00:00.001000Z",
        "type": "parked",
        "by": {**altered["by"], "name": "X"},
    }
    altered[field] = value[field]
    return [*EVENTS[:at], altered, *EVENTS[at + 1 :]]


def written_anew(chance: random.Random) -> bytes:
    """By somebody with a key of their own: everything fits together."""
    return written(other_words(chance), DOCUMENTS, FORGER)


def signed_by_another(chance: random.Random) -> bytes:
    return written(EVENTS[: chance.randrange(1, len(EVENTS) + 1)], DOCUMENTS, FORGER)


def the_key_is_known_but_the_hashes_are_new(chance: random.Random) -> bytes:
    """By somebody who has our public key, but not the secret one."""
    lines = lines_of(written(other_words(chance), DOCUMENTS, FORGER))
    lines[0]["record"]["key"] = lines[-1]["checkpoint"]["key"] = OURS.key
    return as_bytes(lines)


def shorter(chance: random.Random) -> bytes:
    """Truly signed by us, but of an earlier day, or by a server that drops its last acts."""
    return written(EVENTS[: chance.randrange(len(EVENTS))], DOCUMENTS)


def written_anew_by_the_installation(chance: random.Random) -> bytes:
    """By whoever runs it, with its own key."""
    return written(other_words(chance), DOCUMENTS)


WAYS: tuple[Callable[[random.Random], bytes], ...] = (
    flip,
    flip,
    flip,
    cut,
    without_lines,
    swapped,
    twice,
    written_anew,
    signed_by_another,
    the_key_is_known_but_the_hashes_are_new,
    shorter,
    written_anew_by_the_installation,
)


def test_k6_the_record_itself_is_good() -> None:
    found = verify(GOOD, is_signed, [kept(3), kept(len(EVENTS))], OURS.key)
    assert found.text == replayed(EVENTS)
    assert found.chain.seq == len(EVENTS)
    assert [head["head"]["symbol"] for head, _ in found.revisions.values()] == [
        "A/C.2/81/L.5",
        "A/C.2/81/L.5/Rev.1",
    ]
    assert not found.missing


def is_noticed(data: bytes) -> bool:
    try:
        verify(data, is_signed, [kept(len(EVENTS))])
    except Wrong:
        return True
    return False


@pytest.mark.parametrize("group", range(GROUPS))
def test_k6_tampering_is_noticed_by_whoever_kept_a_checkpoint(group: int) -> None:
    for trial in range(TRIALS // GROUPS):
        chance = random.Random(f"{group} {trial}")
        way = chance.choice(WAYS)
        data = way(chance)
        if data == GOOD:
            data = flip(chance)
        assert is_noticed(data), f"not noticed: {way.__name__} {group} {trial}"


@pytest.mark.parametrize("at", range(len(EVENTS)))
def test_k6_the_first_bad_act_is_named(at: int) -> None:
    lines = lines_of(GOOD)
    places = [place for place, line in enumerate(lines) if "act" in line]
    lines[places[at]]["act"]["at"] = "2026-03-02T09:59:00.000000Z"
    with pytest.raises(Wrong) as wrong:
        verify(as_bytes(lines), is_signed)
    assert wrong.value.code == "altered"
    assert wrong.value.act
    assert wrong.value.act["seq"] == at + 1
    del lines[places[at]]
    with pytest.raises(Wrong) as wrong:
        verify(as_bytes(lines), is_signed)
    assert wrong.value.code in ("out_of_order", "other_head", "stray_revision")
    if wrong.value.act:
        assert wrong.value.act["seq"] == at + 2


def test_k6_what_the_installation_itself_writes_anew_is_named_by_the_checkpoint() -> None:
    altered = [{**event, "at": AT[:-2] + "1Z"} if event["seq"] == 2 else event for event in EVENTS]
    with pytest.raises(Wrong) as wrong:
        verify(written(altered, DOCUMENTS), is_signed, [kept(1), kept(6)])
    assert wrong.value.code == "rewritten"
    assert wrong.value.act
    assert wrong.value.act["seq"] == 6
    verify(written(altered, DOCUMENTS), is_signed, [kept(1)])  # that is what a checkpoint is for


def test_k6_a_shorter_record_is_only_noticed_by_a_later_checkpoint() -> None:
    short = written(EVENTS[:5], DOCUMENTS)
    verify(short, is_signed, [kept(5)])
    with pytest.raises(Wrong) as wrong:
        verify(short, is_signed, [kept(6)])
    assert (wrong.value.code, wrong.value.params["last"]) == ("ends_early", 5)


def test_k6_an_act_that_changes_words_which_did_not_stand_is_impossible_even_when_signed() -> None:
    place = next(e["seq"] for e in EVENTS if e["type"] == "text_edited") - 1
    edited = {**EVENTS[place], "edits": [dict(EVENTS[place]["edits"][0], before=[{"t": "Never."}])]}
    with pytest.raises(Wrong) as wrong:
        verify(written([*EVENTS[:place], edited, *EVENTS[place + 1 :]], DOCUMENTS), is_signed)
    assert wrong.value.code == "other_words"


def test_k7_a_revision_that_is_not_what_the_acts_give_is_noticed_even_when_signed() -> None:
    other = {key: {**document, "was": {"p1": "OP9"}} for key, document in DOCUMENTS.items()}
    with pytest.raises(Wrong) as wrong:
        verify(written(EVENTS, other), is_signed)
    assert wrong.value.code == "other_revision"
    found = verify(written(EVENTS, {}), is_signed)
    assert found.missing == ["A/C.2/81/L.5", "A/C.2/81/L.5/Rev.1"]


@pytest.mark.parametrize(
    "change",
    [{"seq": "3"}, {"seq": True}, {"head": 5}, {"format": "x"}, {"more": 1}, {"text": None}],
)
def test_k5_a_checkpoint_is_read_strictly(change: dict[str, Any]) -> None:
    good = checkpoint_to_json(kept(3))
    assert checkpoint_from_json(good) == kept(3)
    with pytest.raises(ValueError, match="checkpoint"):
        checkpoint_from_json({**good, **change})


def test_k5_a_signature_is_good_for_its_own_bytes_key_and_spelling_alone() -> None:
    mine = kept(3)
    data = mine.signed_bytes()
    assert is_signed(OURS.key, data, mine.signature)
    assert not is_signed(FORGER.key, data, mine.signature)
    assert not is_signed(OURS.key, data + b" ", mine.signature)
    assert not is_signed(OURS.key, data, mine.signature.upper())
    assert not is_signed("", data, mine.signature)
    assert not is_signed(OURS.key, data, "")
