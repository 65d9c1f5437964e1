"""`riser connect check`, `detect` and `mapping new`: mappings and what a file is. No database."""

import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riser.connect.commands.group import AS_JSON, connect
from riser.foundation.shell import complain, echo_json, start_django, with_act

if TYPE_CHECKING:
    from riser.connect.queries.mappings import KeptMapping
    from riser.foundation.roles import Act

SLUG = re.compile(r"[a-z][a-z0-9_]{1,39}")


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
@click.option("--mapping", "own", type=click.Path(path_type=Path), help="A mapping of your own (YAML).")
@AS_JSON
def detect(file: Path, source: str, own: Path | None, as_json: bool) -> None:
    """Say what FILE is and by which columns; nothing is read further. Exit 2 where no tool fits."""
    start_django()  # for the language of the sentences
    from riser.connect.intake.detecting import detect as look
    from riser.connect.intake.own_mapping import mapping_text
    from riser.foundation.errors import RiserError

    try:
        found = look(file, source, mapping_text(own) if own else "")
    except RiserError as refusal:
        complain(refusal)
        sys.exit(2)
    if as_json:
        echo_json(asdict(found))
    else:
        click.echo(found.told)


@connect.group()
def mapping() -> None:
    """Mappings of your own, for files that Riser does not know."""


@mapping.command(name="list")
@AS_JSON
@with_act
def list_mappings(act: "Act", as_json: bool) -> None:
    """The mappings that your organisation keeps."""
    from riser.connect.queries.mappings import own_mappings

    found = own_mappings(act.organisation_id)
    if as_json:
        echo_json({"mappings": [mapping_json(one) for one in found]})
    for one in () if as_json else found:
        click.echo(f"{one.slug:22}  {one.name}")


@mapping.command()
@click.argument("file", type=click.Path(path_type=Path))
@AS_JSON
@with_act
def add(act: "Act", file: Path, as_json: bool) -> None:
    """Keep the mapping FILE: its exports are recognised from now on. One of the same source is replaced."""
    from riser.connect.actions import keep_mapping
    from riser.connect.intake.own_mapping import mapping_text

    found = keep_mapping(act, mapping_text(file))
    if as_json:
        echo_json(mapping_json(found))
    else:
        click.echo(f"{found.slug:22}  {found.name}")


@mapping.command()
@click.argument("slug")
@with_act
def remove(act: "Act", slug: str) -> None:
    """Forget the mapping SLUG; what was loaded by it stays."""
    from riser.connect.actions import remove_mapping

    remove_mapping(act, slug)


def mapping_json(kept: "KeptMapping") -> dict[str, Any]:
    """A mapping that is kept, as JSON."""
    return {"slug": kept.slug, "name": kept.name, "by": kept.by, "at": kept.at.isoformat(), "text": kept.text}


@mapping.command()
@click.argument("sample", type=click.Path(path_type=Path))
@click.option("--source", default="own", show_default=True, help="What the tool is called: small letters, _.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the draft goes; else it is printed.")
def new(sample: Path, source: str, out: Path | None) -> None:
    """Draft a mapping from SAMPLE: which column is what, and why. Then: import FILE --mapping M.yaml."""
    start_django()  # for the language of the sentences
    from riser.connect.intake.drafted import draft_mapping
    from riser.foundation.errors import RiserError

    if not SLUG.fullmatch(source):
        raise click.UsageError(
            f"--source {source!r}: write small letters, digits and _, such as pigeon_post."
        )
    if out is not None and out.exists():
        raise click.UsageError(f"--out {out} is there already. Name another file.")
    try:
        text = draft_mapping(sample, source)
    except RiserError as refusal:
        complain(refusal)
        sys.exit(2)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")
        click.echo(out)
