"""`riser demo`."""

import sys

import click

from riser.cli.options import address_options
from riser.foundation.shell import start_django


@click.command()
@click.option("--no-serve", is_flag=True, help="Only build it.")
@address_options
def demo(no_serve: bool, port: int, host: str, workers: int) -> None:
    """Build the demo organisation, unless this home has one, and serve it."""
    start_django()
    from riser.cli.installation import installed, knows, prepare_database
    from riser.cli.server import run
    from riser.demo.build import DEMO_PASSWORD, build, is_cut_off, take_down
    from riser.demo.scenario import scenario
    from riser.foundation import clock

    prepare_database()
    if is_cut_off():
        click.echo("The last build was cut off; building it anew.", err=True)
        take_down()
        prepare_database()
    if not installed():
        label = f"Nine months of {scenario().name}"
        hidden = not sys.stderr.isatty()
        with click.progressbar(length=100, label=label, file=sys.stderr, hidden=hidden) as bar:
            build(clock.now(), progress=lambda done, of: bar.update(done * 100 // of - bar.pos))
    email = scenario().people[0].email
    if knows(email):
        click.echo(f"Sign in as {email} with the password {DEMO_PASSWORD}")
    if not no_serve:
        run(host=host, port=port, workers=workers)
