"""`riser connect tables`: the data dictionary in the shell."""

from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.queries import TableState
    from riser.foundation.roles import Act


@connect.command()
@click.argument("name", default="")
@AS_JSON
@with_act
def tables(act: "Act", name: str, as_json: bool) -> None:
    """The tables of the lake and how many rows each has; with NAME, the columns of one."""
    from riser.connect import queries

    org = act.organisation_id
    found = [queries.table(org, name)] if name else queries.tables(org)
    if as_json:
        echo_json({"tables": [table_json(one) for one in found]})
    elif name:
        _print_columns(found[0])
    else:
        for one in found:
            click.echo(f"{one.table.name:22}  {one.rows:10}  {_said(one.table.title)}")


def table_json(state: "TableState") -> dict[str, Any]:
    """A table of the dictionary as JSON: its columns, its grain in the reader's language, how many rows."""
    table = state.table
    return {
        "table": table.name,
        "version": table.version,
        "title": _said(table.title),
        "grain": _said(table.grain),
        "rows": state.rows,
        "key": list(table.key),
        "columns": [
            {
                "name": one.name,
                "type": one.kind.value,
                "required": one.is_required,
                "choices": list(one.choices),
                "means": _said(one.means),
            }
            for one in table.columns
        ],
    }


def _print_columns(state: "TableState") -> None:
    from riser.connect.words import column_kind

    click.echo(_said(state.table.grain))
    for one in state.table.columns:
        click.echo(f"{one.name:20}  {column_kind(one.kind):24}  {_said(one.means)}")


def _said(words: Any) -> str:
    from riser.connect.tables import in_words

    return in_words(words)
