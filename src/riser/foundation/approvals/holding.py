"""Whether a yes still holds: what was approved, held against what stands there now."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from riser.foundation.approvals.baselines import agreed_apart, said, wholes
from riser.foundation.differences import Change, diff
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval, FrozenRecord, RecordVersion
from riser.foundation.registries import topics
from riser.foundation.trail import canonical


def is_approved(organisation_id: int, case: RecordRef, topic: str) -> bool:
    """Whether a record has an approval of this topic that still holds."""
    return case in holding(organisation_id, topic, [case])


def holding(organisation_id: int, topic: str, cases: Sequence[RecordRef]) -> dict[RecordRef, Approval]:
    """The newest approval of each case that has one which still holds; a constant number of queries.

    One with a baseline holds while everything that belongs to the case is what was frozen, or has an
    approval of its own: a plan that was archived and restored is the same plan. One without a baseline holds
    for the newest version.
    """
    given = _newest_approvals(organisation_id, topic, cases)
    frozen = _contents(given.values())
    plain = {case for case, one in given.items() if one.pk not in frozen}
    still = _as_frozen(
        organisation_id, topic, {case: frozen[given[case].pk] for case in given.keys() - plain}
    )
    return {case: one for case, one in given.items() if case in still or (case in plain and _is_newest(one))}


def _as_frozen(organisation_id: int, topic: str, frozen: dict[RecordRef, str]) -> frozenset[RecordRef]:
    """The cases that differ from their baseline in nothing but what is approved apart."""
    now = wholes(organisation_id, topic, list(frozen))
    changes = {case: _since(frozen[case], values) for case, values in now.items()}
    apart = agreed_apart(organisation_id, topic, changes)
    return frozenset(case for case, found in changes.items() if apart[case] >= {one.field for one in found})


def _since(frozen: str, now: Mapping[str, Any]) -> list[Change]:
    """What differs; mostly nothing does, and two texts tell that faster than their fields."""
    return [] if canonical(now) == frozen else diff(json.loads(frozen), now)


def _newest_approvals(
    organisation_id: int, topic: str, cases: Sequence[RecordRef]
) -> dict[RecordRef, Approval]:
    rows = Approval.objects.filter(
        organisation_id=organisation_id,
        topic=topic,
        kind__in={case.kind for case in cases},
        record_id__in={case.id for case in cases},
    )
    newest = RecordVersion.objects.filter(
        organisation_id=organisation_id, kind=OuterRef("kind"), record_id=OuterRef("record_id")
    ).order_by("-number")
    told = rows.annotate(
        newest_id=Subquery(newest.values("pk")[:1]), newest_data=Subquery(newest.values("data")[:1])
    )
    found = {RecordRef(row.kind, row.record_id): row for row in told.select_related("version").order_by("pk")}
    return {case: found[case] for case in cases if case in found}


def _contents(given: Iterable[Approval]) -> dict[int, str]:
    """The newest baseline of each approval that froze one, by the id of the approval."""
    rows = FrozenRecord.objects.filter(approval__in=[one.pk for one in given]).order_by("number")
    return {row.approval_id: row.content for row in rows}


def _is_newest(given: Approval) -> bool:
    """Whether it was given to the newest version, or to one that says the same as far as the yes is about it.

    Of a topic that freezes wholes, the very words count; of another only what is beside it may differ.
    """
    if given.version is None:
        return False
    version, newest, entry = given.version, vars(given), topics.get(given.topic)
    if version.pk == newest["newest_id"] or entry is None or not (entry.whole or entry.beside):
        return bool(version.pk == newest["newest_id"])
    return canonical(said(given.topic, version.data)) == canonical(said(given.topic, newest["newest_data"]))
