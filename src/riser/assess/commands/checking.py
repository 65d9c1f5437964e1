"""`riser assess check`: whether a folder of content files is a model that can be used. No database."""

import sys
from pathlib import Path

import click

from riser.assess.commands.door import AS_JSON, assess
from riser.foundation.shell import echo_json, start_django


@assess.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@AS_JSON
def check(folder: Path | None, as_json: bool) -> None:
    """Say what keeps the model in FOLDER (default: Riser's own) from being used.

    Exit 0 nothing, 1 it can be read and has faults, 2 it cannot be read.
    """
    start_django()  # for the language of the sentences
    from django.utils.translation import gettext as _

    from riser.assess import library
    from riser.assess.library import lint

    try:
        found = lint.findings(library.load_model(folder) if folder else library.model())
    except (library.ContentError, OSError) as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    if as_json:
        echo_json({"findings": found})
    else:
        click.echo("\n".join(found) or _("Nothing keeps this model from being used."))
    sys.exit(1 if found else 0)
