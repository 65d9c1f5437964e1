"""`riser plan`: template, import, list, draft and approvals."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from riser.foundation.shell import DAY, as_day, echo_json, with_act
from riser.plan.commands.door import plan

FORMS = ("xlsx", "csv", "yaml")
TOPICS = ("plan", "cap", "go")


@plan.command()
@click.option("--format", "form", type=click.Choice(FORMS), default=None, help="Default: by the file's name.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def template(form: str | None, file: Path | None) -> None:
    """Write the empty plan template to FILE (default: plan.xlsx; "-" for standard output)."""
    from riser.foundation.shell import start_django

    start_django()
    from riser.plan.forms.sheet import write_template

    target = file or Path(f"plan.{form or 'xlsx'}")
    chosen = form or target.suffix.lower().lstrip(".").replace("yml", "yaml")
    if chosen not in FORMS:
        from django.utils.translation import gettext as _

        from riser.ui.formats import listed

        text = _("%(file)s ends in none of %(forms)s. Add --format.")
        raise click.UsageError(text % {"file": target, "forms": listed(FORMS)})
    content = write_template(chosen)
    if str(target) == "-":
        sys.stdout.buffer.write(content)
    else:
        target.write_bytes(content)
        click.echo(f"{target}")


@plan.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def import_(act: Any, file: Path, as_json: bool) -> None:
    """Import a filled template (XLSX, CSV or YAML): every row or none."""
    from django.utils.translation import gettext as _

    from riser.plan.actions import import_plan
    from riser.plan.forms.sheet import read_plan
    from riser.plan.queries.plain import import_row
    from riser.plan.queries.waiting import waiting_caps_of

    done = import_plan(act, read_plan(file), file_name=file.name)
    waiting = waiting_caps_of(act.organisation_id, done.campaigns, act.now.date())
    if as_json:
        echo_json(import_row(done, waiting))
        return
    counts = {"created": done.created, "updated": done.updated, "unchanged": done.unchanged}
    click.echo(_("%(created)d created, %(updated)d updated, %(unchanged)d unchanged.") % counts)
    for cap in waiting:
        click.echo(cap.says)


@plan.command()
@click.option("--as-of", "day", type=DAY, default=None, help="As on record by the end of this day.")
@click.option("--archived", is_flag=True, help="Show archived campaigns too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def campaigns(act: Any, day: datetime | None, archived: bool, as_json: bool) -> None:
    """List campaigns with spend, caps and what is missing."""
    from riser.foundation.roles import require
    from riser.plan.actions import SEE_PLANS
    from riser.plan.queries import campaign_lines, visible_ids
    from riser.plan.queries.plain import campaign_row

    require(act, SEE_PLANS)
    day_ = as_day(day, act.now.date())
    lines = campaign_lines(act.organisation_id, day_, archived=archived, only=visible_ids(act))
    if as_json:
        echo_json({"rows": [campaign_row(line) for line in lines]})
        return
    for line in lines:
        spend = " + ".join(map(str, line.spend)) or "-"
        click.echo(f"{line.code:<12} {line.name:<40} {spend:>18}  {line.owner or '-'}")


@plan.command()
@click.option("--as-of", "day", type=DAY, default=None, help="From spend up to this day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def draft(act: Any, day: datetime | None, as_json: bool) -> None:
    """Draft a plan from spend: one row per platform campaign without a plan. Stores nothing."""
    from riser.foundation.roles import require
    from riser.plan.actions import SEE_ALL_PLANS
    from riser.plan.queries import draft_from_spend
    from riser.plan.queries.plain import draft_row

    require(act, SEE_ALL_PLANS)
    rows = draft_from_spend(act.organisation_id, to_day=as_day(day, act.now.date()))
    if as_json:
        echo_json({"rows": [draft_row(row) for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.name:<40} {row.from_day} {row.to_day} {row.spend:>14,.2f} {row.currency}")


@plan.command()
@click.argument("campaign")
@click.option("--topic", type=click.Choice(TOPICS), required=True, help="What is approved.")
@click.option("--requested-by", default="", metavar="NAME", help="Who asked (default: who wrote it).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_act
def approve(act: Any, campaign: str, topic: str, requested_by: str, as_json: bool) -> None:
    """Approve plan, cap or launch of CAMPAIGN (id, code or name) as a second person: --as EMAIL."""
    from riser.plan import actions
    from riser.plan.queries.find import campaign_id
    from riser.plan.queries.plain import approval_row
    from riser.plan.words import Topic

    made = actions.approve(
        act,
        campaign_id=campaign_id(act.organisation_id, campaign),
        topic=Topic(topic),
        requested_by=requested_by,
    )
    rows = [approval_row(approval) for approval in made]
    if as_json:
        echo_json({"rows": rows})
        return
    for row in rows:
        click.echo(f"{row['topic']} {row['kind']} v{row['version']}: {row['approver']}")
