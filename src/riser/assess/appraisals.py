"""Reads appraisals with what was decided in them; how much that is does not change the number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from riser.assess import frozen, library
from riser.assess.appraised import (
    Appraised,
    AppraisedPractice,
    Called,
    Decisions,
    Evidence,
    Rated,
    Signed,
    Sitting,
    Weighing,
    appraised,
)
from riser.assess.library import FLAGSHIP, Model
from riser.assess.models import Appraisal, Judgement
from riser.assess.profile import Profile
from riser.assess.rules.judgement import AppraisalState, Harm, Override, Topic
from riser.foundation.errors import NotFound
from riser.foundation.evidence import Characterisation, RecordRef
from riser.foundation.models import RecordVersion

APPRAISAL = "appraisal"
EVIDENCE, OUTCOME = 1, 2  # the two versions of an appraisal's record


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One judgement of an appraisal's history, also those taken back or replaced."""

    id: int
    topic: Topic
    subject: str
    instance: str
    value: str
    computed: str
    signed: Signed
    stands: bool


def sittings(organisation_id: int) -> list[Sitting]:
    """Every appraisal, newest first."""
    rows = Appraisal.objects.filter(organisation_id=organisation_id).order_by("-began_at", "-pk")
    return [sitting_of(row) for row in rows]


def sitting(organisation_id: int, appraisal_id: int) -> Sitting:
    """One appraisal. Raises NotFound."""
    return sitting_of(find_appraisal(organisation_id, appraisal_id))


def open_sitting(organisation_id: int, model_id: str = FLAGSHIP) -> Sitting | None:
    """The appraisal that is being judged now, or None; there is at most one."""
    row = Appraisal.objects.filter(
        organisation_id=organisation_id, model=model_id, state=AppraisalState.OPEN
    ).first()
    return sitting_of(row) if row else None


def sitting_in_force(organisation_id: int, model: Model, *, as_of: date) -> Sitting | None:
    """The newest appraisal of this version of the model about a day up to `as_of`, or None."""
    rows = Appraisal.objects.filter(
        organisation_id=organisation_id, model=model.id, version=model.version, as_of__lte=as_of
    ).exclude(state=AppraisalState.WITHDRAWN)
    row = rows.order_by("-as_of", "-began_at", "-pk").first()
    return sitting_of(row) if row else None


def in_force(organisation_id: int, found: Profile) -> Appraised | None:
    """The appraised profile that belongs beside an indicative one, or None where nobody appraised."""
    sat = sitting_in_force(organisation_id, found.model, as_of=found.as_of)
    if sat is None:
        return None
    today = None if sat.is_open else frozen.seen(found)
    return _appraised(organisation_id, found.model, sat, today)


def of_sitting(organisation_id: int, sat: Sitting) -> Appraised:
    """What an appraisal comes to on its own evidence, whatever happened since."""
    return _appraised(organisation_id, library.model(sat.model), sat, None)


def _appraised(organisation_id: int, model: Model, sat: Sitting, today: Evidence | None) -> Appraised:
    evidence = frozen_evidence(organisation_id, sat.id)
    return appraised(model.areas, sat, evidence, decisions(sat.id), today=today)


def frozen_evidence(organisation_id: int, appraisal_id: int) -> Evidence:
    """The evidence that an appraisal rests on."""
    data = version(organisation_id, appraisal_id, EVIDENCE).data
    return frozen.of_plain(data["practices"])


def version(organisation_id: int, appraisal_id: int, number: int) -> RecordVersion:
    """The evidence or the outcome of an appraisal in the trail. Raises NotFound."""
    row = RecordVersion.objects.filter(
        organisation_id=organisation_id, kind=APPRAISAL, record_id=str(appraisal_id), number=number
    ).first()
    if row is None:
        raise NotFound(_("This appraisal is not finished, so there is no record of it yet."))
    return row


