"""The web server: gunicorn around the WSGI application."""

import os
import sys
from typing import NoReturn

import click
from django.utils.translation import gettext as _

from riser.cli import along
from riser.cli.installation import installed, prepare_database
from riser.foundation.home import home
from riser.foundation.presence import present

THREADS = 4
TIMEOUT_SECONDS = 120  # an upload of 200 MB over a slow line


def run(*, host: str, port: int, workers: int, with_worker: bool = True) -> NoReturn:
    """Serves until interrupted, with a worker for jobs beside it. Brings the database up to date first."""
    with present(home()):
        prepare_database()
    if not installed():
        click.echo(_("There is no organisation yet. Run “riser setup” first."), err=True)
        raise SystemExit(2)
    click.echo(_("Riser is on %(address)s") % {"address": f"http://{host}:{port}"})
    sys.stdout.flush()
    if with_worker:
        along.start(os.getpid())
    # A fresh process image: the lake's threads, which may run by now, do not survive gunicorn's fork.
    os.execv(sys.executable, command(host=host, port=port, workers=workers))  # noqa: S606 - no shell is meant


def command(*, host: str, port: int, workers: int) -> list[str]:
    """The command line of the server, with the interpreter that runs now."""
    return [
        *(sys.executable, "-m", "gunicorn", "riser.web.wsgi:application"),
        *("--bind", f"{host}:{port}", "--workers", str(workers), "--threads", str(THREADS)),
        *("--timeout", str(TIMEOUT_SECONDS), "--log-level", "warning"),
    ]
