"""What a metric is and what it amounts to: sums first, then one division. Pure, on exact decimals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from riser.connect.rules.tables import Words

KNOWN = "known"
PLACES = 6
UNKNOWN = Decimal("NaN")  # part of a sum that nobody knows: the sum is unknown with it
TIME = ("day", "month")
DIMENSIONS = ("source", "account", "campaign", *TIME)
Sums = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Part:
    """One sum over the rows of a table: of a column, of the days between two moments, or of rows.

    `where` names the value of a column, several, or `known` for whatever is not null.
    """

    id: str
    table: str
    day: str
    says: Words
    column: str = ""
    between: tuple[str, ...] = ()
    where: Mapping[str, Any] | None = None
    has_margin: bool = False
    ripe: int = 0

    @property
    def is_count(self) -> bool:
        """Whether rows are counted: without any, that is zero and not unknown."""
        return not self.column and not self.between


@dataclass(frozen=True)
class Metric:
    """One metric. `numerator` and `denominator` name parts; a minus before the name takes one off.

    `by` is what it can be split by, `money` the parts that are amounts.
    """

    id: str
    name: Words
    unit: str
    numerator: tuple[str, ...]
    owner: str
    direction: str
    means: Words
    denominator: tuple[str, ...] = ()
    times: int = 1
    note: Words | None = None
    by: tuple[str, ...] = TIME
    money: frozenset[str] = frozenset()

    @property
    def part_ids(self) -> tuple[str, ...]:
        """The parts it is made of, each once."""
        return tuple(dict.fromkeys(term.lstrip("-") for term in (*self.numerator, *self.denominator)))


@dataclass(frozen=True, slots=True)
class PartSum:
    """What a part amounts to on a day under a label; `currency` is "" where the table has none."""

    part: str
    label: str
    day: date
    currency: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric under a label and in a currency, with the sums it was made of; None where it is unknown."""

    label: str
    currency: str
    value: Decimal | None
    sums: Sums


def value_of(metric: Metric, sums: Sums) -> Decimal | None:
    """The metric of these sums: None where one is unknown or the denominator is zero."""
    top = _added(metric.numerator, sums)
    if not metric.denominator or top is None:
        return top
    bottom = _added(metric.denominator, sums)
    return round(top * metric.times / bottom, PLACES) if bottom else None


def added(several: Iterable[Sums]) -> dict[str, Decimal | None]:
    """The sums of several groups of rows together; what no group knows stays unknown."""
    found: dict[str, Decimal | None] = {}
    for sums in several:
        for part, value in sums.items():
            before = found.get(part)
            found[part] = value if before is None else before + (value or 0)
    return found


def figures(metric: Metric, parts: Mapping[str, Part], found: Iterable[PartSum]) -> list[Figure]:
    """The metric by label and currency, in the order of both.

    Currencies are never added. A count from a table without amounts belongs to no currency: it serves where
    there is one currency, and where there are several nobody knows how to split it.
    """
    rows = [one for one in found if one.part in metric.part_ids]
    currencies = sorted({one.currency for one in rows if one.part in metric.money}) or [""]
    of_money = {parts[part].table for part in metric.money}
    groups: dict[tuple[str, str], list[Sums]] = {}
    for one in rows:
        own = parts[one.part].table in of_money
        for currency in [one.currency] if own else currencies:
            value = one.value if own or len(currencies) == 1 else None
            groups.setdefault((one.label, currency), []).append({one.part: value})
    alone = len(currencies) == 1
    nothing = {
        part: _nothing(parts[part], alone or parts[part].table in of_money) for part in metric.part_ids
    }
    return [_figure(metric, *group, {**nothing, **added(groups[group])}) for group in sorted(groups)]


def matches(row: Mapping[str, Any], where: Mapping[str, Any] | None) -> bool:
    """Whether a row is one of those that a part adds."""
    return all(_fits(row.get(name), wanted) for name, wanted in (where or {}).items())


def _fits(value: Any, wanted: Any) -> bool:
    if wanted == KNOWN:
        return value not in (None, "")
    return value in wanted if isinstance(wanted, list) else bool(value == wanted)


def _nothing(part: Part, is_told: bool) -> Decimal | None:
    return Decimal(0) if part.is_count and is_told else None


def _figure(metric: Metric, label: str, currency: str, sums: Sums) -> Figure:
    known = {part: None if value is None or value.is_nan() else value for part, value in sums.items()}
    return Figure(label, currency, value_of(metric, known), known)


def _added(terms: Iterable[str], sums: Sums) -> Decimal | None:
    total = Decimal(0)
    for term in terms:
        value = sums.get(term.lstrip("-"))
        if value is None:
            return None
        total += -value if term.startswith("-") else value
    return total
