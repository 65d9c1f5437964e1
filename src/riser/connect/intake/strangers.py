"""Files that are no table, although somebody took them for one: known by how they begin or what they hold."""

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from riser.foundation.errors import Refused
from riser.foundation.speech import gettext as _

BEGINNINGS: tuple[tuple[bytes, Callable[[], str]], ...] = (
    (b"\x1f\x8b", lambda: _("%(name)s is packed. Unpack it and take the file inside.")),
    (b"PK", lambda: _("%(name)s is damaged or no XLSX file. Save it again as XLSX, or as CSV.")),
    (
        b"\xd0\xcf\x11\xe0",
        lambda: _(
            "%(name)s has a password, or was written by an Excel older than 2007. "
            "Save it as XLSX without a password."
        ),
    ),
    (b"%PDF", lambda: _("%(name)s is a PDF. Export the figures as CSV or XLSX.")),
)
_PAGE = re.compile(r"\s*<(!doctype html|html)\b", re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
# A formula without a result: the program that wrote it never computed it. An empty text is a result.
_UNCOMPUTED = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"(?![^>]*t="str")[^>]*><f[^>]*(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)
_CHUNK, _LONGEST_CELL = 1 << 20, 1 << 15


def refuse_strangers(path: Path, name: str) -> None:
    """Raises Refused with a sentence of its own for what people often take for a table."""
    with path.open("rb") as file:
        begins = file.read(8)
    for sign, sentence in BEGINNINGS:
        if begins.startswith(sign):
            raise Refused(sentence() % {"name": name})


def refuse_page(path: Path, encoding: str, name: str) -> None:
    """Raises Refused for a web page: what a download gives whose sign-in has ended."""
    with path.open(encoding=encoding) as file:
        if _PAGE.match(file.read(200)):
            raise Refused(
                _("%(name)s is a web page, no table. Sign in to the platform and export it again.")
                % {"name": name}
            )


def refuse_archive(archive: zipfile.ZipFile, name: str) -> None:
    """Raises Refused for packed files that are no workbook."""
    names = archive.namelist()
    if names and not {"[Content_Types].xml", "mimetype"} & {*names}:
        raise Refused(_("%(name)s is packed. Unpack it and take the file inside.") % {"name": name})


def refuse_uncomputed(archive: zipfile.ZipFile, name: str) -> None:
    """Raises Refused where a formula stands without its result: it would be read as an empty cell."""
    for entry in archive.namelist():
        if not _SHEET.fullmatch(entry):
            continue
        if cell := next(_uncomputed(archive, entry), None):
            raise Refused(
                _(
                    "%(name)s, cell %(cell)s: the formula has no result yet. "
                    "Open the file in your spreadsheet program, save it, and take it again."
                )
                % {"name": name, "cell": cell}
            )


def _uncomputed(archive: zipfile.ZipFile, entry: str) -> Iterator[str]:
    """The cells of one sheet whose formula nobody has computed, a piece of the sheet at a time."""
    with archive.open(entry) as sheet:
        kept = b""
        while chunk := sheet.read(_CHUNK):
            kept += chunk
            if b"<f" in kept:
                yield from (found[1].decode() for found in _UNCOMPUTED.finditer(kept))
            kept = kept[-_LONGEST_CELL:]
