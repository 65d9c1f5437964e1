"""Import a file, look at loads, accept, discard or undo one."""

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect, progress_bar
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.actions import Preview, UndoPreview
    from riser.connect.intake.work import WorkIntake
    from riser.connect.ledger import LoadRecord
    from riser.foundation.roles import Act

SHOWN_REJECTIONS = 10


class Amount(click.ParamType[Decimal]):
    """An exact amount with a decimal point."""

    name = "amount"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """The Decimal behind the text; exit 2 with a sentence where it is none."""
        try:
            amount = Decimal(str(value))
        except InvalidOperation:
            self.fail(f"{value!r} is not an amount. Write it as 1234.56.", param, ctx)
        if not amount.is_finite() or amount < 0:
            self.fail(f"{value!r} is not an amount. Write it as 1234.56.", param, ctx)
        return amount


@connect.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", default="auto", show_default=True, help="Platform of the file, or auto.")
@click.option("--account", default="", help="Account of the file, where the file does not name it.")
@click.option("--currency", default="", help="Currency of the file, where the file does not name it.")
@click.option("--account-total", type=Amount(), help="What the platform itself says was spent.")
@click.option(
    "--day-order",
    type=click.Choice(["dmy", "mdy"]),
    default=None,
    help="Whether day or month comes first, where the file leaves it open.",
)
@click.option("--accept-quarantine", is_flag=True, help="Store the good rows although others are rejected.")
@click.option("--preview", is_flag=True, help="Say what would change; store nothing.")
@AS_JSON
@with_act
def import_(act: "Act", file: Path, preview: bool, as_json: bool, **said: Any) -> None:
    """Import a CSV, TSV or XLSX export. Exit 0 done, 1 waiting for you to accept, 2 unreadable."""
    from riser.connect.actions import import_file

    said["day_order"] = said["day_order"] or ""
    if preview:
        _preview(act, file, as_json, **said)
        return
    with progress_bar(file) as watch:
        record = import_file(act, file, watch=watch, within_upload=False, **said)
    if as_json:
        echo_json(contract(record))
    else:
        _print_record(record)
    sys.exit(1 if record.waits else 0)


@connect.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", default="auto", show_default=True, help="Tool of the file, or auto.")
@click.option("--account", default="", help="Account of the file, where the file does not name it.")
@click.option("--currency", default="", help="Currency of the file, where the file does not name it.")
@click.option(
    "--day-order",
    type=click.Choice(["dmy", "mdy"]),
    default=None,
    help="Whether day or month comes first, where the file leaves it open.",
)
@AS_JSON
@with_act
def preview(act: "Act", file: Path, as_json: bool, **said: Any) -> None:
    """Say what a file holds and what storing it would change; store nothing."""
    _preview(act, file, as_json, **said | {"day_order": said["day_order"] or ""})


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
        _print_record(record)


@connect.command()
@click.argument("load")
@with_act
def discard(act: "Act", load: str) -> None:
    """Discard a waiting load; nothing of it is stored."""
    from riser.connect.actions import discard_load

    _print_record(discard_load(act, load))


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
        _print_told(undo_json(found))
    if preview:
        return
    if not yes and (as_json or not click.confirm(_("Undo it?"))):
        sys.exit(1)
    record = undo_load(act, load, based_on=found.based_on)
    if as_json:
        echo_json(contract(record))
    else:
        _print_record(record)


def undo_json(found: "UndoPreview") -> dict[str, Any]:
    """What taking a load back would change, as JSON."""
    return {
        "load": found.load.id,
        "vanished": found.changes.vanished,
        "changed": found.changes.changed,
        "added": found.changes.added,
        "same": found.changes.same,
        "days": len(found.days),
        "items": found.items,
        "replayed": found.replayed,
        "spend_before": dict(found.before),
        "spend_after": dict(found.after),
        "based_on": found.based_on,
    }


def _print_told(told: dict[str, Any]) -> None:
    """One line a fact; of several, such as notes or rejected rows, each on a line of its own."""
    for key, value in told.items():
        first, *more = (
            [_in_a_line(one) for one in value] or [""] if isinstance(value, list) else [_counted(value)]
        )
        click.echo("\n  ".join([f"{key}: {first}"] if not more else [f"{key}:", first, *more]))


def _in_a_line(one: Any) -> str:
    return " ".join(str(part) for part in one.values() if part) if isinstance(one, dict) else str(one)


def _counted(value: Any) -> str:
    """A figure as it is, figures by a name as "12.50 EUR, 3.00 USD"."""
    from riser.ui.formats import listed

    return listed(f"{n} {of}" for of, n in value.items()) if isinstance(value, dict) else str(value)


