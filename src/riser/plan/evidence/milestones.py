"""PLN 2.3 from the records: every date a milestone had, and who agreed to the next one when."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.connect.rules.work import EvidenceKind, WorkEvent
from riser.foundation.evidence import SignalContext
from riser.plan.evidence.desk import Timeline, within
from riser.plan.evidence.judged import Judged, day
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import Signed, State, as_day
from riser.plan.evidence.scene import Scene
from riser.plan.rules.practices import Reason, Weakness
from riser.plan.rules.practices.milestones import DateVersion, Milestone, in_time, replanned

AGREED = "agreed"  # a change of this field says that the newest date was agreed to


def judge(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether dates that would not hold were re-planned and agreed before they passed."""
    as_of = scene.reading.as_of
    lines = lines_of(scene, unit)
    milestones = [one for line in lines if (one := _milestone(line)) is not None]
    milestones += _launch(scene, unit)
    verdict = replanned(milestones, as_of, context.thresholds)
    return Judged(
        verdict, _sentence(verdict.reason, milestones, as_of), weaknesses=lambda: _weaknesses(milestones)
    )


def _weaknesses(milestones: Sequence[Milestone]) -> dict[Weakness, str]:
    moved = max(milestones, key=lambda one: len(one.dates), default=None)
    forgotten = _("The launch date passed by more than ten working days without a word in the plan.")
    often = _("“%(title)s” was moved %(count)d times.")
    return {
        Weakness.LAUNCH_FORGOTTEN: forgotten,
        Weakness.MOVED_OFTEN: often % {"title": moved.title, "count": len(moved.dates) - 1} if moved else "",
    }


def lines_of(scene: Scene, unit: Unit) -> tuple[Timeline, ...]:
    """The milestones that other tools recorded for an instance."""
    return within(scene.desk.of(unit.campaign, EvidenceKind.MILESTONE), unit)


def _milestone(line: Timeline) -> Milestone | None:
    """The milestone behind a record; None where it never had a date."""
    changes = [event for event in line.events if event.field == "due" and event.old != event.new]
    dates = tuple(_versions(line, changes))
    if not dates:
        return None
    closed = line.closed_at
    return Milestone(
        line.item.title,
        dates,
        done_on=line.day(closed) if closed else None,
        is_launch=line.item.attributes.get("launch", "").casefold() in {"yes", "true", "1", "是"},
    )


def _versions(line: Timeline, changes: Sequence[WorkEvent]) -> Iterator[DateVersion]:
    for change in changes:
        due = _date(change.old)
        if due is not None:
            yield DateVersion(due, line.day(change.at), _agreed_on(line, change))
    last = _date(changes[-1].new) if changes else line.item.due
    if last is not None:
        yield DateVersion(last)


def _agreed_on(line: Timeline, change: WorkEvent) -> date | None:
    """The day on which the change was agreed: entered by somebody else than the owner, or said so later."""
    owner = line.at("owner", change.at).strip().casefold()
    if change.person and change.person.strip().casefold() != owner:
        return line.day(change.at)
    said = (event for event in line.events if event.field == AGREED and event.at >= change.at)
    return next((line.day(event.at) for event in said), None)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _launch(scene: Scene, unit: Unit) -> list[Milestone]:
    """The launch date of an approved plan against the first spend, where a source would show that."""
    spending, signs = scene.spending(unit), scene.reading.plan_approvals.get(unit.campaign, ())
    if unit.window is not None or not signs or not spending.covered:
        return []
    states = [one for one in scene.reading.campaigns[unit.campaign] if one.number >= signs[0].number]
    dated = [(one, start) for one in states if (start := as_day(one.data["start"])) is not None]
    moves = [pair for pair in pairwise(dated) if pair[0][1] != pair[1][1]]
    if not dated:
        return []
    versions = [_version(earlier[1], later[0], signs) for earlier, later in moves]
    title = _("Launch")
    return [Milestone(title, (*versions, DateVersion(dated[-1][1])), spending.first, is_launch=True)]


def _version(due: date, successor: State, signs: Sequence[Signed]) -> DateVersion:
    agreed = (sign.moment.day for sign in signs if sign.number >= successor.number)
    return DateVersion(due, successor.moment.day, next(agreed, None))


def _sentence(reason: Reason, milestones: Sequence[Milestone], as_of: date) -> str:
    late = [(one, version) for one in milestones for version in one.late(as_of)]
    match reason:
        case Reason.NO_MILESTONES:
            return _("No connected source holds its milestones, and its plan was not approved here.")
        case Reason.NOTHING_DUE:
            first = min(one.dates[0].due for one in milestones)
            return _("The first of its milestones falls due on %(day)s.") % {"day": day(first)}
        case Reason.NONE_LATE:
            text = ngettext(
                "The date of its milestone did not pass unmet.",
                "No date of its %(count)d milestones passed unmet.",
                len(milestones),
            )
            return text % {"count": len(milestones)}
    words = {
        "late": len(late),
        "agreed": sum(in_time(version) for _one, version in late),
        "title": late[0][0].title,
        "due": day(late[0][1].due),
    }
    text = ngettext(
        "%(late)d date did not hold, %(agreed)d with a new one agreed on an earlier day: "
        "“%(title)s”, due %(due)s.",
        "%(late)d dates did not hold, %(agreed)d with a new one agreed on an earlier day. "
        "The first: “%(title)s”, due %(due)s.",
        len(late),
    )
    return text % words
