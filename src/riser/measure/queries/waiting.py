"""What this room waits for: readings at a point of the cap, and verdicts that came due."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation.evidence import RecordRef
from riser.foundation.queries import house
from riser.foundation.registries import Task
from riser.foundation.roles import Act, allows
from riser.measure.actions import GIVE_VERDICTS, RECORD_CHECKPOINTS
from riser.measure.evidence.reading import read
from riser.measure.queries.mine import my_parts
from riser.measure.queries.results import CampaignResults, RequirementResult, results_of
from riser.plan.words import Kind
from riser.ui import formats

TOPIC = "readings"


def readings_waiting(act: Act) -> list[Task]:
    """What the one who acts has to read or judge in their own campaigns; a constant number of queries."""
    mine = my_parts(act, act.now.date())
    if not mine or not allows(act.actor, RECORD_CHECKPOINTS):
        return []
    room, zone = read(act.organisation_id, act.now.date()), ZoneInfo(house(act.organisation_id).time_zone)
    found = (results_of(room, part) for part in mine)
    return [task for results in found for task in _tasks(act, results, zone)]


def _tasks(act: Act, results: CampaignResults, zone: ZoneInfo) -> Iterator[Task]:
    if results.point is not None:
        yield Task(
            topic=TOPIC,
            text=point_sentence(results),
            url=reverse("measure_campaign", args=[results.campaign]),
            since=_at(results.point_since or act.now.date(), zone),
            record=RecordRef(Kind.CAMPAIGN, str(results.campaign)),
        )
    if allows(act.actor, GIVE_VERDICTS):
        for one in results.requirements:
            if one.is_due and one.due_from is not None:
                yield Task(
                    topic=TOPIC,
                    text=f"{results.name}: {verdict_sentence(one)}",
                    url=reverse("measure_give", args=[one.id]),
                    since=_at(one.due_from, zone),
                    record=RecordRef(Kind.REQUIREMENT, str(one.id)),
                )


def point_sentence(results: CampaignResults) -> str:
    """What waits at a point of the cap, in words."""
    point, reach = results.point, results.reach
    words = {
        "campaign": results.name,
        "share": formats.share(reach.spent, reach.cap) if reach else "",
        "point": formats.share(point.share, 1) if point else "",
    }
    if point is not None and point.passed:
        text = _("%(campaign)s: %(share)s of the cap is spent and nothing was decided at %(point)s.")
        return text % words
    return _("%(campaign)s: %(share)s of the cap is spent. Read and decide by %(point)s.") % words


def verdict_sentence(one: RequirementResult) -> str:
    """What waits for a requirement, in words."""
    words = {"name": one.name, "until": formats.day(one.until) if one.until else ""}
    if one.is_overdue:
        return _("the verdict on “%(name)s” was due by %(until)s.") % words
    return _("the verdict on “%(name)s” is in time until %(until)s.") % words


def _at(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(8), zone)
