"""`riser connect query`: one SELECT on the tables of the lake."""

import csv
import sys
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.lake.sandbox import Answer
    from riser.foundation.roles import Act

MOST_ROWS = 100_000
SHOWN_ROWS = 1000


@connect.command()
@click.argument("sql")
@click.option("--limit", type=click.IntRange(1, MOST_ROWS), default=SHOWN_ROWS, help="Rows at most.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@AS_JSON
@with_act
def query(act: "Act", sql: str, limit: int, as_csv: bool, as_json: bool) -> None:
    """Ask the lake: SQL is one SELECT on the tables of `riser connect tables`."""
    from riser.connect.actions import ask_lake

    found = ask_lake(act, sql, limit=limit)
    if as_json:
        echo_json(answer_json(found))
        return
    if as_csv:
        write_csv(found, sys.stdout)
    else:
        _print(found)
    if found.is_cut:
        click.echo(cut_words(found), err=True)


def answer_json(found: "Answer") -> dict[str, Any]:
    """The answer as JSON: each row an object; a note where rows are left out."""
    return {
        "columns": list(found.columns),
        "rows": [dict(zip(found.columns, row, strict=True)) for row in found.rows],
        "is_cut": found.is_cut,
        "note": cut_words(found) if found.is_cut else "",
    }


def cut_words(found: "Answer") -> str:
    """Says that there are more rows than are shown."""
    from django.utils.translation import gettext as _

    return _("There are more rows; the first %(count)s are shown.") % {"count": len(found.rows)}


def write_csv(found: "Answer", out: Any) -> None:
    """Writes the answer as CSV in which no text is taken for a formula."""
    from riser.ui.documents.cells import escaped

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([escaped(name) for name in found.columns])
    writer.writerows([escaped(one) if isinstance(one, str) else one for one in row] for row in found.rows)


def _print(found: "Answer") -> None:
    click.echo("  ".join(found.columns))
    for row in found.rows:
        click.echo("  ".join("–" if one is None else str(one) for one in row))
