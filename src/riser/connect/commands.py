"""Shell face: import a file, look at loads, confirm what was assumed."""

import sys
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riser.foundation.shell import DAY, echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.actions import Preview
    from riser.connect.ledger import LoadRecord
    from riser.foundation.roles import Act

SHOWN_REJECTIONS = 10
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


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


@click.group()
def connect() -> None:
    """Import files into the lake; loads and what was found in them."""


@connect.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", default="auto", show_default=True, help="Platform of the file, or auto.")
@click.option("--account", default="", help="Account of the file, where the file does not name it.")
@click.option("--currency", default="", help="Currency of the file, where the file does not name it.")
@click.option("--account-total", type=Amount(), help="What the platform itself says was spent.")
@click.option("--accept-quarantine", is_flag=True, help="Store the good rows although others are rejected.")
@click.option("--preview", is_flag=True, help="Say what would change; store nothing.")
@AS_JSON
@with_act
def import_(act: "Act", file: Path, preview: bool, as_json: bool, **said: Any) -> None:
    """Import a CSV, TSV or XLSX export. Exit 0 done, 1 waiting for you to accept, 2 unreadable."""
    from riser.connect.actions import import_file

    if preview:
        _preview(act, file, as_json, **said)
        return
    record = import_file(act, file, **said)
    if as_json:
        echo_json(contract(record))
    else:
        _print_record(record)
    sys.exit(1 if record.waits else 0)


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
@click.argument("source")
@click.argument("account")
@click.option("--currency", required=True, help="The currency the account is billed in.")
@with_act
def confirm(act: "Act", source: str, account: str, currency: str) -> None:
    """Confirm an account and its currency: its figures are no longer marked as assumed."""
    from riser.connect.actions import confirm_account

    confirm_account(act, source=source, account=account, currency=currency)


@connect.command()
@click.argument("source")
@click.argument("account")
@click.option("--from", "from_day", type=DAY, required=True, help="First day.")
@click.option("--to", "to_day", type=DAY, required=True, help="Last day, included.")
@with_act
def quiet(act: "Act", source: str, account: str, from_day: datetime, to_day: datetime) -> None:
    """Say that an account delivered nothing on these days, so that no rows are missed."""
    from riser.connect.actions import mark_quiet_days

    mark_quiet_days(act, source=source, account=account, from_day=from_day.date(), to_day=to_day.date())


@connect.command()
@click.argument("source")
@click.argument("account")
@click.option("--hours", type=int, required=True, help="Hours after a day's end; a weekly file has 192.")
@with_act
def latency(act: "Act", source: str, account: str, hours: int) -> None:
    """Agree within how many hours after a day's end its figures have to be here."""
    from riser.connect.actions import agree_latency

    agree_latency(act, source=source, account=account, hours=hours)


def contract(record: "LoadRecord") -> dict[str, Any]:
    """The load as JSON promises it."""
    return {
        "load": record.id,
        "state": record.state,
        "rows_read": record.rows_read,
        "rows_accepted": record.rows_accepted,
        "rows_skipped": record.rows_skipped,
        "rows_rejected": record.rows_rejected,
        "rejections": _rejections(record.rejections),
        "unchanged": record.unchanged,
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


def _print_rejections(rows: "Any") -> None:
    from django.utils.translation import gettext as _

    for row in rows[:SHOWN_REJECTIONS]:
        place = _("row %(row)s") % {"row": row.row}
        click.echo(f"  {place}{', ' + row.column if row.column else ''}: {row.reason}")
    if len(rows) > SHOWN_REJECTIONS:
        click.echo(_("  … %(n)s more, all with --json") % {"n": len(rows) - SHOWN_REJECTIONS})


def _preview(act: "Act", file: Path, as_json: bool, **said: Any) -> None:
    from riser.connect.actions import preview_file

    kept = {name: said[name] for name in ("source", "account", "currency")}
    found = preview_file(act, file, **kept)
    if as_json:
        echo_json(preview_json(found))
        return
    for key, value in preview_json(found).items():
        click.echo(f"{key}: {value}")


def preview_json(found: "Preview") -> dict[str, Any]:
    """What importing would do, as JSON."""
    from riser.connect import sentences
    from riser.connect.intake.ads import AdIntake

    intake = found.intake
    told = {
        "source": intake.source.slug,
        "notes": [sentences.note_sentence(note) for note in intake.notes],
        "rows_read": intake.rows_read,
        "rows_accepted": intake.rows_accepted,
        "rows_skipped": len(intake.skipped),
        "rows_rejected": len(intake.rejected),
        "rejections": _rejections(found.rejections),
        "added": found.changes.added,
        "changed": found.changes.changed,
        "vanished": found.changes.vanished,
    }
    return told | ({"spend": intake.reading.spend} if isinstance(intake, AdIntake) else {})
