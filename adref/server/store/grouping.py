"""What waits for the same commit and can be checked and written as one batch."""

import queue
from collections.abc import Sequence
from typing import TypeVar

from adref.server.store.log import Batch

Item = TypeVar("Item")
Numbered = tuple[int, Batch]
"""A batch and its place among those that wait."""


def gather(
    waiting: "queue.SimpleQueue[Item | None]", first: Item, most: int
) -> tuple[list[Item], bool]:
    """Everything that came while the last commit was under way, and whether the end (None) did."""
    items = [first]
    while len(items) < most:
        try:
            more = waiting.get_nowait()
        except queue.Empty:
            break
        if more is None:
            return items, True
        items.append(more)
    return items, False


def together(batches: Sequence[Batch]) -> list[list[Numbered]]:
    """Groups that may each be one batch; the order within each compartment stays."""
    groups: list[list[Numbered]] = []
    open_groups: dict[object, list[Numbered]] = {}
    for number, batch in enumerate(batches):
        key = _key(batch)
        if key is None:
            open_groups.clear()  # it may concern all of them: nothing passes it
            groups.append([(number, batch)])
            continue
        group = open_groups.get(key)
        if group is None:
            group = open_groups[key] = []
            groups.append(group)
        group.append((number, batch))
    return groups


def as_one(group: Sequence[Numbered]) -> Batch:
    """Batches of one group as one."""
    if len(group) == 1:
        return group[0][1]
    return Batch(
        entries=[entry for _, batch in group for entry in batch.entries],
        grants=[grant for _, batch in group for grant in batch.grants],
        epochs=group[0][1].epochs,
    )


def _key(batch: Batch) -> object:
    """Equal for batches that may be one: entries of one compartment at one epoch, or grants."""
    if batch.done or batch.documents or batch.bumps or (batch.entries and batch.grants):
        return None
    if batch.grants and not batch.epochs:
        return "grants"
    if len(batch.entries) == 1 == len(batch.epochs):
        name = batch.entries[0].compartment
        return (name, batch.epochs[name]) if name in batch.epochs else None
    names = {entry.compartment for entry in batch.entries}
    if len(names) != 1 or set(batch.epochs) != names:
        return None
    return next(iter(batch.epochs.items()))
