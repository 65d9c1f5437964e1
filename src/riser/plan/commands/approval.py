"""Approvals and changes in the shell: submit, send back, hand on, take back, and what changed since."""

from typing import Any

import click

from riser.foundation.shell import echo_json, with_act
from riser.plan.commands.door import plan

TOPICS = ("plan", "cap")
ASKED = ("plan", "cap", "go")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
COMMENT = click.option("--comment", default="", help="A word with it.")


@plan.command()
@click.argument("campaign")
@click.option("--topic", type=click.Choice(TOPICS), default="plan", show_default=True, help="Plan or caps.")
@click.option("--to", "to_email", default="", metavar="EMAIL", help="Default: all who may decide.")
@COMMENT
@JSON
@with_act
def submit(act: Any, campaign: str, topic: str, to_email: str, comment: str, as_json: bool) -> None:
    """Submit plan or caps of CAMPAIGN (id, code or name) for approval: --as EMAIL."""
    from riser.plan import actions
    from riser.plan.words import Topic

    to = _member(act, to_email)
    made = actions.submit(act, campaign_id=_id(act, campaign), topic=Topic(topic), to=to, comment=comment)
    _show(made, as_json)


@plan.command("send-back")
@click.argument("campaign")
@click.option("--topic", type=click.Choice(ASKED), required=True, help="Plan, cap or launch.")
@click.option("--comment", required=True, help="What has to change.")
@JSON
@with_act
def send_back(act: Any, campaign: str, topic: str, comment: str, as_json: bool) -> None:
    """Send what waits back to whoever asked, with a comment."""
    from riser.plan import actions
    from riser.plan.words import Topic

    made = actions.send_back(act, campaign_id=_id(act, campaign), topic=Topic(topic), comment=comment)
    _show(made, as_json)


@plan.command()
@click.argument("campaign")
@click.option("--topic", type=click.Choice(ASKED), required=True, help="Plan, cap or launch.")
@COMMENT
@JSON
@with_act
def withdraw(act: Any, campaign: str, topic: str, comment: str, as_json: bool) -> None:
    """Take back what you submitted."""
    from riser.plan import actions
    from riser.plan.words import Topic

    made = actions.withdraw(act, campaign_id=_id(act, campaign), topic=Topic(topic), comment=comment)
    _show(made, as_json)


@plan.command()
@click.argument("campaign")
@click.option("--topic", type=click.Choice(ASKED), required=True, help="Plan, cap or launch.")
@click.option("--to", "to_email", required=True, metavar="EMAIL", help="A colleague who may decide.")
@click.option("--reason", required=True, help="Why it is theirs now.")
@JSON
@with_act
def delegate(act: Any, campaign: str, topic: str, to_email: str, reason: str, as_json: bool) -> None:
    """Hand what waits to a colleague who may decide."""
    from riser.plan import actions
    from riser.plan.words import Topic

    to = _member(act, to_email)
    made = actions.delegate(
        act, campaign_id=_id(act, campaign), topic=Topic(topic), to_member=to or 0, reason=reason
    )
    _show(made, as_json)


@plan.command()
@click.argument("campaign")
@JSON
@with_act
def changes(act: Any, campaign: str, as_json: bool) -> None:
    """Show what differs from the approved plan of CAMPAIGN, and what to look at again."""
    from django.utils.translation import gettext as _

    from riser.foundation.roles import require
    from riser.plan.actions import SEE_PLANS
    from riser.plan.queries.plain import standing_row
    from riser.plan.queries.standing import standing

    require(act, SEE_PLANS)
    found = standing(act, _id(act, campaign))
    if as_json:
        echo_json(standing_row(found))
        return
    for one in found.differences:
        place = " · ".join(part for part in (one.said.record, one.said.field) if part)
        agreed = _("agreed") if one.agreed else _("not agreed")
        click.echo(f"{place}: {one.said.before or '-'} -> {one.said.after or '-'}  ({agreed})")
    for record in found.unreviewed:
        click.echo(_("To look at again: %(what)s") % {"what": record.title})


@plan.command("ask-change")
@click.argument("campaign")
@click.option("--reason", required=True, help="Why.")
@click.option("--set", "fields", multiple=True, metavar="FIELD=VALUE", help="As it is to be; repeatable.")
@click.option("--requirement", "requirement_id", type=int, default=None, help="Of this requirement (id).")
@click.option("--for", "for_email", default="", metavar="EMAIL", help="On whose behalf (default: your own).")
@JSON
@with_act
def ask_change(
    act: Any,
    campaign: str,
    reason: str,
    fields: tuple[str, ...],
    requirement_id: int | None,
    for_email: str,
    as_json: bool,
) -> None:
    """Ask for a change of the approved plan of CAMPAIGN; without --set, for what was changed already."""
    from riser.foundation.approvals.plain import changed_json
    from riser.plan import actions

    if any("=" not in one for one in fields):
        raise click.UsageError("Write --set FIELD=VALUE, such as --set end=2026-03-31.")
    made = actions.ask_change(
        act,
        campaign_id=_id(act, campaign),
        reason=reason,
        proposed=dict(one.split("=", 1) for one in fields) or None,
        requirement_id=requirement_id,
        requester=_member(act, for_email),
    )
    echo_json(changed_json(made)) if as_json else click.echo(f"{made.pk}: {made.state}")


@plan.command("decide-change")
@click.argument("change_id", type=click.IntRange(1))
@click.option("--agree/--decline", "agree", required=True, default=None, help="Your side's word.")
@COMMENT
@JSON
@with_act
def decide_change(act: Any, change_id: int, agree: bool, comment: str, as_json: bool) -> None:
    """Agree to a change request or decline it: --as EMAIL."""
    from riser.foundation.approvals import decide_change as decide
    from riser.foundation.approvals.plain import changed_json

    made = decide(act, change_id, agree=agree, comment=comment)
    echo_json(changed_json(made)) if as_json else click.echo(f"{made.pk}: {made.state}")


@plan.command()
@click.argument("requirement_id", type=click.IntRange(1))
@click.argument("record", metavar="KIND:ID")
@click.option("--note", default="", help="What you found.")
@with_act
def reviewed(act: Any, requirement_id: int, record: str, note: str) -> None:
    """Record that you looked again at something that hangs on a changed requirement (link:12)."""
    from riser.foundation.evidence import RecordRef
    from riser.plan import actions

    kind, _colon, pk = record.partition(":")
    actions.clear_suspect(act, requirement_id=requirement_id, record=RecordRef(kind, pk), note=note)
    click.echo(record)


def _id(act: Any, campaign: str) -> int:
    from riser.plan.queries import find_visible

    return find_visible(act, campaign).id


def _member(act: Any, email: str) -> int | None:
    from riser.foundation.queries import actor_by_email

    return actor_by_email(act.organisation_id, email).member_id if email else None


def _show(made: Any, as_json: bool) -> None:
    from riser.foundation.approvals.plain import asked_json

    rows = [asked_json(row) for row in made]
    if as_json:
        echo_json({"rows": rows})
        return
    for row in rows:
        click.echo(f"{row['id']}: {row['topic']} {row['state']}")
