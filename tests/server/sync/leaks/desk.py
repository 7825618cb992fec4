"""Leaks by the secretariat's desk: revisions, the record, what is gone, files and their jobs."""

from dataclasses import replace
from typing import Any

from adref.server.outputs.press import Press
from adref.server.store.memory_jobs import MemoryJobs
from adref.server.sync.hub import Hub
from tests.server.sync import private_runs
from tests.server.sync.leaks.planting import Patch, instead, leak
from tests.server.sync.people import PEOPLE
from tests.server.sync.private_runs import AtOnce, World

_PRIVATE = ("party/t/a", "coalition/t/ac")


def _drafted(log: Any) -> int:
    return sum(len(log.read(name)) for name in _PRIVATE)


@leak
def a_revision_holds_what_was_not_submitted(patch: Patch) -> None:
    def build(former: Any) -> Any:
        async def revision(self: Hub, text: str, identifier: str) -> Any:
            found = await former(self, text, identifier)
            drafts = b"".join(e.payload for e in self._log.read("party/t/a"))
            return found if found is None else found + drafts

        return revision

    instead(patch, Hub, "revision", build)


@leak
def the_chain_runs_over_private_acts(patch: Patch) -> None:
    def build(former: Any) -> Any:
        async def digests(self: Hub, text: str, after: int, upto: int) -> Any:
            return [*await former(self, text, after, upto), *["-"] * _drafted(self._log)]

        return digests

    instead(patch, Hub, "digests", build)


@leak
def the_chain_runs_over_remarks_that_are_not_shown(patch: Patch) -> None:
    def build(former: Any) -> Any:
        async def chain(self: Hub, text: str) -> Any:
            found = await former(self, text)
            return found, len(self._log.read("desk/t"))

        return chain

    instead(patch, Hub, "chain", build)
    patch.setattr(World, "desk", _without_digests)


async def _without_digests(self: World, seat: str) -> list[str]:
    return [repr(await self.hub.chain("t"))]


@leak
def what_is_gone_is_searched_in_drafts_too(patch: Patch) -> None:
    former, logs = private_runs.gone, list[Any]()

    def watching(begin: Any) -> Any:
        def began(self: World, loop: Any) -> None:
            begin(self, loop)
            logs[:] = [self.log]

        return began

    instead(patch, World, "__init__", watching)
    patch.setattr(
        private_runs, "gone", lambda *given: (*former(*given), *["draft"] * _drafted(logs[0]))
    )


@leak
def a_file_holds_remarks_that_are_not_shown(patch: Patch) -> None:
    def build(former: Any) -> Any:
        async def state(self: World) -> Any:
            found, told = await former(self), await self.hub.remarks("t", PEOPLE["chair"])
            hidden = len(told["remarks"])
            return replace(found, acts=found.acts + hidden) if hidden else found

        return state

    def filling(former: Any) -> Any:
        async def filled(self: AtOnce, order: Any) -> bytes:
            body: bytes = await former(self, order)
            return body + str(order.state.acts).encode()

        return filled

    instead(patch, World, "state", build)
    instead(patch, AtOnce, "_filled", filling)


@leak
def the_jobs_of_all_are_listed(patch: Patch) -> None:
    async def of(self: MemoryJobs, seat: str, now: Any) -> Any:
        return list(reversed(self._jobs.values()))

    patch.setattr(MemoryJobs, "of", of)


@leak
def a_job_says_how_many_orders_there_are(patch: Patch) -> None:
    async def ahead(self: Any, job: Any) -> int:
        return len(self._jobs._jobs)

    patch.setattr(Press, "ahead", ahead)
