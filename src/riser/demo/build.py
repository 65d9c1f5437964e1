"""Builds the demo organisation through the rooms' own actions, in the order in which things happened."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command

from riser.connect.actions import agree_latency, import_file
from riser.demo.campaigns import campaign_happenings
from riser.demo.cast import Cast, Happening
from riser.demo.exports import Export, export
from riser.demo.opinions import opinion_happenings
from riser.demo.scenario import Calendar, Person, Scenario, scenario
from riser.foundation.actions import add_member, create_organisation, deactivate_member
from riser.foundation.evidence import RecordRef
from riser.foundation.models import AuditEvent, Organisation
from riser.foundation.notices.telling import take_as_told
from riser.foundation.roles import Face, Role
from riser.foundation.trail import record_event

LOAD_EVERY_DAYS = 7
FINISHED = "finish demo"
UNREAD_FOR = timedelta(days=3)
AGREED_HOURS = 8 * 24  # a weekly file may hold a day that is a week old
DEMO_PASSWORD = "larkfield-demo"  # noqa: S105 - printed on purpose: the demo is for looking around


def build(now: datetime, *, progress: Callable[[int, int], None] = lambda done, of: None) -> Organisation:
    """The demo organisation, made anew; the last day with data is the day before `now`."""
    story = scenario()
    calendar = Calendar.ending_yesterday(story.days, now)
    organisation = create_organisation(
        name=story.name,
        currency=story.currency,
        now=calendar.at(story.set_up_on, 8),
        face=Face.CLI,
        is_demo=True,
    )
    cast = Cast(organisation.pk, calendar)
    with TemporaryDirectory() as folder:
        happenings = sorted(_happenings(story, cast, Path(folder)), key=lambda one: (one.day, one.hour))
        for number, happening in enumerate(happenings, start=1):
            happening.do()
            progress(number, len(happenings))
    take_as_told(organisation.pk, before=now - UNREAD_FOR)
    record_event(cast.system(story.days, 23), RecordRef("organisation", str(organisation.pk)), FINISHED)
    return organisation


def is_cut_off() -> bool:
    """Whether a build was killed midway: the only organisation is a demo that never came to its end."""
    rows = list(Organisation.objects.all()[:2])
    finished = AuditEvent.objects.filter(verb=FINISHED, organisation__in=rows)
    return len(rows) == 1 and rows[0].is_demo and not finished.exists()


def take_down() -> None:
    """Removes a demo that was cut off: tables, lake and raw files. The trail cannot be deleted row by row."""
    call_command("migrate", "foundation", "zero", interactive=False, verbosity=0)
    for folder in ("lake", "raw"):
        shutil.rmtree(settings.RISER_HOME / folder, ignore_errors=True)


def _happenings(story: Scenario, cast: Cast, folder: Path) -> Iterator[Happening]:
    for person in story.people:
        yield Happening(story.set_up_on, 8, partial(_join, story, cast, person))
        if person.leaves_on is not None:
            yield Happening(person.leaves_on, 17, partial(_leave, cast, person))
    yield from campaign_happenings(story, cast)
    for account in story.accounts:
        yield from _weekly_files(story, cast, folder, account)
    yield from opinion_happenings(story, cast)


def _weekly_files(story: Scenario, cast: Cast, folder: Path, account: str) -> Iterator[Happening]:
    """One export a week; after the first, a week is what has been agreed for the account."""
    agreed = False
    for first in range(0, story.days, LOAD_EVERY_DAYS):
        days = range(first, min(first + LOAD_EVERY_DAYS, story.days))
        file = export(story, cast.calendar, account=account, days=days)
        if file is None:
            continue
        day = days[-1] + 1
        yield Happening(day, 6, partial(_load, cast, folder, file, day))
        if not agreed:
            agreed = True
            yield Happening(day, 7, partial(_agree, story, cast, account, day))


def _join(story: Scenario, cast: Cast, person: Person) -> None:
    cast.members[person.name] = add_member(
        cast.system(story.set_up_on, 8),
        email=person.email,
        name=person.name,
        role=Role(person.role),
        password=DEMO_PASSWORD,
    )


def _leave(cast: Cast, person: Person) -> None:
    deactivate_member(cast.system(person.leaves_on or 0, 17), member_id=cast.members[person.name].pk)


def _load(cast: Cast, folder: Path, file: Export, day: int) -> None:
    path = folder / file.name
    path.write_text(file.text, encoding="utf-8")
    import_file(cast.system(day, 6), path, source=file.source)


def _agree(story: Scenario, cast: Cast, account: str, day: int) -> None:
    place = story.accounts[account]
    agree_latency(cast.act("李薇", day, 7), source=place.source, account=place.account, hours=AGREED_HOURS)
