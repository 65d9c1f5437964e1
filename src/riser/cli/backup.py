"""`riser backup`."""

from pathlib import Path

import click

from riser.cli.options import progress
from riser.foundation.shell import echo_json, plainly


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@plainly
def backup(file: Path, as_json: bool) -> None:
    """Put database, lake and files of one moment into FILE; in a folder it gets a name of its own.

    Server, worker and imports may go on. Keep the file safe: the signing key is in it.
    """
    from django.utils.translation import gettext as _

    from riser.cli.keeping.contents import home_folder
    from riser.cli.keeping.plain import taken_json
    from riser.cli.keeping.taking import take_backup
    from riser.foundation import clock
    from riser.foundation.presence import present

    now = clock.now()
    target = file / f"riser-{now:%Y%m%d-%H%M%S}.zip" if file.is_dir() else file
    with present(home_folder()), progress(_("Backing up")) as told:
        taken = take_backup(target, now=now, progress=told)
    for path in taken.doubts:
        text = _("%(file)s was damaged before; it is in the backup as it is.")
        click.echo(text % {"file": path}, err=True)
    if as_json:
        echo_json(taken_json(taken))
        return
    facts = {"file": taken.file, "size": f"{taken.size / 1e6:.1f}", "count": len(taken.manifest.pieces)}
    click.echo(_("%(file)s: %(count)s files, %(size)s MB.") % facts)
