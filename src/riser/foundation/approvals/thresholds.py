"""Thresholds: from which amount on who decides. Administrators set them; without any, every decider may."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.approvals.entitled import known_topic
from riser.foundation.errors import NotFound, Problem, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import ApprovalRule, Member
from riser.foundation.money import currency_code
from riser.foundation.roles import ADMINISTRATORS, Act, Permission, Role, require
from riser.foundation.trail import record_event

SET_THRESHOLDS = Permission(
    "approvals.thresholds", ADMINISTRATORS, gettext_lazy("set who approves which amounts"), decision=True
)
MOST = Decimal(10) ** 12


@transaction.atomic
def set_threshold(
    act: Act,
    *,
    topic: str,
    from_amount: Decimal,
    currency: str,
    roles: Collection[Role] = (),
    members: Collection[int] = (),
) -> ApprovalRule:
    """The threshold of a topic, an amount and a currency; the same three are changed, not doubled.

    A threshold narrows who of the deciders may approve; it lets in nobody whose role decides nothing.
    Raises Refused where nobody would be left, or somebody is named who could never decide.
    """
    require(act, SET_THRESHOLDS)
    entry, code = known_topic(topic), currency_code(currency)
    _refuse_odd(from_amount)
    _refuse_outsiders(act, entry.roles, roles, members)
    rows = ApprovalRule.objects.select_for_update().filter(organisation_id=act.organisation_id, topic=topic)
    same = (one for one in rows.filter(currency=code) if one.from_amount == from_amount)
    row = next(same, None)
    before = _values(row) if row else None
    row = row or ApprovalRule(organisation_id=act.organisation_id, topic=topic)
    row.currency, row.from_amount = code, from_amount
    row.roles, row.recorded_at = sorted(roles), act.now
    row.save()
    row.members.set(list(members))
    if before != _values(row):
        record_event(act, _case(row), "set threshold", before=before, after=_values(row))
    return row


@transaction.atomic
def remove_threshold(act: Act, *, threshold_id: int) -> None:
    """Takes a threshold away. Raises NotFound."""
    require(act, SET_THRESHOLDS)
    rows = ApprovalRule.objects.select_for_update().filter(organisation_id=act.organisation_id)
    row = rows.filter(pk=threshold_id).first()
    if row is None:
        raise NotFound(_("There is no such threshold in this organisation."))
    record_event(act, _case(row), "remove threshold", before=_values(row))
    row.delete()


def _case(row: ApprovalRule) -> RecordRef:
    return RecordRef("threshold", str(row.pk))


def _values(row: ApprovalRule) -> dict[str, Any]:
    return {
        "topic": row.topic,
        "from_amount": f"{row.from_amount:f}",
        "currency": row.currency,
        "roles": list(row.roles),
        "members": sorted(row.members.values_list("pk", flat=True)),
    }


def _refuse_odd(amount: Decimal) -> None:
    if not amount.is_finite() or not 0 <= amount < MOST:
        text = _("A threshold begins at 0 or more. Write digits, such as 5000.")
        raise Refused(_("Nothing was stored."), (Problem(text, column="from_amount"),))


def _refuse_outsiders(
    act: Act, deciders: frozenset[Role], roles: Collection[Role], members: Collection[int]
) -> None:
    if not roles and not members:
        text = _("Choose a role or a person: otherwise nobody could approve from this amount on.")
        raise Refused(_("Nothing was stored."), (Problem(text, column="roles"),))
    if not set(roles) <= deciders:
        text = _("This role approves nothing. Choose one of those that decide.")
        raise Refused(_("Nothing was stored."), (Problem(text, column="roles"),))
    known = Member.objects.filter(organisation_id=act.organisation_id, is_active=True, pk__in=members)
    if {member.pk for member in known if member.role in deciders} != set(members):
        text = _("Somebody named here has no role that decides. Change their role first, or name another.")
        raise Refused(_("Nothing was stored."), (Problem(text, column="members"),))
