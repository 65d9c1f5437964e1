"""`riser serve`."""

import click

from riser.cli.options import address_options
from riser.foundation.shell import start_django


@click.command()
@address_options
def serve(port: int, host: str, workers: int, with_worker: bool) -> None:
    """Serve the web pages and the API until interrupted."""
    start_django()
    from riser.cli.server import run

    run(host=host, port=port, workers=workers, with_worker=with_worker)
