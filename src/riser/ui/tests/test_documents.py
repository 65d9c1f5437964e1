"""Documents: no cell is a formula, no glyph an empty box, nothing is fetched, every name is a file name."""

import io
import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from riser.ui.documents import fonts
from riser.ui.documents.book import Book, Column
from riser.ui.documents.cells import FORMULA_STARTS, LONGEST, escaped
from riser.ui.documents.drawn import tile_html
from riser.ui.documents.errors import CannotDraw
from riser.ui.documents.names import file_name
from riser.ui.documents.pdf import pdf
from riser.ui.documents.png import png
from riser.ui.documents.style import faces, hexadecimal, ink
from riser.ui.documents.word import Word

MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CHINESE = "你自述为 3 级，记录显示为 1 级。“没有来源”不等于“没有做”：投放、素材、复盘、归因、落地页 → 完全"
FORMULAS = (
    '=HYPERLINK("http://evil.example","x")',
    "@SUM(A1)",
    "+1+1",
    "-2+3",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
)


@pytest.fixture
def chinese() -> Iterator[None]:
    """The active language is Chinese."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What WeasyPrint says of glyphs it lacks and rules it ignores."""
    logger = logging.getLogger("weasyprint")
    logger.addHandler(caplog.handler)
    yield caplog
    logger.removeHandler(caplog.handler)


def printed(content: str, **more: object) -> bytes:
    """A document with this inside, as rooms make one."""
    page = "{% extends 'ui/documents/page.html' %}{% block content %}" + content + "{% endblock %}"
    with pytest.MonkeyPatch.context() as patch:
        render = render_to_string
        made = {"it": lambda told: engines["django"].from_string(page).render(told)}
        patch.setattr(
            "riser.ui.documents.pdf.render_to_string",
            lambda name, told: made[name](told) if name in made else render(name, told),
        )
        return pdf("it", {}, **more)  # type: ignore[arg-type]


def text_of(document: bytes) -> str:
    """The text of every page, line breaks left out."""
    opened = pypdfium2.PdfDocument(document)
    text = "".join(page.get_textpage().get_text_range() for page in opened)
    opened.close()
    return re.sub(r"[\r\n]", "", text)


# --- cells ------------------------------------------------------------------------------------------------


@given(st.text())
def test_no_text_in_a_cell_begins_like_a_formula(text: str) -> None:
    written = escaped(text)
    assert not written.startswith(FORMULA_STARTS)
    assert len(written) <= LONGEST


@given(st.text(alphabet=st.characters(categories=["L", "N"]), max_size=100))
def test_letters_and_digits_stay_as_they_are(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_keeps_its_letters_behind_an_apostrophe(formula: str) -> None:
    assert escaped(formula) == f"'{formula}"


def test_a_text_too_long_for_a_cell_says_that_it_goes_on() -> None:
    assert escaped("x" * 40_000).endswith("x…")


def test_control_characters_that_office_files_cannot_hold_are_left_out() -> None:
    assert escaped("a\x00b\x0bc\ud800d") == "abcd"


def test_a_book_holds_texts_numbers_and_days_as_what_they_are() -> None:
    book = Book(title="=1+1", author="@x", made=MADE)
    columns = [Column("=Name"), Column("Spend", places=2), Column("Day"), Column("Count")]
    book.sheet("a/b: [c]?*", columns, [["=1+1", Decimal("1234.5"), date(2026, 3, 1), 7], ["", None, None, 0]])
    opened = openpyxl.load_workbook(io.BytesIO(book.saved()))
    sheet = opened.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["'=Name", "Spend", "Day", "Count"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "d", "n"]
    assert [cell.value for cell in sheet[2]] == ["'=1+1", 1234.5, datetime(2026, 3, 1), 7]  # noqa: DTZ001
    assert sheet["B2"].number_format == "#,##0.00"
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width >= 8
    assert opened.properties.created == MADE.replace(tzinfo=None)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_whatever_is_typed_a_book_opens_again_without_a_formula(texts: list[str]) -> None:
    book = Book(title=texts[0], author=texts[0], made=MADE)
    book.sheet(texts[0], [Column("Name")], [[text] for text in texts])
    sheet = openpyxl.load_workbook(io.BytesIO(book.saved())).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.rows for cell in row}


# --- file names ---------------------------------------------------------------------------------------------


@given(st.lists(st.text(max_size=200), max_size=3))
def test_a_file_name_is_harmless_whatever_the_title_is(titles: list[str]) -> None:
    name = file_name(*titles, suffix="pdf")
    assert name.endswith(".pdf")
    assert len(name) <= 84
    assert not set(name) & set('/\\:*?"<>|\x00\n\r\u202e')
    assert not name.startswith(".")


def test_a_file_name_keeps_what_people_read() -> None:
    assert file_name("Larkfield Home", "能力画像", "2026-11-22", suffix="pdf") == (
        "Larkfield Home – 能力画像 – 2026-11-22.pdf"
    )
    assert file_name("../../etc/passwd", suffix="pdf") == "etc passwd.pdf"
    assert file_name("", "...", suffix="png") == "riser.png"


# --- the look -----------------------------------------------------------------------------------------------


def test_the_colours_are_the_light_side_of_the_tokens() -> None:
    assert {"ink", "fm", "lm", "pm", "dm", "step", "nosing", "hatch", "surface"} <= ink().keys()
    assert hexadecimal("0 0 0") == "#000000"
    assert hexadecimal("100% 0 0") == "#ffffff"
    assert hexadecimal("0.628 0.2577 29.23") == "#ff0000", "sRGB red, as the CSS specification gives it"
    assert int(ink()["surface"][1:3], 16) > 240


