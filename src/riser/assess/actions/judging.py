"""What an appraiser decides: a practice's rating, an instance called otherwise, the harm of weaknesses."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.assess.actions.appraisals import APPRAISE, locked, needed_reason
from riser.assess.appraisals import APPRAISAL, of_sitting, sitting_of
from riser.assess.appraised import Appraised, AppraisedPractice
from riser.assess.frozen import basis_plain
from riser.assess.models import Appraisal, Judgement
from riser.assess.rules.judgement import Harm, Topic
from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import Characterisation, RecordRef
from riser.foundation.roles import Act, require
from riser.foundation.scope import require_seen
from riser.foundation.trail import record_event
from riser.ui.formats import listed


@transaction.atomic
def judge(act: Act, appraisal_id: int, *, practice: str, value: Characterisation, reason: str) -> Judgement:
    """The rating an appraiser chose where two are allowed; it replaces an earlier choice.

    Raises Refused where nothing is to be decided, or for a rating that the instances do not allow.
    """
    row, found = _sat(act, appraisal_id)
    one = _practice(found, practice)
    if not one.basis.needs_judgement:
        text = _(
            "Nothing is to be decided for %(practice)s: its instances allow %(allowed)s. "
            "Where an instance is computed wrongly, override that instance."
        )
        raise Refused(text % {"practice": practice, "allowed": _codes(one)})
    if value not in one.basis.allowed:
        text = _("%(value)s is not allowed for %(practice)s: its instances allow %(allowed)s.")
        raise Refused(text % {"value": value, "practice": practice, "allowed": _codes(one)})
    fields = {"practice": practice, "value": value, "basis": basis_plain(one.basis)}
    return _decide(act, row, Topic.RATING, "judge", reason=reason, fields=fields)


@transaction.atomic
def override(
    act: Act,
    appraisal_id: int,
    *,
    practice: str,
    instance: str,
    value: Characterisation,
    reason: str,
    record: RecordRef | None = None,
) -> Judgement:
    """One instance called other than computed; what was computed stays visible beside it.

    `record` is what the appraiser leans on, such as an attachment. A judgement of the practice lapses where
    the override changes what its instances allow. Raises Refused where the value is the computed one.
    """
    row, found = _sat(act, appraisal_id)
    one = _practice(found, practice)
    seen = next((known.seen for known in one.instances if known.seen.id == instance), None)
    if seen is None:
        text = _("%(practice)s rests on no instance “%(instance)s” in this appraisal.")
        raise NotFound(text % {"practice": practice, "instance": instance})
    if value is seen.computed:
        raise Refused(_("%(value)s is what was computed. There is nothing to override.") % {"value": value})
    if record is not None:
        require_seen(act, record)
    fields = {
        "practice": practice,
        "instance": instance,
        "value": value,
        "computed": seen.computed,
        "record_kind": record.kind if record else "",
        "record_id": record.id if record else "",
    }
    return _decide(act, row, Topic.INSTANCE, "override", reason=reason, fields=fields)


@transaction.atomic
def judge_harm(act: Act, appraisal_id: int, *, group: str, harm: Harm, reason: str) -> Judgement:
    """Whether the weaknesses noted in a group ("BUD 2") together do significant harm."""
    row, found = _sat(act, appraisal_id)
    one = found.groups.get(group)
    if one is None:
        known = listed(found.groups)
        raise NotFound(
            _("No group “%(group)s” is in scope. There are: %(known)s.") % {"group": group, "known": known}
        )
    fields = {"group": group, "value": harm, "basis": {"noted": list(one.noted)}}
    return _decide(act, row, Topic.GROUP, "judge harm", reason=reason, fields=fields)


@transaction.atomic
def take_back(act: Act, appraisal_id: int, judgement_id: int, *, reason: str) -> Judgement:
    """The judgement, taken back: what was computed counts again. It stays in the history."""
    row, _found = _sat(act, appraisal_id)
    given = Judgement.objects.filter(appraisal=row, pk=judgement_id).first()
    if given is None or not given.value:
        raise NotFound(_("There is no such judgement in this appraisal."))
    subject = {"practice": given.practice, "instance": given.instance, "group": given.group}
    newest = Judgement.objects.filter(appraisal=row, topic=given.topic, **subject).order_by("pk").last()
    if newest != given:
        raise Refused(_("A newer decision stands in its place. Take that one back."))
    return _decide(act, row, Topic(given.topic), "take back", reason=reason, fields={**subject, "value": ""})


def _sat(act: Act, appraisal_id: int) -> tuple[Appraisal, Appraised]:
    """The open appraisal, locked, and what it comes to now. Raises NotPermitted for all but appraisers."""
    require(act, APPRAISE)
    row = locked(act, appraisal_id)
    return row, of_sitting(act.organisation_id, sitting_of(row))


def _practice(found: Appraised, practice: str) -> AppraisedPractice:
    one = found.practices.get(practice)
    if one is None:
        raise NotFound(_("“%(id)s” is not in the scope of this appraisal.") % {"id": practice})
    return one


def _codes(one: AppraisedPractice) -> str:
    return listed(one.basis.allowed) or _("no rating, for want of evidence")


def _decide(
    act: Act, row: Appraisal, topic: Topic, verb: str, *, reason: str, fields: Mapping[str, Any]
) -> Judgement:
    made = Judgement.objects.create(
        appraisal=row,
        topic=topic,
        reason=needed_reason(reason),
        by_id=act.actor.member_id,
        by_name=act.actor.name,
        recorded_at=act.now,
        **fields,
    )
    said = {name: value for name, value in fields.items() if value != ""}
    after = {"topic": topic, "reason": made.reason, **said}
    record_event(act, RecordRef(APPRAISAL, str(row.pk)), verb, after=after)
    return made
