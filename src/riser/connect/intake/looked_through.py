"""A file looked through as a whole, once all of it waits: repeats are refused, what is left is summed."""

import heapq
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice
from typing import Any

from riser.connect.intake.months import Month, Staged
from riser.connect.lake.bench import Bench, bench
from riser.connect.lake.reads import exact
from riser.connect.rules.ad_mapping import AdShape
from riser.connect.rules.cells import BadCell, Wrong
from riser.connect.rules.gaps import days_of_mask, gaps
from riser.connect.rules.mapping import Match
from riser.connect.rules.reading import KEPT_REJECTIONS, Rejection, last_column

KEY = ("account", "campaign", "ad_group", "ad", "day", "segment")

# Odd, and yet what the platform says: such rows count in the totals, and the load tells how many there are.
FLAGS = ", ".join(
    f"count(*) FILTER (WHERE {odd}), min(line) FILTER (WHERE {odd})"
    for odd in ("spend < 0", "clicks > impressions")
)

MASK = "bit_or(1::INTEGER << (dayofmonth(day) - 1)::INTEGER)"  # the days of the month on which rows stand


def looked_through(staged: Staged) -> Staged:
    """With the repeats rejected, and the sums of what is left. Raises BadCell where two currencies stand."""
    repeats: list[Iterable[Rejection]] = []
    named: dict[str | None, None] = {}
    lines: dict[str, int] = {}
    seen: dict[str, set[date]] = {}
    with bench() as table:
        for name, month in staged.months.items():
            if month.repeats_likely():
                repeats.append(_reject_repeats(table, month, staged))
            month.marks.clear()
            for account, currency, line, count, mask, spend, rounded, *flags in table.rows(
                f"SELECT account, currency, min(line), count(*), {MASK}, sum(spend), sum(rounded),"
                f" {FLAGS} FROM ({month.accepted(table)}) GROUP BY account, currency"
            ):
                staged.negative.add(*flags[:2])
                staged.overclicked.add(*flags[2:])
                staged.accepted += count
                staged.rounded += int(rounded)
                staged.spend += exact(spend) or 0
                seen.setdefault(account or "", set()).update(days_of_mask(name, mask))
                named[account] = None
                if currency:
                    lines[currency] = min(line, lines.get(currency, line))
    staged.rejected = _first([staged.rejected, *repeats])
    days = set().union(*seen.values())
    staged.days = [min(days), max(days)] if days else []
    staged.gaps = gaps(seen)
    staged.named = list(named)
    staged.currencies = dict(sorted(lines.items(), key=lambda item: item[1]))
    _refuse_two_currencies(staged.currencies)
    return staged


def _reject_repeats(table: Bench, month: Month, staged: Staged) -> list[Rejection]:
    """The first of those rows that say again what an earlier row of the file says."""
    rows, key = month.accepted(table), ", ".join(KEY)
    suspects = table.keep(f"SELECT hash({key}) AS h FROM ({rows}) GROUP BY h HAVING count(*) > 1")
    found = table.table(
        f"SELECT * FROM (SELECT line, day, campaign, min(line) OVER (PARTITION BY {key}) AS first"
        f" FROM ({rows}) WHERE hash({key}) IN (SELECT h FROM {suspects})) WHERE line > first ORDER BY line"
    )
    if found.num_rows:
        month.repeated = found["line"].combine_chunks()
        staged.rejected_count += found.num_rows
    return [_repeat(row, staged.match) for row in found.slice(0, KEPT_REJECTIONS).to_pylist()]


def _repeat(row: Mapping[str, Any], match: Match[AdShape]) -> Rejection:
    bad = BadCell(Wrong.REPEATED, row["day"].isoformat(), other=str(row["first"]), campaign=row["campaign"])
    return Rejection(row["line"], last_column(match), bad.wrong, bad.facts)


def _first(found: Iterable[Iterable[Rejection]]) -> list[Rejection]:
    return list(islice(heapq.merge(*found, key=lambda one: one.line), KEPT_REJECTIONS))


def _refuse_two_currencies(lines: Mapping[str, int]) -> None:
    """Raises BadCell where the accepted rows name two currencies, with the first line of each."""
    if len(lines) > 1:
        (first, line), (second, other) = list(lines.items())[:2]
        facts = {"row": str(other), "other": first, "other_row": str(line)}
        raise BadCell(Wrong.MIXED_CURRENCIES, second, **facts)
