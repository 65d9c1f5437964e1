"""One row of the plan template: cells in, a typed row out, or every cell that cannot be taken."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from riser.foundation.currencies import is_currency
from riser.foundation.evidence import PlatformKey
from riser.plan.rules.bounds import Bound, bounds
from riser.plan.rules.dates import day
from riser.plan.rules.keys import keys
from riser.plan.rules.numbers import Amount, amount, number
from riser.plan.rules.trouble import Trouble, Unclear
from riser.plan.words import CampaignClass, CampaignKind

Cells = Mapping[str, Any]  # column -> value; columns that are empty may be missing


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be taken."""

    row: int
    column: str
    unclear: Unclear


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One campaign with everything that hangs on it, as one row of the template states it."""

    number: int
    values: Mapping[str, Any] = field(default_factory=dict)

    def get(self, column: str) -> Any:
        """The typed value of a column; None or an empty value where the cell is empty."""
        return self.values[column]


def text(limit: int) -> Callable[[Any], str]:
    """A reader of text with at most `limit` characters."""

    def read(value: Any) -> str:
        said = words(value)
        if len(said) > limit:
            raise Unclear(Trouble.TOO_LONG, said, str(limit))
        return said

    return read


def words(value: Any) -> str:
    """A cell as text; whole numbers without the point that spreadsheets add."""
    if isinstance(value, list | tuple):
        return "; ".join(words(one) for one in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def several(value: Any) -> tuple[str, ...]:
    """The parts of a cell, separated by semicolons, commas or line breaks."""
    parts = (part.strip() for part in re.split(r"[;；,，、\n]", words(value)))
    return tuple(dict.fromkeys(part for part in parts if part))


def choice(allowed: type[CampaignKind] | type[CampaignClass]) -> Callable[[Any], str]:
    """A reader of one of a few words, in any case."""

    def read(value: Any) -> str:
        said = words(value)
        found = next((word.value for word in allowed if word.value.lower() == said.lower()), None)
        if found is None:
            raise Unclear(Trouble.NOT_A_CHOICE, said, *(word.value for word in allowed))
        return str(found)

    return read


def quantity(value: Any) -> Decimal:
    """A number, typed or as a spreadsheet holds it."""
    return Decimal(repr(value)) if isinstance(value, int | float) else number(words(value))


def cap(value: Any) -> Amount:
    """A cap above nothing, with the currency where one is written beside it."""
    found = Amount(Decimal(repr(value)), "") if isinstance(value, int | float) else amount(words(value))
    if found.value <= 0:
        raise Unclear(Trouble.NOT_POSITIVE, words(value))
    return found


def currency(value: Any) -> str:
    """A currency code in capitals."""
    said = words(value).upper()
    if not is_currency(said):
        raise Unclear(Trouble.NOT_A_CHOICE, said, "EUR", "USD", "CNY")
    return said


def one_bound(value: Any) -> Bound | None:
    """The requirement of the row."""
    found = bounds(words(value))
    if len(found) > 1:
        raise Unclear(Trouble.TOO_MANY, words(value))
    return found[0] if found else None


def platform_keys(value: Any) -> tuple[PlatformKey, ...]:
    """The platform campaigns of the row."""
    return keys(words(value))


# The order is the order of the template.
READERS: Mapping[str, Callable[[Any], Any]] = {
    "code": text(40),
    "name": text(200),
    "kind": choice(CampaignKind),
    "class": choice(CampaignClass),
    "unit": text(120),
    "owner": text(400),
    "objective": text(200),
    "objective_metric": text(120),
    "objective_baseline": quantity,
    "objective_target": quantity,
    "objective_unit": text(40),
    "objective_due": day,
    "initiative": text(200),
    "audience": text(4000),
    "channels": several,
    "deliverables": text(4000),
    "start": day,
    "end": day,
    "platform_campaigns": platform_keys,
    "requirement": one_bound,
    "requirement_from": day,
    "requirement_to": day,
    "requirement_source": text(200),
    "requirement_baseline": quantity,
    "acceptor": text(200),
    "cap": cap,
    "currency": currency,
    "cap_from": day,
    "cap_to": day,
    "agreed_on": day,
    "requested_by": text(150),
    "approved_by": text(150),
    "approved_on": day,
    "cap_approved_by": text(150),
    "cap_approved_on": day,
}
EMPTY: Mapping[str, Any] = {"channels": (), "platform_campaigns": (), "kind": CampaignKind.CAMPAIGN.value}
_OPTIONAL = {day, quantity, cap, currency, one_bound}
# A column that means nothing without another one.
PAIRS = (
    ("approved_on", "approved_by"),
    ("approved_by", "approved_on"),
    ("cap_approved_on", "cap_approved_by"),
    ("cap_approved_by", "cap_approved_on"),
    ("cap_approved_on", "cap"),
    ("requested_by", "approved_by"),
    ("objective_metric", "objective"),
    ("objective_target", "objective"),
    ("initiative", "objective"),
    ("acceptor", "requirement"),
    ("requirement_source", "requirement"),
)
# The first day cannot come after the second.
ORDERS = (
    ("start", "end"),
    ("requirement_from", "requirement_to"),
    ("cap_from", "cap_to"),
    ("agreed_on", "approved_on"),
)
CLAIMED = ("agreed_on", "approved_on", "cap_approved_on")


def read_rows(rows: Sequence[tuple[int, Cells]], *, today: date) -> tuple[list[PlanRow], list[Wrong]]:
    """The typed rows, and everything wrong in any of them. Rows without any cell are left out."""
    found: list[PlanRow] = []
    wrong: list[Wrong] = []
    for number_, cells in rows:
        filled = {column: value for column, value in cells.items() if words("" if value is None else value)}
        if filled:
            row, problems = _read_row(number_, filled, today)
            found.append(row)
            wrong += problems
    places = {column: place for place, column in enumerate(READERS)}
    return found, sorted(wrong + _repeated(found), key=lambda one: (one.row, places[one.column]))


def _read_row(number_: int, cells: Cells, today: date) -> tuple[PlanRow, list[Wrong]]:
    values: dict[str, Any] = {}
    wrong = []
    for column, reader in READERS.items():
        nothing = EMPTY.get(column, None if reader in _OPTIONAL else "")
        try:
            values[column] = reader(cells[column]) if column in cells else nothing
        except Unclear as unclear:
            values[column] = nothing
            wrong.append(Wrong(number_, column, unclear))
    bad = {one.column for one in wrong}
    wrong += [one for one in _contradictions(number_, values, today, bad) if one.column not in bad]
    return PlanRow(number_, values), wrong


def _contradictions(number_: int, values: Mapping[str, Any], today: date, bad: set[str]) -> list[Wrong]:
    """What does not go together; what lacks only a cell that could not be read follows from that one."""
    found = []
    if not values["name"]:
        found.append(Wrong(number_, "name", Unclear(Trouble.EMPTY, "")))
    for column, other in PAIRS:
        if values[column] and not values[other] and other not in bad:
            found.append(Wrong(number_, column, Unclear(Trouble.NEEDS, words(values[column]), other)))
    for first, second in ORDERS:
        if values[first] and values[second] and values[second] < values[first]:
            found.append(Wrong(number_, second, Unclear(Trouble.BEFORE, str(values[second]), first)))
    for column in CLAIMED:
        if values[column] and values[column] > today:
            found.append(Wrong(number_, column, Unclear(Trouble.IN_FUTURE, str(values[column]))))
    if values["cap"] and (lacks := _cap_lacks(values, bad)):
        found.append(Wrong(number_, "cap", Unclear(Trouble.NEEDS, str(values["cap"].value), lacks)))
    return found


def _cap_lacks(values: Mapping[str, Any], bad: set[str]) -> str:
    """The column that a cap still needs for its days; "" where it has them, or a cell meant to say them."""
    for day_, columns in ((_first(values), ("cap_from", "start")), (_last(values), ("cap_to", "end"))):
        if day_ is None and bad.isdisjoint(columns):
            return columns[0]
    return ""


def cap_window(values: Mapping[str, Any]) -> tuple[date, date] | None:
    """The days a cap holds for: its own, else those of the campaign; None where one of them is missing."""
    first, last = _first(values), _last(values)
    return (first, last) if first and last else None


def _first(values: Mapping[str, Any]) -> date | None:
    found: date | None = values["cap_from"] or values["start"]
    return found


def _last(values: Mapping[str, Any]) -> date | None:
    found: date | None = values["cap_to"] or values["end"]
    return found


def _repeated(rows: Sequence[PlanRow]) -> list[Wrong]:
    """Two rows for one campaign, or one platform campaign in two rows."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    for row in rows:
        keys_ = ("/".join((key.source, key.account, key.campaign)) for key in row.get("platform_campaigns"))
        marks = [(column, row.get(column)) for column in ("code", "name") if row.get(column)]
        for column, mark in (*marks, *(("platform_campaigns", key) for key in keys_)):
            first = seen.setdefault((column, mark.casefold()), row.number)
            if first != row.number:
                found.append(Wrong(row.number, column, Unclear(Trouble.TWICE, mark, str(first))))
    return found
