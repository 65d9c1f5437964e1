"""`riser connect retention`: how long the rows of each table are kept."""

from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.actions import LetGo
    from riser.connect.queries.retention import Kept
    from riser.foundation.roles import Act


@connect.group()
def retention() -> None:
    """How long the rows of each table are kept; without a word from you, for good."""


@retention.command(name="list")
@AS_JSON
@with_act
def list_retention(act: "Act", as_json: bool) -> None:
    """Every table whose rows tell their age, and how long they are kept."""
    from riser.connect.queries.retention import retention as kept
    from riser.foundation.queries import house

    found = kept(act.organisation_id, house(act.organisation_id).day(act.now))
    if as_json:
        echo_json({"tables": [kept_json(one) for one in found]})
    else:
        for one in found:
            click.echo(f"{one.table.name:22}  {_said(one)}")


@retention.command(name="set")
@click.argument("table")
@click.option("--months", type=int, help="Keep so many whole months before the present one, 3 to 240.")
@click.option("--forever", is_flag=True, help="Keep the rows for good.")
@AS_JSON
@with_act
def set_table(act: "Act", table: str, months: int | None, forever: bool, as_json: bool) -> None:
    """Keep the rows of TABLE for so long. What is older goes with the next night, or with `apply`."""
    from riser.connect.actions import set_retention

    if (months is None) is not forever:
        raise click.UsageError("Say either --months or --forever.")
    found = set_retention(act, table, months)
    if as_json:
        echo_json(kept_json(found))
    else:
        click.echo(f"{found.table.name:22}  {_said(found)}")


@retention.command()
@AS_JSON
@with_act
def apply(act: "Act", as_json: bool) -> None:
    """Let go now what is older than you keep it. What is gone can only be imported again."""
    from riser.connect.actions import apply_retention

    found = apply_retention(act)
    if as_json:
        echo_json({"tables": [gone_json(one) for one in found]})
    else:
        _print_gone(found)


def kept_json(kept: "Kept") -> dict[str, Any]:
    """How long a table is kept, as JSON; null: for good."""
    first = kept.first_day.isoformat() if kept.first_day else None
    return {"table": kept.table.name, "months": kept.months, "first_day": first}


def gone_json(gone: "LetGo") -> dict[str, Any]:
    """What was let go of a table, as JSON."""
    first = gone.first_day.isoformat()
    return {"table": gone.table, "first_day": first, "rows": gone.rows, "files": gone.files}


def _said(kept: "Kept") -> str:
    from riser.connect.words import kept_for

    return kept_for(kept)


def _print_gone(found: "list[LetGo]") -> None:
    from django.utils.translation import gettext as _

    text = _("%(table)s: %(rows)s rows before %(day)s let go, kept files removed: %(files)s")
    for one in found:
        click.echo(text % {"table": one.table, "rows": one.rows, "day": one.first_day, "files": one.files})
    if not found:
        click.echo(_("Nothing is older than you keep it."))
