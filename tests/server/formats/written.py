"""Editions to write down in the tests."""

from adref.drafting.edition import Edition
from adref.drafting.writing import WrittenParagraph, WrittenRun


def run(text: str, *marks: str, fate: str = "kept") -> WrittenRun:
    return WrittenRun(text, frozenset(marks), fate)


def paragraph(
    kind: str, *runs: WrittenRun | str, label: str = "", level: int = 0, id: str = ""
) -> WrittenParagraph:
    made = tuple(run(item) if isinstance(item, str) else item for item in runs)
    return WrittenParagraph(id or f"{kind}-{label}", kind, level, label, "open", made)


def edition(*paragraphs: WrittenParagraph, language: str = "en") -> Edition:
    return Edition(
        "River deltas", "For the participants.", "Compilation", language, tuple(paragraphs)
    )


REFERENCE = "\ufffc"
DELTAS = edition(
    paragraph("title", "Protection of river deltas"),
    paragraph("chapeau", run("The General Assembly", "em"), ","),
    paragraph(
        "pp",
        "Recalling also its resolution 70/1",
        run(REFERENCE, "fn:f1"),
        " and noting the ",
        run("[", fate="notation"),
        run("urgent", fate="struck"),
        run(" - Kenya, Norway: delete]", fate="notation"),
        " need,",
        label="PP1",
    ),
    paragraph("pp", "[Deeply concerned][Concerned] at the loss of wetlands,"),
    paragraph("heading", "Commitments", label="I."),
    paragraph(
        "op",
        "Decides that parties ",
        run("shall", fate="struck"),
        run("should", fate="inserted"),
        " act",
        run(REFERENCE, "fn:f2"),
        " and act again",
        run(REFERENCE, "fn:f1"),
        ";",
        label="1.",
    ),
    paragraph("item", "Protect the mangroves;", label="(a)", level=1),
    paragraph("item", "Restore the marshes;", label="(i)", level=2),
    paragraph("op", "Requests a report;", label="66 quinquies"),
    paragraph("op", "تقرر أن تعقد الدورة مع UNESCO في باريس؛", label="٣"),
    paragraph("op", "决定各会员国应当保护河流三角洲；", label="4."),
    paragraph("footnote", "Resolution 70/1, ", run("Treaty", "em"), ".", label="1", id="f1"),
    paragraph("footnote", "ملاحظة", label="2", id="f2"),
    paragraph("footnote", "Nothing refers to this one.", label="3", id="f3"),
)
