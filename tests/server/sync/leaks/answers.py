"""Leaks by what is answered and by files."""

import json
from typing import Any

from adref.drafting.decision import Refusal
from adref.server.sync import protocol
from adref.server.sync.effects import Send
from adref.server.sync.hub import Hub
from adref.server.sync.rooms import Rooms
from tests.server.sync.leaks.planting import Patch, instead, leak
from tests.server.sync.private_runs import World


@leak
def everybody_reads_all_remarks(patch: Patch) -> None:
    def build(former: Any) -> Any:
        async def remarks(self: Hub, text_id: str, actor: Any) -> Any:
            from tests.server.sync.people import CHAIR

            return await former(self, text_id, CHAIR)

        return remarks

    instead(patch, Hub, "remarks", build)


@leak
def the_record_tells_of_drafts(patch: Patch) -> None:
    def build(former: Any) -> Any:
        async def record(self: Hub, text_id: str) -> Any:
            told = await former(self, text_id)
            drafts = len(self._log.read("party/t/a"))
            return [{**event, "drafts": drafts} for event in told]

        return record

    instead(patch, Hub, "record", build)


@leak
def a_file_says_how_many_are_drafting(patch: Patch) -> None:
    def build(former: Any) -> Any:
        async def export(self: World) -> bytes:
            drafts = len(self.log.read("party/t/a"))
            body: bytes = await former(self)
            return body + f"<!-- {drafts} -->".encode()

        return export

    instead(patch, World, "export", build)


@leak
def the_outcome_says_what_others_try(patch: Patch) -> None:
    tried: dict[int, int] = {}

    def build(former: Any) -> Any:
        async def command(self: Hub, text: str, actor: Any, body: Any, *more: Any) -> Any:
            run = id(self)
            tried[run] = tried.get(run, 0) + (actor.party == "a")
            found = await former(self, text, actor, body, *more)
            return Refusal(found.code, {"n": tried[run]}) if isinstance(found, Refusal) else found

        return command

    instead(patch, Hub, "command", build)


@leak
def a_private_refusal_is_told_on_the_floor(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def penalise(self: Rooms, number: int) -> None:
            former(self, number)
            floor = self.open.get("floor/t")
            if floor is not None:
                body = json.dumps({"type": "trouble", "why": "refused"})
                frame = protocol.stateless("floor/t", body)
                self.deliver(floor, Send(tuple(floor.readers.greeted()), frame))

        return penalise

    instead(patch, Rooms, "penalise", build)
