"""`riser upgrade`."""

from pathlib import Path

import click

from riser.cli.options import progress
from riser.foundation.shell import echo_json, plainly


@click.command()
@click.option(
    "--backup",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the backup goes that is taken first (default: backups/ in the home).",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@plainly
def upgrade(backup: Path | None, as_json: bool) -> None:
    """Bring database and lake to this version, after a backup. Stop server and worker first.

    Safe to repeat: cut off, it goes on where it stopped.
    """
    from dataclasses import asdict

    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from riser.cli.keeping.upgrading import upgrade as bring_up_to_date
    from riser.foundation import clock

    with progress(_("Backing up")) as told:
        done = bring_up_to_date(backup=backup, now=clock.now(), progress=told)
    if as_json:
        echo_json(asdict(done))
    elif done.is_empty:
        click.echo(_("There is nothing to upgrade yet. Run “riser setup”."))
    elif not done.backup:
        click.echo(_("This home is up to date with Riser %(version)s.") % {"version": done.after})
    else:
        steps = len(done.migrations) + len(done.tables)
        text = ngettext(
            "Up to date with Riser %(version)s: %(count)s step.",
            "Up to date with Riser %(version)s: %(count)s steps.",
            steps,
        )
        click.echo(text % {"version": done.after, "count": steps})
        click.echo(_("The home as it was before: %(file)s") % {"file": done.backup})
