"""The reports say what the profile says, in every format, on every face, in both languages."""

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner
from django.test import Client
from docx import Document

from cast import Cast
from riser.assess import contract
from riser.assess.commands import assess
from riser.assess.documents import OFFERED, Form, Kind, asked, make
from riser.assess.documents.board import quarter_before
from riser.assess.queries import profile
from riser.assess.tests.records import AS_OF, Room, campaign, charge, fact
from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import Instance

pytestmark = pytest.mark.django_db

ClientOf = Callable[[str], Client]
BOB = ("--org", "northwind", "--as", "bob@northwind.example")
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://evil.example","pay")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3",
    "<script>x</script>",
)
EVERY = [(kind, form) for kind, forms in OFFERED.items() for form in forms]
OFFICE = [(kind, form) for kind, form in EVERY if form in (Form.PDF, Form.DOCX, Form.XLSX)]


@pytest.fixture
def filled(cast: Cast, room: Room) -> Room:
    """Northwind's campaigns: some keep their cap, one broke it; money is spent outside plans."""
    room.owner = cast.id
    room.rate("BUD 2.2", "FM", "FM", "DM", "NY", "NE")
    room.rate("PLN 2.1", "FM", "LM", "DM", "FM", "FM")
    room.facts["BUD 2.2"] = {**room.facts["BUD 2.2"], "campaign:3": fact("DM", critical="Twice the cap.")}
    room.charges = [
        charge("plan", 150, ("google_ads/7/c9/2026-01-05", 100, 100), ("google_ads/7/c9/2026-01-06", 50, 50)),
        charge("cap", 70, ("google_ads/7/c3/2026-02-05", 70, 90)),
    ]
    return room


def text_of(content: bytes, form: Form) -> str:
    """What a reader finds in the file, on one line."""
    match form:
        case Form.PDF:
            opened = pypdfium2.PdfDocument(content)
            text = " ".join(page.get_textpage().get_text_range() for page in opened)
            opened.close()
        case Form.DOCX:
            file = Document(io.BytesIO(content))
            cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
            text = " ".join([*(paragraph.text for paragraph in file.paragraphs), *cells])
        case _:
            book = openpyxl.load_workbook(io.BytesIO(content))
            cells = [str(cell.value) for sheet in book for row in sheet.rows for cell in row]
            text = " ".join(cells)
    return " ".join(text.split())


def of(cast: Cast, kind: str, form: str, **more: str) -> bytes:
    """The content of a report of Northwind."""
    return make(cast.id, asked(kind, form, as_of=AS_OF, **more), now=NOW).content  # type: ignore[arg-type]


def named(number: int, name: str) -> Instance:
    """A campaign with a name that somebody typed."""
    from dataclasses import replace

    return replace(campaign(number, age=number), title=name)


# --- the same facts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "form"), OFFICE)
def test_level_and_figures_are_those_of_the_profile(cast: Cast, filled: Room, kind: Kind, form: Form) -> None:
    found = contract.profile_json(profile(cast.id, AS_OF))
    text = text_of(of(cast, kind, form), form)
    assert f"Your records show level {found['level_indicative']}." in text
    assert "220" in text, "150 outside any plan and 70 above the cap, each row once"
    assert "Northwind" in text
    assert "This is no official rating." in text
    assert f"Riser Marketing Model {found['version']}" in text
    assert "Indicative, computed from records" in text


@pytest.mark.parametrize("form", [Form.PDF, Form.DOCX, Form.XLSX])
def test_the_profile_report_says_what_is_in_the_way_and_what_is_not_evaluated(
    cast: Cast, filled: Room, form: Form
) -> None:
    found = profile(cast.id, AS_OF)
    text = text_of(of(cast, "profile", form), form)
    for step in found.steps:
        assert str(found.practices[step.candidate.practice].practice.action.title) in text
    missing = found.without_source[0]
    assert missing.id in text
    assert missing.remedy in text
    assert "Campaign 3" in text, "the evidence index names the instances"


def test_the_json_is_the_profile_that_programs_read(cast: Cast, filled: Room) -> None:
    assert json.loads(of(cast, "profile", "json")) == json.loads(
        json.dumps(contract.saved_json(profile(cast.id, AS_OF), organisation="Northwind"))
    )


