"""`riser connect erase-person`: a person is taken out of everything that came from other tools."""

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import echo_json, with_act

if TYPE_CHECKING:
    from riser.connect.actions import Erased
    from riser.foundation.roles import Act


@connect.command(name="erase-person")
@click.argument("key")
@AS_JSON
@with_act
def erase_person(act: "Act", key: str, as_json: bool) -> None:
    """Erase a person: KEY is what the files say, an e-mail address, a number, an id.

    Rows keep their sums and name nobody; kept files are written anew. Exit 1 where a file still names KEY.
    """
    from riser.connect import actions

    erased = actions.erase_person(act, key)
    if as_json:
        echo_json(asdict(erased) | {"left": list(erased.left)})
    else:
        _print(erased)
    sys.exit(1 if erased.left else 0)


def _print(erased: "Erased") -> None:
    from django.utils.translation import gettext as _

    for table, count in erased.rows.items():
        click.echo(_("%(table)s: %(count)s rows") % {"table": table, "count": count})
    click.echo(_("Kept files written anew: %(count)s") % {"count": erased.files})
    if not erased.left:
        click.echo(_("No file below the home names the person any more. Backups taken earlier still do."))
    for path in erased.left:
        click.echo(_("Still named in %(path)s") % {"path": path})
