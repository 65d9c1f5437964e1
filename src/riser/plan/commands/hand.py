"""`riser plan new|set|remove|show|copy|archive|restore|assign|guest`: what the pages do, from the shell."""

from datetime import datetime
from typing import Any

import click

from riser.foundation.shell import DAY, as_day, echo_json, with_act
from riser.plan.commands.door import plan

MADE = ("objective", "campaign", "requirement", "cap", "key", "link", "role", "request")
CHANGED = ("objective", "campaign", "requirement", "cap", "key", "link", "request")
REMOVED = ("requirement", "cap", "key", "link", "role")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@plan.command()
@click.argument("kind", type=click.Choice(MADE))
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--campaign", default="", metavar="CAMPAIGN", help="Whose it is: id, code or name.")
@JSON
@with_act
def new(act: Any, kind: str, fields: tuple[str, ...], campaign: str, as_json: bool) -> None:
    """Make a record: riser plan new requirement --campaign SPRING metric=CPA operator="<=" bound=32."""
    from riser.plan.commands.fields import read_fields
    from riser.plan.commands.verbs import make

    row = make(act, kind, read_fields(kind, fields), campaign)
    _say(kind, row.pk, as_json=as_json)


@plan.command("set")
@click.argument("kind", type=click.Choice(CHANGED))
@click.argument("record")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--based-on", type=click.IntRange(min=1), help="The version you read; refuses to undo others.")
@JSON
@with_act
def set_(
    act: Any, kind: str, record: str, fields: tuple[str, ...], based_on: int | None, as_json: bool
) -> None:
    """Change fields of RECORD (its id; of a campaign also code or name). An empty value empties a field."""
    from riser.plan.commands.fields import read_fields
    from riser.plan.commands.verbs import change

    row = change(act, kind, record, read_fields(kind, fields), based_on)
    _say(kind, row.pk, as_json=as_json)


@plan.command()
@click.argument("kind", type=click.Choice(REMOVED))
@click.argument("record", type=click.IntRange(min=1))
@with_act
def remove(act: Any, kind: str, record: int) -> None:
    """Take something off its campaign. What it said stays on record."""
    from riser.plan.commands.verbs import take_off

    take_off(act, kind, record)
    _say(kind, record, as_json=False)


@plan.command()
@click.argument("campaign")
@click.option("--as-of", "day", type=DAY, default=None, help="As on record by the end of this day.")
@JSON
@with_act
def show(act: Any, campaign: str, day: datetime | None, as_json: bool) -> None:
    """Show one CAMPAIGN (id, code or name) with everything that hangs on it, ids and versions."""
    from riser.foundation.roles import require
    from riser.plan.actions import SEE_PLANS
    from riser.plan.queries import campaign_detail, find_visible
    from riser.plan.queries.plain import detail_row

    require(act, SEE_PLANS)
    found = find_visible(act, campaign)
    row = detail_row(campaign_detail(act.organisation_id, found.id, as_day(day, act.now.date())))
    if as_json:
        echo_json(row)
        return
    for name, value in row.items():
        for one in value if isinstance(value, list) else [value]:
            said = ", ".join(f"{k} {v}" for k, v in one.items() if v) if isinstance(one, dict) else one
            click.echo(f"{name:<20} {'-' if said in (None, '') else said}")


@plan.command()
@click.argument("campaign")
@click.option("--name", default="", help="Name of the copy.")
@click.option("--start", type=DAY, default=None, help="First day of the copy; every other day moves with it.")
@JSON
@with_act
def copy(act: Any, campaign: str, name: str, start: datetime | None, as_json: bool) -> None:
    """Copy CAMPAIGN with requirements, caps and roles as a draft."""
    from riser.plan.actions import duplicate_campaign
    from riser.plan.queries import find_visible

    day = start.date() if start else None
    row = duplicate_campaign(act, campaign_id=find_visible(act, campaign).id, name=name, start=day)
    _say("campaign", row.pk, as_json=as_json)


@plan.command()
@click.argument("campaigns", nargs=-1, required=True)
@JSON
@with_act
def archive(act: Any, campaigns: tuple[str, ...], as_json: bool) -> None:
    """Take CAMPAIGNS out of the lists; what they spent still counts."""
    from riser.plan.actions import archive_campaigns
    from riser.plan.queries import find_visible

    ids = [find_visible(act, one).id for one in campaigns]
    _say_changed(archive_campaigns(act, campaign_ids=ids), as_json=as_json)


@plan.command()
@click.argument("campaign")
@with_act
def restore(act: Any, campaign: str) -> None:
    """Bring CAMPAIGN back into the lists."""
    from riser.plan.actions import restore_campaign
    from riser.plan.queries import find_visible

    row = restore_campaign(act, campaign_id=find_visible(act, campaign).id)
    _say("campaign", row.pk, as_json=False)


@plan.command()
@click.argument("what", type=click.Choice(("owner", "objective", "class", "unit", "days")))
@click.argument("value")
@click.argument("campaigns", nargs=-1, required=True)
@JSON
@with_act
def assign(act: Any, what: str, value: str, campaigns: tuple[str, ...], as_json: bool) -> None:
    """Give many CAMPAIGNS one owner, objective (id), class or unit, or move their dates by VALUE days.

    For a week earlier write: riser plan assign days -- -7 CAMPAIGN...
    """
    from riser.plan.commands.verbs import assign_all
    from riser.plan.queries import find_visible

    ids = [find_visible(act, one).id for one in campaigns]
    _say_changed(assign_all(act, what, value, ids), as_json=as_json)


@plan.command()
@click.argument("verb", type=click.Choice(("admit", "dismiss")))
@click.argument("email")
@click.argument("campaign")
@with_act
def guest(act: Any, verb: str, email: str, campaign: str) -> None:
    """Let the guest with this EMAIL in to CAMPAIGN, or take them off it."""
    from riser.foundation.queries import actor_by_email
    from riser.plan import actions
    from riser.plan.queries import find_visible

    do = actions.admit_guest if verb == "admit" else actions.dismiss_guest
    member = actor_by_email(act.organisation_id, email).member_id or 0
    row = do(act, campaign_id=find_visible(act, campaign).id, member_id=member)
    _say("campaign", row.pk, as_json=False)


def _say(kind: str, pk: int, *, as_json: bool) -> None:
    if as_json:
        echo_json({"kind": kind, "id": pk})
    else:
        click.echo(f"{kind} {pk}")


def _say_changed(ids: list[int], *, as_json: bool) -> None:
    if as_json:
        echo_json({"changed": ids})
        return
    for pk in ids:
        click.echo(f"campaign {pk}")
