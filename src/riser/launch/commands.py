"""`riser launch`: what the gate says, links opened, checks signed, waived, GO asked for and decided."""

import sys
from datetime import datetime
from typing import Any

import click

from riser.foundation.shell import DAY, as_day, echo_json, with_act

RESULTS = ("pass", "fail", "unknown")
LIST_LINE = "{:<12} {:<40} {:<14} {}"
GROUPS = {
    "coming": "To come, no GO yet",
    "without_go": "Money ran without a GO of the gate",
    "launched": "Launched with a GO of the gate, the newest 40 at most",
}


@click.group()
def launch() -> None:
    """Checks before a launch; waivers, GO and NO-GO."""


@launch.command()
@click.argument("campaign")
@click.option("--as-of", "day", type=DAY, default=None, help="As on record by the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def check(act: Any, campaign: str, day: datetime | None, as_json: bool) -> None:
    """What the gate says of CAMPAIGN (code, id or name). Exit 1 on NO-GO, 2 where there is none such.

    Of a launched campaign the recorded decision is printed. Nothing is stored.
    """
    from riser.foundation.roles import require
    from riser.launch.actions import SEE_LAUNCHES
    from riser.launch.queries import report
    from riser.launch.queries.plain import report_row
    from riser.plan.queries.visible import find_visible, visible_ids

    require(act, SEE_LAUNCHES)
    card = find_visible(act, campaign)
    only, as_of = visible_ids(act), as_day(day, act.now.date())
    row = report_row(report(act.organisation_id, card.id, as_of, now=act.now, only=only))
    if as_json:
        echo_json(row)
    else:
        _say(row)
    if row["decision"] == "NO-GO":
        sys.exit(1)


@launch.command("list")
@click.option("--as-of", "day", type=DAY, default=None, help="As on record by the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def list_(act: Any, day: datetime | None, as_json: bool) -> None:
    """List launches to come, money without a GO of the gate, and launched campaigns.

    In JSON these are `coming`, `without_go` (money ran and the gate gave no GO, whatever GO is on record
    elsewhere) and `launched`.
    """
    from riser.foundation.roles import require
    from riser.launch.actions import SEE_LAUNCHES
    from riser.launch.queries.plain import board_row
    from riser.launch.queries.upcoming import board

    require(act, SEE_LAUNCHES)
    found = board_row(board(act, as_day(day, act.now.date())))
    if as_json:
        echo_json(found)
        return
    click.echo(LIST_LINE.format("CODE", "CAMPAIGN", "THE GATE SAYS", "IN THE WAY"))
    for group, heading in GROUPS.items():
        click.echo(f"{heading}: {len(found[group])}")
        for row in found[group]:
            stops = ", ".join(row["in_the_way"]) if group == "coming" else ""
            click.echo(LIST_LINE.format(row["campaign"], row["name"], row["decision"], stops).rstrip())


@launch.command()
@click.argument("campaign")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def run(act: Any, campaign: str, as_json: bool) -> None:
    """Run the machine's checks of CAMPAIGN and keep what is new."""
    from riser.launch import actions
    from riser.plan.queries.visible import find_visible

    rows = actions.run_checks(act, campaign_id=find_visible(act, campaign).id)
    kept = [{"code": row.kind, "result": str(row.result), "reason": row.note} for row in rows]
    if as_json:
        echo_json({"rows": kept})
        return
    for one in kept:
        click.echo(f"{one['result']:<8} {one['code']:<32} {one['reason']}")


@launch.command()
@click.argument("campaign")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def fetch(act: Any, campaign: str, as_json: bool) -> None:
    """Open the landing links of CAMPAIGN now, over https, and keep what came back."""
    from riser.launch import actions
    from riser.plan.queries.visible import find_visible

    rows = actions.fetch_links(act, campaign_id=find_visible(act, campaign).id)
    kept = [_fetched(row) for row in rows]
    if as_json:
        echo_json({"rows": kept})
        return
    for one in kept:
        click.echo(f"{one['result']:<8} {one['status'] or one['trouble']} {one['url']}")


@launch.command()
@click.argument("campaign")
@click.argument("code")
@click.option("--result", type=click.Choice(RESULTS), required=True, help="What you saw.")
@click.option(
    "--for", "item", default="", metavar="NAME", help="The system or claim, where the check has several."
)
@click.option("--url", default="", help="The live page on which a test conversion was made.")
@click.option(
    "--creative", default="", metavar="VERSION", help="The creative version on which a claim was read."
)
@click.option("--evidence", default="", help="Where it can be seen: a link, a ticket, an event id.")
@click.option("--note", default="", help="A remark.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def sign(act: Any, campaign: str, code: str, result: str, as_json: bool, **said: Any) -> None:
    """Sign the check CODE of CAMPAIGN by hand: --as EMAIL."""
    from riser.launch import actions
    from riser.launch.words import Result
    from riser.plan.queries.visible import find_visible

    row = actions.sign_check(
        act,
        campaign_id=find_visible(act, campaign).id,
        code=code,
        signing=actions.Signing(Result(result), **said),
    )
    _done(as_json, {"id": row.pk, "code": row.kind, "result": str(row.result)}, f"{row.kind}: {row.result}")


@launch.command()
@click.argument("campaign")
@click.argument("code")
@click.option("--why", required=True, help="Why it may run like this.")
@click.option("--until", "day", type=DAY, required=True, help="The last day on which the waiver holds.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def waive(act: Any, campaign: str, code: str, why: str, day: datetime, as_json: bool) -> None:
    """Waive the check CODE of CAMPAIGN until a day: --as EMAIL."""
    from riser.launch import actions
    from riser.plan.queries.visible import find_visible

    row = actions.waive(act, campaign_id=find_visible(act, campaign).id, code=code, why=why, until=day.date())
    values = {"id": row.pk, "code": row.kind, "until": row.until.isoformat(), "by": row.member_name}
    _done(as_json, values, f"{row.kind}: {row.member_name}, {row.until}")


@launch.command()
@click.argument("waiver", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def unwaive(act: Any, waiver: int, as_json: bool) -> None:
    """Take the waiver with the number WAIVER back: --as EMAIL."""
    from riser.launch import actions

    row = actions.end_waiver(act, waiver_id=waiver)
    _done(as_json, {"id": row.pk, "code": row.kind, "ended_by": row.ended_by}, f"{row.kind}: {row.ended_by}")


@launch.command()
@click.argument("campaign")
@click.option(
    "--live",
    multiple=True,
    metavar="VERSION",
    help="A creative version that goes live; “tall 1=square 4” for a variant. Repeat.",
)
@click.option("--comment", default="", help="What the decider should know.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def ask(act: Any, campaign: str, live: tuple[str, ...], comment: str, as_json: bool) -> None:
    """Ask for the GO of CAMPAIGN: --as EMAIL."""
    from riser.launch import actions
    from riser.launch.forms import versions_of
    from riser.plan.queries.visible import find_visible

    row = actions.ask_go(
        act,
        campaign_id=find_visible(act, campaign).id,
        live=versions_of("\n".join(live)),
        comment=comment,
    )
    _done(as_json, {"id": row.pk, "requested_by": row.requested_name}, f"{row.title}: {row.requested_name}")


@launch.command()
@click.argument("campaign")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def withdraw(act: Any, campaign: str, as_json: bool) -> None:
    """Take the request for the GO of CAMPAIGN back: --as EMAIL."""
    from riser.launch import actions
    from riser.plan.queries.visible import find_visible

    row = actions.withdraw_go(act, campaign_id=find_visible(act, campaign).id)
    _done(as_json, {"id": row.pk, "state": str(row.state)}, f"{row.title}: {row.state}")


@launch.command()
@click.argument("campaign")
@click.option("--no", "no_go", is_flag=True, help="Decide NO-GO.")
@click.option("--comment", default="", help="What you say with it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def go(act: Any, campaign: str, no_go: bool, comment: str, as_json: bool) -> None:
    """Decide on CAMPAIGN as a second person: --as EMAIL. Over a red check it is NO-GO; then exit 1."""
    from riser.launch import actions
    from riser.plan.queries.visible import find_visible

    row = actions.decide_go(act, campaign_id=find_visible(act, campaign).id, go=not no_go, comment=comment)
    values = {"id": row.pk, "decision": str(row.decision), "by": row.member_name}
    _done(as_json, values, f"{row.decision}: {row.member_name}")
    if row.decision == "NO-GO":
        sys.exit(1)


@launch.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def classes(act: Any, as_json: bool) -> None:
    """The check list of each class, its receiving systems and claims."""
    from riser.foundation.roles import require
    from riser.launch.actions import SEE_LISTS
    from riser.launch.queries.plain import class_rows

    require(act, SEE_LISTS)
    rows = class_rows(act.organisation_id, act.now)
    if as_json:
        echo_json({"rows": rows})
        return
    for row in rows:
        click.echo(f"{row['class']}  {row['name']}")
        for one in row["checks"]:
            click.echo(f"   {'blocks' if one['blocking'] else 'shows':<7} {one['code']:<32} {one['name']}")


def _say(row: dict[str, Any]) -> None:
    by = f", {row['decided_by']}, {row['decided_at']}" if row["recorded"] else ""
    click.echo(f"{row['campaign']} {row['name']}: {row['decision']}{by}")
    for one in row["checks"]:
        mark = "*" if one["blocking"] else " "
        leave = f" [{one['waiver']['by']}, {one['waiver']['until']}]" if one["waiver"] else ""
        click.echo(f"{mark} {one['result']:<8} {one['code']:<32} {one['reason']}{leave}")


def _fetched(row: Any) -> dict[str, Any]:
    names = ("url", "result", "trouble", "status", "hops", "final_url")
    return {name: getattr(row, name) for name in names}


def _done(as_json: bool, values: dict[str, Any], line: str) -> None:
    if as_json:
        echo_json(values)
    else:
        click.echo(line)
