"""Word files in the shape in which Word, Google Docs and LibreOffice save them, in our own words.

Each is made of what these programs really write around the words: split runs with revision ids,
proofing marks, smart tags, content controls, changes of formatting, moves with ranges, comments
with replies; Google's inline styles and missing ids; LibreOffice's long dates.
"""

from dataclasses import dataclass

from tests.server.word.making import DATE, Made, change, gone, ins, para, run, table

RSID = 'w:rsidR="00A77B3E" w:rsidRDefault="00A77B3E" w:rsidP="00C52E10"'
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"


@dataclass(frozen=True)
class Case:
    """A file, what it says with everything accepted and rejected, and what is proposed."""

    name: str
    made: Made
    accepted: tuple[str, ...]
    rejected: tuple[str, ...]
    proposed: tuple[tuple[str, str], ...]  # who, what kind


def words_of_word(words: str, properties: str = "") -> str:
    """Word cuts a sentence where it was typed at another time, and where it was proofread."""
    half = len(words) // 2
    looks = f"<w:rPr>{properties}<w:lang w:val='en-GB'/></w:rPr>"
    cut = '<w:proofErr w:type="gramStart"/><w:bookmarkStart w:id="0" w:name="_GoBack"/>'
    cut += '<w:bookmarkEnd w:id="0"/><w:proofErr w:type="gramEnd"/>'
    return cut.join(
        f'<w:r w:rsidR="00F12{n}A1">{looks}<w:t xml:space="preserve">{part}</w:t></w:r>'
        for n, part in enumerate((words[:half], words[half:]))
    )


def split_runs() -> Case:
    was = f"<w:rPrChange w:id='4' w:author='Ana P' w:date='{DATE}'><w:rPr/></w:rPrChange>"
    line = (
        words_of_word("Decides to ")
        + gone("cons", "Ana P")
        + gone("ider", "Ana P")
        + ins("estab", "Ana P")
        + ins("lish", "Ana P")
        + words_of_word(" an office", f"<w:b/>{was}")
        + run(".")
    )
    return Case(
        "word: split runs",
        Made([para(line).replace("<w:p>", f"<w:p {RSID}>")]),
        ("Decides to establish an office.",),
        ("Decides to consider an office.",),
        (("Ana P", "change"),),
    )


def paragraph_ends() -> Case:
    """A new paragraph typed after the first: Word marks the end of the first as inserted."""
    mark = '<w:ins w:id="7" w:author="Ana P" w:date="2026-01-02T10:00:00Z"/>'
    gone_mark = mark.replace("w:ins", "w:del")
    return Case(
        "word: new and deleted paragraphs",
        Made(
            [
                para(run("Decides to act;")),
                para(ins("Requests a report;", "Ana P"), mark=mark),
                para(gone("Recalls nothing;", "Ana P"), mark=gone_mark),
                para(run("Invites all others.")),
            ]
        ),
        ("Decides to act;", "Requests a report;", "Invites all others."),
        ("Decides to act;", "Recalls nothing;", "Invites all others."),
        (("Ana P", "new"), ("Ana P", "delete")),
    )


def pressed_enter() -> Case:
    """Whoever presses Enter at the end of a paragraph inserts the end of that one, says Word."""
    mark = '<w:ins w:id="7" w:author="Ana P" w:date="2026-01-02T10:00:00Z"/>'
    return Case(
        "word: enter at the end",
        Made(
            [
                para(run("Decides to act;"), mark=mark),
                para(ins("Requests a report;", "Ana P")),
                para(run("Invites all others.")),
            ]
        ),
        ("Decides to act;", "Requests a report;", "Invites all others."),
        ("Decides to act;", "Invites all others."),
        (("Ana P", "new"),),
    )


def moved_range() -> Case:
    """Ranges begin inside a paragraph, and end before the next one."""
    said = 'w:author="Ana P" w:date="2026-01-02T10:00:00Z"'

    def side(name: str, number: int) -> list[str]:
        start = f'<w:{name}RangeStart w:id="{number}" {said} w:name="move201"/>'
        moved = change(
            name,
            "Ana P",
            run("Invites all "),
        ) + change(name, "Ana P", run("others;"))
        mark = f'<w:{name} w:id="{number + 1}" {said}/>'
        return [para(start, moved, mark=mark), f'<w:{name}RangeEnd w:id="{number}"/>']

    return Case(
        "word: a moved paragraph",
        Made(
            [
                para(run("Decides to act;")),
                *side("moveFrom", 10),
                para(run("Requests a report;")),
                *side("moveTo", 20),
                para(run("Concludes.")),
            ]
        ),
        ("Decides to act;", "Requests a report;", "Invites all others;", "Concludes."),
        ("Decides to act;", "Invites all others;", "Requests a report;", "Concludes."),
        (("Ana P", "move"),),
    )


def nested_changes() -> Case:
    """One inserts, another takes a part of it away again."""
    inner = change("del", "Bo Q", run("very ", tag="delText"))
    line = run("A ") + change("ins", "Ana P", run("truly ") + inner + run("good ")) + run("plan.")
    return Case(
        "word: a deletion in an insertion",
        Made([para(line)]),
        ("A truly good plan.",),
        ("A plan.",),
        (("Ana P", "change"),),
    )


