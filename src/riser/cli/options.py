"""Options that the commands which serve share, and the bar of those that take long."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click


def address_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --port, --host, --workers and --no-worker, each with its environment variable."""
    options = (
        click.option(
            "--port",
            type=click.IntRange(1, 65535),
            default=8000,
            envvar="RISER_PORT",
            show_default=True,
            callback=told_to_settings,
            help="Port.",
        ),
        click.option(
            "--host", default="127.0.0.1", envvar="RISER_BIND", show_default=True, help="Address to bind."
        ),
        click.option(
            "--workers",
            type=click.IntRange(1, 64),
            default=2,
            envvar="RISER_WORKERS",
            show_default=True,
            help="Processes.",
        ),
        click.option(
            "--worker/--no-worker",
            "with_worker",
            default=True,
            envvar="RISER_SERVE_WORKER",
            help="Run a worker for jobs along (default), or leave that to “riser worker”.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def told_to_settings(_context: click.Context, _option: click.Parameter, port: int) -> int:
    """The port as given; the settings hear of it too, so that links sent out lead to this server."""
    os.environ["RISER_PORT"] = str(port)
    return port


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Yields what is told how much is done of how much: a bar on a terminal, else nothing."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=100, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield lambda done, of: bar.update((done * 100 // of if of else 100) - bar.pos)
