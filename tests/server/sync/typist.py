"""Somebody who types: a document of its own, whose changes are updates."""

import json
from typing import Any

from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText


class Typist:
    """``client`` is the id that the server has granted."""

    def __init__(self, client: int, root: str = "paragraphs", start: bytes = b"\x00\x00") -> None:
        self.doc: Doc[Any] = Doc(client_id=client)
        self.name = root
        self.root: Map[Any] = self.doc.get(root, type=Map)
        self.doc.apply_update(start)
        self._last: bytes | None = None
        self._watch = self.doc.observe(self._observe)

    def _observe(self, event: Any) -> None:
        self._last = event.update

    def done(self) -> bytes:
        """The update of what was just done (an empty one when that changed nothing)."""
        last, self._last = self._last, None
        return b"\x00\x00" if last is None else last

    def text(self, paragraph: str) -> XmlText:
        text = self.root[paragraph]["body"].children[0]
        assert isinstance(text, XmlText)
        return text

    def words(self, paragraph: str) -> str:
        return "".join(str(words) for words, _ in self.text(paragraph).diff())

    def types(self, paragraph: str, words: str, at: int = 0) -> bytes:
        """``at`` counts bytes, as the library does."""
        self.text(paragraph).insert(at, words, {})
        return self.done()

    def strikes(self, paragraph: str, start: int, end: int) -> bytes:
        del self.text(paragraph)[start:end]
        return self.done()

    def formats(self, paragraph: str, attributes: dict[str, Any]) -> bytes:
        text = self.text(paragraph)
        text.format(0, len(text), attributes)
        return self.done()

    def sets(self, paragraph: str, name: str, value: Any) -> bytes:
        self.root[paragraph][name] = value
        return self.done()

    def removes(self, paragraph: str) -> bytes:
        del self.root[paragraph]
        return self.done()

    def adds(self, paragraph: str, words: str, /, **fields: Any) -> bytes:
        """A paragraph (or whatever ``fields`` make of it)."""
        given = {"order": "b01", "kind": "op", "level": 0, "label": ""} | fields
        with self.doc.transaction():
            entry: Map[Any] = Map()
            self.root[paragraph] = entry
            for name, value in given.items():
                entry[name] = value
            body = XmlFragment()
            entry["body"] = body
            text = XmlText("")
            body.children.append(text)
            text.insert(0, words, {})
        return self.done()

    def refers(self, paragraph: str, target: str) -> bytes:
        with self.doc.transaction():
            element = XmlElement("footnote", {"target": target})
            self.root[paragraph]["body"].children.append(element)
        return self.done()

    def drafts(self, draft: str, words: str) -> bytes:
        basis = json.dumps([{"t": "basis"}])
        return self.adds(draft, words, paragraph="p1", basis=basis, by="somebody")


def presence(client: int, clock: int, state: Any) -> bytes:
    """An awareness update of one client."""
    from adref.server.crdt.states import varint

    body = json.dumps(state).encode()
    return varint(1) + varint(client) + varint(clock) + varint(len(body)) + body
