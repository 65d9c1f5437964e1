"""`riser connect check`: whether a mapping file can be used. No database."""

import sys
from pathlib import Path

import click

from riser.connect.commands.group import connect
from riser.foundation.shell import start_django


@connect.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say what keeps the mapping FILE from being used: it says how a platform names its columns. Exit 2."""
    start_django()  # for the language of the sentences
    from django.utils.translation import gettext as _

    from riser.connect.mappings import MappingError, mapping_from

    try:
        found = mapping_from(file.read_text("utf-8"), name=file.name)
    except (MappingError, OSError, UnicodeDecodeError) as error:
        told = _("%(name)s cannot be read as UTF-8 text. Check what it is.") % {"name": file}
        click.echo(str(error) if isinstance(error, MappingError) else told, err=True)
        sys.exit(2)
    shapes = ", ".join(shape.id for shape in found.shapes)
    click.echo(_("%(name)s can be used: %(shapes)s.") % {"name": found.name, "shapes": shapes})
