"""Files that are known and cannot be taken in: what they are, and what to bring instead. Data, not code."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from django.utils.translation import gettext as _

from riser.connect.intake.files import OpenFile, Row
from riser.connect.mappings import in_words
from riser.connect.rules.mapping import normal
from riser.connect.rules.tables import Words
from riser.foundation.errors import Refused


@dataclass(frozen=True, slots=True)
class Unfit:
    """A kind of file: the columns of which one is enough to tell it, and what people are told."""

    columns: frozenset[str]
    says: Words


@cache
def unfit() -> tuple[Unfit, ...]:
    """Every kind of file that is refused by its columns."""
    path = files("riser.connect.mappings") / "words" / "refused.yaml"
    told = yaml.safe_load(path.read_text("utf-8"))
    return tuple(Unfit(frozenset(map(normal, one["columns"])), one["says"]) for one in told)


def refuse_unfit(file: OpenFile, name: str) -> None:
    """Raises Refused with what to bring instead, where the file is of a kind that cannot be taken in."""
    for sheet in file.sheets:
        found = _kind_of(sheet.head())
        if found:
            text = _("%(name)s cannot be taken in. %(what)s")
            raise Refused(text % {"name": name, "what": in_words(found.says)})


def _kind_of(head: Iterable[Row]) -> Unfit | None:
    cells = {normal(cell) for _number, row in head for cell in row}
    return next((one for one in unfit() if one.columns & cells), None)
