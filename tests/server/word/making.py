"""Word files made by code, in the shapes that Word and Google Docs give them."""

from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DATE = "2026-03-02T09:00:00Z"
MAIN = f"{TYPE}.document.main+xml"


def run(words: str, bold: bool = False, italic: bool = False, tag: str = "t") -> str:
    looks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{escape(words)}</w:{tag}></w:r>'


def change(tag: str, author: str, inner: str) -> str:
    said = f"w:author={quoteattr(author)} w:date={quoteattr(DATE)}"
    return f'<w:{tag} w:id="9" {said}>{inner}</w:{tag}>'


def ins(words: str, author: str, **looks: bool) -> str:
    return change("ins", author, run(words, **looks))


def gone(words: str, author: str, **looks: bool) -> str:
    return change("del", author, run(words, tag="delText", **looks))


def para(
    *inner: str, style: str = "", listed: tuple[int, int] | None = None, mark: str = ""
) -> str:
    """A paragraph; ``listed`` is (numId, level), ``mark`` an ``<w:ins .../>`` of its end."""
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    if listed:
        said += f'<w:numPr><w:ilvl w:val="{listed[1]}"/><w:numId w:val="{listed[0]}"/></w:numPr>'
    said += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p>{f'<w:pPr>{said}</w:pPr>' if said else ''}{''.join(inner)}</w:p>"


def commented(identifier: int, *inner: str) -> str:
    at = f'w:id="{identifier}"'
    return (
        f"<w:commentRangeStart {at}/>{''.join(inner)}<w:commentRangeEnd {at}/>"
        f"<w:r><w:commentReference {at}/></w:r>"
    )


def noted(identifier: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{identifier}"/></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    made = "".join(
        "<w:tr>" + "".join(f"<w:tc>{para(run(cell))}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{made}</w:tbl>"


STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for key, name, more in (
        ("Title", "Title", ""),
        ("Heading1", "heading 1", ""),
        ("Own", "My heading", '<w:basedOn w:val="Heading1"/>'),
        (
            "Counted",
            "Counted",
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
        ),
    )
)


def _level(number: int, format: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + _level(0, "decimal", "%1.")
    + _level(1, "lowerLetter", "(%2)")
    + _level(2, "lowerRoman", "(%3)")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + _level(0, "upperRoman", "%1.")
    + _level(1, "decimal", "%1.%2")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + _level(0, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'
        for number, abstract, more in (
            (1, 0, ""),
            (2, 1, ""),
            (3, 2, ""),
            (
                4,
                0,
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>',
            ),
        )
    )
)


@dataclass
class Made:
    """A Word file in the making; ``parts`` adds to or replaces what is written."""

    body: list[str]
    comments: dict[int, tuple[str, str]] = field(default_factory=dict)  # id: author, words
    footnotes: dict[int, str] = field(default_factory=dict)
    parts: dict[str, bytes | str] = field(default_factory=dict)
    main: str = MAIN
    relations: str = ""

    def data(self) -> bytes:
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for name, data in {**self._parts(), **self.parts}.items():
                archive.writestr(name, data)
        return out.getvalue()

    def _parts(self) -> dict[str, bytes | str]:
        comments = "".join(
            f'<w:comment w:id="{key}" w:author={quoteattr(author)}>{para(run(words))}</w:comment>'
            for key, (author, words) in self.comments.items()
        )
        notes = "".join(
            f'<w:footnote w:id="{key}">{para(run(words))}</w:footnote>'
            for key, words in self.footnotes.items()
        )
        kinds = ("styles", "numbering", "comments", "footnotes")
        types = "".join(
            f'<Override PartName="/word/{kind}.xml" ContentType="{TYPE}.{kind}+xml"/>'
            for kind in kinds
        )
        inner = "".join(
            f'<Relationship Id="r{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in kinds
        )
        return {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default '
            'Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{self.main}"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
            f'Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f"{inner}{self.relations}</Relationships>",
            "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>'
            f"{''.join(self.body)}</w:body></w:document>",
            "word/styles.xml": f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>',
            "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{NUMBERING}</w:numbering>',
            "word/comments.xml": f'<w:comments xmlns:w="{W}">{comments}</w:comments>',
            "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>',
        }


def google(*inner: str) -> str:
    """What Google Docs wraps its suggestions in."""
    return (
        '<w:sdt><w:sdtPr><w:tag w:val="goog_rdk_0"/></w:sdtPr>'
        f"<w:sdtContent>{''.join(inner)}</w:sdtContent></w:sdt>"
    )


def negotiated() -> Made:
    """A draft as a delegation sends it back from Word."""
    return Made(
        [
            para(run("Draft resolution on rivers"), style="Title"),
            para(run("Recalling", italic=True), run(" its earlier decisions"), noted(2), run(",")),
            para(
                run("Decides to "),
                gone("consider", "Avon"),
                ins("establish", "Avon"),
                run(" a [joint] office  by "),
                commented(5, run("2030")),
                run(";"),
                style="Counted",
            ),
            para(run("Requests the Secretary to report;"), listed=(1, 0)),
            para(ins("Invites States to help;", "Brill"), listed=(1, 0)),
            para(gone("Asks for nothing.", "Jo Doe"), listed=(1, 0)),
            para(run("in time,"), ins(" and in full", "Jo Doe"), listed=(1, 1)),
        ],
        comments={5: ("Brill", "Too late for us.")},
        footnotes={2: "Resolution 1/2."},
    )
