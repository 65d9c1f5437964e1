"""Reads: what a metric amounts to over some days, split by a dimension. One read for each table it needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from riser.connect.lake import table as lake
from riser.connect.lake.reads import select, select_rows
from riser.connect.lake.tables import AD_DAILY, TABLES
from riser.connect.lake.views import select_table
from riser.connect.metrics import WORK_ITEM, metrics, parts
from riser.connect.queries.work import work_items
from riser.connect.rules.metrics import (
    KNOWN,
    TIME,
    UNKNOWN,
    Figure,
    Metric,
    Part,
    PartSum,
    figures,
    matches,
)
from riser.connect.rules.tables import Kind
from riser.connect.rules.work import WorkItem, WorkState
from riser.connect.tables import every_table
from riser.foundation.errors import NotFound, Refused
from riser.ui import formats

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAY = 86_400  # seconds
TESTS = frozenset({"ab-test", "ab_test", "a/b-test"})
YES = frozenset({"yes", "true", "1", "是"})


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric over some days. `missing` are tables of which nothing is loaded: then there is no figure."""

    metric: Metric
    from_day: date
    to_day: date
    by: str
    figures: tuple[Figure, ...]
    missing: tuple[str, ...] = ()


def metric(name: str) -> Metric:
    """The metric of this id, however it is capitalised. Raises NotFound naming those there are."""
    found = metrics().get(name.strip().lower().replace("-", "_"))
    if found is None:
        told = _("There is no metric “%(name)s”. There are: %(known)s.")
        raise NotFound(told % {"name": name[:60], "known": formats.listed(metrics())})
    return found


def measured(organisation_id: int, name: str, *, from_day: date, to_day: date, by: str = "") -> Measured:
    """One metric over these days, both included. Raises Refused for what it cannot be split by."""
    asked = metric(name)
    if by and by not in asked.by:
        told = _("%(name)s cannot be split by “%(by)s”. It can be by: %(known)s.")
        raise Refused(told % {"name": asked.id, "by": by[:60], "known": formats.listed(asked.by)})
    if from_day > to_day:
        raise Refused(_("The first day is after the last. Exchange them."))
    (found,) = all_measured(organisation_id, [asked], from_day=from_day, to_day=to_day, by=by)
    return found


def all_measured(
    organisation_id: int, asked: Sequence[Metric], *, from_day: date, to_day: date, by: str = ""
) -> list[Measured]:
    """Several metrics over the same days, with one read for each table and column of days."""
    wanted = {one: parts()[one] for metric in asked for one in metric.part_ids}
    missing = {
        table for table in {part.table for part in wanted.values()} if not _loaded(organisation_id, table)
    }
    if any(part.has_margin for part in wanted.values()) and not _loaded(organisation_id, "margin"):
        missing.add("margin")
    sums = _sums(organisation_id, wanted, missing, (from_day, to_day), by)
    return [_measured(one, sums, missing, (from_day, to_day), by) for one in asked]


def _measured(
    metric: Metric, sums: Iterable[PartSum], missing: set[str], days: tuple[date, date], by: str
) -> Measured:
    mine = [parts()[one] for one in metric.part_ids]
    needed = {one.table for one in mine} | ({"margin"} if any(one.has_margin for one in mine) else set())
    lacks = tuple(sorted(needed & missing))
    found = () if lacks else tuple(figures(metric, parts(), sums))
    return Measured(metric, *days, by, found, lacks)


def _loaded(organisation_id: int, name: str) -> bool:
    stored = "work" if name == WORK_ITEM else every_table()[name].view_of or name
    delta = lake.open_table(organisation_id, TABLES[stored])
    return delta is not None and bool(delta.file_uris())


def _sums(
    organisation_id: int,
    wanted: Mapping[str, Part],
    missing: set[str],
    days: tuple[date, date],
    by: str,
) -> list[PartSum]:
    groups: dict[tuple[str, str], list[Part]] = {}
    for part in wanted.values():
        if part.table not in missing:
            groups.setdefault((part.table, part.day), []).append(part)
    rates = _rates(organisation_id) if any(part.has_margin for part in wanted.values()) else {}
    found: list[PartSum] = []
    for (table, _day), mine in groups.items():
        if table == WORK_ITEM:
            found += _of_work(organisation_id, mine, days, by)
        else:
            found += _of_table(organisation_id, mine, days, by, rates)
    return found


# --- tables of the lake ------------------------------------------------------------------------------------


def _of_table(
    organisation_id: int,
    mine: Sequence[Part],
    days: tuple[date, date],
    by: str,
    rates: Mapping[tuple[str, str], Decimal],
) -> list[PartSum]:
    table = mine[0].table

    def build(rows: "ir.Table") -> "ir.Table":
        return grouped(rows, mine, days, by)

    found = (
        select(organisation_id, build)
        if table == AD_DAILY.name
        else select_table(organisation_id, table, build)
    )
    return [_part_sum(row, part, by, rates) for row in found for part in mine]


