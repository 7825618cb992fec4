"""Sets a meeting up with our server, over HTTP, as a secretariat does."""

import http.client
import json
import re
import time
from pathlib import Path
from typing import Any

_LINK = re.compile(rb"/i/(\S+)")


class Desk:
    """The seats and texts of a run."""

    def __init__(self, port: int, words: Path) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._words = words
        self.seats: list[tuple[str, str]] = []  # id, cookie
        self.texts: dict[str, str] = {}  # room of the bench -> id

    def open(self, seats: int, sources: list[str]) -> None:
        """A negotiation with one party that co-drafts these texts, and so many delegates."""
        keeper = self._join(self._first_link(), "Keeper")
        made, cookie = self._ask(
            "POST", f"/api/s/{keeper[0]}/negotiations", keeper[1], {"title": "Bench"}
        )
        bureau = (made["seat"], cookie)
        at = f"/api/s/{bureau[0]}"
        party = self._ask("POST", f"{at}/parties", bureau[1], {"name": "Typists", "short": "T"})[0][
            "id"
        ]
        invited, _ = self._ask(
            "POST", f"{at}/invitations", bureau[1], {"role": "delegate", "party": party}
        )
        for number, source in enumerate(sources):
            room = f"room{number}"
            body = {"title": room, "source": source, "format": "txt"}
            text = self._ask("POST", f"{at}/texts", bureau[1], body)[0]["id"]
            command = {"id": room, "command": {"do": "mode", "codrafting": [party]}}
            self._ask("POST", f"{at}/texts/{text}/commands", bureau[1], command)
            self.texts[room] = text
        token = invited["url"].rsplit("/", 1)[1]
        self.seats = [self._join(token, f"Delegate {number}") for number in range(seats)]

    def _first_link(self) -> str:
        """What the server prints when it has begun an installation."""
        begun = time.monotonic()
        while time.monotonic() - begun < 30:
            link = _LINK.search(self._words.read_bytes())
            if link:
                return link[1].decode()
            time.sleep(0.01)
        raise RuntimeError("the server has printed no link")

    def _join(self, token: str, name: str) -> tuple[str, str]:
        taken, cookie = self._ask("POST", "/api/join", "", {"token": token, "name": name})
        return taken["seat"], cookie

    def _ask(self, method: str, path: str, cookie: str, body: Any) -> tuple[Any, str]:
        headers = {"X-Adref": "1", "Content-Type": "application/json", "Cookie": cookie}
        self._http.request(method, path, json.dumps(body), headers)
        answer = self._http.getresponse()
        data = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {data[:300]!r}")
        return json.loads(data), (answer.getheader("Set-Cookie") or "").split(";")[0]
