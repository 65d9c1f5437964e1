"""How the files of the table are made: a builder for each way in which a file can be wrong."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from riser.assess.library import CONTENT

Said = Mapping[str, Any]
# A row that every face takes; a kind writes down only what is different in its own rows.
GOOD = {
    "Campaign": "Spring",
    "Day": "",
    "Currency code": "EUR",
    "Cost": "12.50",
    "Impr.": "900",
    "Clicks": "45",
    "Conversions": "3",
    "Customer ID": "410-220-1001",
}
FIRST = date(2026, 2, 1)
SHEET = "xl/worksheets/sheet1.xml"


def file_of(said: Said, folder: Path) -> Path:
    """The file that a kind describes, written into the folder. The word that names a builder decides."""
    path = folder / Path(str(said.get("name", "spend.csv"))).name
    if "model" in said:
        return own_model(said, folder / "rmm")
    [word] = BUILDERS.keys() & said.keys()
    made = BUILDERS[word](said)
    if made is None:
        path.mkdir()
    else:
        path.write_bytes(damaged(made, said))
    return path


def damaged(data: bytes, said: Said) -> bytes:
    """The bytes, cut off or packed where the kind says so."""
    if said.get("packed"):
        data = gzip.compress(data)
    if "cut" in said:
        data = data[: int(len(data) * said["cut"])]
    return data


def text(said: Said) -> bytes:
    """A text in an encoding, UTF-8 unless said otherwise; `times` repeats it behind what stands before it."""
    whole = str(said.get("before", "")) + str(said["text"]) * int(said.get("times", 1))
    return whole.encode(str(said.get("encoding", "utf-8")), "surrogatepass")


def raw(said: Said) -> bytes:
    """Bytes, each written as the character of that number."""
    return str(said["bytes"]).encode("latin-1") * int(said.get("times", 1))


def table(said: Said) -> bytes:
    """An export: good rows on the first days of February but for the cells that `rows` names.

    `without` leaves columns out, `mark` separates them, `encoding` writes them.
    """
    cells = [filled(row, place) for place, row in enumerate(said["rows"])]
    header = list(dict.fromkeys(name for row in cells for name in row))
    header = [name for name in header if name not in said.get("without", ())]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=said.get("mark", ","), lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in header] for row in cells)
    return out.getvalue().encode(said.get("encoding", "utf-8"))


def filled(row: Said | None, place: int) -> dict[str, Any]:
    """The good row of that place with other cells where the kind says so."""
    return GOOD | {"Day": (FIRST + timedelta(days=place)).isoformat()} | dict(row or {})


def workbook(said: Said) -> bytes:
    """A workbook: each name a sheet, each sheet its rows of cells as a spreadsheet types them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in said["workbook"].items():
        sheet = book.create_sheet(str(name))
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb(said: Said) -> bytes:
    """A workbook whose one sheet unpacks to so many bytes of nothing."""
    source = io.BytesIO(workbook({"workbook": {"plan": [["name"]]}}))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in book.namelist():
            target.writestr(name, b"0" * said["bomb"] if name == SHEET else book.read(name))
    return out.getvalue()


def wide(said: Said) -> bytes:
    """A table of so many columns."""
    header = ",".join(f"column {number}" for number in range(said["columns"]))
    return f"{header}\n{','.join(['1'] * said['columns'])}\n".encode()


def nested(said: Said) -> bytes:
    """Brackets so many deep, behind what is written before them."""
    return (str(said.get("before", "")) + "[" * int(said["brackets"])).encode()


def folder(_said: Said) -> None:
    """No file at all: a folder of that name."""


def own_model(said: Said, path: Path) -> Path:
    """The head of Riser's own model with one area, in which one text is put for another."""
    path.mkdir()
    for name in ("model.yaml", "BUD.yaml"):
        written = (CONTENT / "rmm" / name).read_text("utf-8")
        if name == said["model"]:
            assert said["for"] in written, f"{said['for']!r} stands no longer in {name}"
            written = written.replace(said["for"], said["put"], 1)
        (path / name).write_text(written, "utf-8")
    return path


BUILDERS: Mapping[str, Callable[[Said], bytes | None]] = {
    "text": text,
    "bytes": raw,
    "rows": table,
    "workbook": workbook,
    "bomb": bomb,
    "columns": wide,
    "brackets": nested,
    "folder": folder,
}
