"""Reads: how the data of the lake stand against each rule now, and how they stood week by week."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from riser.connect.lake.reads import select, select_rows
from riser.connect.lake.tables import AD_DAILY, TABLES
from riser.connect.lake.views import select_table
from riser.connect.models import QualityResult
from riser.connect.quality import rules
from riser.connect.queries.accounts import account_totals, quiet_days, retired_after
from riser.connect.queries.days import account_days, link_days
from riser.connect.queries.links import link_rules
from riser.connect.queries.reconciliation import reconciliation
from riser.connect.rules.facts import AccountDay
from riser.connect.rules.findings import gaps_in
from riser.connect.rules.links import lint_paid
from riser.connect.rules.practices import difference_from
from riser.connect.rules.quality import SAMPLE, Checked, Pair, Rule, RuleState, Side, agree, checked_of
from riser.connect.rules.reconciling import checked_bills

if TYPE_CHECKING:
    import ibis.expr.types as ir

TREND_WEEKS = 12
Evaluate = Callable[[int, Rule, date], Checked]


@dataclass(frozen=True, slots=True)
class Week:
    """How many rules failed at the newest evaluation of a week; None where there was none."""

    monday: date
    failing: int | None


def quality(organisation_id: int, *, today: date) -> list[RuleState]:
    """Every rule with how the data stand against it now."""
    return [RuleState(rule, EVALUATE[rule.kind](organisation_id, rule, today)) for rule in rules().values()]


def last_verdicts(organisation_id: int) -> dict[str, str]:
    """The verdict of each rule at its newest evaluation that applied."""
    rows = QualityResult.objects.filter(organisation_id=organisation_id).exclude(state="not_applicable")
    return dict(rows.order_by("day", "recorded_at").values_list("rule", "state"))


def trend(organisation_id: int, *, today: date) -> list[Week]:
    """The last weeks, the oldest first."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=TREND_WEEKS - 1)
    rows = QualityResult.objects.filter(organisation_id=organisation_id, day__gte=first, day__lte=today)
    newest = {
        (day - timedelta(days=day.weekday()), rule): state
        for day, rule, state in rows.order_by("day").values_list("day", "rule", "state")
    }
    told = [first + timedelta(weeks=n) for n in range(TREND_WEEKS)]
    return [Week(week, _failing(newest, week)) for week in told]


def _failing(newest: Mapping[tuple[date, str], str], week: date) -> int | None:
    states = [state for (monday, _rule), state in newest.items() if monday == week]
    return states.count("fail") if states else None


# --- account by account ------------------------------------------------------------------------------------


def _complete_days(organisation_id: int, rule: Rule, today: date) -> Checked:
    quiet = quiet_days(organisation_id)
    failing, checked = [], 0
    for account, days in _by_account(organisation_id, today).items():
        known = {one.day for one in days} | quiet.get(account, set())
        checked += len(known)
        for first, last in gaps_in(known):
            missing = [first + timedelta(days=n) for n in range((last - first).days + 1)]
            checked += len(missing)
            failing += [f"{'/'.join(account)} {day.isoformat()}" for day in missing]
    return checked_of(failing, checked=checked)


def _freshness(organisation_id: int, rule: Rule, today: date) -> Checked:
    retired = retired_after(organisation_id)
    oldest = today - timedelta(days=int(rule.limit or 0))
    used = {
        account: max(one.day for one in days)
        for account, days in _by_account(organisation_id, today).items()
        if account not in retired
    }
    stale = [f"{'/'.join(account)} {day.isoformat()}" for account, day in used.items() if day < oldest]
    return checked_of(stale, checked=len(used))


def _platform_total(organisation_id: int, rule: Rule, today: date) -> Checked:
    days = _by_account(organisation_id, date.max)
    failing, totals = [], account_totals(organisation_id)
    for total in totals:
        mine = [
            one.spend
            for one in days.get((total.source, total.account), [])
            if total.from_day <= one.day <= total.to_day and one.currency == total.currency
        ]
        apart = difference_from(total, sum(mine, Decimal(0)))
        if apart is not None and rule.limit is not None and apart > rule.limit:
            span = f"{total.from_day.isoformat()}/{total.to_day.isoformat()}"
            failing.append(f"{total.source}/{total.account} {span}")
    return checked_of(failing, checked=len(totals))


def _billed(organisation_id: int, rule: Rule, today: date) -> Checked:
    return checked_bills(reconciliation(organisation_id, to_day=today))


def _by_account(organisation_id: int, to_day: date) -> dict[tuple[str, str], list[AccountDay]]:
    found: dict[tuple[str, str], list[AccountDay]] = {}
    for one in account_days(organisation_id, to_day=to_day):
        found.setdefault((one.source, one.account), []).append(one)
    return found


