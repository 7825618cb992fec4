"""Leaks by refusals, errors and limits."""

import asyncio
from typing import Any

from adref.drafting.decision import Refusal
from adref.server.sync import protocol
from adref.server.sync.limits import Bucket
from adref.server.sync.meeting import Meeting
from adref.server.sync.rooms import Rooms
from adref.server.sync.session import Session
from tests.server.sync.leaks.planting import Patch, instead, leak


@leak
def a_room_that_is_open_answers_otherwise(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def deny(self: Rooms, number: int, name: str) -> None:
            if self.open.get(name) is None:
                former(self, number, name)
            else:
                self._answer(number, protocol.stateless(name, "busy"))

        return deny

    instead(patch, Rooms, "_deny", build)


@leak
def a_room_that_is_open_answers_later(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def deny(self: Rooms, number: int, name: str) -> None:
            delay = 0.0 if self.open.get(name) is None else 0.001
            asyncio.get_running_loop().call_later(delay, former, self, number, name)

        return deny

    instead(patch, Rooms, "_deny", build)


@leak
def refusals_are_counted_for_everybody(patch: Patch) -> None:
    refused: dict[int, int] = {}

    def build(former: Any) -> Any:
        def penalty(self: Session, now: float) -> Any:
            run = id(asyncio.get_running_loop())
            refused[run] = refused.get(run, 0) + 1
            return former(self, now)

        return penalty

    def deciding(former: Any) -> Any:
        def decide(self: Meeting, *arguments: Any, **options: Any) -> Any:
            found = former(self, *arguments, **options)
            if isinstance(found, Refusal) and refused.get(id(asyncio.get_running_loop())):
                return Refusal(found.code, {**found.params, "tries": 2})
            return found

        return decide

    instead(patch, Session, "penalty", build)
    instead(patch, Meeting, "decide", deciding)


@leak
def all_sockets_share_one_measure_of_messages(patch: Patch) -> None:
    shared: dict[int, Bucket] = {}

    def build(former: Any) -> Any:
        def begin(self: Session, *arguments: Any) -> None:
            former(self, *arguments)
            run = id(asyncio.get_running_loop())
            if run not in shared:
                shared.clear()
                shared[run] = Bucket(120, 1)
            self._messages = shared[run]

        return begin

    instead(patch, Session, "__init__", build)


@leak
def windows_are_counted_for_everybody(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def arrive(self: Rooms, session: Any, connection: Any) -> int:
            number: int = former(self, session, connection)
            if number > 12:  # that have ever come
                self.close(number, 1008, "too many windows")
            return number

        return arrive

    instead(patch, Rooms, "arrive", build)


@leak
def a_slow_reader_is_told_of(patch: Patch) -> None:
    def build(former: Any) -> Any:
        def depart(self: Rooms, number: int) -> None:
            socket = self.sockets.get(number)
            cut_off = socket is not None and socket.connection.closing
            former(self, number)
            for other in tuple(self.sockets) if cut_off else ():
                self._answer(other, protocol.PING)

        return depart

    instead(patch, Rooms, "depart", build)
