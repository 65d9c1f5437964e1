"""The shell face of an act: options that every command shares, and how a refusal is said."""

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

import click

from riser.foundation.periods import FIRST_DAY, LAST_DAY

DAY = click.DateTime(formats=["%Y-%m-%d"])


def with_act(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command that is given `act`; adds --as EMAIL and --org SLUG. A refusal ends with exit 2.

    The two have names that no command uses for an argument of its own: click would overwrite it silently.
    """

    @click.option(
        "--as", "acting_as", default="", metavar="EMAIL", help="Act as this member (default: the system)."
    )
    @click.option(
        "--org", "in_org", default="", metavar="SLUG", help="Organisation, only when there are several."
    )
    @wraps(command)
    def inner(*args: Any, acting_as: str, in_org: str, **kwargs: Any) -> Any:
        start_django()
        from django.db import DatabaseError

        from riser.foundation.errors import RiserError
        from riser.foundation.home import home
        from riser.foundation.presence import present

        try:
            with present(home()):
                return command(make_act(email=acting_as, slug=in_org), *args, **kwargs)
        except RiserError as error:
            complain(error)
        except DatabaseError as error:
            complain(_of_an_older_home(error))

    return inner


def _of_an_older_home(error: Exception) -> Exception:
    """What to do where the database is one that an older version left; else raises the error itself."""
    from django.utils.translation import gettext as _

    from riser.foundation.errors import Refused
    from riser.foundation.safekeeping.stamp import pending

    if not pending():
        raise error
    return Refused(_("This home was made by an older Riser. Bring it up to date: riser upgrade"))


def plainly(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command that belongs to no organisation: Django is loaded, a refusal is a sentence and exit 2.

    So is a database or a disk that does not do what it should.
    """

    @wraps(command)
    def inner(*args: Any, **kwargs: Any) -> Any:
        start_django()
        from django.db import DatabaseError

        from riser.foundation.errors import RiserError

        try:
            return command(*args, **kwargs)
        except (RiserError, DatabaseError, OSError) as error:
            complain(error)

    return inner


def start_django() -> None:
    """Loads Django once; commands that need no database never call it. A bad setting ends with exit 2."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        load_django()
    except (ImproperlyConfigured, OSError) as error:
        complain(error)


def load_django() -> None:
    """Loads Django once. Raises ImproperlyConfigured or OSError where the settings cannot be meant."""
    import os

    import django
    from django.apps import apps

    from riser.foundation.collecting import collect_seldom

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riser.web.settings")
    if not apps.ready:
        django.setup()
        collect_seldom()
        speak(os.environ.get("LC_ALL") or os.environ.get("LANG") or "")


def speak(locale: str) -> None:
    """Sentences in Chinese where the shell's locale is Chinese, else in English."""
    from django.utils import translation

    translation.activate("zh-hans" if locale.lower().startswith("zh") else "en")


def make_act(*, email: str, slug: str) -> Any:
    """The act of the person behind --as in the organisation behind --org, on the command line, now."""
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    from riser.foundation import clock
    from riser.foundation.errors import Refused
    from riser.foundation.queries import actor_by_email, only_house
    from riser.foundation.roles import Act, Face

    try:
        house = only_house(slug)
    except DatabaseError as error:  # none yet, or one that an older version left
        raise Refused(_("Run “riser setup” first.")) from error
    return Act(
        organisation_id=house.id, actor=actor_by_email(house.id, email), face=Face.CLI, now=clock.now()
    )


def complain(error: Exception) -> None:
    """Says the sentence and every problem on standard error and ends with exit 2."""
    click.echo(str(error), err=True)
    for problem in getattr(error, "problems", ()):
        click.echo(f"  {_place(problem)}{problem}", err=True)
    sys.exit(2)


def _place(problem: Any) -> str:
    """Where a problem stands, with its colon; nothing where it has no place."""
    from django.utils.translation import gettext as _

    from riser.ui.formats import colon, comma

    row = _("row %(row)s") % {"row": problem.row} if problem.row else ""
    column = _("column %(column)s") % {"column": problem.column} if problem.column else ""
    place = comma().join(part for part in (row, column) if part)
    return f"{place}{colon()}" if place else ""


def as_day(given: datetime | None, default: date) -> date:
    """The day behind a date option, or the default. A day outside our time ends with exit 2."""
    day = given.date() if given else default
    if not FIRST_DAY <= day <= LAST_DAY:
        from riser.foundation.speech import gettext as _

        text = _("%(day)s is not between %(first)s and %(last)s. Check the year.")
        facts = {"day": day, "first": FIRST_DAY, "last": LAST_DAY}
        raise click.BadParameter(text % facts, param_hint="--as-of")
    return day


def echo_json(value: Any) -> None:
    """Prints the value as JSON: decimals and days as text."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))
