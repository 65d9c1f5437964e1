"""`riser connect check` and `detect`: whether a mapping can be used, what a file is. No database."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import complain, echo_json, start_django


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


@connect.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", default="auto", show_default=True, help="Look whether it is of this tool.")
@click.option("--mapping", type=click.Path(path_type=Path), help="A mapping of your own (YAML).")
@AS_JSON
def detect(file: Path, source: str, mapping: Path | None, as_json: bool) -> None:
    """Say what FILE is and by which columns; nothing is read further. Exit 2 where no tool fits."""
    start_django()  # for the language of the sentences
    from riser.connect.intake.detecting import detect as look
    from riser.connect.intake.own_mapping import mapping_text
    from riser.foundation.errors import RiserError

    try:
        found = look(file, source, mapping_text(mapping) if mapping else "")
    except RiserError as refusal:
        complain(refusal)
        sys.exit(2)
    if as_json:
        echo_json(asdict(found))
    else:
        click.echo(found.told)
