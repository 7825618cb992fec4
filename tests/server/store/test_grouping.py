"""What waits for the disk goes there together; the order of each compartment stays."""

from adref.server.store.grouping import Numbered, as_one, together
from adref.server.store.log import UPDATE, Batch, Done, Entry, Grant


def entry(compartment: str, words: bytes, epoch: int = 0) -> Batch:
    one = Entry(compartment, UPDATE, words, "2026-01-05T09:00:00.000+00:00", "seat")
    return Batch([one], epochs={compartment: epoch})


def payloads(groups: list[list[Numbered]]) -> list[list[bytes]]:
    return [[e.payload for _, batch in group for e in batch.entries] for group in groups]


def test_u1_entries_of_one_compartment_at_one_epoch_are_one_batch() -> None:
    groups = together([entry("text/t", b"a"), entry("text/t", b"b")])
    assert payloads(groups) == [[b"a", b"b"]]
    one = as_one(groups[0])
    assert [e.payload for e in one.entries] == [b"a", b"b"]
    assert one.epochs == {"text/t": 0}


def test_u1_other_compartments_and_other_epochs_stay_apart() -> None:
    batches = [entry("text/t", b"a"), entry("party/t/p", b"p"), entry("text/t", b"b", epoch=1)]
    assert payloads(together(batches)) == [[b"a"], [b"p"], [b"b"]]


def test_u1_nothing_passes_a_decision() -> None:
    decision = Batch(done=[Done("floor/t", "seat", "c", b"{}")], bumps=frozenset({"text/t"}))
    batches = [entry("text/t", b"a"), decision, entry("text/t", b"b"), entry("text/t", b"c")]
    assert payloads(together(batches)) == [[b"a"], [], [b"b", b"c"]]


def test_u1_two_hundred_grants_are_one_batch() -> None:
    grants = [Batch(grants=[Grant("text/t", number, "seat")]) for number in range(200)]
    groups = together(grants)
    assert len(groups) == 1
    assert len(as_one(groups[0]).grants) == 200
