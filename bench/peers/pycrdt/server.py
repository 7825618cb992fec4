"""pycrdt-websocket under uvicorn with one SQLite store for each room, loaded when somebody comes."""

import asyncio
import os
from contextlib import suppress

import uvicorn
import uvloop
from pycrdt.store import SQLiteYStore, YDocNotFound
from pycrdt.websocket import ASGIServer, WebsocketServer, YRoom
from pycrdt.websocket.websocket_server import exception_logger


class Store(SQLiteYStore):
    db_path = os.environ["DATA"] + "/ystore.db"


class Rooms(WebsocketServer):
    """With a lock: two who come first together raise "YRoom already running" without it."""

    opening = None

    async def get_room(self, name):
        self.opening = self.opening or {}
        async with self.opening.setdefault(name, asyncio.Lock()):
            return await self._room(name)

    async def _room(self, name):
        if name not in self.rooms:
            store = Store(path=name)
            room = YRoom(
                ready=False, ystore=store, log=self.log, exception_handler=self.exception_handler
            )
            self.rooms[name] = room
            await self.start_room(room)
            async with store.start_lock:
                if not store.started.is_set():
                    await self._task_group.start(store.start)
            with suppress(YDocNotFound):
                await store.apply_updates(room.ydoc)
            room.ready = True
        room = self.rooms[name]
        await self.start_room(room)
        await room.ready_event.wait()
        return room


async def main():
    rooms = Rooms(auto_clean_rooms=False, exception_handler=exception_logger)
    async with rooms:
        config = uvicorn.Config(
            ASGIServer(rooms),
            host="127.0.0.1",
            port=int(os.environ["PORT"]),
            log_level="error",
            loop="uvloop",
            backlog=4096,
        )
        await uvicorn.Server(config).serve()


uvloop.run(main())
