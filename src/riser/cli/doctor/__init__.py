"""`riser doctor`."""

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riser.foundation.shell import echo_json, load_django, speak

if TYPE_CHECKING:
    from riser.cli.doctor.findings import Finding

LOCALE = Path(__file__).resolve().parents[1] / "locale"
DRIVER = "psycopg"
SIGNS = {"ok": "ok    ", "advice": "note  ", "mend": "MEND  "}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def doctor(as_json: bool) -> None:
    """Say what is missing here and the command that mends it. Exit 1 where something must be mended."""
    from riser.cli.doctor.findings import exit_code

    findings = examine()
    if as_json:
        echo_json({"ok": not exit_code(findings), "findings": [asdict(one) for one in findings]})
    else:
        for one in findings:
            click.echo(f"{SIGNS[one.state]}{one.about:<13}{one.text}")
            if one.remedy:
                click.echo(f"{'':<19}{one.remedy}")
    sys.exit(exit_code(findings))


def examine() -> "list[Finding]":
    """Everything that was looked at. What cannot be looked at is a finding too, never an error."""
    trouble = _trouble_of_settings()
    from riser.cli.doctor import machine, settings
    from riser.foundation.home import home

    url = os.environ.get("RISER_DATABASE_URL", "")
    uses_sqlite = not url or url.startswith("sqlite")
    found = machine.examine(home(), os.environ, uses_sqlite=uses_sqlite)
    told = settings.examine(os.environ)
    if not trouble:
        from riser.cli.doctor import data
        from riser.foundation import clock

        return [*found, *told, *data.examine(home(), clock.now())]
    said = {one.text for one in told if one.state == "mend"}
    return [*found, *(told if said else []), *([] if said else [_finding(trouble)])]


def _trouble_of_settings() -> str:
    """Why Riser cannot start with these settings; "" where it can. Sentences are in the person's language."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        trouble = _missing_driver()
    except (ImproperlyConfigured, OSError, ValueError) as error:
        trouble = str(error).splitlines()[0] or type(error).__name__
    if trouble:
        _load_without_rooms()
    else:
        load_django()
    return trouble


def _missing_driver() -> str:
    """Which driver the database of the settings lacks. Raises what the settings raise."""
    from importlib.util import find_spec

    from django.conf import settings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riser.web.settings")
    engine = str(settings.DATABASES["default"]["ENGINE"])
    return "" if engine.endswith("sqlite3") or find_spec("psycopg") else DRIVER


def _load_without_rooms() -> None:
    """Django with nothing but our language, so that what is wrong can be said."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True, LOCALE_PATHS=[LOCALE])
    settings.INSTALLED_APPS = []
    django.setup()
    speak(os.environ.get("LC_ALL") or os.environ.get("LANG") or "")


def _finding(trouble: str) -> "Finding":
    from django.utils.translation import gettext as _

    from riser.cli.doctor.findings import mend

    remedy = "pip install 'riser[postgres]'" if trouble == DRIVER else ""
    return mend("settings", _("Riser cannot start: %(why)s") % {"why": trouble}, remedy)
