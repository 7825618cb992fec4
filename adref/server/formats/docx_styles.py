"""How the Word file looks: page, fonts, and one named style for each kind of paragraph and run.

Whoever opens the file changes the look in one place, the style, and not in every paragraph.
"""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

SERIF = {"ascii": "Times New Roman", "hAnsi": "Times New Roman", "cs": "Times New Roman"}
HAN = "SimSun"
MARGIN, TEXT_WIDTH = Cm(2.5), Cm(16)
STEP = Cm(1.25)  # of an indent
DEEPEST = 6  # levels that still move to the right
NOTATION, ATTRIBUTION = "Adref Notation", "Adref Attribution"
INSERTED, STRUCK = "Adref Inserted", "Adref Struck"
MASTHEAD, IMPRINT, END = "Adref Masthead", "Adref Imprint", "Adref End"
BELOW_HEAD = Pt(16)  # between the letterhead and the text
CELL, CELL_ID = "Adref Cell", "AdrefCell"
CELL_HEAD, CELL_HEAD_ID = "Adref Cell Head", "AdrefCellHead"
_AFTER_NUMBERS = tuple(
    f"w:{name}"
    for name in (
        *("pBdr", "shd", "tabs", "suppressAutoHyphens", "bidi", "adjustRightInd", "snapToGrid"),
        *("spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
    )
)
"""What the schema has behind the line numbers in the properties of a paragraph."""
PARAGRAPH_STYLES = {
    "title": "Title",
    "annex": "Heading 1",
    "article": "Heading 3",
    "pp": "Adref Preambular",
    "op": "Adref Operative",
    "chapeau": "Adref Chapeau",
    "item": "Adref Item",
    "footnote": "footnote text",
    "plain": "Normal",
}


def style_of(kind: str, level: int) -> str:
    """The name of the style for a kind of paragraph at a level."""
    if kind == "heading":
        return f"Heading {min(max(level, 1), 5)}"
    return PARAGRAPH_STYLES.get(kind, "Normal")


def prepare(document: Document) -> None:
    """A4, serif, and the styles above."""
    _without_effects(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    _base(document)
    _headings(document)
    for name in ("Adref Preambular", "Adref Operative", "Adref Chapeau", "Adref Item"):
        style = _new_paragraph_style(document, name)
        style.paragraph_format.space_after = Pt(8)
    cell = _new_paragraph_style(document, CELL)
    set_size(cell, Pt(10))
    cell.paragraph_format.space_after = Pt(2)
    cell.paragraph_format.line_spacing = 1.0
    head = _new_paragraph_style(document, CELL_HEAD)
    head.base_style = cell
    head.font.bold = head.font.cs_bold = True
    head.paragraph_format.keep_with_next = True
    _mastheads(document)
    _footnotes(document)
    _running(document)
    _runs(document)
    _unnumbered(document)


def _without_effects(document: Document) -> None:
    """The template's second copy of the styles, for Word 2010, would contradict ours."""
    part = document.part
    for key, relation in list(part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del part.rels[key]


def _base(document: Document) -> None:
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    set_size(normal, Pt(11))
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.15
    normal.paragraph_format.widow_control = True
    set_fonts(normal)


def _headings(document: Document) -> None:
    sizes = {"Title": 16, "Heading 1": 14, "Heading 2": 13, "Heading 3": 12}
    for name in ("Title", *(f"Heading {number}" for number in range(1, 6))):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        set_size(style, Pt(sizes.get(name, 11)))
        style.font.bold = style.font.cs_bold = True
        style.font.italic = name in ("Heading 4", "Heading 5")
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(14)
        style.paragraph_format.space_after = Pt(8)
        style.paragraph_format.keep_with_next = True
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
        set_fonts(style)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _mastheads(document: Document) -> None:
    """The head of the first page, over a rule, and the line after the last word."""
    for name, size, rule in ((MASTHEAD, 12, "12"), (IMPRINT, 10, ""), (END, 11, "6")):
        style = _new_paragraph_style(document, name)
        set_size(style, Pt(size))
        style.paragraph_format.space_after = Pt(6 if rule else 2)
        if name != END:
            stops = style.paragraph_format.tab_stops
            stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        else:
            style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(6)
        if rule:
            _rule(style, "bottom", rule)


def _unnumbered(document: Document) -> None:
    """What is no line of the text has no number; the numbers stand back."""
    for name in (MASTHEAD, IMPRINT, END, CELL, "Header", "Footer"):
        document.styles[name].element.get_or_add_pPr().insert_element_before(
            OxmlElement("w:suppressLineNumbers"), *_AFTER_NUMBERS
        )
    numbers = document.styles.add_style("line number", WD_STYLE_TYPE.CHARACTER)
    assert isinstance(numbers, CharacterStyle)
    numbers.element.styleId = "LineNumber"
    set_size(numbers, Pt(8))
    numbers.font.color.rgb = RGBColor(0x66, 0x66, 0x66)


def _rule(style: ParagraphStyle, side: str, eighths: str) -> None:
    """A line under a paragraph, so many eighths of a point thick."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", eighths), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, *_AFTER_NUMBERS[1:])


def _footnotes(document: Document) -> None:
    text = _new_paragraph_style(document, "footnote text")
    text.element.styleId = "FootnoteText"  # the ids by which docx-plus refers to the two
    set_size(text, Pt(9))
    text.paragraph_format.space_after = Pt(2)
    text.paragraph_format.line_spacing = 1.0
    reference = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    assert isinstance(reference, CharacterStyle)
    reference.element.styleId = "FootnoteReference"
    reference.font.superscript = True


def _running(document: Document) -> None:
    """The lines at the head and the foot of every page."""
    for name in ("Header", "Footer"):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        set_size(style, Pt(9))
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.tab_stops.clear_all()
        style.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        set_fonts(style)


def _runs(document: Document) -> None:
    for name in (NOTATION, ATTRIBUTION, INSERTED, STRUCK):
        style = document.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        assert isinstance(style, CharacterStyle)
        if name == NOTATION:
            style.font.bold = style.font.cs_bold = True
        elif name == ATTRIBUTION:
            set_size(style, Pt(9))
            style.font.color.rgb = RGBColor(0x44, 0x44, 0x44)
        elif name == INSERTED:
            style.font.underline = True
        else:
            style.font.strike = True


def _new_paragraph_style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    return style


def set_size(style: CharacterStyle | ParagraphStyle, size: Length) -> None:
    """The size for every script; Word keeps one of its own for right-to-left script."""
    style.font.size = size
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), str(int(size.pt * 2)))
    properties.find(qn("w:sz")).addnext(complex_size)


def set_languages(document: Document, language: str) -> None:
    """The languages for hyphenation and for the shapes of Han characters."""
    for found in document.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
        found.set(qn("w:eastAsia"), "zh-CN")
        found.set(qn("w:bidi"), "ar-SA")


def set_fonts(style: ParagraphStyle) -> None:
    """A serif for every script; the template's theme fonts would win otherwise."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for slot, font in {**SERIF, "eastAsia": HAN}.items():
        fonts.set(qn(f"w:{slot}"), font)
    properties.insert(0, fonts)
