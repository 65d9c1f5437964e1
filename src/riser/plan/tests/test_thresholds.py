"""From an amount on somebody else decides, through whichever door; two currencies never compare."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cast import Cast
from riser.foundation import approvals
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.models import Approval, ApprovalRequest, ApprovalRule, AuditEvent
from riser.foundation.roles import Role
from riser.plan import actions
from riser.plan.models import BudgetLine, Campaign
from riser.plan.words import Decision, Topic

MARCH: dict[str, Any] = {"from_day": date(2026, 3, 1), "to_day": date(2026, 3, 31)}


def limit(cast: Cast, amount: str = "1000", currency: str = "EUR", **who: Any) -> ApprovalRule:
    chosen = who or {"roles": [Role.ADMINISTRATOR]}
    topic = chosen.pop("topic", "cap")
    return approvals.set_threshold(
        cast.act("Alice"), topic=topic, from_amount=Decimal(amount), currency=currency, **chosen
    )


def capped(cast: Cast, amount: str, currency: str = "EUR") -> Campaign:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    actions.set_cap(cast.act("Cleo"), campaign_id=made.pk, amount=Decimal(amount), currency=currency, **MARCH)
    return made


def test_setting_a_threshold_leaves_row_and_event_and_the_same_one_is_changed(cast: Cast) -> None:
    limit(cast)
    limit(cast, members=[cast.user("Bob").pk])
    row = ApprovalRule.objects.get()
    assert (row.from_amount, row.roles, list(row.members.all())) == (Decimal(1000), [], [cast.user("Bob")])
    verbs = list(AuditEvent.objects.filter(case_kind="threshold").values_list("verb", flat=True))
    assert verbs == ["set threshold", "set threshold"]
    approvals.remove_threshold(cast.act("Alice"), threshold_id=row.pk)
    assert not ApprovalRule.objects.exists()


@pytest.mark.parametrize("name", ["Bob", "Cleo", "Vera"])
def test_only_administrators_set_thresholds(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        approvals.set_threshold(
            cast.act(name), topic="cap", from_amount=Decimal(1), currency="EUR", roles=[Role.MANAGER]
        )
    row = limit(cast)
    with pytest.raises(NotPermitted):
        approvals.remove_threshold(cast.act(name), threshold_id=row.pk)
    with pytest.raises(NotFound):
        approvals.remove_threshold(cast.act("Mallory"), threshold_id=row.pk)


@pytest.mark.parametrize(
    ("said", "column"),
    [
        ({"roles": [], "members": []}, "roles"),
        ({"roles": [Role.VIEWER]}, "roles"),
        ({"amount": "-1", "roles": [Role.MANAGER]}, "from_amount"),
        ({"amount": "NaN", "roles": [Role.MANAGER]}, "from_amount"),
    ],
)
def test_a_threshold_that_cannot_be_is_refused_with_its_column(
    cast: Cast, said: dict[str, Any], column: str
) -> None:
    amount = said.pop("amount", "1")
    with pytest.raises(Refused) as refusal:
        approvals.set_threshold(
            cast.act("Alice"), topic="cap", from_amount=Decimal(amount), currency="EUR", **said
        )
    assert refusal.value.problems[0].column == column
    assert not ApprovalRule.objects.exists()


@pytest.mark.parametrize("name", ["Cleo", "Mallory"])
def test_nobody_is_named_who_could_never_decide(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        limit(cast, members=[cast.user(name).pk])


@pytest.mark.parametrize(("amount", "may"), [("999.99", True), ("1000", False)])
def test_from_the_amount_on_a_manager_no_longer_approves_in_one_step(
    cast: Cast, amount: str, may: bool
) -> None:
    limit(cast)
    made = capped(cast, amount)
    if may:
        actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.CAP)
    else:
        with pytest.raises(NotPermitted, match=r"€1,000\.00.*any administrator"):
            actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.CAP)
        actions.approve(cast.act("Alice"), campaign_id=made.pk, topic=Topic.CAP)
    assert Approval.objects.count() == 1


def test_nor_by_answering_a_request_nor_by_delegation(cast: Cast) -> None:
    limit(cast)
    made = capped(cast, "5000")
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk, topic=Topic.CAP)
    assert (request.amount, request.currency, request.title) == (Decimal(5000), "EUR", "Spring: €5,000.00")
    with pytest.raises(NotPermitted):
        approvals.approve_request(cast.act("Bob"), request.pk)
    with pytest.raises(Refused, match="may not decide"):
        approvals.delegate(cast.act("Alice"), request.pk, cast.user("Bob").pk, reason="away")
    with pytest.raises(Refused, match="may not decide"):
        actions.submit(
            cast.act("Cleo"), campaign_id=capped_again(cast).pk, topic=Topic.CAP, to=cast.user("Bob").pk
        )
    approvals.approve_request(cast.act("Alice"), request.pk)


def capped_again(cast: Cast) -> Campaign:
    made = actions.create_campaign(cast.act("Cleo"), name="Autumn")
    actions.set_cap(cast.act("Cleo"), campaign_id=made.pk, amount=Decimal(7000), currency="EUR", **MARCH)
    return made


def test_nor_by_raising_the_cap_oneself(cast: Cast) -> None:
    limit(cast)
    made = capped(cast, "500")
    line = BudgetLine.objects.get(campaign=made)
    with pytest.raises(NotPermitted):
        actions.decide_cap(cast.act("Bob"), line_id=line.pk, decision=Decision.RAISE, amount=Decimal(2000))
    actions.decide_cap(cast.act("Bob"), line_id=line.pk, decision=Decision.RAISE, amount=Decimal(900))
    actions.decide_cap(cast.act("Alice"), line_id=line.pk, decision=Decision.RAISE, amount=Decimal(2000))
    assert list(Approval.objects.order_by("id").values_list("approver_name", flat=True)) == ["Bob", "Alice"]


def test_the_amount_is_reckoned_here_and_not_said_by_who_asks(cast: Cast) -> None:
    limit(cast, topic="plan", roles=[Role.ADMINISTRATOR])
    made = capped(cast, "5000")
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    assert ApprovalRequest.objects.get().amount == Decimal(5000)
    with pytest.raises(NotPermitted):
        approvals.approve_request(cast.act("Bob"), request.pk)


@pytest.mark.parametrize("through", ["submit", "approve"])
def test_an_amount_in_another_currency_than_every_threshold_is_refused_with_a_sentence(
    cast: Cast, through: str
) -> None:
    limit(cast)
    made = capped(cast, "10", currency="USD")
    do = {"submit": actions.submit, "approve": actions.approve}[through]
    who = cast.act("Cleo" if through == "submit" else "Alice")
    with pytest.raises(Refused, match=r"\$10\.00.*EUR.*threshold in USD"):
        do(who, campaign_id=made.pk, topic=Topic.CAP)  # type: ignore[operator]
    assert not Approval.objects.exists()
    limit(cast, "0", currency="USD", roles=[Role.MANAGER])
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.CAP)


def test_a_plan_with_caps_in_two_currencies_has_to_satisfy_both(cast: Cast) -> None:
    limit(cast, topic="plan", roles=[Role.MANAGER])
    limit(cast, "0", currency="USD", topic="plan", roles=[Role.ADMINISTRATOR])
    made = capped(cast, "5000")
    act = cast.act("Cleo")
    actions.set_cap(act, campaign_id=made.pk, amount=Decimal(5), currency="USD", **MARCH)
    for name in ("Bob", "Alice"):
        with pytest.raises(NotPermitted):
            actions.approve(cast.act(name), campaign_id=made.pk, topic=Topic.PLAN)


def test_without_thresholds_any_decider_approves_any_amount_in_any_currency(cast: Cast) -> None:
    made = capped(cast, "900000000", currency="JPY")
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.CAP)
    assert Approval.objects.count() == 1


def test_a_threshold_of_another_organisation_binds_nobody_here(cast: Cast) -> None:
    approvals.set_threshold(
        cast.act("Mallory"),
        topic="cap",
        from_amount=Decimal(0),
        currency="EUR",
        roles=[Role.ADMINISTRATOR],
    )
    made = capped(cast, "5")
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.CAP)