def contract(record: "LoadRecord") -> dict[str, Any]:
    """The load as JSON promises it; `nothing_taken` stands there only where no row can be taken."""
    nothing = {"nothing_taken": str(record.nothing_taken)} if record.nothing_taken else {}
    return {
        "load": record.id,
        "state": record.state,
        "rows_read": record.rows_read,
        "rows_accepted": record.rows_accepted,
        "rows_skipped": record.rows_skipped,
        "rows_rejected": record.rows_rejected,
        "rejections": _rejections(record.rejections),
        "unchanged": record.unchanged,
        **nothing,
    }


def _about(record: "LoadRecord") -> dict[str, Any]:
    names = ("source", "file_name", "from_day", "to_day", "member_name", "started_at", "finished_at")
    return {name: getattr(record, name) for name in names}


def _rejections(rows: "Any") -> list[dict[str, Any]]:
    return [{"row": row.row, "column": row.column, "reason": row.reason} for row in rows]


def _print_record(record: "LoadRecord") -> None:
    from django.utils.translation import gettext as _

    state = _("done, unchanged") if record.unchanged else record.state
    click.echo(f"{record.id}  {state}")
    if record.nothing_taken:
        _print_nothing_taken(record)
        return
    for note in record.notes:
        click.echo(note)
    counts = {
        "read": record.rows_read,
        "accepted": record.rows_accepted,
        "skipped": record.rows_skipped,
        "rejected": record.rows_rejected,
    }
    click.echo(
        _("Rows: %(read)s read, %(accepted)s accepted, %(skipped)s skipped, %(rejected)s rejected") % counts
    )
    _print_rejections(record.rejections)
    if record.waits:
        told = _("Nothing is stored yet. To store the rest: %(command)s")
        click.echo(told % {"command": f"riser connect accept {record.id}"})


def _print_nothing_taken(record: "LoadRecord") -> None:
    from django.utils.translation import gettext as _

    for line in record.nothing_taken.lines if record.nothing_taken else ():
        click.echo(line)
    if record.waits:
        click.echo(_("To put it away: %(command)s") % {"command": f"riser connect discard {record.id}"})


def _print_rejections(rows: "Any") -> None:
    from django.utils.translation import gettext as _

    for row in rows[:SHOWN_REJECTIONS]:
        place = _("row %(row)s") % {"row": row.row}
        click.echo(f"  {place}{', ' + row.column if row.column else ''}: {row.reason}")
    if len(rows) > SHOWN_REJECTIONS:
        click.echo(_("  … %(n)s more, all with --json") % {"n": len(rows) - SHOWN_REJECTIONS})


def _preview(act: "Act", file: Path, as_json: bool, **said: Any) -> None:
    from riser.connect.actions import preview_file

    kept = {name: said[name] for name in ("source", "account", "currency", "day_order")}
    found = preview_file(act, file, within_upload=False, **kept)
    if as_json:
        echo_json(preview_json(found))
    elif found.nothing_taken:
        click.echo("\n".join(found.nothing_taken.lines))
    else:
        _print_told(preview_json(found))


def preview_json(found: "Preview") -> dict[str, Any]:
    """What importing would do, as JSON."""
    from riser.connect import sentences
    from riser.connect.intake.ads import AdIntake
    from riser.connect.intake.work import WorkIntake

    intake = found.intake
    told = {
        "source": intake.source.slug,
        "notes": [sentences.note_sentence(note) for note in intake.notes],
        "rows_read": intake.rows_read,
        "rows_accepted": intake.rows_accepted,
        "rows_skipped": intake.rows_skipped,
        "rows_rejected": intake.rows_rejected,
        "rejections": _rejections(found.rejections),
        "added": found.changes.added,
        "changed": found.changes.changed,
        "vanished": found.changes.vanished,
        "nothing_taken": str(found.nothing_taken or ""),
    }
    if isinstance(intake, AdIntake):
        owners = sorted(set(intake.owners.values()), key=lambda owner: owner.account)
        return told | {
            "spend": intake.reading.spend,
            "accounts": [f"{owner.account} {owner.currency}" for owner in owners],
            "assumed": sentences.assumed(found.days),
        }
    return told | (_work_json(intake) if isinstance(intake, WorkIntake) else {"table": intake.table.name})


def _work_json(intake: "WorkIntake") -> dict[str, Any]:
    """What a work file holds: how many records of each kind, and words that nobody knows yet."""
    from riser.connect.intake.summary import kinds_in, unknown_words_in

    unknown = unknown_words_in(intake)
    return {
        "kinds": kinds_in(intake),
        "changes": len(intake.changes),
        "unknown_words": [{"of": one.of.value, "word": one.word, "count": one.count} for one in unknown],
    }
