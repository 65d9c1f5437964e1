"""`riser demo`."""

import click

from riser.cli.options import address_options, progress
from riser.foundation.shell import plainly


@click.command()
@click.option("--no-serve", is_flag=True, help="Only build it.")
@address_options
@plainly
def demo(no_serve: bool, port: int, host: str, workers: int, with_worker: bool) -> None:
    """Build the demo organisation, unless this home has one, and serve it."""
    from django.utils.translation import gettext as _

    from riser.cli.installation import installed, knows, prepare_database
    from riser.cli.server import run
    from riser.demo.build import DEMO_PASSWORD, build, is_cut_off, take_down
    from riser.demo.scenario import scenario
    from riser.foundation import clock
    from riser.foundation.home import home
    from riser.foundation.presence import present

    with present(home()):
        prepare_database()
        if is_cut_off():
            click.echo(_("The last build was cut off; building it anew."), err=True)
            take_down()
            prepare_database()
        if not installed():
            with progress(_("Nine months of %(name)s") % {"name": scenario().name}) as bar:
                build(clock.now(), progress=bar)
    email = scenario().people[0].email
    if knows(email):
        told = {"email": email, "password": DEMO_PASSWORD}
        click.echo(_("Sign in as %(email)s with the password %(password)s") % told)
    if not no_serve:
        run(host=host, port=port, workers=workers, with_worker=with_worker)
