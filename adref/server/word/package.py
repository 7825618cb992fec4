"""Which parts of a Word file carry its words; and the frame of the plain one for pandoc."""

import posixpath
from typing import Any

from adref.server.word.bad_file import BadFile
from adref.server.word.container import Container
from adref.server.word.xml_check import Reader

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PARTS = ("styles", "numbering", "footnotes", "endnotes", "comments")
RUNNING = ("header", "footer")
"""Parts that are printed on every page, and are no words of the text."""
_MOST_RUNNING = 60
_OTHERS = {
    "spreadsheetml": "xlsx",
    "presentationml": "pptx",
    "ms-excel": "xlsx",
    "ms-powerpoint": "pptx",
}
_MIMETYPE = {b"application/vnd.oasis.opendocument": "odt", b"application/epub": "epub"}

RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_RELATION}/officeDocument" Target="word/document.xml"/></Relationships>'
)
CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{name}+xml"/>'
        for name in ("styles", "footnotes", "endnotes")
    )
    + "</Types>"
)


def relations_of(parts: Any) -> str:
    """The relations of the plain file's document: to its own parts only."""
    made = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATION}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(("styles", *(n for n in parts if n != "document")))
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'


def parts_of(container: Container, reader: Reader) -> tuple[bytes, dict[str, bytes]]:
    """The document, and the parts beside it by kind; those of ``RUNNING`` by kind and number.

    Raises ``BadFile``.
    """
    mimetype = container.read("mimetype") or b""
    for beginning, kind in _MIMETYPE.items():
        if mimetype.startswith(beginning):
            raise BadFile("file_kind", kind=kind)
    main = _main(container, reader)
    _judge_type(container, reader, main)
    document = container.read(main)
    if document is None:
        raise BadFile("file_damaged")
    folder, name = posixpath.split(main)
    found: dict[str, bytes] = {}
    for kind, target in _relations(container, reader, f"{folder}/_rels/{name}.rels"):
        part = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
        if kind in RUNNING and len(found) < _MOST_RUNNING:
            kind = f"{kind} {len(found)}"
        elif kind not in PARTS or kind in found:
            continue
        data = container.read(part)
        if data is not None:
            found[kind] = data
    return document, found


def _main(container: Container, reader: Reader) -> str:
    for kind, target in _relations(container, reader, "_rels/.rels"):
        if kind == "officeDocument":
            return posixpath.normpath(target.lstrip("/"))
    raise BadFile("file_kind", kind="archive")


def _relations(container: Container, reader: Reader, name: str) -> list[tuple[str, str]]:
    """(kind, target) of the relations inside the file; those to the outside are left out."""
    data = container.read(name)
    if data is None:
        return []
    return [
        (str(item.get("Type", "")).rsplit("/", 1)[-1], str(item.get("Target", "")))
        for item in reader.tree(data)
        if item.get("TargetMode", "Internal") != "External"
    ]


def _judge_type(container: Container, reader: Reader, main: str) -> None:
    types = container.read("[Content_Types].xml")
    if types is None:
        raise BadFile("file_damaged")
    for item in reader.tree(types):
        if str(item.get("PartName", "")).lstrip("/") != main:
            continue
        said = str(item.get("ContentType", ""))
        for sign, kind in _OTHERS.items():
            if sign in said:
                raise BadFile("file_kind", kind=kind)
        if "macroEnabled" in said:
            raise BadFile("file_macros")