def test_the_evidence_index_has_a_row_for_every_instance_of_every_practice(cast: Cast, filled: Room) -> None:
    book = openpyxl.load_workbook(io.BytesIO(of(cast, "profile", "xlsx")))
    sheet = book["Evidence index"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    expected = sum(len(one.results) for one in profile(cast.id, AS_OF).practices.values())
    assert len(rows) == expected
    broke = next(row for row in rows if row[:2] == ("BUD 2.2", "campaign:3"))
    assert broke[3:9] == ("yes", "DM", "Not met", "Not met", "Because of DM.", "Twice the cap.")
    assert broke[11] == 100, "spend is a number"
    assert sheet.freeze_panes == "A2"


def test_a_report_of_an_earlier_day_says_that_day_and_what_was_known_then(cast: Cast, filled: Room) -> None:
    earlier = asked("profile", "xlsx", as_of=date(2026, 2, 1))
    file = make(cast.id, earlier, now=NOW)
    assert "2026-02-01" in file.name
    assert "1 Feb 2026" in text_of(file.content, Form.XLSX)
    assert "Campaign 3" not in text_of(file.content, Form.XLSX)


# --- the board's page ---------------------------------------------------------------------------------------


def test_the_board_compares_with_three_months_before(cast: Cast, filled: Room) -> None:
    text = text_of(of(cast, "board", "docx"), Form.DOCX)
    assert "What changed since 2 Dec 2025?" in text
    assert "Nothing was recorded by 2 Dec 2025." in text


def test_the_board_compares_with_the_day_that_is_asked_for(cast: Cast, filled: Room) -> None:
    wanted = asked("board", "docx", as_of=AS_OF, since=date(2026, 3, 1))
    text = text_of(make(cast.id, wanted, now=NOW).content, Form.DOCX)
    assert "What changed since 1 Mar 2026?" in text


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 3, 2), date(2025, 12, 2)),
        (date(2026, 5, 31), date(2026, 2, 28)),
        (date(2028, 5, 30), date(2028, 2, 29)),
        (date(2026, 1, 15), date(2025, 10, 15)),
    ],
)
def test_three_months_before_ends_with_the_month(day: date, before: date) -> None:
    assert quarter_before(day) == before


def test_three_decisions_are_wanted(cast: Cast, filled: Room) -> None:
    book = openpyxl.load_workbook(io.BytesIO(of(cast, "board", "xlsx")))
    decisions = list(book["Decisions wanted"].iter_rows(min_row=2, values_only=True))
    found = profile(cast.id, AS_OF)
    assert [row[0] for row in decisions] == [1, 2, 3]
    first = found.practices[found.steps[0].candidate.practice].practice.action.title
    assert decisions[0][1] == str(first)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_on_the_first_day_the_board_is_asked_for_a_first_source(
    cast: Cast, room: Room, language: str
) -> None:
    content = of(cast, "board", "pdf", language=language)
    assert len(pypdfium2.PdfDocument(content)) == 1
    text = text_of(content, Form.PDF)
    assert ("Connect the first source" if language == "en" else "接入第一个数据源") in text


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_board_fits_one_page_with_long_names_and_every_practice_rated(
    cast: Cast, filled: Room, language: str
) -> None:
    filled.instances = [named(n, f"Spring 春季{'非常长的活动名称' * 12} {n}") for n in range(1, 6)]
    for practice in profile(cast.id, AS_OF).practices:
        filled.rate(practice, "FM", "PM", "DM", "PM", "FM")
    assert len(pypdfium2.PdfDocument(of(cast, "board", "pdf", language=language))) == 1


# --- hostile and long names ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [Form.PDF, Form.DOCX, Form.XLSX])
def test_hostile_names_end_up_as_text(cast: Cast, filled: Room, form: Form) -> None:
    filled.instances = [named(number, name) for number, name in enumerate(HOSTILE, start=1)]
    filled.rate("PLN 2.1", "FM", "DM", "FM", "FM")
    filled.facts.pop("BUD 2.2")
    content = of(cast, "profile", form)
    text = text_of(content, form).replace(" ", "")
    for name in HOSTILE:
        assert name.replace(" ", "") in text
    if form is Form.XLSX:
        cells = [
            c for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet.rows for c in row
        ]
        assert "f" not in {cell.data_type for cell in cells}
        assert not [c.value for c in cells if str(c.value).startswith(("=", "+", "-", "@"))]


# --- both languages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "form"), OFFICE)
def test_every_report_is_written_in_chinese_too(cast: Cast, filled: Room, kind: Kind, form: Form) -> None:
    text = text_of(of(cast, kind, form, language="zh-hans"), form)
    assert "并非官方评级" in text
    english = set(re.findall(r"(?:\b[A-Z][a-z]+ )(?:[a-z]+ ){3,}[a-z]+", text))
    assert english <= {"Because of"}, "sentences of the product that nobody wrote in Chinese"


