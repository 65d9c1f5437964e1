"""`riser worker`."""

import click

from riser.foundation.shell import plainly


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end. For cron.")
@click.option(
    "--poll",
    type=click.FloatRange(0.05, 3600),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to look for new jobs.",
)
@click.option("--parent", type=int, hidden=True, help="End when this is not the parent process any more.")
@plainly
def worker(once: bool, poll: float, parent: int | None) -> None:
    """Do jobs until interrupted. `riser serve` runs one along; more may run, here or on other machines."""
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from riser.cli.installation import installed, refuse_unready
    from riser.foundation.home import home
    from riser.foundation.jobs.worker import Worker
    from riser.foundation.presence import present

    with present(home()):
        refuse_unready()
        if not installed():
            click.echo(_("There is no organisation yet. Run “riser setup” first."), err=True)
            raise SystemExit(2)
        one = Worker(poll_seconds=poll, parent=parent)
        with one.heeding_signals():
            done = one.work(once=once)
    if parent is None:
        told = ngettext("%(count)s job done.", "%(count)s jobs done.", done)
        click.echo(told % {"count": done}, err=True)
