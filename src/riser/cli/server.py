"""The web server: gunicorn around the WSGI application."""

from typing import Any

import click
from gunicorn.app.base import BaseApplication

from riser.cli.installation import installed, prepare_database


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with settings from code, not from a file."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Takes over our settings."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, loaded in each worker: the lake's threads do not survive a fork."""
        from riser.web.wsgi import application

        return application


def run(*, host: str, port: int, workers: int) -> None:
    """Serves until interrupted. Brings the database up to date first."""
    prepare_database()
    if not installed():
        click.echo("There is no organisation yet. Run “riser setup” first.", err=True)
        raise SystemExit(2)
    click.echo(f"Riser is on http://{host}:{port}")
    settings = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "threads": 4,
        "timeout": 120,
        "loglevel": "warning",
    }
    Server(settings).run()
