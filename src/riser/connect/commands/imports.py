"""Import files, or say what importing one would do."""

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect, progress_bar
from riser.connect.commands.shown import (
    contract,
    many_json,
    preview_json,
    print_many,
    print_record,
    print_told,
)
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.ledger import LoadRecord
    from riser.foundation.roles import Act


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


def _said(command: Any) -> Any:
    """The options that say what a file leaves open."""
    for option in reversed(
        (
            click.option("--source", default="auto", show_default=True, help="Tool of the file, or auto."),
            click.option(
                "--account", default="", help="Account of the file, where the file does not name it."
            ),
            click.option(
                "--currency", default="", help="Currency of the file, where the file does not name it."
            ),
            click.option(
                "--day-order",
                type=click.Choice(["dmy", "mdy"]),
                default=None,
                help="Whether day or month comes first, where the file leaves it open.",
            ),
            click.option(
                "--mapping",
                type=click.Path(path_type=Path),
                help="A mapping of your own (YAML), where Riser does not know the file.",
            ),
        )
    ):
        command = option(command)
    return command


@connect.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@_said
@click.option("--account-total", type=Amount(), help="What the platform itself says was spent.")
@click.option("--accept-quarantine", is_flag=True, help="Store the good rows although others are rejected.")
@click.option("--preview", is_flag=True, help="Say what would change; store nothing.")
@AS_JSON
@with_act
def import_(act: "Act", files: tuple[Path, ...], preview: bool, as_json: bool, **said: Any) -> None:
    """Import CSV, TSV or XLSX exports: files, folders, patterns in quotation marks.

    Exit 0 done, 1 waiting for you to accept, 2 unreadable. Of several files each that can be read is stored.
    """
    from riser.connect.intake.gathering import is_several

    said |= {"day_order": said["day_order"] or "", "mapping": _mapping(said["mapping"])}
    if is_several(files):
        _refuse_for_one(preview=preview, account_total=said["account_total"])
        _import_many(act, files, as_json, **said)
    elif preview:
        _preview(act, files[0], as_json, **said)
    else:
        _import_one(act, files[0], as_json, **said)


@connect.command(name="import-table")
@click.argument("table")
@click.option("--from", "url", required=True, help="Its database: postgresql://user@host/database.")
@_said
@click.option("--accept-quarantine", is_flag=True, help="Store the good rows although others are rejected.")
@AS_JSON
@with_act
def import_table(act: "Act", table: str, url: str, as_json: bool, **said: Any) -> None:
    """Import a TABLE of PostgreSQL, as sales.orders. It is only read; its rows take the path of a file.

    The password stands in PGPASSWORD or ~/.pgpass, never in the address. Exit 0, 1 and 2 as with import.
    """
    from riser.connect.actions import import_table as take_table

    said |= {"day_order": said["day_order"] or "", "mapping": _mapping(said["mapping"])}
    _told(take_table(act, url, table, within_upload=False, **said), as_json)


@connect.command()
@click.argument("file", type=click.Path(path_type=Path))
@_said
@AS_JSON
@with_act
def preview(act: "Act", file: Path, as_json: bool, **said: Any) -> None:
    """Say what a file holds and what storing it would change; store nothing."""
    said |= {"day_order": said["day_order"] or "", "mapping": _mapping(said["mapping"])}
    _preview(act, file, as_json, **said)


def _mapping(path: Path | None) -> str:
    """The text of a mapping file, "" where none is named."""
    from riser.connect.intake.own_mapping import mapping_text

    return mapping_text(path) if path else ""


def _import_one(act: "Act", file: Path, as_json: bool, **said: Any) -> None:
    from riser.connect.actions import import_file

    with progress_bar(file) as watch:
        record = import_file(act, file, watch=watch, within_upload=False, **said)
    _told(record, as_json)


def _told(record: "LoadRecord", as_json: bool) -> None:
    if as_json:
        echo_json(contract(record))
    else:
        print_record(record)
    sys.exit(1 if record.waits else 0)


def _import_many(act: "Act", files: tuple[Path, ...], as_json: bool, **said: Any) -> None:
    from riser.connect.actions import import_files

    found = import_files(act, files, watching=progress_bar, within_upload=False, **said)
    if as_json:
        echo_json(many_json(found))
    else:
        print_many(found)
    sys.exit(2 if found.unreadable else 1 if found.waiting else 0)


def _refuse_for_one(**given: Any) -> None:
    """Some options speak of one file only."""
    if named := [name for name, value in given.items() if value]:
        from django.utils.translation import gettext as _

        option = "--" + named[0].replace("_", "-")
        raise click.UsageError(
            _("%(option)s is for one file. Name one, or leave it out.") % {"option": option}
        )


def _preview(act: "Act", file: Path, as_json: bool, **said: Any) -> None:
    from riser.connect.actions import preview_file

    kept = {name: said[name] for name in ("source", "account", "currency", "day_order", "mapping")}
    found = preview_file(act, file, within_upload=False, **kept)
    if as_json:
        echo_json(preview_json(found))
    elif found.nothing_taken:
        click.echo("\n".join(found.nothing_taken.lines))
    else:
        print_told(preview_json(found))
