"""Shapes that stand in files which people have saved, and that were once lost on the way in.

Each in words of our own, as small as it can be and still be that shape.
"""

from dataclasses import dataclass, field

from tests.server.word.making import Made, W, commented, noted, para, run, table

RUBY = (
    "<w:r><w:t>In </w:t><w:ruby><w:rubyPr/><w:rt><w:r><w:t>kawa</w:t></w:r></w:rt><w:rubyBase>"
    "<w:r><w:t>川</w:t></w:r></w:rubyBase></w:ruby><w:t> they swim.</w:t></w:r>"
)
OWN_MARK = (
    "<w:r><w:t>Rivers</w:t>"
    "<w:footnoteReference w:customMarkFollows='1' w:id='2'/><w:t>*</w:t></w:r>"
)
LOOK = '<w:tblPr><w:tblLook w:val="04A0"/></w:tblPr>'


@dataclass(frozen=True)
class Shape:
    """A file, its lines as they must be read, and what is said of it."""

    name: str
    made: Made
    lines: tuple[str, ...]
    notes: dict[str, int] = field(default_factory=dict)
    comments: tuple[str, ...] = ()


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(run(words) if words else '')}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def running(kind: str, words: str) -> dict[str, bytes | str]:
    return {f"word/{kind}1.xml": f'<w:{kind} xmlns:w="{W}">{para(run(words))}</w:{kind}>'}


def relation(kind: str, target: str) -> str:
    at = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="x{kind}" Type="{at}/{kind}" Target="{target}"/>'


def prefixed() -> Made:
    """Another program calls Word's names by another prefix."""
    plain = str(Made([para(run("Decides to act."))])._parts()["word/document.xml"])
    other = plain.replace("w:", "ns0:").replace("xmlns:w=", "xmlns:ns0=")
    return Made([], parts={"word/document.xml": other})


def strict() -> Made:
    plain = str(Made([para(run("Decides to act."))])._parts()["word/document.xml"])
    here = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    return Made([], parts={"word/document.xml": plain.replace(W, here)})


def two_bodies() -> Made:
    plain = str(Made([para(run("One."))])._parts()["word/document.xml"])
    more = f"</w:body><w:body>{para(run('Two.'))}</w:body>"
    return Made([], parts={"word/document.xml": plain.replace("</w:body>", more)})


SHAPES = [
    Shape("another prefix", prefixed(), ("Decides to act.",)),
    Shape("strict Open XML", strict(), ("Decides to act.",)),
    Shape("two bodies", two_bodies(), ("One.", "Two.")),
    Shape(
        "a row that begins further in",
        Made(
            [
                "<w:tbl>"
                + row(cell("Year"), cell("Share"), cell("Levy"))
                + row(cell("5"), cell("7"), properties='<w:gridBefore w:val="1"/>')
                + row(cell("2030"), cell("9"), properties='<w:gridAfter w:val="1"/>')
                + "</w:tbl>"
            ]
        ),
        ("Year | Share | Levy", " | 5 | 7", "2030 | 9 | "),
    ),
    Shape(
        "merged cells",
        Made(
            [
                f"<w:tbl>{LOOK}"
                + row(cell("Year", '<w:vMerge w:val="restart"/>'),
                      cell("Shares", '<w:gridSpan w:val="2"/>'))
                + row(cell("", "<w:vMerge/>"), cell("low"), cell("high"))
                + row(cell("2030"), cell("5"), cell("7"))
                + "</w:tbl>"
            ]
        ),
        ("Year | Shares | ", " | low | high", "2030 | 5 | 7"),
        {"merged": 2},
    ),
    Shape(
        "words in a cell that another covers",
        Made(
            [
                "<w:tbl>"
                + row(cell("Year", '<w:vMerge w:val="restart"/>'), cell("5"))
                + row(cell("or later", "<w:vMerge/>"), cell("7"))
                + "</w:tbl>"
            ]
        ),
        ("Year | 5", "or later | 7"),
        {"merged": 1},
    ),
    Shape(
        "a table in a cell",
        Made(
            [
                "<w:tbl>"
                + row(cell("Who"), f"<w:tc>{table(('a', 'b'), ('c', 'd'))}{para()}</w:tc>")
                + "</w:tbl>"
            ]
        ),
        ("Who", "a | b", "c | d"),
        {"tables": 1},
    ),
    Shape("words with their reading", Made([para(RUBY)]), ("In 川 they swim.",), {"readings": 1}),
    Shape(
        "a note with a mark of its own",
        Made([para(OWN_MARK)], footnotes={2: "* Adopted in May."}),
        ("Rivers\ufffc", "1 * Adopted in May."),
        {"marks": 1},
    ),
    Shape(
        "words in one run with the reference",
        Made(
            [para("<w:r><w:t>One</w:t><w:footnoteReference w:id='2'/><w:t>, two.</w:t></w:r>")],
            footnotes={2: "Noted."},
        ),
        ("One\ufffc, two.", "1 Noted."),
    ),
    Shape(
        "a note to which nothing refers",
        Made([para(run("One"), noted(2))], footnotes={2: "Noted.", 3: "Lost."}),
        ("One\ufffc", "1 Noted."),
        {"loose": 1},
    ),
    Shape(
        "headers and footers",
        Made(
            [para(run("One."))],
            parts=running("header", "Draft of May") | running("footer", "7"),
            relations=relation("header", "header1.xml") + relation("footer", "footer1.xml"),
        ),
        ("One.",),
        {"running": 1},
    ),
    Shape(
        "a comment before all words",
        Made([para(commented(1)), para(run("One."))], comments={1: ("Ana P", "Job 17")}),
        ("One.",),
        comments=("Job 17",),
    ),
    Shape(
        "signs of a font of pictures",
        Made(
            [
                para(
                    '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> yes, </w:t>'
                    '<w:sym w:font="Symbol" w:char="F0B3"/><w:t>5, </w:t>'
                    '<w:sym w:font="Webdings" w:char="F061"/></w:r>'
                )
            ]
        ),
        ("☑ yes, ≥5, \ufffd",),
    ),
]  # fmt: skip
