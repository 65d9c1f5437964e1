"""Word files that people go on writing in: real headings, tables with header rows, Chinese that renders."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from riser.ui import formats
from riser.ui.documents.cells import writable
from riser.ui.documents.style import ink

LATIN: Final = "Arial"
# What each system has: Word shows the nearest when one is missing. Named, or Chinese falls to a serif face.
EAST_ASIAN: Final = "Microsoft YaHei"
A4: Final = (Mm(210), Mm(297))
BODY, SMALL = Pt(10), Pt(8.5)
_STYLES: Final = ("Normal", "Title", "Heading 1", "Heading 2", "List Number", "Caption")


class Word:
    """Builds one .docx from top to bottom; every text is cleaned of what XML cannot hold."""

    def __init__(self, *, title: str, author: str, subject: str, made: datetime, landscape: bool = False):
        self._file: DocumentFile = Document()
        self._set_properties(title=title, author=author, subject=subject, made=made)
        self._set_page(landscape=landscape)
        for name in _STYLES:
            _set_fonts(self._file.styles[name])

    def title(self, text: str) -> None:
        """The first line: a sentence that carries the finding."""
        self._file.add_paragraph(writable(text), style="Title")

    def heading(self, text: str, level: int = 1) -> None:
        """A heading that Word lists in its outline."""
        self._file.add_heading(writable(text), level=level)

    def paragraph(self, text: str, *, bold: str = "") -> None:
        """A paragraph; `bold` begins it."""
        added = self._file.add_paragraph()
        if bold:
            added.add_run(f"{writable(bold)} ").bold = True
        added.add_run(writable(text))

    def numbered(self, lines: Iterable[tuple[str, str]]) -> None:
        """A numbered list of (what, under it)."""
        for what, under in lines:
            added = self._file.add_paragraph(style="List Number")
            added.add_run(writable(what)).bold = True
            if under:
                added.add_run(f"\n{writable(under)}")

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> None:
        """A table whose head repeats on every page; the columns in `right` hold numbers."""
        made: Table = self._file.add_table(rows=1, cols=len(head), style="Table Grid")
        _fill(made.rows[0].cells, head, right=right, bold=True)
        _repeat(made.rows[0])
        for row in rows:
            line: Any = made.add_row()  # type: ignore[no-untyped-call]
            _fill(line.cells, row, right=right)
            _keep_whole(line)
        self._file.add_paragraph()

    def picture(self, png: bytes, *, alt: str, width_mm: float) -> None:
        """A picture with the words that a screen reader says for it."""
        run = self._file.add_paragraph().add_run()
        shape = run.add_picture(BytesIO(png), width=Mm(width_mm))
        described = shape._inline.docPr
        described.set("descr", writable(alt))
        described.set("title", writable(alt)[:120])

    def foot(self, text: str) -> None:
        """A line at the foot of every page."""
        footer = self._file.sections[0].footer.paragraphs[0]
        footer.text = writable(text)
        for run in footer.runs:
            run.font.size = SMALL

    def saved(self) -> bytes:
        """The file."""
        target = BytesIO()
        self._file.save(target)
        return target.getvalue()

    def _set_properties(self, *, title: str, author: str, subject: str, made: datetime) -> None:
        core = self._file.core_properties
        core.title, core.author, core.subject = (writable(one)[:255] for one in (title, author, subject))
        core.comments, core.keywords = "", ""
        core.created = core.modified = made.replace(tzinfo=None)
        core.language = "zh-CN" if formats.language() == "zh-hans" else "en"

    def _set_page(self, *, landscape: bool) -> None:
        section = self._file.sections[0]
        section.page_width, section.page_height = A4[::-1] if landscape else A4
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = Mm(16)
        section.top_margin = section.bottom_margin = Mm(15)


def _set_fonts(style: Any) -> None:
    """The Latin and the East Asian face of a style; Word reads the second from an attribute of its own."""
    style.font.name = LATIN
    style.font.color.rgb = RGBColor.from_string(ink()["ink"].removeprefix("#").upper())
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme would win over the names
    fonts.set(qn("w:eastAsia"), EAST_ASIAN)
    fonts.set(qn("w:hAnsi"), LATIN)
    if style.name == "Normal":
        style.font.size = BODY
    if style.name == "Title":
        style.font.size = Pt(20)


def _fill(cells: Sequence[_Cell], texts: Sequence[str], *, right: Sequence[int], bold: bool = False) -> None:
    for index, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph: Paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        if index in right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(writable(text))
        run.font.size, run.bold = SMALL, bold


def _repeat(row: Any) -> None:
    """Marks a row as head: it repeats, and screen readers read it with every cell."""
    properties = row._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)
    _keep_whole(row)


def _keep_whole(row: Any) -> None:
    """No row breaks across two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
