"""What the commands of this room share."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
LARGE = 5 * 1024 * 1024


@click.group()
def connect() -> None:
    """Import files into the lake; loads, accounts, work from other tools."""


@contextmanager
def progress_bar(file: Path) -> Iterator[Callable[[float], None] | None]:
    """What shows how much of a large file is read, None for a small one or where nobody looks on."""
    if not sys.stderr.isatty() or not file.is_file() or file.stat().st_size < LARGE:
        yield None
        return
    with click.progressbar(length=1000, label=file.name, file=sys.stderr) as bar:
        yield lambda share: bar.update(max(0, round(share * 1000) - bar.pos))
