"""`riser connect export`: a table of the lake as CSV, XLSX or Parquet."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import DAY, echo_json, with_act

if TYPE_CHECKING:
    from riser.foundation.roles import Act


@connect.command()
@click.argument("table")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="F.csv, F.xlsx or F.parquet.")
@click.option("--from", "from_day", type=DAY, help="First day.")
@click.option("--to", "to_day", type=DAY, help="Last day.")
@click.option("--force", is_flag=True, help="Replace the file where it exists.")
@AS_JSON
@with_act
def export(
    act: "Act",
    table: str,
    out: Path,
    from_day: datetime | None,
    to_day: datetime | None,
    force: bool,
    as_json: bool,
) -> None:
    """Write TABLE into a file; `riser connect tables` names those there are."""
    from django.utils.translation import gettext as _

    from riser.connect.actions import export_table

    first, last = (one.date() if one else None for one in (from_day, to_day))
    rows = export_table(act, table, out, from_day=first, to_day=last, is_forced=force)
    if as_json:
        echo_json({"table": table, "file": str(out), "rows": rows})
    else:
        click.echo(
            _("%(rows)s rows of %(table)s stand in %(file)s.") % {"rows": rows, "table": table, "file": out}
        )
