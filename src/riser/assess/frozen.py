"""Evidence as it stood when an appraisal began, to and from the plain values of its record in the trail.

What is recorded later is no part of it: the appraised profile rests on this and on what people decided.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from riser.assess.appraised import Evidence, Seen
from riser.assess.profile import InstanceResult, PracticeProfile, Profile
from riser.assess.rules.aggregate import Weighed
from riser.assess.rules.judgement import Basis
from riser.foundation.evidence import Characterisation

Plain = dict[str, Any]


def seen(profile: Profile) -> dict[str, tuple[Seen, ...]]:
    """What a profile rests on."""
    return {one.id: _counting(one) for one in profile.practices.values()}


def _counting(one: PracticeProfile) -> tuple[Seen, ...]:
    return tuple(map(_seen, one.counting))


def _seen(result: InstanceResult) -> Seen:
    instance, fact = result.instance, result.fact
    return Seen(
        id=instance.id,
        title=instance.title,
        weighed=Weighed(result.value, instance.spend, instance.currency),
        reason=fact.reason,
        critical=fact.critical,
        provenance=fact.provenance,
        records=tuple(f"{ref.kind}:{ref.id}" for ref in fact.records),
    )


def to_plain(evidence: Evidence) -> Plain:
    """The evidence as its record in the trail keeps it: amounts as text."""
    return {practice: [_instance_plain(one) for one in instances] for practice, instances in evidence.items()}


def _instance_plain(one: Seen) -> Plain:
    return {
        "instance": one.id,
        "title": one.title,
        "value": one.computed.value,
        "spend": None if one.weighed.spend is None else f"{one.weighed.spend:f}",
        "currency": one.weighed.currency,
        "reason": one.reason,
        "critical": one.critical,
        "provenance": one.provenance,
        "records": list(one.records),
    }


def of_plain(plain: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, tuple[Seen, ...]]:
    """The evidence that such a record keeps."""
    return {practice: tuple(map(_instance, rows)) for practice, rows in plain.items()}


def _instance(row: Mapping[str, Any]) -> Seen:
    spend = None if row["spend"] is None else Decimal(row["spend"])
    return Seen(
        id=row["instance"],
        title=row["title"],
        weighed=Weighed(Characterisation(row["value"]), spend, row["currency"]),
        reason=row["reason"],
        critical=row["critical"],
        provenance=row["provenance"],
        records=tuple(row["records"]),
    )


def basis_plain(basis: Basis) -> Plain:
    """What a judge saw, as kept beside the judgement: shares as exact fractions."""
    return {
        "allowed": [code.value for code in basis.allowed],
        "by_count": _share_plain(basis.by_count),
        "by_spend": _share_plain(basis.by_spend),
    }


def basis_of(plain: Mapping[str, Any]) -> Basis:
    """What a judge saw."""
    allowed = tuple(Characterisation(code) for code in plain["allowed"])
    return Basis(allowed, _share(plain["by_count"]), _share(plain["by_spend"]))


def _share_plain(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def _share(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
