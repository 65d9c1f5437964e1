"""Shell face: totals, results of campaigns, checkpoints, verdicts, the day of one member."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from riser.foundation.shell import DAY, as_day, echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.queries import Total, TotalsBy
    from riser.foundation.roles import Act


@click.group()
def measure() -> None:
    """Totals of spend, results against what was asked, checkpoints, verdicts, my day."""


@measure.command()
@click.option("--by", type=click.Choice(["source", "campaign", "day"]), required=True, help="What a row is.")
@click.option("--from", "from_day", type=DAY, help="First day, both ends included.")
@click.option("--to", "to_day", type=DAY, help="Last day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def totals(
    act: "Act", by: "TotalsBy", from_day: datetime | None, to_day: datetime | None, as_json: bool
) -> None:
    """Sums by source, campaign or day; one row per currency, currencies are never added."""
    from riser.connect.sentences import assumed
    from riser.measure import queries

    found = queries.totals(
        act,
        by=by,
        from_day=from_day.date() if from_day else None,
        to_day=to_day.date() if to_day else None,
    )
    if as_json:
        echo_json({"rows": [contract(total, by) for total in found]})
        return
    for total in found:
        click.echo(f"{total.label:40}  {total.spend!s:>16} {total.currency}  {assumed([total])}".rstrip())


def contract(total: "Total", by: "TotalsBy") -> dict[str, Any]:
    """A total as JSON promises it: decimals as text, unknown as null; campaigns by their platform key."""
    row: dict[str, Any] = {by: total.key.campaign if total.key else total.label}
    if total.key:
        row |= {"name": total.label, "source": total.key.source, "account": total.key.account}
    spend = None if total.spend is None else str(total.spend)
    figures = {"impressions": total.impressions, "clicks": total.clicks, "spend": spend}
    return row | figures | {"currency": total.currency, "assumed": total.assumed}


DECISIONS = ("continue", "change", "stop")
RESULTS = ("met", "missed", "undecidable")


def number(text: str) -> Decimal:
    """The exact number behind the text. Anything else ends with exit 2."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("nan")
    if not found.is_finite():
        raise click.BadParameter(f"{text!r} is not a number. Write digits, such as 47.10.")
    return found


@measure.command()
@click.option("--as-of", "day", type=DAY, default=None, help="As on record by the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def today(act: "Act", day: datetime | None, as_json: bool) -> None:
    """My campaigns today: pace, gate, readings and verdicts due, tasks, changes. Needs --as EMAIL."""
    from riser.measure.queries.plain import today_lines, today_row
    from riser.measure.queries.today import today as read

    found = read(act, as_day(day, act.now.date()))
    if as_json:
        echo_json(today_row(found))
        return
    for line in today_lines(found):
        click.echo(line)


@measure.command()
@click.argument("campaign")
@click.option("--as-of", "day", type=DAY, default=None, help="As on record by the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def campaign(act: "Act", campaign: str, day: datetime | None, as_json: bool) -> None:
    """Results of CAMPAIGN (id, code or name): spend, readings, requirements and their verdicts."""
    from riser.foundation.roles import require
    from riser.measure import queries
    from riser.measure.actions import SEE_RESULTS
    from riser.measure.queries.plain import results_lines, results_row

    require(act, SEE_RESULTS)
    found = queries.campaign_results(act, campaign_id(act, campaign), as_day(day, act.now.date()))
    if as_json:
        echo_json(results_row(found))
        return
    for line in results_lines(found):
        click.echo(line)


@measure.command()
@click.argument("campaign")
@click.option("--data-day", type=DAY, required=True, help="Last day of the figures that were read.")
@click.option("--decision", type=click.Choice(DECISIONS), required=True, help="What was decided.")
@click.option("--note", default="", help="Result against the bound, and what follows.")
@with_act
def checkpoint(act: "Act", campaign: str, data_day: datetime, decision: str, note: str) -> None:
    """Record what was decided on the figures of CAMPAIGN (id, code or name)."""
    from riser.measure.actions import record_checkpoint
    from riser.measure.words import Decision

    row = record_checkpoint(
        act,
        campaign_id=campaign_id(act, campaign),
        data_day=data_day.date(),
        decision=Decision(decision),
        note=note,
    )
    echo_json({"id": row.pk, "data_day": row.data_day, "decision": row.decision, "note": row.note})


@measure.command()
@click.argument("requirement", type=int)
@click.option("--result", type=click.Choice(RESULTS), required=True, help="What it turned out to be.")
@click.option("--value", type=number, default=None, help="The figure.")
@click.option("--n", "cases", type=click.IntRange(min=0, max=10**12), default=None, help="Number of cases.")
@click.option("--metric", default="", help="Default: as agreed at the first spend, as the next three.")
@click.option("--from", "from_day", type=DAY, default=None, help="First day of the window.")
@click.option("--to", "to_day", type=DAY, default=None, help="Last day of the window.")
@click.option("--source", default="", help="Source of the figure.")
@click.option("--note", default="", help="Where the query is kept; what was missing.")
@with_act
def verdict(
    act: "Act",
    requirement: int,
    result: str,
    value: Decimal | None,
    cases: int | None,
    metric: str,
    from_day: datetime | None,
    to_day: datetime | None,
    source: str,
    note: str,
) -> None:
    """Give the verdict on REQUIREMENT (its number; see riser measure campaign)."""
    from riser.measure.actions import Outcome, agreed_terms, give_verdict
    from riser.measure.queries import find_asked
    from riser.measure.words import Result

    terms = agreed_terms(find_asked(act, requirement))
    given = Outcome(
        result=Result(result),
        value=value,
        n=cases,
        metric=metric or terms.metric,
        window_from=from_day.date() if from_day else terms.window_from,
        window_to=to_day.date() if to_day else terms.window_to,
        source=source or terms.source,
        note=note,
    )
    row = give_verdict(act, requirement_id=requirement, outcome=given)
    echo_json({"id": row.pk, "requirement": row.requirement_id, "result": row.result, "value": row.value})


@measure.command()
@click.argument("source")
@click.option("--days", type=int, required=True, help="Days after a window until its figures stand.")
@with_act
def lag(act: "Act", source: str, days: int) -> None:
    """Agree how many days SOURCE needs after a window before its figures stand."""
    from riser.measure.actions import agree_lag

    row = agree_lag(act, source=source, days=days)
    echo_json({"source": row.source, "days": row.days})


def campaign_id(act: "Act", called: str) -> int:
    """The campaign by id, code or name, where the one who acts may see it."""
    from riser.plan.queries import find_visible

    return find_visible(act, int(called) if called.isascii() and called.isdecimal() else called).id
