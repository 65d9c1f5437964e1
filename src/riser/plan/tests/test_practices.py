"""Every line of the seven indicators, and the order among them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.plan.rules.practices import (
    CapFacts,
    MoneyFacts,
    ObjectiveFacts,
    ObjectiveState,
    OwnershipFacts,
    PlanFacts,
    RequirementFacts,
    Signature,
    Spending,
    TraceFacts,
    Weakness,
    WindowFacts,
    cap_before_spend,
    measurable_requirement,
    objective_before_spend,
    one_owner_two_persons,
    plan_before_spend,
    spend_within_cap,
    traced_spend,
)
from riser.plan.rules.practices.plans import PLAN_FIELDS

LIMITS = {
    name: Decimal(value)
    for name, value in {
        "late_days": "5",
        "concentration_share": "0.60",
        "min_request_seconds": "60",
        "burst_count": "10",
        "burst_minutes": "5",
        "fitness_share": "0.60",
        "owner_gone_days": "20",
        "full_fields": "6",
        "least_fields": "5",
        "hand_mapping_days": "10",
        "unplanned_share": "0.10",
        "umbrella_keys": "25",
        "umbrella_channels": "3",
        "largely_share": "0.95",
        "slack": "1.5",
        "tolerance": "1.01",
        "largely_ratio": "1.05",
        "largely_days": "1",
        "partly_days": "5",
        "critical_ratio": "1.20",
        "critical_days": "5",
        "lead_days": "5",
    }.items()
}
PLAN_LIMITS = LIMITS | {"late_days": Decimal(2)}
TRACE_LIMITS = LIMITS | {
    "full_share": Decimal("0.95"),
    "largely_share": Decimal("0.80"),
    "partly_share": Decimal("0.50"),
    "one_requirement_share": Decimal("0.90"),
}
T0 = date(2026, 3, 2)  # a Monday
SPENT = Spending(covered=True, started=True, first=T0, last=date(2026, 3, 31))
FULL = ObjectiveState(metric=True, baseline=True, target=True, due=True, initiative=True)


def after(working_days: int) -> date:
    """The day some working days after T0."""
    weeks, rest = divmod(working_days, 5)
    return T0 + timedelta(days=7 * weeks + rest)


BEFORE = T0 - timedelta(days=1)
LONG_BEFORE = T0 - timedelta(days=30)


@pytest.mark.parametrize(
    ("spending", "value"),
    [
        (Spending(covered=False, started=False), "NY"),
        (Spending(covered=True, started=True), "NY"),
        (Spending(covered=False, started=True), "NE"),
    ],
)
def test_without_spend_nothing_is_judged(spending: Spending, value: str) -> None:
    assert objective_before_spend(ObjectiveFacts(spending, None, None), LIMITS).value == value
    assert spend_within_cap(MoneyFacts(spending, ()), LIMITS).value == value
    assert plan_before_spend(PlanFacts(spending, None), PLAN_LIMITS).value == value


@pytest.mark.parametrize(
    ("linked", "state", "value"),
    [
        (None, None, "DM"),
        (BEFORE, FULL, "FM"),
        (T0, FULL, "LM"),
        (after(5), FULL, "LM"),
        (after(6), FULL, "PM"),
        (BEFORE, replace(FULL, baseline=False), "LM"),
        (BEFORE, replace(FULL, initiative=False), "LM"),
        (BEFORE, replace(FULL, metric=False), "PM"),
        (BEFORE, replace(FULL, target=False), "PM"),
        (BEFORE, replace(FULL, due=False), "PM"),
    ],
)
def test_an_objective_counts_by_its_fields_and_by_when_it_was_linked(
    linked: date | None, state: ObjectiveState | None, value: str
) -> None:
    assert objective_before_spend(ObjectiveFacts(SPENT, linked, state), LIMITS).value == value


@pytest.mark.parametrize(
    ("share", "campaigns", "broad"), [("0.61", 4, True), ("0.60", 4, False), ("1", 3, False)]
)
def test_one_objective_for_most_of_the_money_is_critical(share: str, campaigns: int, broad: bool) -> None:
    facts = ObjectiveFacts(SPENT, BEFORE, FULL, Decimal(share), campaigns)
    assert (objective_before_spend(facts, LIMITS).critical is Weakness.CONCENTRATED) is broad


def owned(**changes: Any) -> OwnershipFacts:
    signed = Signature(BEFORE, by_another=True)
    return replace(OwnershipFacts(SPENT, owners=1, groups=0, plan=signed, go=signed), **changes)


ALONE = Signature(BEFORE, by_another=False)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (owned(), "FM"),
        (owned(go=Signature(T0, by_another=True)), "LM"),
        (owned(go=None), "LM"),
        (owned(plan=ALONE), "LM"),
        (owned(plan=ALONE, go=None), "PM"),
        (owned(owners=0), "PM"),
        (owned(owners=2), "PM"),
        (owned(owners=0, groups=1), "PM"),
        (owned(groups=1), "PM"),
        (owned(plan=None, go=None), "PM"),
        (owned(owners=0, groups=1, plan=None, go=None), "PM"),
        (owned(owners=0, plan=None, go=None), "DM"),
    ],
)
def test_ownership_asks_for_one_owner_and_two_persons(facts: OwnershipFacts, value: str) -> None:
    assert one_owner_two_persons(facts, LIMITS).value == value


@pytest.mark.parametrize(
    ("seconds", "burst", "value"), [(59, 1, "LM"), (60, 10, "FM"), (600, 11, "LM"), (5, 50, "LM")]
)
def test_stamping_lowers_one_step_however_it_shows(seconds: int, burst: int, value: str) -> None:
    plan = Signature(BEFORE, by_another=True, seconds_since_asked=seconds)
    assert one_owner_two_persons(owned(plan=plan, burst=burst), LIMITS).value == value


@pytest.mark.parametrize(("share", "value"), [("2/3", "FM"), ("3/5", "FM"), ("1/2", "LM")])
def test_colleagues_who_disagree_cap_it_and_never_lift_it(share: str, value: str) -> None:
    assert one_owner_two_persons(owned(affirmed_share=Fraction(share)), LIMITS).value == value
    nobody = owned(owners=0, plan=None, go=None, affirmed_share=Fraction(1))
    assert one_owner_two_persons(nobody, LIMITS).value == "DM"


def test_an_owner_gone_for_over_twenty_working_days_is_critical() -> None:
    assert one_owner_two_persons(owned(owner_gone_days=21), LIMITS).critical is Weakness.OWNER_GONE
    assert one_owner_two_persons(owned(owner_gone_days=20), LIMITS).critical is None


def planned(approved: date | None = BEFORE, fields: int = 6, **changes: Any) -> PlanFacts:
    return replace(PlanFacts(SPENT, approved, frozenset(PLAN_FIELDS[:fields]), mapped_on=BEFORE), **changes)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (planned(), "FM"),
        (planned(T0), "LM"),
        (planned(after(2)), "LM"),
        (planned(after(3)), "PM"),
        (planned(None), "PM"),
        (planned(fields=5), "LM"),
        (planned(fields=4), "PM"),
        (planned(mapped_on=after(10)), "FM"),
        (planned(mapped_on=after(11)), "LM"),
    ],
)
def test_a_plan_counts_by_its_approval_its_fields_and_its_mapping(facts: PlanFacts, value: str) -> None:
    assert plan_before_spend(facts, PLAN_LIMITS).value == value


@pytest.mark.parametrize(("keys", "channels", "flagged"), [(25, 3, False), (26, 1, True), (1, 4, True)])
def test_an_umbrella_plan_is_flagged(keys: int, channels: int, flagged: bool) -> None:
    verdict = plan_before_spend(planned(platform_campaigns=keys, channels=channels), PLAN_LIMITS)
    assert (Weakness.UMBRELLA in verdict.weaknesses) is flagged


def capped(**changes: Any) -> CapFacts:
    facts = CapFacts(SPENT, capped_days=20, spend_days=20, approved_on=BEFORE, check="pass")
    return replace(facts, **changes)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (capped(), "FM"),
        (capped(check=None), "LM"),
        (capped(check="fail"), "PM"),
        (capped(approved_on=T0), "LM"),
        (capped(approved_on=after(1), capped_days=19), "PM"),
        (capped(capped_days=19), "LM"),
        (capped(capped_days=18), "PM"),
        (capped(capped_days=0, approved_on=None), "DM"),
    ],
)
def test_a_cap_counts_by_days_in_force_approval_and_check(facts: CapFacts, value: str) -> None:
    assert cap_before_spend(facts, LIMITS).value == value


def test_a_cap_that_never_binds_is_flagged() -> None:
    assert Weakness.CAP_NEVER_BINDS in cap_before_spend(capped(slack=Decimal("1.51")), LIMITS).weaknesses
    assert not cap_before_spend(capped(slack=Decimal("1.5")), LIMITS).weaknesses


def window(peak: str, decided: date | None = None, last: date = T0) -> WindowFacts:
    return WindowFacts("1", Decimal(peak), passed_on=T0, known_on=T0, decided_on=decided, last_spend=last)


WITHIN = WindowFacts("2", Decimal("1.01"), last_spend=T0)


@pytest.mark.parametrize(
    ("windows", "value", "critical"),
    [
        ((), "DM", None),
        ((WITHIN,), "FM", None),
        ((window("1.05", after(1)),), "LM", None),
        ((window("1.06", after(1)),), "PM", None),
        ((window("1.05", after(2)),), "PM", None),
        ((window("1.05", after(5)),), "PM", None),
        ((window("1.05", after(6)),), "DM", Weakness.LONG_ABOVE_CAP),
        ((window("1.05"),), "DM", None),
        ((window("1.05", last=after(5)),), "DM", None),
        ((window("1.05", last=after(6)),), "DM", Weakness.LONG_ABOVE_CAP),
        ((window("1.21", after(1)),), "PM", Weakness.FAR_ABOVE_CAP),
        ((WITHIN, window("1.06", after(1))), "PM", None),
    ],
)
def test_spend_above_the_cap_counts_by_how_far_and_how_soon_decided(
    windows: tuple[WindowFacts, ...], value: str, critical: Weakness | None
) -> None:
    verdict = spend_within_cap(MoneyFacts(SPENT, windows), LIMITS)
    assert (verdict.value, verdict.critical) == (value, critical)


def required(**changes: Any) -> RequirementFacts:
    return replace(RequirementFacts(SPENT, exists=True, complete_on=LONG_BEFORE, baseline=True), **changes)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (required(), "FM"),
        (required(baseline=False), "LM"),
        (required(complete_on=date(2026, 2, 23)), "LM"),  # five working days before T0: not before it
        (required(complete_on=date(2026, 2, 22)), "FM"),
        (required(complete_on=BEFORE), "LM"),
        (required(complete_on=T0), "PM"),
        (required(complete_on=None), "PM"),
        (required(exists=False, complete_on=None), "DM"),
    ],
)
def test_a_requirement_counts_by_when_it_was_complete(facts: RequirementFacts, value: str) -> None:
    assert measurable_requirement(facts, LIMITS).value == value


def test_a_bound_that_moved_after_results_is_critical() -> None:
    assert measurable_requirement(required(bound_moved_on=T0), LIMITS).critical is Weakness.BOUND_MOVED


@pytest.mark.parametrize(
    ("traced", "orphans", "ad_level", "value"),
    [
        (95, 0, True, "FM"),
        (95, 0, False, "LM"),
        (95, 1, True, "LM"),
        (94, 0, True, "LM"),
        (80, 0, False, "LM"),
        (79, 0, True, "PM"),
        (50, 0, False, "PM"),
        (49, 0, True, "DM"),
        (0, 0, True, "DM"),
    ],
)
def test_the_trace_counts_by_its_share_of_spend(
    traced: int, orphans: int, ad_level: bool, value: str
) -> None:
    facts = TraceFacts(SPENT, Decimal(traced), Decimal(100), orphans, requirements=1, ad_level=ad_level)
    assert traced_spend(facts, TRACE_LIMITS).value == value


def test_nearly_all_on_one_of_three_requirements_is_flagged() -> None:
    facts = TraceFacts(SPENT, Decimal(100), Decimal(100), 0, requirements=3, largest=Decimal(91))
    assert Weakness.HUNG_ON_ONE in traced_spend(facts, TRACE_LIMITS).weaknesses
    assert not traced_spend(replace(facts, requirements=2), TRACE_LIMITS).weaknesses


SCALE = ("FM", "LM", "PM", "DM")
days = st.integers(min_value=-20, max_value=40).map(lambda number: T0 + timedelta(days=number))


@given(days, st.sets(st.sampled_from(PLAN_FIELDS)), st.sampled_from(PLAN_FIELDS))
def test_taking_evidence_away_from_a_plan_never_lifts_it(approved: date, fields: set[str], lost: str) -> None:
    whole = planned(approved, filled=frozenset(fields))
    less = replace(whole, filled=frozenset(fields - {lost}))
    none = replace(whole, approved_on=None)
    ranks = [SCALE.index(plan_before_spend(facts, PLAN_LIMITS).value) for facts in (whole, less, none)]
    assert ranks[0] <= ranks[1]
    assert ranks[0] <= ranks[2]


@given(days, st.booleans(), st.sampled_from(list(ObjectiveState.__slots__)))
def test_taking_evidence_away_from_an_objective_never_lifts_it(
    linked: date, baseline: bool, lost: str
) -> None:
    whole = ObjectiveFacts(SPENT, linked, replace(FULL, baseline=baseline))
    less = replace(whole, objective=replace(FULL, **{"baseline": baseline, lost: False}))
    none = replace(whole, linked_on=None, objective=None)
    ranks = [SCALE.index(objective_before_spend(facts, LIMITS).value) for facts in (whole, less, none)]
    assert ranks[0] <= ranks[1] <= ranks[2]
