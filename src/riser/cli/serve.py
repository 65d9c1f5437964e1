"""`riser serve`."""

import click

from riser.cli.options import address_options
from riser.foundation.shell import plainly


@click.command()
@address_options
@plainly
def serve(port: int, host: str, workers: int, with_worker: bool) -> None:
    """Serve the web pages and the API until interrupted."""
    from riser.cli.server import run

    run(host=host, port=port, workers=workers, with_worker=with_worker)
