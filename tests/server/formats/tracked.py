"""What a Word file says when all its tracked changes are accepted, or all rejected.

By the rules of ECMA-376 (17.13.5), and not by the library that the files are written with: that
one leaves paragraphs parted whose end is taken away.
"""

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMES, GOES = {W + "ins", W + "moveTo"}, {W + "del", W + "moveFrom"}


def settled(file: bytes, accept: bool) -> list[str]:
    """The paragraphs with words, in order."""
    with ZipFile(BytesIO(file)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    dropped = GOES if accept else COMES
    out, words = [], ""
    for paragraph in body.iter(W + "p"):
        words += "".join(
            text.text or " "
            for text in paragraph.iter(W + "t", W + "delText", W + "tab")
            if text.getparent().tag == W + "r"
            and not any(parent.tag in dropped for parent in text.iterancestors())
        )
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        if mark is not None and any(child.tag in dropped for child in mark):
            continue  # the end of this paragraph is not there: the next one goes on with it
        out.append(words.strip())
        words = ""
    return [line for line in [*out, words.strip()] if line]


def notes(file: bytes, accept: bool) -> list[str]:
    """The footnotes to which something refers, in the order of their references."""
    dropped = GOES if accept else COMES
    with ZipFile(BytesIO(file)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        names = archive.namelist()
        if "word/footnotes.xml" not in names:
            return []
        held = etree.fromstring(archive.read("word/footnotes.xml"))
    words = {
        note.get(W + "id"): "".join(
            text.text or ""
            for text in note.iter(W + "t", W + "delText")
            if not any(parent.tag in dropped for parent in text.iterancestors())
        ).strip()
        for note in held
    }
    return [
        words[reference.get(W + "id")]
        for reference in body.iter(W + "footnoteReference")
        if not any(parent.tag in dropped for parent in reference.iterancestors())
    ]
