"""`riser serve`."""

import click

from riser.foundation.shell import start_django


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    envvar="RISER_PORT",
    show_default=True,
    help="Port.",
)
@click.option("--host", default="127.0.0.1", envvar="RISER_BIND", show_default=True, help="Address to bind.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    envvar="RISER_WORKERS",
    show_default=True,
    help="Processes.",
)
def serve(port: int, host: str, workers: int) -> None:
    """Serve the web pages and the API until interrupted."""
    start_django()
    from riser.cli.server import run

    run(host=host, port=port, workers=workers)
