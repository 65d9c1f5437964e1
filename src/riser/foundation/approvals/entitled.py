"""Who may say yes: the deciders of a topic, narrowed by thresholds, without the first persons."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.approvals.rules import OtherCurrency, Threshold, all_reached
from riser.foundation.approvals.sentences import ROLE_WORDS
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval, ApprovalRequest, ApprovalRule, RequestState
from riser.foundation.money import Money
from riser.foundation.queries import Person, people
from riser.foundation.registries import ApprovalTopic, topics
from riser.foundation.roles import Act, Permission, Role, require
from riser.ui import formats


@dataclass(frozen=True, slots=True)
class Circle:
    """Who decides on such a case (`entitled`), who never on this one (`first`), what narrows it.

    `trouble` is the sentence that says why thresholds let nobody decide; "" where they do.
    """

    entitled: frozenset[int]
    first: frozenset[int]
    amounts: tuple[Money, ...] = ()
    reached: tuple[Threshold, ...] = ()
    trouble: str = ""

    @property
    def members(self) -> frozenset[int]:
        """Who may say yes."""
        return self.entitled - self.first

    def without(self, *asked: int | None) -> "Circle":
        """The circle for something these members asked for: more first persons."""
        return replace(self, first=self.first | {one for one in asked if one is not None})

    def deciding_alone(self) -> "Circle":
        """The circle where one entitled person decides and signs at once."""
        return replace(self, first=frozenset())


def known_topic(topic: str) -> ApprovalTopic:
    """What the room says of a topic. Raises Refused for one that no room registered."""
    found = topics.get(topic)
    if found is None:
        raise Refused(_("There is nothing of this kind to approve."))
    return found


def permission(topic: str) -> Permission:
    """The permission to decide on a topic."""
    return Permission(f"{topic}.approve", known_topic(topic).roles, gettext_lazy("decide on this approval"))


def circle(organisation_id: int, topic: str, case: RecordRef) -> Circle:
    """The circle of one case."""
    return circles(organisation_id, topic, [case])[case]


def circles(organisation_id: int, topic: str, cases: Sequence[RecordRef]) -> dict[RecordRef, Circle]:
    """The circles of several cases of one topic; a constant number of queries."""
    entry, everybody = known_topic(topic), people(organisation_id)
    deciders = [one for one in everybody if one.is_active and one.role in entry.roles]
    rules = thresholds(organisation_id, topic)
    amounts, wrote = entry.amounts(organisation_id, cases), entry.first_persons(organisation_id, cases)
    asked = _askers(organisation_id, topic, cases)
    first = {case: wrote.get(case, frozenset()) | asked[case] for case in cases}
    return {case: _circle(deciders, rules, first[case], tuple(amounts.get(case, ()))) for case in cases}


def thresholds(organisation_id: int, topic: str = "") -> list[Threshold]:
    """The thresholds of a topic, or of all, by topic, currency and amount; two queries."""
    rows = ApprovalRule.objects.filter(organisation_id=organisation_id, **({"topic": topic} if topic else {}))
    rows = rows.prefetch_related("members").order_by("topic", "currency", "from_amount")
    return [_threshold(row) for row in rows]


def require_second_person(act: Act, topic: str, found: Circle) -> None:
    """Raises NotPermitted for the system, a role that does not decide, a first person, or a threshold.

    Raises Refused where the thresholds and the amount are in different currencies.
    """
    if act.actor.role == Role.SYSTEM:
        raise NotPermitted(_("The system cannot approve. Say who does with --as EMAIL."))
    require(act, permission(topic))
    if act.actor.member_id in found.first:
        raise NotPermitted(_("You prepared this yourself. Somebody else has to approve it."))
    if found.trouble:
        raise Refused(found.trouble)
    if act.actor.member_id not in found.members:
        raise NotPermitted(why_not(act.organisation_id, found))


def why_not(organisation_id: int, found: Circle) -> str:
    """The sentence for somebody whom a threshold keeps out, or whose access ended."""
    if not found.reached:
        return _("You may not decide on this. Ask an administrator.")
    highest = max(found.reached, key=lambda one: one.from_amount)
    words = {
        "amount": formats.money(highest.from_amount, highest.currency),
        "who": who_decides(highest, people(organisation_id)),
    }
    return _("From %(amount)s on this is decided by: %(who)s. Ask one of them.") % words


def who_decides(threshold: Threshold, everybody: Sequence[Person]) -> str:
    """The roles and people of a threshold, in words."""
    roles = [str(word) for role, word in ROLE_WORDS.items() if role in threshold.roles]
    names = [one.name for one in everybody if one.member_id in threshold.members]
    return formats.listed([*roles, *names])


def _askers(organisation_id: int, topic: str, cases: Sequence[RecordRef]) -> dict[RecordRef, frozenset[int]]:
    """Who asked since the last yes, withdrawn or not: taking it back makes nobody a second person."""
    ids = [case.id for case in cases]
    mine = {"organisation_id": organisation_id, "topic": topic, "record_id__in": ids}
    given = Approval.objects.filter(**mine, approver__isnull=False).values("kind", "record_id")
    last = {(one["kind"], one["record_id"]): one["last"] for one in given.annotate(last=Max("recorded_at"))}
    found: dict[RecordRef, set[int]] = {case: set() for case in cases}
    rows = ApprovalRequest.objects.filter(**mine, requested_by__isnull=False)
    for row in rows.exclude(state=RequestState.APPROVED):
        case, member = RecordRef(row.kind, row.record_id), row.requested_by_id
        since = last.get((row.kind, row.record_id))
        if case in found and member is not None and (since is None or row.requested_at >= since):
            found[case].add(member)
    return {case: frozenset(members) for case, members in found.items()}


def _circle(
    deciders: Sequence[Person],
    rules: Sequence[Threshold],
    first: frozenset[int],
    amounts: tuple[Money, ...],
) -> Circle:
    try:
        limits = all_reached(rules, amounts)
    except OtherCurrency as other:
        return Circle(frozenset(), first, amounts, trouble=_other_currency(other))
    let_in = {
        one.member_id for one in deciders if all(limit.lets(one.member_id, one.role) for limit in limits)
    }
    return Circle(frozenset(let_in), first, amounts, limits)


def _other_currency(other: OtherCurrency) -> str:
    text = _(
        "%(amount)s cannot be held against thresholds in %(known)s: two currencies do not compare. "
        "An administrator sets a threshold in %(currency)s, from 0 on if any decider may approve."
    )
    return text % {
        "amount": formats.money(other.amount.amount, other.amount.currency),
        "currency": other.amount.currency,
        "known": _(" and ").join(other.known),
    }


def _threshold(row: ApprovalRule) -> Threshold:
    return Threshold(
        id=row.pk,
        topic=row.topic,
        from_amount=row.from_amount or Decimal(0),
        currency=row.currency,
        roles=frozenset(row.roles),
        members=frozenset(member.pk for member in row.members.all()),
    )
