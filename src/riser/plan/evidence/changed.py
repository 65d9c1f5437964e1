"""REQ 2.3 from the records: each change of an agreed requirement as an instance, and how it was settled."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.approvals import AskedChange
from riser.foundation.evidence import Fact, Instance, Provenance, RecordRef, SignalContext
from riser.foundation.periods import working_days_after
from riser.plan.evidence.changes import Step, Suspect, agreements, open_ones, steps, suspects
from riser.plan.evidence.judged import day
from riser.plan.evidence.scene import Scene, look
from riser.plan.rules.practices.changes import ChangeFacts, agreed_change
from riser.plan.rules.practices.verdict import Reason, Verdict
from riser.plan.sentences import SIGNS, field_word, readable
from riser.plan.words import Kind


def changed_requirements(organisation_id: int, as_of: date) -> Sequence[Instance]:
    """One instance per change of a requirement after its plan was approved or its money ran."""
    scene = look(organisation_id, as_of)
    return [_instance(scene, step) for step in steps(scene)]


def signal(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
    """Whether two sides agreed to each change before it was made, and what hangs on it was looked at again.

    Threshold recreate_days: a requirement entered anew later than that after a removal is a new one.
    """
    scene = look(context.organisation_id, context.as_of, context.go_live)
    asked = {instance.id for instance in instances}
    found = [step for step in steps(scene) if _counts(step, context)]
    matched = agreements(scene, found)
    return {step.id: _fact(scene, step, matched.get(step.id), context) for step in found if step.id in asked}


def _counts(step: Step, context: SignalContext) -> bool:
    """Whether it is a change: what was entered anew much later than its removal is something new."""
    return step.entered_anew is None or step.entered_anew <= context.thresholds["recreate_days"]


def _fact(scene: Scene, step: Step, agreed: AskedChange | None, context: SignalContext) -> Fact:
    hanging = suspects(scene, step, agreed)
    facts = _facts(scene, step, agreed, hanging)
    verdict = agreed_change(facts, context.thresholds)
    return Fact(
        value=verdict.value,
        reason=f"{_what(step)} {_sentence(verdict, facts, agreed, hanging)}",
        records=tuple(_records(scene, step, agreed, hanging)),
        provenance=Provenance.NATIVE if agreed else Provenance(step.after.moment.provenance),
        day=step.day,
    )


def _facts(scene: Scene, step: Step, agreed: AskedChange | None, hanging: Sequence[Suspect]) -> ChangeFacts:
    said = [at for at in (agreed.requester_at, agreed.manager_at) if at is not None] if agreed else []
    looked = [one.reviewed_on for one in hanging if one.reviewed_on is not None]
    return ChangeFacts(
        sides=len(said),
        agreed_before=len(said) == 2 and max(said) <= step.at,
        reviewed_after=None
        if open_ones(hanging)
        else max((working_days_after(step.day, on) for on in looked), default=0),
        days_since=working_days_after(step.day, scene.reading.as_of),
    )


def _instance(scene: Scene, step: Step) -> Instance:
    campaign = str(scene.reading.campaigns[step.campaign][-1].data["name"])
    return Instance(
        id=step.id,
        kind="change",
        title=f"{campaign} · {readable(str(step.after.data['name']))}",
        record=_record(scene, step),
        from_day=step.day,
        to_day=step.day,
    )


def _record(scene: Scene, step: Step) -> RecordRef:
    """The requirement, or its campaign once it was taken off."""
    if step.requirement in scene.reading.requirements.get(step.campaign, {}):
        return RecordRef(Kind.REQUIREMENT, str(step.requirement))
    return RecordRef(Kind.CAMPAIGN, str(step.campaign))


def _records(
    scene: Scene, step: Step, agreed: AskedChange | None, hanging: Sequence[Suspect]
) -> list[RecordRef]:
    """What opens: the requirement, the change request, and what nobody has looked at again."""
    request = [RecordRef("change_request", str(agreed.id))] if agreed else []
    return [_record(scene, step), *request, *open_ones(hanging)]


def _what(step: Step) -> str:
    words = {
        "day": day(step.day),
        "fields": "; ".join(
            f"{field_word(name)} {_said(step.before.data[name])} → {_said(step.after.data[name])}"
            for name in step.fields
        ),
    }
    if step.entered_anew is not None:
        return _("Removed and entered anew on %(day)s: %(fields)s.") % words
    return _("Changed on %(day)s: %(fields)s.") % words


def _said(value: Any) -> str:
    return SIGNS.get(str(value), str(value)) if value not in (None, "") else "–"


def _sentence(
    verdict: Verdict, facts: ChangeFacts, agreed: AskedChange | None, hanging: Sequence[Suspect]
) -> str:
    if agreed is None or verdict.reason == Reason.CHANGE_UNAGREED:
        return _("Neither side's agreement is on record.")
    words = {"requester": agreed.requester_name, "manager": agreed.manager_name}
    if verdict.reason == Reason.CHANGE_ONE_SIDE:
        return _("%(requester)s asked for it; no second person had agreed.") % words
    both = _("%(requester)s and %(manager)s agreed") % words
    if verdict.reason == Reason.CHANGE_AGREED_LATE:
        return _("%(both)s, but only after the new value was in force.") % {"both": both}
    waiting = len(open_ones(hanging))
    if waiting:
        text = ngettext(
            "%(both)s before; %(count)d thing that hangs on it has not been looked at again.",
            "%(both)s before; %(count)d things that hang on it have not been looked at again.",
            waiting,
        )
        return text % {"both": both, "count": waiting}
    text = ngettext(
        "%(both)s before; all that hangs on it was looked at again within %(count)d working day.",
        "%(both)s before; all that hangs on it was looked at again within %(count)d working days.",
        facts.reviewed_after or 0,
    )
    return text % {"both": both, "count": facts.reviewed_after or 0}
