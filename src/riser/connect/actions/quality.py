"""Writes: what an evaluation of the quality rules found, and who is told that a rule fails now."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.connect.actions.permissions import IMPORT
from riser.connect.models import QualityResult
from riser.connect.queries.quality import last_verdicts, quality
from riser.connect.rules.quality import Rule, RuleState, turned
from riser.connect.tables import in_words
from riser.foundation.evidence import RecordRef
from riser.foundation.jobs import enqueue
from riser.foundation.notices import notify
from riser.foundation.queries import people
from riser.foundation.roles import DECIDERS, SYSTEM, Act, require
from riser.foundation.trail import record_event

QUALITY_NOTICE, QUALITY_JOB = "connect.quality", "connect.quality"


def check_quality(act: Act) -> list[RuleState]:
    """Every rule as the data stand against it now, kept for the trend.

    Who decides is told of a rule that passed before and fails now: once, when it turns.
    """
    require(act, IMPORT)
    found = quality(act.organisation_id, today=act.now.date())
    _keep(act, found)
    return found


def ask_for_check(act: Act) -> int:
    """The job that holds the data against the rules; asked for while one waits, it is that one.

    The machine asks it of itself: the trail tells of the load, and that is enough.
    """
    return enqueue(
        replace(act, actor=SYSTEM), QUALITY_JOB, {}, key=QUALITY_JOB, url=reverse("connect_quality")
    )


@transaction.atomic
def _keep(act: Act, found: Sequence[RuleState]) -> None:
    worse = turned(last_verdicts(act.organisation_id), found)
    for one in found:
        QualityResult.objects.update_or_create(
            organisation_id=act.organisation_id,
            rule=one.rule.id,
            day=act.now.date(),
            defaults={
                "state": one.found.verdict.value,
                "checked": one.found.checked,
                "failing": one.found.failing,
                "sample": list(one.found.sample),
                "recorded_at": act.now,
            },
        )
    told = {one.rule.id: one.found.verdict.value for one in found}
    record_event(act, RecordRef("organisation", str(act.organisation_id)), "check data quality", after=told)
    for rule in worse:
        _tell(act, rule)


def _tell(act: Act, rule: Rule) -> None:
    to = [one.member_id for one in people(act.organisation_id) if one.is_active and one.role in DECIDERS]

    def text() -> str:
        return _("Data quality fails now: %(rule)s.") % {"rule": in_words(rule.title)}

    notify(act, kind=QUALITY_NOTICE, to=to, text=text, url=reverse("connect_quality"))
