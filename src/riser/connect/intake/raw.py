"""The row of a kept file behind an item, read from the file itself: the lake keeps no copy of it."""

from riser.connect import ledger
from riser.connect.intake.files import Sheet, open_file
from riser.connect.intake.recognise import recognise
from riser.connect.lake.reads import select_rows
from riser.connect.lake.tables import WORK
from riser.connect.ledger import kept_file
from riser.connect.rules.cells import Cell, is_null
from riser.foundation.errors import NotFound, Refused


def raw_row(organisation_id: int, source: str, item: str) -> list[tuple[str, str]] | None:
    """The filled cells of the row that brought an item, by column; None where its file is no longer kept."""
    rows = select_rows(
        organisation_id,
        WORK,
        lambda table: table.filter(table.source == source, table.item == item, table.layer == "item"),
    )
    if not rows:
        return None
    try:
        load = ledger.get_load(organisation_id, rows[0]["load_id"])
        file = open_file(kept_file(load), name=load.file_name)
        sheet, match = recognise(file, load.source, load.file_name, load.mapping)
    except (NotFound, Refused):
        return None
    named = next((one for one in file.sheets if one.name == rows[0]["sheet"]), sheet)
    cells = _cells(named, rows[0]["line"])
    filled = zip(match.headers, cells, strict=False)
    return [(header, str(cell)) for header, cell in filled if not is_null(cell)]


def _cells(sheet: Sheet, line: int) -> list[Cell]:
    for number, row in sheet.rows():
        if number >= line:
            return row if number == line else []
    return []