# --- faces --------------------------------------------------------------------------------------------------


# A time stands in the other forms, and drawing them three times says no more.
UNTIMED = [(kind, form) for kind, form in EVERY if form in (Form.JSON, Form.DOCX)]


@pytest.mark.parametrize(("kind", "form"), UNTIMED)
def test_page_api_and_shell_give_the_same_file(
    cast: Cast, client_of: ClientOf, filled: Room, tmp_path: Path, kind: Kind, form: Form
) -> None:
    page = client_of("Bob").get(f"/assess/reports/{kind}.{form}?as_of={AS_OF}")
    api = client_of("Bob").get(f"/api/v1/assess/report?kind={kind}&format={form}&as_of={AS_OF}")
    target = tmp_path / f"x.{form}"
    arguments = [
        "report",
        "--kind",
        kind.value,
        "--format",
        form.value,
        "--as-of",
        str(AS_OF),
        "--out",
        str(target),
    ]
    shell = CliRunner().invoke(assess, [*arguments, *BOB, "--lang", "en"])
    assert shell.exit_code == 0, shell.output
    assert shell.output.strip() == str(target)
    contents = [page.content, api.content, target.read_bytes()]
    if form is Form.JSON:
        assert contents[0] == contents[1] == contents[2]
    else:
        texts = [
            text_of(content, form).replace(f"http://testserver/assess/?as_of={AS_OF} ", "")
            for content in contents
        ]
        assert texts[0] == texts[1] == texts[2]


def test_a_download_is_named_in_both_languages(client_of: ClientOf, filled: Room) -> None:
    answer = client_of("Vera").get(f"/assess/reports/profile.xlsx?as_of={AS_OF}&lang=zh-hans")
    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''Northwind")
    assert disposition.endswith(f"{AS_OF}.xlsx")
    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")


def test_a_report_tells_members_where_the_same_view_opens(client_of: ClientOf, filled: Room) -> None:
    content = client_of("Bob").get(f"/assess/reports/profile.docx?as_of={AS_OF}").content
    assert f"http://testserver/assess/?as_of={AS_OF}" in text_of(content, Form.DOCX)


@pytest.mark.parametrize(
    "page", ["/assess/reports/profile.docx?", "/api/v1/assess/report?kind=board&format=docx&"]
)
def test_a_stranger_gets_a_report_of_her_own_empty_organisation(
    client_of: ClientOf, filled: Room, page: str
) -> None:
    answer = client_of("Mallory").get(f"{page}as_of={AS_OF}")
    assert answer.status_code == 200
    text = text_of(answer.content, Form.DOCX)
    assert "Contoso" in text
    for secret in ("Northwind", "Campaign 3", "Twice the cap.", "€220"):
        assert secret not in text


def test_who_is_not_signed_in_gets_no_report(client: Client) -> None:
    answer = client.get("/assess/reports/profile.pdf")
    assert answer.status_code == 302
    assert "/account/login" in answer["Location"]


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "form", "sentence"),
    [
        ("minutes", "pdf", "There is no report “minutes”. There are: profile, board."),
        ("profile", "exe", "Maturity profile does not come as “exe”, but as: pdf, docx, xlsx, png, json."),
        ("board", "json", "Board report does not come as “json”, but as: pdf, docx, xlsx, png."),
    ],
)
def test_what_there_is_not_is_named_with_what_there_is(kind: str, form: str, sentence: str) -> None:
    with pytest.raises(NotFound, match=re.escape(sentence)):
        asked(kind, form, as_of=AS_OF)


def test_a_day_after_the_report_is_no_day_to_compare_with(client_of: ClientOf, filled: Room) -> None:
    with pytest.raises(Refused, match="since: 2026-03-03 is not between"):
        asked("board", "pdf", as_of=AS_OF, since=date(2026, 3, 3))
    answer = client_of("Bob").get(f"/assess/reports/board.pdf?as_of={AS_OF}&since=soon")
    assert answer.status_code == 422
    assert "since: “soon” is no date" in answer.content.decode()


def test_a_language_that_riser_does_not_write_is_refused() -> None:
    with pytest.raises(Refused, match="Riser does not write “fr”, but: en, zh-hans"):
        asked("profile", "pdf", as_of=AS_OF, language="fr")


def test_a_folder_that_is_not_there_is_a_sentence(cast: Cast, filled: Room, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "x.docx"
    done = CliRunner().invoke(assess, ["report", "--format", "docx", "--out", str(target), *BOB])
    assert done.exit_code == 2
    assert "Nothing was written to" in done.output
