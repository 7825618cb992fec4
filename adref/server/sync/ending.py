"""The end of a websocket: when we are done with a browser, what it holds of the machine is freed.

A transport that is closed first sends what is left. To who does not read that takes for ever: each
would keep its buffers and its socket, and a thousand such readers would stop the server.
"""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

_GRACE = 2.0  # seconds for what is left to be sent


class EndingProtocol(WebSocketsSansIOProtocol):
    """A browser's socket as uvicorn has it, which ends when it is over."""

    handed_over = False
    """Whether the application has left this browser to callbacks (``direct``)."""

    async def run_asgi(self) -> None:
        """Serve it; afterwards it is given up, read or not."""
        await super().run_asgi()
        if self.handed_over:
            # Its forty attributes came one by one, with room for as many again: 0.7 kB a socket.
            self.__dict__ = dict(self.__dict__)
        else:
            self.end_soon()

    def end_soon(self) -> None:
        """What is left may be sent for a while, then it is given up."""
        self.loop.call_later(_GRACE, self.transport.abort)