def decisions(appraisal_id: int) -> Decisions:
    """The newest word on each subject; what was taken back is no word."""
    rated: dict[str, Rated] = {}
    called: dict[tuple[str, str], Called] = {}
    weighed: dict[str, Weighing] = {}
    for row in _newest(Judgement.objects.filter(appraisal_id=appraisal_id).order_by("pk")):
        if row.topic == Topic.RATING:
            rated[row.practice] = Rated(
                Characterisation(row.value), frozen.basis_of(row.basis), signed_of(row)
            )
        elif row.topic == Topic.INSTANCE:
            override = Override(Characterisation(row.computed), Characterisation(row.value))
            called[row.practice, row.instance] = Called(override, signed_of(row))
        else:
            weighed[row.group] = Weighing(Harm(row.value), tuple(row.basis["noted"]), signed_of(row))
    return Decisions(rated, called, weighed)


def _newest(rows: Iterable[Judgement]) -> list[Judgement]:
    newest = {(row.topic, row.practice, row.instance, row.group): row for row in rows}
    return [row for row in newest.values() if row.value]


def history(appraisal_id: int, *, practice: str = "") -> Sequence[HistoryLine]:
    """Every judgement of an appraisal, newest first; of one practice where it is named."""
    rows = list(Judgement.objects.filter(appraisal_id=appraisal_id).order_by("-pk"))
    standing = {row.pk for row in _newest(reversed(rows))}
    return [
        HistoryLine(
            id=row.pk,
            topic=Topic(row.topic),
            subject=row.practice or row.group,
            instance=row.instance,
            value=row.value,
            computed=row.computed,
            signed=signed_of(row),
            stands=row.pk in standing,
        )
        for row in rows
        if practice in ("", row.practice)
    ]


def find_appraisal(organisation_id: int, appraisal_id: int) -> Appraisal:
    """The row of an appraisal of this organisation. Raises NotFound."""
    row = Appraisal.objects.filter(organisation_id=organisation_id, pk=appraisal_id).first()
    if row is None:
        raise NotFound(_("There is no such appraisal in this organisation."))
    return row


def sitting_of(row: Appraisal) -> Sitting:
    """An appraisal's row as a frozen value."""
    return Sitting(
        id=row.pk,
        model=row.model,
        version=row.version,
        as_of=row.as_of,
        sponsor=row.sponsor,
        left_out=row.left_out,
        state=AppraisalState(row.state),
        opened_by=row.opened_by_name,
        opened_by_id=row.opened_by_id,
        began_at=row.began_at,
        closed_at=row.closed_at,
        sha256=row.sha256,
    )


def signed_of(row: Judgement) -> Signed:
    """Who decided, when and why."""
    record = RecordRef(row.record_kind, row.record_id) if row.record_kind else None
    return Signed(row.pk, row.by_name, row.recorded_at, row.reason, record)


def outcome_plain(found: Appraised, evidence_sha256: str) -> Mapping[str, Any]:
    """What is kept of a finished appraisal: scope, evidence by its hash, ratings, judgements, level."""
    sat = found.sitting
    return {
        "model": sat.model,
        "version": sat.version,
        "as_of": sat.as_of,
        "sponsor": sat.sponsor,
        "appraiser": sat.opened_by,
        "began_at": sat.began_at,
        "left_out": dict(sat.left_out),
        "evidence_sha256": evidence_sha256,
        "level_appraised": found.level,
        "areas": {area.code: area.level for area in found.areas},
        "practices": {id_: _practice_plain(one) for id_, one in found.practices.items()},
        "groups": {
            key: {
                "significant_harm": group.does_harm,
                "judged": _signed_plain(group.weighing.signed) if group.weighing else None,
            }
            for key, group in found.groups.items()
        },
    }


def _practice_plain(one: AppraisedPractice) -> Mapping[str, Any]:
    return {
        "rating": one.rating.value if one.rating else None,
        "basis": frozen.basis_plain(one.basis),
        "judged": _signed_plain(one.rated.signed) if one.rated else None,
        "overrides": [
            {
                "instance": instance.seen.id,
                "computed": instance.called.override.computed.value,
                "value": instance.called.override.value.value,
                **_signed_plain(instance.called.signed),
            }
            for instance in one.instances
            if instance.called
        ],
        "critical": list(one.noted),
    }


def _signed_plain(signed: Signed) -> Mapping[str, Any]:
    record = signed.record
    return {
        "by": signed.by,
        "at": signed.at,
        "reason": signed.reason,
        "record": f"{record.kind}:{record.id}" if record else None,
    }
