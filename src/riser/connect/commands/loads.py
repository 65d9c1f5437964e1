"""Look at loads; accept, discard, undo or redo one."""

import sys
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.connect.commands.shown import contract, print_record, print_told, undo_json
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.ledger import LoadRecord
    from riser.foundation.roles import Act


@connect.command()
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many.")
@AS_JSON
@with_act
def loads(act: "Act", limit: int, as_json: bool) -> None:
    """The newest loads, newest first."""
    from riser.connect import queries

    found = queries.loads(act.organisation_id, limit=limit)
    if as_json:
        echo_json({"rows": [contract(record) | _about(record) for record in found]})
        return
    for record in found:
        days = f"{record.from_day} – {record.to_day}" if record.from_day else ""
        click.echo(f"{record.id}  {record.state:8}  {record.source:14}  {days:23}  {record.file_name}")


@connect.command()
@click.argument("load")
@AS_JSON
@with_act
def accept(act: "Act", load: str, as_json: bool) -> None:
    """Store the good rows of a waiting load; its rejected rows are left out."""
    from riser.connect.actions import accept_load

    record = accept_load(act, load)
    if as_json:
        echo_json(contract(record))
    else:
        print_record(record)


@connect.command()
@click.argument("load")
@with_act
def discard(act: "Act", load: str) -> None:
    """Discard a waiting load; nothing of it is stored."""
    from riser.connect.actions import discard_load

    print_record(discard_load(act, load))


@connect.command()
@click.argument("load")
@click.option("--preview", is_flag=True, help="Say what would change; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@AS_JSON
@with_act
def undo(act: "Act", load: str, preview: bool, yes: bool, as_json: bool) -> None:
    """Take a load back by replaying the others in their order. Asks before it does.

    Exit 1 where nobody says yes.
    """
    from django.utils.translation import gettext as _

    from riser.connect.actions import preview_undo, undo_load

    found = preview_undo(act, load)
    if as_json and (preview or not yes):
        echo_json(undo_json(found))
    elif not as_json:
        print_told(undo_json(found))
    if preview:
        return
    if not yes and (as_json or not click.confirm(_("Undo it?"))):
        sys.exit(1)
    record = undo_load(act, load, based_on=found.based_on)
    if as_json:
        echo_json(contract(record))
    else:
        print_record(record)


@connect.command()
@click.argument("load")
@AS_JSON
@with_act
def redo(act: "Act", load: str, as_json: bool) -> None:
    """Store the file of a load that was undone again, as a load of its own."""
    from riser.connect.actions import redo_load

    record = redo_load(act, load)
    if as_json:
        echo_json(contract(record))
    else:
        print_record(record)
    sys.exit(1 if record.waits else 0)


def _about(record: "LoadRecord") -> dict[str, Any]:
    names = ("source", "file_name", "from_day", "to_day", "member_name", "started_at", "finished_at")
    return {name: getattr(record, name) for name in names}
