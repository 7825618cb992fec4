"""Leaks by ids and numbers that count what is private."""

from collections.abc import Callable
from typing import Any

from adref.drafting.decision import Refusal
from adref.server.store.memory import MemoryLog
from adref.server.sync.event_room import EventRoom
from adref.server.sync.meeting import Meeting
from tests.server.sync.leaks.planting import Patch, instead, leak
from tests.server.sync.private_runs import World


@leak
def ids_are_counted(patch: Patch) -> None:
    def new_id(self: World) -> str:
        self._counts["all"] = self._counts.get("all", 0) + 1
        return f"{self._counts['all']:016x}"

    patch.setattr(World, "new_id", new_id)


@leak
def client_ids_are_counted_for_all_rooms_together(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def begin(self: World, loop: Any) -> None:
            former(self, loop)
            patch.setattr(self.names, "client", lambda compartment: self.counter())

        return begin

    def counter(self: World) -> int:
        self._counts["client"] = self._counts.get("client", 2**16) + 1
        return self._counts["client"]

    patch.setattr(World, "counter", counter, raising=False)
    instead(patch, World, "__init__", build)


@leak
def the_desk_counts_for_who_does_not_read_it(patch: Patch) -> None:
    patch.setattr("adref.server.sync.meeting._known_to", lambda actor, events: events)


@leak
def floor_and_desk_count_together(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def numbered(self: Meeting, events: Any) -> Any:
            done, seqs = former(self, events)
            return done, dict.fromkeys(seqs, max(seqs.values()))

        return numbered

    instead(patch, Meeting, "_numbered", build)


@leak
def a_dry_command_takes_a_number(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def decide(self: Meeting, *arguments: Any, dry: bool) -> Any:
            found = former(self, *arguments, dry=dry)
            if dry:
                self._seqs["floor"] += 1
            return found

        return decide

    instead(patch, Meeting, "decide", build)


@leak
def a_refused_command_takes_a_number(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def decide(self: Meeting, *arguments: Any, dry: bool) -> Any:
            found = former(self, *arguments, dry=dry)
            if isinstance(found, Refusal):
                self._seqs["floor"] += 1
            return found

        return decide

    instead(patch, Meeting, "decide", build)


@leak
def the_head_of_the_floor_counts_drafts(patch: Patch) -> None:
    _tell_with_head(patch, lambda log: sum(len(log.read(name)) for name in _PRIVATE))


_PRIVATE = ("party/t/a", "coalition/t/ac")


def _tell_with_head(patch: Patch, count: Callable[[MemoryLog], int]) -> None:
    logs: list[MemoryLog] = []

    def watching(former: Any) -> Any:
        def begin(self: MemoryLog, **options: Any) -> None:
            former(self, **options)
            logs[:] = [self]

        return begin

    def build(former: Any) -> Any:
        def greet(self: EventRoom, reader: Any) -> Any:
            seq = self.seq
            self.seq += count(logs[0])
            try:
                return former(self, reader)
            finally:
                self.seq = seq

        return greet

    instead(patch, MemoryLog, "__init__", watching)
    instead(patch, EventRoom, "_greet", build)


@leak
def command_ids_are_those_of_everybody(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def outcome(self: MemoryLog, compartment: str, seat: str, command: str) -> Any:
            found = [kept for key, kept in self._done.items() if key[2] == command]
            return found[0] if found else former(self, compartment, seat, command)

        return outcome

    instead(patch, MemoryLog, "outcome", build)
