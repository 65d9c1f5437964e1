"""What this room tells foundation of its approvals: who wrote it, what it is about, what belongs to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval, RecordVersion
from riser.foundation.money import Money
from riser.foundation.registries import ApprovalTopic, Cases, Changed
from riser.plan.actions.budget import line_values
from riser.plan.actions.links import link_values
from riser.plan.actions.mapping import platform_link_values
from riser.plan.actions.permissions import APPROVE_PLANS
from riser.plan.actions.requirements import requirement_values
from riser.plan.evidence.askers import askers
from riser.plan.models import BudgetLine, Link, PlatformLink, Requirement
from riser.plan.queries.worded import worded
from riser.plan.rules.preparers import BESIDE_THE_PLAN, Version, barred, preparers
from riser.plan.words import Kind, Topic

# Of a campaign's version, what is no part of the plan itself: caps and owners stand there in other words, and
# the unit says whom it belongs to, not what is to be done.
NOT_THE_PLAN = BESIDE_THE_PLAN | {"owners", "caps", "archived", "copied_from", "deleted"}
# Of what hangs on it: the campaign it hangs on, and what is found out by itself.
NOT_AGREED = frozenset({"campaign", "findings", "made_by", "deleted"})


def approval_topics() -> Mapping[str, ApprovalTopic]:
    """Plan, cap and GO as foundation's approvals know them."""
    roles = APPROVE_PLANS.roles
    return {
        Topic.PLAN: ApprovalTopic(
            pgettext_lazy("approval", "Plan"),
            roles,
            plan_writers,
            plan_amounts,
            whole_plans,
            worded,
            caps_approved_apart,
            BESIDE_THE_PLAN,
        ),
        Topic.CAP: ApprovalTopic(_("Cap"), roles, cap_writers, cap_amounts),
        Topic.GO: ApprovalTopic(_("GO"), roles, newest_writers, plan_amounts, beside=BESIDE_THE_PLAN),
    }


def whole_plans(organisation_id: int, cases: Cases) -> dict[RecordRef, dict[str, Any]]:
    """Campaigns with requirements, caps, landing links and platform campaigns; five queries."""
    plans = _newest(organisation_id, cases)
    hanging = {
        "requirements": _hanging(cases, Requirement.objects.all(), requirement_values),
        "caps": _hanging(cases, BudgetLine.objects.all(), line_values),
        "links": _hanging(cases, Link.objects.all(), link_values),
        "keys": _hanging(cases, PlatformLink.objects.all(), platform_link_values),
    }
    return {
        case: {
            "campaign": _without(version.data, NOT_THE_PLAN),
            **{name: rows[case.id] for name, rows in hanging.items()},
        }
        for case, version in plans.items()
    }


def plan_writers(organisation_id: int, cases: Cases) -> dict[RecordRef, frozenset[int]]:
    """Everybody who wrote a version of the plan, its caps aside, or of one of its requirements.

    The first version of a plan that began as a request is the word of whoever wrote the request.
    """
    written: dict[str, list[Version]] = defaultdict(list)
    for row in _versions(organisation_id, Kind.CAMPAIGN, cases):
        written[row.record_id].append(Version(row.author_id, row.data))
    bounds, wishes = _requirement_writers(organisation_id, cases), askers(organisation_id)
    return {case: preparers(written[case.id], wishes.get(int(case.id))) | bounds[case.id] for case in cases}


