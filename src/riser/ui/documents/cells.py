"""The one rule that keeps what people typed from becoming a formula in somebody's spreadsheet."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

# What Excel, LibreOffice and Google Sheets may take for the beginning of a formula, full-width forms too.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST: Final = 32_767  # characters in a cell; a longer one makes Excel "repair" the file
# Office files are XML, which has no place for these.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Cell = str | int | Decimal | date | datetime | None


def escaped(text: str) -> str:
    """The text as a cell may hold it: an apostrophe before whatever could begin a formula.

    Control characters go, because Office files cannot hold them; what is too long for a cell ends in "…".
    """
    written = writable(text)
    if written.startswith(FORMULA_STARTS):
        written = f"'{written}"
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 1]}…"


def writable(text: str) -> str:
    """The text without characters that an Office file cannot hold."""
    return _UNWRITABLE.sub("", text)


def cell(value: Cell) -> Cell:
    """A value as it goes into a cell: text by the rule, numbers and days as they are."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)  # a cell knows no zone
    return escaped(value) if isinstance(value, str) else value