def wrapped() -> Case:
    """Smart tags, content controls, fields and links around words and around changes."""
    tagged = f'<w:smartTag w:uri="urn:x" w:element="place">{run("Geneva")}</w:smartTag>'
    control = (
        '<w:sdt><w:sdtPr><w:alias w:val="Date"/><w:id w:val="12"/></w:sdtPr><w:sdtContent>'
        + ins("in May", "Ana P")
        + "</w:sdtContent></w:sdt>"
    )
    link = f'<w:hyperlink w:anchor="x">{run("the annex")}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("2")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    line = [run("Meets in "), tagged, run(" "), control, run(" on "), link, run(" "), field]
    held = f"<w:sdt><w:sdtContent>{para(run('Held in a control.'))}</w:sdtContent></w:sdt>"
    return Case(
        "word: tags, controls, fields",
        Made([para(*line), held]),
        ("Meets in Geneva in May on the annex 2", "Held in a control."),
        ("Meets in Geneva  on the annex 2", "Held in a control."),
        (("Ana P", "change"),),
    )


def formatting_only() -> Case:
    """Changes of how a paragraph and its words look are no changes of the text."""
    said = 'w:id="3" w:author="Ana P" w:date="2026-01-02T10:00:00Z"'
    properties = (
        '<w:pPr><w:jc w:val="both"/><w:rPr><w:b/>'
        f"<w:rPrChange {said}><w:rPr/></w:rPrChange></w:rPr>"
        f'<w:pPrChange {said}><w:pPr><w:jc w:val="left"/></w:pPr></w:pPrChange></w:pPr>'
    )
    return Case(
        "word: formatting",
        Made([f"<w:p {RSID}>{properties}{run('Nothing is said anew.')}</w:p>"]),
        ("Nothing is said anew.",),
        ("Nothing is said anew.",),
        (),
    )


def google_suggestions() -> Case:
    """Every style inline, no revision ids, nobody's name, suggestions in controls."""
    look = (
        '<w:rPr><w:rFonts w:ascii="Arial" w:cs="Arial" w:eastAsia="Arial" w:hAnsi="Arial"/>'
        '<w:color w:val="222222"/><w:sz w:val="22"/><w:rtl w:val="0"/></w:rPr>'
    )

    def said(words: str, tag: str = "t") -> str:
        return f'<w:r>{look}<w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'

    def suggested(tag: str, words: str) -> str:
        text = "delText" if tag == "del" else "t"
        return (
            '<w:sdt><w:sdtPr><w:tag w:val="goog_rdk_4"/></w:sdtPr><w:sdtContent>'
            + change(tag, "Anonymous", said(words, text))
            + "</w:sdtContent></w:sdt>"
        )

    bold = change("ins", "Anonymous", said("")) + said("firmly")
    line = [said("Decides "), suggested("del", "to wait"), suggested("ins", "to act"), said(" ")]
    spacing = '<w:pPr><w:spacing w:after="0" w:line="276" w:lineRule="auto"/></w:pPr>'
    return Case(
        "google: suggestions",
        Made([f"<w:p>{spacing}{''.join(line)}{bold}{said('.')}</w:p>", f"<w:p>{spacing}</w:p>"]),
        ("Decides to act firmly.",),
        ("Decides to wait firmly.",),
        (("Anonymous", "change"),),
    )


def table_changes() -> Case:
    """A cell's words and a whole row under tracking."""
    date = 'w:date="2026-01-02T10:00:00Z"'
    row = f'<w:tr><w:trPr><w:ins w:id="5" w:author="Ana P" {date}/></w:trPr>'
    row += f"<w:tc>{para(ins('2031', 'Ana P'))}</w:tc><w:tc>{para(ins('6', 'Ana P'))}</w:tc></w:tr>"
    made = table(("Year", "Share"), ("2030", "5"))
    made = made.replace(run("5"), gone("5", "Ana P") + ins("7", "Ana P"))
    return Case(
        "word: a table",
        Made([para(run("Decides as follows:")), made.replace("</w:tbl>", f"{row}</w:tbl>")]),
        ("Decides as follows:", "Year | Share", "2030 | 7", "2031 | 6"),
        ("Decides as follows:", "Year | Share", "2030 | 5"),
        (("Ana P", "change"), ("Ana P", "new")),
    )


def table_first() -> Case:
    """Nothing stands before the table."""
    made = table(("Year", "Share"), ("2030", "5"))
    made = made.replace(run("5"), gone("5", "Ana P") + ins("7", "Ana P"))
    return Case(
        "word: a table at the beginning",
        Made([made]),
        ("Year | Share", "2030 | 7"),
        ("Year | Share", "2030 | 5"),
        (("Ana P", "change"),),
    )


def lone_space() -> Case:
    """Somebody tidies the spaces between words, and nothing else."""
    return Case(
        "word: a space alone",
        Made([para(run("Decides to"), ins(" ", "Ana P"), run("act now"), gone(" ", "Ana P"))]),
        ("Decides to act now",),
        ("Decides toact now",),
        (("Ana P", "change"), ("Ana P", "change")),
    )


CASES = [
    make()
    for make in (
        split_runs, paragraph_ends, pressed_enter, moved_range, nested_changes,
        wrapped, formatting_only, google_suggestions, table_changes, table_first, lone_space,
    )
]  # fmt: skip