def cap_writers(organisation_id: int, cases: Cases) -> dict[RecordRef, frozenset[int]]:
    """Everybody who wrote a version of the cap."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in _versions(organisation_id, Kind.BUDGET_LINE, cases):
        found[row.record_id] |= {row.author_id} - {None}  # type: ignore[arg-type]
    return {case: frozenset(found[case.id]) for case in cases}


def newest_writers(organisation_id: int, cases: Cases) -> dict[RecordRef, frozenset[int]]:
    """Whoever wrote the newest version, one that only names a unit aside: they do not give the GO."""
    written: dict[str, list[Version]] = defaultdict(list)
    for row in _versions(organisation_id, Kind.CAMPAIGN, cases):
        written[row.record_id].append(Version(row.author_id, row.data))
    return {case: barred(written[case.id], is_go=True) for case in cases}


def plan_amounts(organisation_id: int, cases: Cases) -> dict[RecordRef, tuple[Money, ...]]:
    """The caps of a plan, one sum a currency; nothing where it has none."""
    return {
        case: _sums((cap["currency"], Decimal(cap["cap"])) for cap in version.data.get("caps", ()))
        for case, version in _newest(organisation_id, cases).items()
    }


def cap_amounts(organisation_id: int, cases: Cases) -> dict[RecordRef, tuple[Money, ...]]:
    """The cap itself."""
    return {
        case: (Money(Decimal(version.data["cap"]), version.data["currency"]),)
        for case, version in _newest(organisation_id, cases).items()
    }


def caps_approved_apart(organisation_id: int, changes: Changed) -> dict[RecordRef, frozenset[str]]:
    """Of each plan the changed caps whose newest version has an approval of its own; one query."""
    caps = {case: [one for one in found if one.parts[0] == "caps"] for case, found in changes.items()}
    ids = {one.parts[1] for found in caps.values() for one in found}
    newest = RecordVersion.objects.filter(
        organisation_id=organisation_id, kind=Kind.BUDGET_LINE, record_id__in=ids
    )
    last = newest.order_by().values("record_id").annotate(last=Max("pk")).values("last")
    signed = Approval.objects.filter(version__in=last, topic=Topic.CAP).values_list("record_id", flat=True)
    approved = set(signed)
    return {
        case: frozenset(one.field for one in found if one.parts[1] in approved)
        for case, found in caps.items()
    }


def _hanging(cases: Cases, rows: Any, values: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {case.id: {} for case in cases}
    for row in rows.filter(campaign_id__in=_ids(cases)):
        found[str(row.campaign_id)][str(row.pk)] = _without(values(row), NOT_AGREED)
    return found


def _ids(cases: Cases) -> list[int]:
    return [int(case.id) for case in cases]


def _without(values: Mapping[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in left_out}


def _versions(organisation_id: int, kind: Kind, cases: Cases) -> Iterable[RecordVersion]:
    rows = RecordVersion.objects.filter(
        organisation_id=organisation_id, kind=kind, record_id__in=[case.id for case in cases]
    )
    return rows.order_by("number")


def _newest(organisation_id: int, cases: Cases) -> dict[RecordRef, RecordVersion]:
    """The newest versions of these records; one query."""
    rows = RecordVersion.objects.filter(
        organisation_id=organisation_id,
        kind__in={case.kind for case in cases},
        record_id__in={case.id for case in cases},
    )
    same = RecordVersion.objects.filter(
        organisation_id=organisation_id, kind=OuterRef("kind"), record_id=OuterRef("record_id")
    )
    newest = rows.annotate(last=Subquery(same.order_by("-number").values("number")[:1]))
    found = {RecordRef(row.kind, row.record_id): row for row in newest.filter(number=F("last"))}
    return {case: found[case] for case in cases if case in found}


def _requirement_writers(organisation_id: int, cases: Cases) -> dict[str, frozenset[int]]:
    rows = RecordVersion.objects.filter(
        organisation_id=organisation_id, kind=Kind.REQUIREMENT, data__campaign__in=_ids(cases)
    )
    found: dict[str, set[int]] = {case.id: set() for case in cases}
    for campaign, author in rows.values_list("data__campaign", "author_id"):
        if author is not None:
            found[str(campaign)].add(author)
    return {pk: frozenset(authors) for pk, authors in found.items()}


def _sums(caps: Iterable[tuple[str, Decimal]]) -> tuple[Money, ...]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in caps:
        sums[currency] += amount
    return tuple(Money(amount, currency) for currency, amount in sorted(sums.items()))