def _utm_present(organisation_id: int, rule: Rule, today: date) -> Checked:
    held = link_rules(organisation_id, as_of=today)
    urls = {day.final_url for day in link_days(organisation_id, to_day=today) if day.final_url}
    bare = [url for url in urls if any(word.startswith("missing_required") for word in lint_paid(url, held))]
    return checked_of(bare, checked=len(urls))


# --- row by row --------------------------------------------------------------------------------------------


def _no_negative(organisation_id: int, rule: Rule, today: date) -> Checked:
    return _of_rows(organisation_id, rule, lambda rows: rows[rule.column] < 0)


def _clicks(organisation_id: int, rule: Rule, today: date) -> Checked:
    return _of_rows(organisation_id, rule, lambda rows: rows.clicks > rows.impressions)


def _ids_known(organisation_id: int, rule: Rule, today: date) -> Checked:
    return _of_rows(organisation_id, rule, lambda rows: rows[rule.column].fill_null("") == "")


def _known_currency(organisation_id: int, rule: Rule, today: date) -> Checked:
    return _of_rows(organisation_id, rule, lambda rows: rows.currency_assumed)


def _of_rows(organisation_id: int, rule: Rule, fails: "Callable[[ir.Table], Any]") -> Checked:
    """Rows that fail, counted in one read, and the names of some of them."""
    import ibis

    named = (
        TABLES[rule.table].key[1:]
        if rule.table != AD_DAILY.name
        else ("source", "account", "campaign", "day")
    )

    def build(rows: "ir.Table") -> "ir.Table":
        name = ibis.literal(" ").join([rows[one].cast("string").fill_null("") for one in named])
        told = rows.mutate(failed=fails(rows).fill_null(False), named=name)
        return told.aggregate(
            rows=told.count(),
            failing=told.failed.cast("int64").sum(),
            sample=told.named.collect(where=told.failed, distinct=True),
        )

    read = select if rule.table == AD_DAILY.name else None
    found = read(organisation_id, build) if read else select_rows(organisation_id, TABLES[rule.table], build)
    if not found:
        return Checked(0, 0)
    row = found[0]
    return Checked(row["rows"], row["failing"] or 0, tuple(sorted(row["sample"] or ())[:SAMPLE]))


def _unique_key(organisation_id: int, rule: Rule, today: date) -> Checked:
    table = TABLES[rule.table]
    keys = list(dict.fromkeys(["source", *table.scope, *table.key]))

    def build(rows: "ir.Table") -> "ir.Table":
        counted = rows.group_by(keys).aggregate(n=rows.count())
        return counted.aggregate(keys=counted.count(), failing=(counted.n > 1).cast("int64").sum())

    found = select_rows(organisation_id, table, build)
    return Checked(found[0]["keys"], found[0]["failing"] or 0) if found else Checked(0, 0)


# --- one source against another ----------------------------------------------------------------------------


def _within_tolerance(organisation_id: int, rule: Rule, today: date) -> Checked:
    if rule.left is None or rule.right is None or rule.limit is None:
        return Checked(0, 0)
    left, right = (_side(organisation_id, side) for side in (rule.left, rule.right))
    return agree(left, right, rule.limit)


def _side(organisation_id: int, side: Side) -> dict[Pair, Decimal]:
    def build(rows: "ir.Table") -> "ir.Table":
        if "deleted" in rows.columns:
            rows = rows.filter(~rows.deleted)
        rows = rows.mutate(told=rows[side.name].lower().strip(), counted_on=rows[side.day])
        rows = rows.filter(rows.told.notnull() & (rows.told != ""))
        if rows.counted_on.type().is_timestamp():
            rows = rows.mutate(
                counted_on=(rows.counted_on.epoch_seconds().cast("int64") // 86_400).cast("int64")
            )
        value = rows.count() if side.sum == "rows" else rows[side.sum].sum()
        return rows.group_by(["counted_on", "told"]).aggregate(n=value)

    found = (
        select(organisation_id, build)
        if side.table == AD_DAILY.name
        else select_table(organisation_id, side.table, build)
    )
    return {
        (_day(row["counted_on"]), row["told"]): Decimal(row["n"]) for row in found if row["n"] is not None
    }


def _day(told: date | int) -> date:
    return told if isinstance(told, date) else datetime.fromtimestamp(told * 86_400, UTC).date()


EVALUATE: Mapping[str, Evaluate] = {
    "complete_days": _complete_days,
    "freshness": _freshness,
    "platform_total": _platform_total,
    "billed": _billed,
    "utm_present": _utm_present,
    "no_negative": _no_negative,
    "clicks_le_impressions": _clicks,
    "ids_known": _ids_known,
    "known_currency": _known_currency,
    "unique_key": _unique_key,
    "within_tolerance": _within_tolerance,
}
