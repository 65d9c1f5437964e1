"""What a file is: which tool wrote it, in which shape, and by which columns that is seen."""

from dataclasses import dataclass
from pathlib import Path

from riser.connect.intake.files import MAX_TEXT_BYTES, open_file
from riser.connect.intake.recognise import AUTO, recognise
from riser.connect.intake.taken import recognised
from riser.connect.mappings import table_name, title_of
from riser.connect.sentences import note_sentence


@dataclass(frozen=True, slots=True)
class Detected:
    """What a file is. `why` are the headers it was recognised by, in row `header_row` of `sheet`.

    `table` is where its rows would go, `encoding` is "" for a workbook, `told` says it in words.
    """

    source: str
    shape: str
    title: str
    table: str
    why: tuple[str, ...]
    sheet: str
    header_row: int
    encoding: str
    told: str


def detect(path: Path, source: str = AUTO, mapping: str = "") -> Detected:
    """What the file is. Raises Refused with the reason where no tool fits, or several do."""
    file = open_file(path, most=MAX_TEXT_BYTES)
    sheet, match = recognise(file, source, path.name, mapping)
    slug, shape = match.source.slug, match.shape
    return Detected(
        source=slug,
        shape=shape.id,
        title=title_of(shape),
        table=table_name(slug, shape.id),
        why=match.found,
        sheet=sheet.name,
        header_row=match.header_row,
        encoding=file.encoding,
        told=note_sentence(recognised(match)),
    )
