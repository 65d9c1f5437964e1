"""`riser assess report`: the profile or the board report as a file."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riser.assess.commands.door import AGAINST, COMPARE, assess
from riser.foundation.shell import DAY, as_day, with_act

if TYPE_CHECKING:
    from riser.foundation.roles import Act


@assess.command()
@click.option(
    "--kind",
    type=click.Choice(["profile", "board"]),
    default="profile",
    show_default=True,
    help="The whole profile, or the board's one page.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["pdf", "docx", "xlsx", "png", "json"]),
    default="pdf",
    show_default=True,
    help="The board report does not come as json.",
)
@click.option("--as-of", "day", type=DAY, help="Report of this day (default: today).")
@click.option("--since", type=DAY, help="What the board compares with (default: three months before).")
@COMPARE
@AGAINST
@click.option("--lang", default="", help="en or zh-hans (default: the language of the shell).")
@click.option(
    "--out",
    type=click.Path(dir_okay=True, path_type=Path),
    default=Path("."),
    help="File, or folder in which the report names itself (default: here). “-” is standard output.",
)
@with_act
def report(
    act: "Act",
    kind: str,
    form: str,
    day: datetime | None,
    since: datetime | None,
    compare: str,
    against: str,
    lang: str,
    out: Path,
) -> None:
    """Write the profile or the one-page board report to a file. Always ends with 0 once it is written."""
    from riser.assess.documents import asked, make
    from riser.assess.views.way import SEE_PROFILE
    from riser.foundation.roles import require

    require(act, SEE_PROFILE)
    as_of = as_day(day, act.now.date())
    wanted = asked(
        kind,
        form,
        as_of=as_of,
        since=as_day(since, as_of) if since else None,
        language=lang,
        compare=compare,
        against=against,
    )
    file = make(act.organisation_id, wanted, now=act.now)
    if str(out) == "-":
        click.echo(file.content, nl=False)
        return
    click.echo(_written(file.content, out / file.name if out.is_dir() else out))


def _written(content: bytes, target: Path) -> str:
    """Writes the file and gives its path. Raises Refused where it cannot be written."""
    from django.utils.translation import gettext as _

    from riser.foundation.errors import Refused

    try:
        target.write_bytes(content)
    except OSError as error:
        told = {"path": target, "why": error.strerror or error}
        raise Refused(_("Nothing was written to %(path)s: %(why)s. Choose another --out.") % told) from error
    return str(target)
