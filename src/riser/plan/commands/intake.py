"""`riser plan requests|decide|pacing|recent`: intake, and what there is to look at every day."""

from datetime import datetime, timedelta
from typing import Any

import click

from riser.foundation.shell import DAY, as_day, echo_json, with_act
from riser.plan.commands.door import plan

DECISIONS = ("accept", "displace", "wait", "decline")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@plan.command()
@JSON
@with_act
def requests(act: Any, as_json: bool) -> None:
    """List requests for work, undecided ones first. File one with: riser plan new request title=..."""
    from riser.foundation.roles import require
    from riser.plan.actions import FILE_REQUESTS
    from riser.plan.queries import request_lines
    from riser.plan.queries.plain import request_row

    require(act, FILE_REQUESTS)
    lines = request_lines(act)
    if as_json:
        echo_json({"rows": [request_row(line) for line in lines]})
        return
    for line in lines:
        click.echo(f"{line.id:>6}  {line.title:<44} {line.requester:<20} {line.says}")


@plan.command()
@click.argument("request", type=click.IntRange(min=1))
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option("--reason", default="", help="Why. A decline needs it.")
@click.option("--until", "day", type=DAY, default=None, help="The day on which it is decided again.")
@click.option("--displaces", default="", metavar="WORK", help="What gives way: a campaign, or other work.")
@JSON
@with_act
def decide(
    act: Any,
    request: int,
    decision: str,
    reason: str,
    day: datetime | None,
    displaces: str,
    as_json: bool,
) -> None:
    """Decide on REQUEST as somebody else than who asked: --as EMAIL. A yes makes a draft campaign."""
    from riser.foundation.errors import NotFound
    from riser.plan.actions import decide_request
    from riser.plan.queries import find_visible
    from riser.plan.words import RequestDecision

    try:
        gives_way = find_visible(act, displaces).id if displaces else None
    except NotFound:  # work that Riser does not know
        gives_way = None
    row = decide_request(
        act,
        request_id=request,
        decision=RequestDecision(decision),
        reason=reason,
        waits_until=day.date() if day else None,
        displaces="" if gives_way else displaces,
        displaced_id=gives_way,
    )
    if as_json:
        echo_json({"id": row.pk, "state": row.state, "campaign": row.campaign_id})
        return
    click.echo(
        f"request {row.pk}: {row.state}" + (f", campaign {row.campaign_id}" if row.campaign_id else "")
    )


@plan.command()
@click.option("--as-of", "day", type=DAY, default=None, help="At the end of this day.")
@JSON
@with_act
def pacing(act: Any, day: datetime | None, as_json: bool) -> None:
    """Show how the spend of each cap runs against the days of its window."""
    from riser.foundation.roles import require
    from riser.plan.actions import SEE_PLANS
    from riser.plan.queries import pacing as paces
    from riser.plan.queries.plain import pace_row

    require(act, SEE_PLANS)
    rows = paces(act, as_day(day, act.now.date()))
    if as_json:
        echo_json({"rows": [pace_row(row) for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.name:<40} {row.spent_says:>8} {row.elapsed_says:>8}  {row.says}")


@plan.command()
@click.option(
    "--since", "day", type=DAY, default=None, help="From the start of this day (default: a day ago)."
)
@JSON
@with_act
def recent(act: Any, day: datetime | None, as_json: bool) -> None:
    """List what others changed, newest first."""
    from riser.foundation.roles import require
    from riser.plan.actions import SEE_PLANS
    from riser.plan.queries import changes_since
    from riser.plan.queries.plain import change_row

    require(act, SEE_PLANS)
    since = day.replace(tzinfo=act.now.tzinfo) if day else act.now - timedelta(days=1)
    rows = changes_since(act, since)
    if as_json:
        echo_json({"rows": [change_row(row) for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.at:%Y-%m-%d %H:%M}  {row.name:<32} {row.text} · {row.actor}")