def grouped(rows: "ir.Table", mine: Sequence[Part], days: tuple[date, date], by: str) -> "ir.Table":
    import ibis

    if "deleted" in rows.columns:
        rows = rows.filter(~rows.deleted)
    if any(part.ripe for part in mine):
        newest = rows.day.max().over(ibis.window(group_by=["source", "account"]))
        rows = rows.mutate(age=newest.delta(rows.first_day, unit="day"))
    # Days are those of the moment in UTC, counted from 1970: a cast would ask the machine for its zone.
    told = rows[mine[0].day]
    is_moment = _kind(mine[0].table, mine[0].day) == Kind.MOMENT
    day = (told.epoch_seconds().cast("int64") // DAY).cast("int64") if is_moment else told
    rows = rows.filter(_within(told, days, is_moment)).mutate(
        counted_on=day,
        label=rows[by].fill_null("") if by and by not in TIME else ibis.literal(""),
        in_currency=rows.currency.fill_null("") if "currency" in rows.columns else ibis.literal(""),
        of_goal=rows.goal if any(part.has_margin for part in mine) else ibis.literal(""),
    )
    keys = ["counted_on", "label", "in_currency", "of_goal"]
    return rows.group_by(keys).aggregate(**{part.id: _aggregate(rows, part) for part in mine})


def _within(told: Any, days: tuple[date, date], is_moment: bool) -> Any:
    if not is_moment:
        return (told >= days[0]) & (told <= days[1])
    first, last = (datetime.combine(one, time(), UTC) for one in (days[0], days[1] + timedelta(days=1)))
    return (told >= first) & (told < last)


def _aggregate(rows: "ir.Table", part: Part) -> Any:
    import ibis

    fits = ibis.literal(True)
    for name, wanted in (part.where or {}).items():
        fits = fits & _fits(rows[name], wanted)
    if part.ripe:
        fits = fits & (rows.age >= part.ripe)
    if part.between:
        first, last = (rows[name].epoch_seconds().cast("int64") for name in part.between)
        return (last - first).sum(where=fits)
    return rows[part.column].sum(where=fits) if part.column else fits.fill_null(False).cast("int64").sum()


def _fits(column: Any, wanted: Any) -> Any:
    if wanted == KNOWN:
        return column.notnull() & ((column != "") if column.type().is_string() else True)
    return column.isin(wanted) if isinstance(wanted, list) else column == wanted


def _part_sum(
    row: Mapping[str, Any], part: Part, by: str, rates: Mapping[tuple[str, str], Decimal]
) -> PartSum:
    told = row["counted_on"]
    day = told if isinstance(told, date) else date(1970, 1, 1) + timedelta(days=int(told))
    given = row[part.id]
    value = None if given is None else Decimal(given) / (DAY if part.between else 1)
    if part.has_margin and value is not None:
        month = f"{day:%Y-%m}"
        rate = rates.get((row["of_goal"], month), rates.get(("", month)))
        value = UNKNOWN if rate is None else value * rate
    return PartSum(part.id, _label(row["label"], day, by), day, row["in_currency"], value)


def _rates(organisation_id: int) -> dict[tuple[str, str], Decimal]:
    found = select_rows(
        organisation_id, TABLES["margin"], lambda rows: rows.select("product", "month", "rate")
    )
    return {(row["product"], row["month"]): row["rate"] for row in found}


def _kind(table: str, name: str) -> Kind | None:
    column = every_table()[table].column(name)
    return column.kind if column else None


def _label(label: str, day: date, by: str) -> str:
    return f"{day:%Y-%m}" if by == "month" else day.isoformat() if by == "day" else label


# --- records of work ---------------------------------------------------------------------------------------


def _of_work(organisation_id: int, mine: Sequence[Part], days: tuple[date, date], by: str) -> list[PartSum]:
    rows = [_work_row(one) for one in work_items(organisation_id, to_day=date.max - timedelta(days=2))]
    found = []
    for part in mine:
        for row in rows:
            day = row[part.day]
            if day is not None and days[0] <= day <= days[1] and matches(row, part.where):
                value = _work_value(row, part)
                found.append(PartSum(part.id, _label(str(row.get(by, "")), day, by), day, "", value))
    return found


def _work_value(row: Mapping[str, Any], part: Part) -> Decimal:
    if not part.between:
        return Decimal(1)
    passed = row[part.between[1]] - row[part.between[0]]
    return Decimal(round(passed.total_seconds())) / DAY


def _work_row(item: WorkItem) -> dict[str, Any]:
    """The columns of work_item that a part may name."""
    done_at = _done_at(item)
    labels = {
        one.strip().casefold() for one in item.attributes.get("labels", "").replace(";", "\n").split("\n")
    }
    done = done_at.date() if done_at else None
    return {
        "source": item.source,
        "campaign": item.campaign,
        "kind": item.kind.value,
        "made": item.happened_at.date(),
        "made_at": item.happened_at,
        "done": done,
        "done_at": done_at,
        "due": item.due,
        "is_launch": item.attributes.get("launch", "").casefold() in YES,
        "is_on_time": done is not None and item.due is not None and done <= item.due,
        "is_test": bool(labels & TESTS),
        "round": item.attributes.get("round", ""),
    }


def _done_at(item: WorkItem) -> datetime | None:
    """When it was done as its history says, None where it is open or has none."""
    if item.state != WorkState.DONE:
        return None
    return max((one.at for one in item.events if one.new == WorkState.DONE), default=None)
