"""Campaigns on their way to the gate, those that ran without it, and what was decided."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.evidence import RecordRef
from riser.foundation.registries import Task
from riser.foundation.roles import Act
from riser.launch.queries.reading import read_gate
from riser.launch.queries.report import Report, reports
from riser.launch.words import Result
from riser.plan.evidence.doors import preflights
from riser.plan.queries.visible import visible_ids
from riser.plan.rules.preflight import Preflight
from riser.ui import formats

SOON_DAYS = 14
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Board:
    """The launches of an organisation: to come, running without a GO, and decided with GO."""

    coming: tuple[Report, ...]
    ungated: tuple[Report, ...]
    launched: tuple[Report, ...]


def board(act: Act, as_of: date) -> Board:
    """What the one who acts may see of the launches; soonest first, decided ones newest first."""
    found = [one for one in _seen(act, as_of) if not one.plan.archived]
    launched = [one for one in found if one.is_launched]
    rest = [one for one in found if not one.is_launched]
    coming = [one for one in rest if one.plan.first_spend is None and not _is_over(one.plan, as_of)]
    ungated = [one for one in rest if one.plan.first_spend is not None]
    return Board(
        coming=tuple(sorted(coming, key=_soonest)),
        ungated=tuple(sorted(ungated, key=lambda one: one.plan.first_spend or date.min, reverse=True)),
        launched=tuple(sorted(launched, key=_decided_at, reverse=True)[:SHOWN]),
    )


def my_tasks(act: Act) -> list[Task]:
    """What stands in the way of my own launches: those at the gate already, and those that are near."""
    if act.actor.member_id is None:
        return []
    today, only = act.now.date(), visible_ids(act)
    opened = read_gate(act.organisation_id, today).opened
    near = [
        plan.campaign
        for plan in preflights(act.organisation_id, today, only).values()
        if act.actor.member_id in plan.owners and _is_near(plan, today, at_gate=plan.campaign in opened)
    ]
    found = reports(act.organisation_id, today, near, now=act.now, only=only).values() if near else ()
    return [_task(one, act) for one in found if one.stopping and not one.is_launched]


def _seen(act: Act, as_of: date) -> list[Report]:
    found = reports(act.organisation_id, as_of, now=act.now, only=visible_ids(act))
    return list(found.values())


def _is_near(plan: Preflight, today: date, *, at_gate: bool) -> bool:
    """Whether the gate of a plan is still ahead: its start is near, or it was opened already."""
    near = plan.start is not None and today <= plan.start <= today + timedelta(days=SOON_DAYS)
    ahead = not plan.archived and plan.first_spend is None
    return ahead and (near or (at_gate and not _is_over(plan, today)))


def _task(one: Report, act: Act) -> Task:
    red = sum(line.counts == Result.FAIL for line in one.stopping)
    words = {"count": len(one.stopping), "red": red, "name": one.plan.name, "start": _start(one)}
    text = ngettext(
        "%(count)d check stands between %(name)s and its GO (%(red)d red, start %(start)s).",
        "%(count)d checks stand between %(name)s and its GO (%(red)d red, start %(start)s).",
        len(one.stopping),
    )
    newest = max((line.seen.at for line in one.lines if line.seen), default=act.now)
    url = reverse("launch_campaign", args=[one.plan.campaign])
    return Task("launch", text % words, url, newest, RecordRef("campaign", str(one.plan.campaign)))


def _start(one: Report) -> str:
    return formats.day(one.plan.start, "short") if one.plan.start else _("not set")


def _is_over(plan: Preflight, as_of: date) -> bool:
    return plan.end is not None and plan.end < as_of


def _soonest(one: Report) -> tuple[date, str]:
    return one.plan.start or date.max, one.plan.name


def _decided_at(one: Report) -> datetime:
    return one.decided.at if one.decided else datetime.min.replace(tzinfo=UTC)
