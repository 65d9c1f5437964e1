"""`riser restore`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riser.cli.options import progress
from riser.foundation.shell import echo_json, plainly

if TYPE_CHECKING:
    from riser.foundation.safekeeping.manifest import Manifest


def into_home(_context: click.Context, _option: click.Parameter, home: Path | None) -> Path | None:
    """The home as given; the settings hear of it before they are read."""
    if home is not None:
        os.environ["RISER_HOME"] = str(home)
    return home


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--into",
    metavar="HOME",
    is_eager=True,
    expose_value=False,
    type=click.Path(file_okay=False, path_type=Path),
    callback=into_home,
    help="Restore into this home.",
)
@click.option("--replace", is_flag=True, help="Put aside what is there.")
@click.option("--check", is_flag=True, help="Only read the backup and verify every file in it.")
@click.option("--continue", "goes_on", is_flag=True, help="Bring a restore to its end that was cut off.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@plainly
def restore(file: Path | None, replace: bool, check: bool, goes_on: bool, as_json: bool) -> None:
    """Make a home what the backup FILE holds. Stop server and worker first."""
    from django.utils.translation import gettext as _

    from riser.cli.keeping.plain import manifest_json
    from riser.cli.keeping.restoring import check_backup, continue_restore
    from riser.cli.keeping.restoring import restore as restore_from
    from riser.foundation import clock

    if (file is None) is not goes_on:
        raise click.UsageError("Name the file of a backup, or say --continue.")
    if file is not None and check:
        with progress(_("Verifying")) as told:
            manifest = check_backup(file, progress=told)
        _say(manifest, {"verified": True}, as_json)
        return
    if file is None:
        done = continue_restore()
    else:
        with progress(_("Restoring")) as told:
            done = restore_from(file, replace=replace, now=clock.now(), progress=told)
    if as_json:
        echo_json(manifest_json(done.manifest) | {"home": str(done.home), "aside": done.aside})
        return
    _say(done.manifest, {}, as_json=False)
    click.echo(_("Restored into %(home)s.") % {"home": done.home})
    if done.aside:
        click.echo(_("What was there before is kept in %(aside)s.") % {"aside": done.aside})


def _say(manifest: "Manifest", more: dict[str, object], as_json: bool) -> None:
    from django.utils.translation import gettext as _

    from riser.cli.keeping.plain import manifest_json

    if as_json:
        echo_json(manifest_json(manifest) | more)
        return
    facts = {
        "day": f"{manifest.made_at:%Y-%m-%d %H:%M} UTC",
        "version": manifest.program,
        "count": len(manifest.pieces),
        "size": f"{manifest.size / 1e6:.1f}",
    }
    click.echo(_("Backup of %(day)s by Riser %(version)s: %(count)s files, %(size)s MB, all whole.") % facts)
