"""Brings database and lake to what this program knows; safe to repeat, whatever cut it off before."""

from pathlib import Path

from django.core.management import call_command

from riser.connect.actions import migrate_lake, reconcile_all
from riser.foundation import clock
from riser.foundation.safekeeping.stamp import set_stamp


def make_ready(home: Path) -> None:
    """Migrates database and lake, settles what a crash left half done, and stamps the home as ours."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    migrate_lake()
    reconcile_all(clock.now())
    set_stamp(home)