def test_every_rating_says_its_word_and_shape_on_paper() -> None:
    for code in ("FM", "LM", "PM", "DM", "NY", "NE"):
        assert "<svg" in tile_html(code)
        assert code in tile_html(code)
    assert "–" in tile_html(None)


# --- typefaces ----------------------------------------------------------------------------------------------


def test_only_the_files_that_a_text_needs_are_asked_for() -> None:
    assert [face.file for face in fonts.needed("Level 3", chinese=False)] == ["inter-latin-opsz-normal.woff2"]
    assert len(fonts.needed(CHINESE, chinese=True)) < 25


def test_everyday_chinese_needs_no_font_of_the_system() -> None:
    """The first table of GB 2312 stands in the shipped files, the whole of it."""
    shipped = frozenset().union(*(fonts.held(face) for face in faces()))
    common = {code.decode("gb2312") for code in _gb2312(0xB0, 0xD7)}
    assert len(common) == 3755
    assert {letter for letter in common if ord(letter) not in shipped} == set()


def _gb2312(first: int, last: int) -> Iterator[bytes]:
    """The codes of the rows of GB 2312; 0xB0 to 0xD7 are the 3,755 characters of everyday Chinese."""
    for high in range(first, last + 1):
        for low in range(0xA1, 0xFA if high == 0xD7 else 0xFF):
            yield bytes([high, low])


@pytest.mark.usefixtures("chinese")
def test_chinese_comes_out_as_the_same_chinese(warnings: pytest.LogCaptureFixture) -> None:
    made = printed(f"<p>{CHINESE}</p><p><b>{CHINESE}</b></p>")
    assert text_of(made).count(CHINESE) == 2
    assert [record.getMessage() for record in warnings.records] == []


@pytest.mark.usefixtures("chinese")
def test_every_glyph_is_embedded_and_drawn() -> None:
    made = printed("<p style='font-size:60pt;margin:0'>成熟度</p>")
    opened = pypdfium2.PdfDocument(made)
    embedded = {
        found.get_font().get_base_name(): found.get_font().is_embedded for found in opened[0].get_objects([1])
    }
    assert embedded
    assert all(embedded.values())
    ink_of = opened[0].render(scale=1).to_pil().convert("L")
    opened.close()
    dark = [x for x in range(ink_of.width) if min(ink_of.crop((x, 0, x + 1, 140)).get_flattened_data()) < 100]
    assert len(dark) > 100, "three characters of 60 points leave ink over most of their width"


def test_a_chinese_name_in_an_english_document_is_drawn_too(warnings: pytest.LogCaptureFixture) -> None:
    assert "春季促销 Spring" in text_of(printed("<p>春季促销 Spring</p>"))
    assert [record.getMessage() for record in warnings.records] == []


# --- PDF, PNG -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.org/x.png",
        "file:///etc/passwd",
        "riser-font:../../x",
        "ftp://x/y",
    ],
)
def test_a_document_fetches_nothing(address: str, warnings: pytest.LogCaptureFixture) -> None:
    made = printed(f"<p>still here</p><img src='{address}' alt='a'><object data='{address}'></object>")
    assert "still here" in text_of(made)
    assert "root:" not in text_of(made)
    assert any("Failed to load image" in record.getMessage() for record in warnings.records)


def test_names_are_text_in_a_document_never_markup() -> None:
    page = engines["django"].from_string("{{ name }}").render({"name": "<script>alert(1)</script>"})
    assert "<script>alert(1)</script>" in text_of(printed(f"<p>{page}</p>"))


def test_a_document_for_one_page_shrinks_until_it_fits() -> None:
    long = "<p>A long paragraph about nothing at all.</p>" * 50
    assert len(pypdfium2.PdfDocument(printed(long))) == 2
    assert len(pypdfium2.PdfDocument(printed(long, on_one_page=True))) == 1


def test_what_does_not_fit_one_page_is_not_cut() -> None:
    long = "".join(f"<p>Line {number} of many.</p>" for number in range(120))
    assert "Line 119 of many." in text_of(printed(long, on_one_page=True))


def test_without_pango_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def without(name: str, *rest: object, **more: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CannotDraw, match="riser doctor"):
        printed("<p>x</p>")


def test_a_picture_is_the_first_page_on_white() -> None:
    from PIL import Image

    picture = Image.open(io.BytesIO(png(printed("<p>x</p>"))))
    assert picture.format == "PNG"
    assert picture.size == (1684, 1191)
    assert picture.getpixel((1, 1)) == (255, 255, 255)


# --- Word ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("chinese")
def test_a_word_file_has_headings_head_rows_alternative_texts_and_properties() -> None:
    file = Word(title="能力画像", author="Larkfield\x00", subject="s", made=MADE)
    file.title("标题")
    file.heading("一")
    file.table(["名称", "数"], [["=1+1", "7"]], right=(1,))
    file.picture(png(printed("<p>x</p>")), alt="阶梯", width_mm=40)
    content = file.saved()
    opened = Document(io.BytesIO(content))
    assert [p.style.name for p in opened.paragraphs[:2] if p.style] == ["Title", "Heading 1"]
    assert opened.tables[0].rows[0]._tr.trPr is not None
    assert opened.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert opened.tables[0].cell(1, 0).text == "=1+1", "Word has no formulas in text"
    assert opened.inline_shapes[0]._inline.docPr.get("descr") == "阶梯"
    assert (opened.core_properties.title, opened.core_properties.author) == ("能力画像", "Larkfield")
    assert opened.core_properties.language == "zh-CN"
    styles = ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    assert 'w:eastAsia="Microsoft YaHei"' in styles
    assert "eastAsiaTheme" not in styles.split('w:styleId="Normal"')[1].split("</w:style>")[0]
