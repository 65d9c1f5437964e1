"""The group of this room's commands, and how their results are printed."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

import click

from riser.foundation.shell import echo_json, start_django

Plain = Mapping[str, Any]
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
COMPARE = click.option("--compare", default="", help="A day, or a unit, to put beside the profile.")
AGAINST = click.option(
    "--against", default="", help="The unit that stands beside it (default: the whole organisation)."
)
FILE = click.argument("file", type=click.File("rb"))


def practice_id(value: str) -> str:
    """The id as the model writes it, "BUD 2.1", also of its spelling in addresses, "BUD-2.1"."""
    return value.strip().replace("-", " ", 1).upper()


@click.group()
def assess() -> None:
    """Maturity from the records, stated answers, prices of gaps."""


def computed(compute: Callable[..., Plain], file: IO[bytes]) -> Plain:
    """The result, or exit 2 with the sentences that say what to correct."""
    from riser.assess.library.reading import ContentError

    speak_chinese()
    try:
        return compute(file.read(), name=file.name)
    except ContentError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def speak_chinese() -> None:
    """Loads Django where the shell is Chinese: sentences need it, the computation does not."""
    if (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").lower().startswith("zh"):
        start_django()


def printed(result: Plain, *, as_json: bool, lines: Callable[[Plain], Iterator[str]]) -> None:
    """Prints a result as JSON, or as lines for people."""
    if as_json:
        echo_json(result)
        return
    for line in lines(result):
        click.echo(line)
