"""Baselines: what was approved, frozen word for word, and what has changed since."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max

from riser.foundation.differences import Change, diff
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval, FrozenRecord, RecordVersion
from riser.foundation.registries import topics
from riser.foundation.roles import Act
from riser.foundation.trail import canonical, latest_version, plain

Whole = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A record with all that belongs to it, as approved: `content` is canonical JSON, `sha256` is of it."""

    number: int
    content: str
    sha256: str
    version: int
    approver: str
    at: datetime
    values: Whole = field(repr=False)


def baseline(organisation_id: int, case: RecordRef) -> Baseline | None:
    """The newest baseline of a record, or None where none was approved in Riser."""
    rows = FrozenRecord.objects.filter(organisation_id=organisation_id, kind=case.kind, record_id=case.id)
    row = rows.select_related("approval__version").order_by("-number").first()
    return _baseline(row) if row else None


def whole(organisation_id: int, topic: str, case: RecordRef) -> Whole | None:
    """A record with all that belongs to it as it stands now, as JSON holds it; None for topics that freeze
    nothing.
    """
    return wholes(organisation_id, topic, [case]).get(case)


def wholes(
    organisation_id: int, topic: str, cases: Sequence[RecordRef]
) -> dict[RecordRef, Mapping[str, Any]]:
    """The same for several cases of one topic."""
    entry = topics.get(topic)
    if entry is None or entry.whole is None:
        return {}
    return {case: plain(values) for case, values in entry.whole(organisation_id, cases).items()}


def changes_since(organisation_id: int, topic: str, case: RecordRef) -> list[Change]:
    """What differs between the newest baseline and now; nothing where there is no baseline."""
    frozen, now = baseline(organisation_id, case), whole(organisation_id, topic, case)
    return diff(frozen.values, now) if frozen is not None and now is not None else []


def agreed_apart(
    organisation_id: int, topic: str, changes: Mapping[RecordRef, Sequence[Change]]
) -> dict[RecordRef, frozenset[str]]:
    """The changed fields of each case that have an approval of their own, as a cap has."""
    entry = topics.get(topic)
    known = (
        entry.agreed_apart(organisation_id, changes)
        if entry and entry.agreed_apart and any(changes.values())
        else {}
    )
    return {case: known.get(case, frozenset()) for case in changes}


def fingerprint(organisation_id: int, topic: str, case: RecordRef) -> str:
    """SHA-256 of a record with all that belongs to it; of its newest version where nothing is frozen."""
    values = whole(organisation_id, topic, case)
    if values is not None:
        return digest(canonical(values))
    version = latest_version(organisation_id, case)
    return _print_of(topic, version) if version else ""


def fingerprints(
    organisation_id: int, topic: str, newest: Mapping[RecordRef, RecordVersion]
) -> dict[RecordRef, str]:
    """The same for several cases of one topic, given their newest versions."""
    found = wholes(organisation_id, topic, list(newest))
    return {
        case: digest(canonical(found[case])) if case in found else _print_of(topic, version)
        for case, version in newest.items()
    }


def said(topic: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a version says, as far as a yes of this topic is about it."""
    entry = topics.get(topic)
    return {name: value for name, value in data.items() if entry is None or name not in entry.beside}


def _print_of(topic: str, version: RecordVersion) -> str:
    """The hash of what a version says; its own where nothing of it is beside the topic."""
    words = said(topic, version.data)
    return version.sha256 if len(words) == len(version.data) else digest(canonical(words))


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, as hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(act: Act, case: RecordRef, *, approval: Approval) -> FrozenRecord | None:
    """The next baseline, numbered from 1; None where a topic freezes nothing. Call inside the transaction."""
    values = whole(act.organisation_id, approval.topic, case)
    if values is None:
        return None
    rows = FrozenRecord.objects.filter(organisation_id=act.organisation_id, kind=case.kind, record_id=case.id)
    content = canonical(values)
    return FrozenRecord.objects.create(
        organisation_id=act.organisation_id,
        kind=case.kind,
        record_id=case.id,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        content=content,
        sha256=digest(content),
        approval=approval,
        recorded_at=act.now,
    )


def _baseline(row: FrozenRecord) -> Baseline:
    return Baseline(
        number=row.number,
        content=row.content,
        sha256=row.sha256,
        version=row.approval.version.number if row.approval.version else 0,
        approver=row.approval.approver_name,
        at=row.recorded_at,
        values=json.loads(row.content),
    )
