"""Hostile files and requests: each is answered with a sentence, quickly, and nothing of it is stored."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from cast import Cast
from riser.connect.intake import opened
from riser.connect.intake.files import open_file
from riser.connect.models import Load
from riser.foundation.errors import Refused
from riser.foundation.models import AuditEvent
from riser.plan.models import Campaign
from security.northwind import HEADER

ClientOf = Callable[[str], Client]
SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ENTITIES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
BOMB = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def words(*texts: str) -> str:
    """Cells with these texts."""
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def workbook(rows: str, *, before: str = "", header: str = "name") -> bytes:
    """An XLSX file whose one sheet is written by hand."""
    book, whole, forged = Workbook(), io.BytesIO(), io.BytesIO()
    book.save(whole)
    first = f'<row r="1">{words(*header.split(","))}</row>'
    sheet = f'{before}<worksheet xmlns="{SPACE}"><sheetData>{first}{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(forged, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, sheet if name == SHEET else source.read(name))
    return forged.getvalue()


SHEETS = {
    "cut off": '<row r="2"><c',
    "a whole number of 5,000 digits": f'<row r="2"><c><v>{"9" * 5000}</v></c></row>',
    "a number that is none": '<row r="2"><c><v>abc</v></c></row>',
    "a text that is not there": '<row r="2"><c t="s"><v>999999</v></c></row>',
    "a day that is none": '<row r="2"><c t="d"><v>zzz</v></c></row>',
    "a cell nowhere": '<row r="2"><c r="zz"><v>1</v></c></row>',
    "a row nowhere": f'<row r="abc">{words("x")}</row>',
}


@pytest.mark.parametrize("page", ["/plan/import/", "/connect/drop/"])
@pytest.mark.parametrize("rows", SHEETS.values(), ids=list(SHEETS))
def test_a_damaged_sheet_is_refused_with_a_sentence(client_of: ClientOf, rows: str, page: str) -> None:
    header = "name" if page.startswith("/plan") else HEADER
    data = workbook(rows, header=header)
    answer = client_of("Alice").post(page, {"file": SimpleUploadedFile("x.xlsx", data)})
    assert answer.status_code == 422
    assert not Campaign.objects.exists()
    assert not Load.objects.exists()


def test_a_sheet_written_by_hand_is_taken_where_nothing_is_wrong_with_it(client_of: ClientOf) -> None:
    """Or the refusals above would prove nothing."""
    rows = f'<row r="2">{words("Spring", "2026-02-01", "EUR", "5.00", "9", "1", "0", "410-220-1001")}</row>'
    file = SimpleUploadedFile("x.xlsx", workbook(rows, header=HEADER))
    assert client_of("Alice").post("/connect/drop/", {"file": file}).status_code == 302


@pytest.mark.parametrize("trick", [BOMB, OUTSIDE], ids=["billion laughs", "a file of the server"])
def test_entities_are_not_unfolded(tmp_path: Path, trick: str) -> None:
    path = tmp_path / "x.xlsx"
    entity = "&j;" if trick is BOMB else "&a;"
    path.write_bytes(workbook(f'<row r="2">{words(entity)}</row>', before=trick))
    try:
        cells = [cell for _number, row in open_file(path).sheets[0].rows() for cell in row]
    except Refused:
        return
    assert not any("root:" in str(cell) or len(str(cell)) > 1000 for cell in cells)


def test_a_row_far_below_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook(f'<row r="30000000000">{words("x")}</row>'))
    assert sum(1 for _row in open_file(path).sheets[0].rows()) <= opened.MAX_ROWS


def test_a_file_that_unpacks_to_far_more_than_its_size_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook(f'<row r="2">{words("0" * 50_000_000)}</row>'))
    assert path.stat().st_size < 500_000
    with pytest.raises(Refused, match="unpacks"):
        open_file(path)


TABLES = {
    "5,000 columns": ",".join(["a"] * 5000).encode() + b"\n",
    "a line of three million letters": b"name,x\n" + b"a" * 3_000_000,
    "zero bytes": b"name,cap\nx\x00y,1\n",
    "a quote that never ends": b'name,cap\n"' + b"x\n" * 200_000,
    "half a character": "name\nx".encode("utf-16") + b"\x01",
    "two million rows": b"name\n" + b"a\n" * 2_000_000,
}


@pytest.mark.parametrize("page", ["/plan/import/", "/connect/drop/"])
@pytest.mark.parametrize("data", TABLES.values(), ids=list(TABLES))
def test_a_table_that_is_none_is_refused_with_a_sentence(client_of: ClientOf, data: bytes, page: str) -> None:
    answer = client_of("Alice").post(page, {"file": SimpleUploadedFile("x.csv", data)})
    assert answer.status_code == 422
    assert not Campaign.objects.exists()
    assert not Load.objects.exists()


def grown(first: str, inside: str) -> str:
    """Eight lines, each nine times the one before."""
    lines = [f"{chr(98 + n)}: &{chr(98 + n)} {inside % ','.join([f'*{chr(97 + n)}'] * 9)}" for n in range(8)]
    return "\n".join([first, *lines])


TRICKS = {
    "aliases": grown("a: &a [x, x, x]", "[%s]") + "\ncampaigns:\n - name: *i\n",
    "merges": grown("a: &a {k: 1}", "{<<: [%s]}") + "\ncampaigns:\n - name: x\n",
    "itself": "campaigns:\n - name: &b [*b]\n",
    "depth": "campaigns: " + "[" * 20_000,
    "a command": "campaigns:\n - name: !!python/object/apply:os.system ['id']\n",
    "a hexadecimal number of 50,000 digits": f"campaigns:\n - name: x\n   cap: 0x{'f' * 50_000}\n",
    "a number in sixties": f"campaigns:\n - name: x\n   cap: 1{':59' * 5000}\n",
    "infinity": "campaigns:\n - name: x\n   cap: .inf\n",
    "a zero byte": 'campaigns:\n - name: x\n   channels: ["a\\0"]\n',
    "half a character": 'campaigns:\n - name: "a\\ud800b"\n',
}


@pytest.mark.parametrize("text", TRICKS.values(), ids=list(TRICKS))
def test_yaml_holds_plain_text_only(client_of: ClientOf, text: str) -> None:
    file = SimpleUploadedFile("plan.yaml", text.encode())
    assert client_of("Alice").post("/plan/import/", {"file": file}).status_code == 422
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("name", ["../../x.yaml", "..", "/etc/passwd", "a\nb.yaml", "x" * 200 + ".yaml"])
def test_the_name_of_an_upload_is_no_place(client_of: ClientOf, settings: object, name: str) -> None:
    home = Path(settings.RISER_HOME)  # type: ignore[attr-defined]
    file = SimpleUploadedFile("plan.yaml", b"campaigns:\n - name: Spring\n")
    file._name = name  # type: ignore[attr-defined]  # what Django would clean, a rude client sends
    for page in ("/plan/import/", "/connect/drop/"):
        file.seek(0)
        assert client_of("Alice").post(page, {"file": file}).status_code in {302, 422}
    outside = list(home.parent.rglob("*passwd*"))
    assert outside == []


def test_a_stranger_to_the_installation_cannot_fill_its_disk(cast: Cast) -> None:
    for page in ("/account/login/", "/connect/drop/", "/plan/import/", "/api/v1/connect/imports"):
        file = SimpleUploadedFile("x.csv", b"a" * 2_000_000)
        assert Client().post(page, {"file": file}).status_code == 413


@pytest.mark.parametrize("size", [str(10**12), "-1", "abc", "²"])
def test_more_than_the_limit_is_not_even_read(client_of: ClientOf, size: str) -> None:
    answer = client_of("Alice").post("/plan/import/", {}, CONTENT_LENGTH=size)
    assert answer.status_code == 413


@pytest.mark.parametrize("account", ["a" * 256, "a\x00b", "a\nb"])
def test_an_account_that_cannot_be_stored_is_refused(client_of: ClientOf, account: str) -> None:
    data = f"{HEADER.removesuffix(',Customer ID')}\nSpring,2026-02-01,EUR,5,9,1,0\n".encode()
    said = {"file": SimpleUploadedFile("a.csv", data), "account": account}
    before = AuditEvent.objects.count()
    for page in ("/connect/drop/", "/api/v1/connect/imports"):
        said["file"].seek(0)  # type: ignore[attr-defined]
        assert client_of("Alice").post(page, said).status_code == 422
    assert AuditEvent.objects.count() == before
    assert not Load.objects.exists()


@pytest.mark.parametrize("total", ["1e999999", "NaN", "-1", "1" * 30])
def test_a_total_beyond_all_money_is_refused(client_of: ClientOf, total: str) -> None:
    said = {"file": SimpleUploadedFile("a.csv", b"x"), "account_total": total}
    assert client_of("Alice").post("/api/v1/connect/imports", said).status_code == 422
