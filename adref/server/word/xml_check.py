"""Reads XML that strangers wrote: no declarations of types or entities, bounded in every way."""

from typing import Any
from xml.parsers import expat

from lxml import etree

from adref.server.word.bad_file import BadFile
from adref.server.word.names import MATH, STRICT, W

MOST_ELEMENTS = 600_000  # of all parts together
DEEPEST = 200
_SAME = {
    f"{STRICT}wordprocessingml/main".encode(): W.encode(),
    f"{STRICT}officeDocument/math".encode(): MATH.encode(),
}
"""What “Strict Open XML” calls what is the same to us. In an encoding of two bytes it stays."""
_PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class Reader:
    """Parses the parts of one file; their elements are counted together."""

    def __init__(self) -> None:
        self._elements = 0
        self._depth = 0

    def tree(self, data: bytes) -> Any:
        """The root element. Raises ``BadFile``."""
        for strict, name in _SAME.items():
            data = data.replace(strict, name)
        self._judge(data)
        try:
            return etree.fromstring(data, etree.XMLParser(**_PARSER))
        except (etree.XMLSyntaxError, ValueError):
            raise BadFile("file_damaged") from None

    def _judge(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.ExternalEntityRefHandler = _refuse
        parser.StartElementHandler = self._opens
        parser.EndElementHandler = self._closes
        self._depth = 0
        try:
            parser.Parse(data, True)
        except BadFile:
            raise
        except expat.ExpatError:
            raise BadFile("file_damaged") from None
        except (LookupError, ValueError):  # an encoding that is none
            raise BadFile("file_damaged") from None

    def _opens(self, _name: str, _attributes: Any) -> None:
        self._elements += 1
        self._depth += 1
        if self._elements > MOST_ELEMENTS:
            raise BadFile("file_too_much")
        if self._depth > DEEPEST:
            raise BadFile("file_unsafe")

    def _closes(self, _name: str) -> None:
        self._depth -= 1


def _refuse(*_said: Any) -> int:
    raise BadFile("file_unsafe")
