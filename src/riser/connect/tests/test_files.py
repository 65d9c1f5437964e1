"""Files of unknown origin: how text is written, XLSX, limits and attacks."""

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from riser.connect.intake import opened
from riser.connect.intake.files import open_file
from riser.foundation.errors import Refused

TEXT = "Kampagne\tTag\nKäufer 春季\t2026-03-01\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_unicode_writing(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    (sheet,) = open_file(path).sheets
    header, row = sheet.head()
    assert str(header[1][0]).lstrip("\ufeff") == "Kampagne"
    assert row == (2, ["Käufer 春季", "2026-03-01"])


def test_chinese_text_in_gb18030_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("广告系列,日期\n春季促销,2026-03-01\n".encode("gb18030"))
    file = open_file(path)
    assert file.encoding == "gb18030"
    assert file.sheets[0].head()[0][1] == ["广告系列", "日期"]


def test_western_text_is_not_misread_as_chinese(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Kampagne;Tag\nKäufer für Gärten;2026-03-01\n".encode("cp1252"))
    with pytest.raises(Refused, match="Save it as “CSV UTF-8”"):
        open_file(path)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_is_found(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Title line\na{mark}b{mark}c\n1{mark}2{mark}3\n")
    assert open_file(path).sheets[0].head()[1] == (2, ["a", "b", "c"])


def test_xlsx_keeps_days_as_days_and_numbers_as_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Days", 0)
    sheet.append(["Campaign", "Day", "Cost"])
    sheet.append(["Terrace", date(2026, 3, 1), 12.5])
    book.save(tmp_path / "a.xlsx")
    rows = open_file(tmp_path / "a.xlsx").sheets[0].head()
    assert rows[1][1][0] == "Terrace"
    assert str(rows[1][1][1]).startswith("2026-03-01")
    assert rows[1][1][2] == 12.5


def test_a_file_that_is_missing_empty_or_binary_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no file"):
        open_file(tmp_path / "none.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(Refused, match="is empty"):
        open_file(tmp_path / "empty.csv")
    (tmp_path / "photo.csv").write_bytes(bytes(range(256)) * 10)
    with pytest.raises(Refused, match="neither a table"):
        open_file(tmp_path / "photo.csv")


def test_an_archive_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    with pytest.raises(Refused, match="unpacks to far more"):
        open_file(path)


def test_an_archive_that_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(Refused, match=r"is packed\. Unpack it"):
        open_file(path)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(["x"] * (opened.MAX_COLUMNS + 1)) + "\n")
    with pytest.raises(Refused, match="more than 500 columns"):
        open_file(path).sheets[0].head()


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "MAX_BYTES", 10)
    path = tmp_path / "a.csv"
    path.write_text("a,b,c\n1,2,3\n")
    with pytest.raises(Refused, match="larger than 200 MB"):
        open_file(path)


def test_a_cell_beyond_all_measure_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "x" * 200_000 + ",1\n")
    with pytest.raises(Refused, match="line 2: no cell ends"):
        list(open_file(path).sheets[0].rows())
