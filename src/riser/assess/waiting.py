"""What waits for one person in this room: questions from colleagues, and practices to judge."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.assess.actions import APPRAISE
from riser.assess.affirmations import Affirmed, affirmations
from riser.assess.appraisals import APPRAISAL, of_sitting, open_sitting
from riser.foundation.evidence import RecordRef
from riser.foundation.registries import Task
from riser.foundation.roles import Act, allows

ASKED, TO_JUDGE = "affirmation", "appraisal"


def asked_of_me(act: Act) -> Sequence[Task]:
    """The questions of colleagues that the acting member has not answered."""
    if act.actor.member_id is None:
        return []
    asked = affirmations(act.organisation_id, of=act.actor.member_id)
    return [_question(one) for one in asked if one.is_open]


def _question(one: Affirmed) -> Task:
    said = _("%(name)s asks you: is what was declared for %(what)s so?")
    return Task(
        topic=ASKED,
        text=said % {"name": one.asked_by, "what": one.practice or _("a record")},
        url=reverse("assess_affirmation", args=[one.id]),
        since=one.asked_at,
        record=RecordRef("affirmation", str(one.id)),
    )


def mine_to_judge(act: Act) -> Sequence[Task]:
    """The open appraisal, for those who may judge, while a practice waits for a decision."""
    sat = open_sitting(act.organisation_id) if allows(act.actor, APPRAISE) else None
    if sat is None:
        return []
    count = len(of_sitting(act.organisation_id, sat).undecided)
    said = ngettext(
        "%(count)s practice waits for your decision.", "%(count)s practices wait for your decision.", count
    )
    text = said % {"count": count} if count else _("Everything is decided: finish the appraisal.")
    url = reverse("assess_appraisal", args=[sat.id])
    return [Task(TO_JUDGE, text, url, sat.began_at, RecordRef(APPRAISAL, str(sat.id)))]
