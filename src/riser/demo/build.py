"""Builds the demo organisation through the rooms' own actions, in the order in which things happened."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command

from riser.connect.actions import agree_latency, import_file
from riser.demo.campaigns import Desk, campaign_happenings
from riser.demo.cast import Cast, Happening
from riser.demo.exports import Export, export
from riser.demo.gate import gate_happenings
from riser.demo.opinions import opinion_happenings
from riser.demo.scenario import Calendar, Person, Scenario, scenario
from riser.demo.together import shared_happenings
from riser.demo.work import board, evidence
from riser.foundation.actions import add_member, create_organisation, deactivate_member, open_gallery
from riser.foundation.evidence import RecordRef
from riser.foundation.models import AuditEvent, Organisation
from riser.foundation.notices.telling import take_as_told
from riser.foundation.roles import Face, Role
from riser.foundation.trail import record_event

LOAD_EVERY_DAYS, WEEKLY_DAYS = 7, 182
SELDOM_EVERY_DAYS = 60
FINISHED = "finish demo"
UNREAD_FOR = timedelta(days=3)
AGREED_HOURS = 8 * 24  # a weekly file may hold a day that is a week old
DEMO_PASSWORD = "larkfield-demo"  # noqa: S105 - printed on purpose: the demo is for looking around


def build(
    now: datetime,
    *,
    story: Scenario | None = None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Organisation:
    """The demo organisation, made anew; the last day with data is the day before `now`.

    Another story than the one that ships makes an organisation of another size.
    """
    story = story or scenario()
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
    desk = Desk(story, cast)
    yield from campaign_happenings(desk)
    yield from gate_happenings(desk)
    yield from shared_happenings(desk)
    for account in story.accounts:
        yield from _files(story, cast, folder, account)
    yield from _work_files(story, cast, folder)
    yield from opinion_happenings(story, cast)


def _files(story: Scenario, cast: Cast, folder: Path, account: str) -> Iterator[Happening]:
    """A file every two months in the first year, then one a week, which is then agreed for the account."""
    switch = story.days - WEEKLY_DAYS
    firsts = [*range(0, switch, SELDOM_EVERY_DAYS), *range(switch, story.days, LOAD_EVERY_DAYS)]
    agreed = False
    for first, following in pairwise([*firsts, story.days]):
        file = export(story, cast.calendar, account=account, days=range(first, following))
        if file is None:
            continue
        yield Happening(following, 6, partial(_load, cast, folder, file, following))
        if not agreed and first >= switch:
            agreed = True
            yield Happening(following, 7, partial(_agree, story, cast, account, following))


def _work_files(story: Scenario, cast: Cast, folder: Path) -> Iterator[Happening]:
    """What the board and the evidence sheet hold, imported every two months."""
    for day in (*range(SELDOM_EVERY_DAYS, story.days, SELDOM_EVERY_DAYS), story.days):
        yield Happening(day, 5, partial(_load_work, story, cast, folder, day))


def _load_work(story: Scenario, cast: Cast, folder: Path, day: int) -> None:
    act = cast.system(day, 5)
    for name, (items, history) in (
        ("board", board(story, cast.calendar, act.now)),
        ("evidence", evidence(story, cast.calendar, act.now)),
    ):
        for part, text in (("items", items), ("history", history)):
            if text.count("\n") > 1:
                path = folder / f"{name}-{part}-{day}.csv"
                path.write_text(text, encoding="utf-8")
                import_file(act, path)


def _join(story: Scenario, cast: Cast, person: Person) -> None:
    cast.members[person.name] = add_member(
        cast.system(story.set_up_on, 8),
        email=person.email,
        name=person.name,
        role=Role(person.role),
        password=DEMO_PASSWORD,
    )
    if person.role == Role.ADMINISTRATOR:
        open_gallery(cast.members[person.name])


def _leave(cast: Cast, person: Person) -> None:
    deactivate_member(cast.system(person.leaves_on or 0, 17), member_id=cast.members[person.name].pk)


def _load(cast: Cast, folder: Path, file: Export, day: int) -> None:
    path = folder / file.name
    path.write_text(file.text, encoding="utf-8")
    import_file(cast.system(day, 6), path, source=file.source)


def _agree(story: Scenario, cast: Cast, account: str, day: int) -> None:
    place = story.accounts[account]
    agree_latency(cast.act("李薇", day, 7), source=place.source, account=place.account, hours=AGREED_HOURS)
