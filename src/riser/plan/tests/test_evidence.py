"""What the records say: instances, indicators beyond the stories, priced rows, and how often we ask."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast
from riser.connect.actions import import_file
from riser.foundation.evidence import Charge, Fact, Instance, PriceClass, Provenance, SignalContext
from riser.foundation.registries import records
from riser.plan import actions, evidence
from riser.plan.evidence import reading
from riser.plan.models import Campaign
from riser.plan.tests.spend import daily, key, load
from riser.plan.tests.test_practices import LIMITS, PLAN_LIMITS, TRACE_LIMITS
from riser.plan.words import CampaignKind, Decision, Topic

AS_OF = date(2026, 6, 30)
GO_LIVE = date(2026, 1, 1)
PRACTICE_LIMITS = {"PLN 2.1": PLAN_LIMITS, "REQ 2.2": TRACE_LIMITS}
JANUARY = datetime(2026, 1, 15, 9, tzinfo=UTC)
LOADED = datetime(2026, 6, 30, 6, tzinfo=UTC)


def instances(cast: Cast, as_of: date = AS_OF) -> list[Instance]:
    return [*evidence.campaigns(cast.id, as_of), *evidence.unplanned(cast.id, as_of)]


def facts(cast: Cast, practice: str, *, as_of: date = AS_OF, go_live: date = GO_LIVE) -> dict[str, Fact]:
    context = SignalContext(
        organisation_id=cast.id,
        as_of=as_of,
        go_live=go_live,
        thresholds=PRACTICE_LIMITS.get(practice, LIMITS),
    )
    return dict(evidence.SIGNALS[practice](instances(cast, as_of), context))


@pytest.fixture
def plan(cast: Cast) -> Callable[..., Campaign]:
    """Makes a campaign of January with a platform campaign, and an approved cap where one is given."""

    def make(name: str, campaign: str, *, cap: int = 0, now: datetime = JANUARY, **fields: Any) -> Campaign:
        act = cast.act("Cleo", now=now)
        made = actions.create_campaign(act, name=name, owner="Bob", **fields)
        actions.map_key(act, campaign_id=made.pk, key=key(campaign))
        if cap:
            days: dict[str, Any] = {"from_day": date(2026, 3, 1), "to_day": date(2026, 3, 31)}
            actions.set_cap(act, campaign_id=made.pk, amount=Decimal(cap), currency="EUR", **days)
            actions.approve(cast.act("Bob", now=now), campaign_id=made.pk, topic=Topic.CAP)
        return made

    return make


def spend(cast: Cast, folder: Path, campaign: str, first: date, days: int, amount: int, **more: Any) -> None:
    load(cast.act("Cleo", now=LOADED), folder, campaign, daily(first, days, amount), **more)


def test_stray_spend_is_one_instance_per_account_and_month(cast: Cast, tmp_path: Path) -> None:
    """Forty days of 10 from 10 March: 22 in March, 18 in April; two platform campaigns on one account."""
    for name in ("a", "b"):
        spend(cast, tmp_path, name, date(2026, 3, 10), 40, 10)
    strays = evidence.unplanned(cast.id, AS_OF)
    account = key("a").account
    assert [one.id for one in strays] == [
        f"unplanned:google_ads/{account}/2026-03",
        f"unplanned:google_ads/{account}/2026-04",
    ]
    assert [one.spend for one in strays] == [440, 360]
    assert len(strays[0].keys) == 2


def test_unplanned_spend_opens_to_the_platform_campaigns_behind_it(cast: Cast, tmp_path: Path) -> None:
    spend(cast, tmp_path, "small", date(2026, 3, 10), 5, 10)
    spend(cast, tmp_path, "large", date(2026, 3, 10), 5, 90)
    (fact,) = facts(cast, "PLN 2.1").values()
    assert [ref.kind for ref in fact.records] == ["platform_campaign", "platform_campaign"]
    assert [ref.id.rsplit("/", 1)[-1] for ref in fact.records] == [
        key("large").campaign,
        key("small").campaign,
    ]


def test_unplanned_spend_does_not_meet_five_practices_and_is_left_out_elsewhere(
    cast: Cast, tmp_path: Path
) -> None:
    spend(cast, tmp_path, "a", date(2026, 3, 10), 5, 10)
    values = {
        practice: [fact.value for fact in facts(cast, practice).values()] for practice in evidence.SIGNALS
    }
    judged = {practice for practice, found in values.items() if found}
    assert judged == {"OBJ 2.1", "GOV 2.1", "PLN 2.1", "BUD 2.1", "REQ 2.1"}
    assert all(values[practice] == ["DM"] for practice in judged)


@pytest.mark.parametrize(("stray", "critical"), [(10, False), (11, True)])
def test_a_month_is_critical_above_a_tenth_outside_plans(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path, stray: int, critical: bool
) -> None:
    """Planned 90 + stray 10 is a tenth exactly: not above. 89 + 11 is."""
    plan("Spring", "c1")
    spend(cast, tmp_path, "c1", date(2026, 3, 2), 1, 100 - stray)
    spend(cast, tmp_path, "a", date(2026, 3, 3), 1, stray)
    (fact,) = [one for name, one in facts(cast, "PLN 2.1").items() if name.startswith("unplanned")]
    assert (fact.critical is not None) is critical


def test_a_programme_is_one_instance_per_quarter_with_spend_and_the_present_one(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path
) -> None:
    """Spend in January and in May; on 30 June the second quarter is the present one."""
    made = plan("Always on", "c1", kind=CampaignKind.PROGRAMME, start=date(2026, 1, 1))
    spend(cast, tmp_path, "c1", date(2026, 1, 20), 5, 10)
    spend(cast, tmp_path, "c1", date(2026, 5, 4), 5, 10)
    found = evidence.campaigns(cast.id, AS_OF)
    assert [one.id for one in found] == [f"campaign:{made.pk}/2026-Q1", f"campaign:{made.pk}/2026-Q2"]
    assert [(one.spend, one.from_day) for one in found] == [
        (Decimal(50), date(2026, 1, 20)),
        (Decimal(50), date(2026, 5, 4)),
    ]
    later = evidence.campaigns(cast.id, date(2026, 7, 1))
    assert len(later) == 3
    assert facts(cast, "PLN 2.1", as_of=date(2026, 7, 1))[later[2].id].value == "NY"


def test_every_record_behind_a_fact_opens(cast: Cast, plan: Callable[..., Campaign], tmp_path: Path) -> None:
    plan("Spring", "c1", cap=100)
    spend(cast, tmp_path, "c1", date(2026, 3, 2), 5, 10)
    for practice in evidence.SIGNALS:
        for fact in facts(cast, practice).values():
            assert fact.records
            for record in fact.records:
                kind = records.get(record.kind)
                assert kind is not None
                assert kind.titles(cast.id, [record.id])[record.id]
                assert kind.url(record.id).startswith("/plan/")


def test_the_sentence_names_days_and_distance_in_both_languages(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path
) -> None:
    from django.utils import translation

    made = plan("Spring", "c1")
    approved = datetime(2026, 3, 3, 9, tzinfo=UTC)
    actions.approve(cast.act("Bob", now=approved), campaign_id=made.pk, topic=Topic.PLAN)
    spend(cast, tmp_path, "c1", date(2026, 2, 27), 5, 10)
    (fact,) = facts(cast, "PLN 2.1").values()
    assert "2 working days after the first spend on 27 Feb 2026" in fact.reason
    with translation.override("zh-hans"):
        (chinese,) = facts(cast, "PLN 2.1").values()
    assert "2026 年 2 月 27 日" in chinese.reason


def test_history_typed_later_is_imported_and_declared(cast: Cast, tmp_path: Path) -> None:
    """Spend of February, go-live in May: the claimed days decide, and the fact says that they are claimed."""
    row = {"name": "Old", "agreed_on": date(2026, 1, 10),
           "approved_by": "Bob", "approved_on": date(2026, 1, 12),
           "platform_campaigns": f"google_ads/{key('c1').account}/c1"}  # fmt: skip
    actions.import_plan(cast.act("Cleo", now=datetime(2026, 5, 5, tzinfo=UTC)), [(2, row)])
    spend(cast, tmp_path, "c1", date(2026, 2, 2), 5, 10)
    (fact,) = facts(cast, "PLN 2.1", go_live=date(2026, 5, 1)).values()
    assert (fact.imported, fact.provenance) == (True, Provenance.DECLARED)
    assert "before the first spend" in fact.reason
    (late,) = facts(cast, "PLN 2.1", go_live=GO_LIVE).values()
    assert (late.imported, late.value) == (False, "PM")
    assert "after the first spend" in late.reason


def test_as_of_an_earlier_day_only_what_had_happened_by_then_counts(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path
) -> None:
    plan("Late", "c1", now=datetime(2026, 4, 1, tzinfo=UTC))
    spend(cast, tmp_path, "c1", date(2026, 3, 2), 5, 10)
    march = instances(cast, date(2026, 3, 31))
    assert [one.kind for one in march] == ["unplanned"]
    assert [one.kind for one in instances(cast)] == ["campaign"]


def test_a_cap_in_another_currency_limits_nothing(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path
) -> None:
    plan("Spring", "c1", cap=100)
    spend(cast, tmp_path, "c1", date(2026, 3, 2), 5, 10, currency="USD")
    (fact,) = facts(cast, "BUD 2.1").values()
    assert fact.value == "DM"
    assert "USD" in fact.notes[0]


def charge(charges: Any, price_class: PriceClass) -> Charge:
    (found,) = [one for one in charges if one.price_class is price_class]
    return found  # type: ignore[no-any-return]


def test_spend_above_the_cap_is_priced_row_by_row(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path
) -> None:
    """Cap 100 for March. 30 a day from 2 March: 120 on day 4 is 20 above, day 5 adds 30. Sum 50.

    Raised to 200 on 5 March: day 4 of spend (5 March) has 200 in force, so nothing lies above.
    """
    made = plan("Spring", "c1", cap=100)
    spend(cast, tmp_path, "c1", date(2026, 3, 2), 5, 30)
    (found,) = evidence.above_cap(cast.id, date(2026, 1, 1), AS_OF)
    assert (found.price_class, found.amount, found.currency) == (PriceClass.UNCONTROLLED, Decimal(50), "EUR")
    account = key("c1").account
    assert [(row.row, row.amount, row.spend) for row in found.rows] == [
        (f"google_ads/{account}/c1/2026-03-05", Decimal(20), Decimal(30)),
        (f"google_ads/{account}/c1/2026-03-06", Decimal(30), Decimal(30)),
    ]
    raised_on = datetime(2026, 3, 5, 8, tzinfo=UTC)
    actions.decide_cap(
        cast.act("Bob", now=raised_on),
        line_id=made.lines.get().pk,
        decision=Decision.RAISE,
        amount=Decimal(200),
    )
    assert evidence.above_cap(cast.id, date(2026, 1, 1), AS_OF) == []


def test_stray_spend_is_uncontrolled_in_full_and_not_compared_while_little_is_planned(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path
) -> None:
    """Planned 300, stray 100: 75 % is planned, the comparison needs 80 %."""
    plan("Spring", "c1")
    spend(cast, tmp_path, "c1", date(2026, 3, 2), 10, 30)
    spend(cast, tmp_path, "a", date(2026, 3, 2), 10, 10)
    charges = evidence.outside_plan(cast.id, date(2026, 1, 1), AS_OF)
    assert charge(charges, PriceClass.UNCONTROLLED).amount == 100
    at_risk = charge(charges, PriceClass.AT_RISK)
    assert at_risk.amount is None
    assert "75 %" in at_risk.reason


def test_stray_spend_is_at_risk_by_what_its_conversions_cost_more(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path
) -> None:
    """Planned: 10 days of 160 with 16 conversions each: 1,600 for 160, so 10 each. 80 % of all is planned.

    Stray: 10 days of 40 with 3 each: 400 for 30. At the planned price 30 x 10 = 300, so 100 are at risk.
    """
    objective = actions.create_objective(cast.act("Cleo", now=JANUARY), name="Orders")
    plan("Spring", "c1", objective_id=objective.pk)
    spend(cast, tmp_path, "c1", date(2026, 3, 2), 10, 160, conversions=16)
    spend(cast, tmp_path, "a", date(2026, 3, 2), 10, 40, conversions=3)
    at_risk = charge(evidence.outside_plan(cast.id, date(2026, 1, 1), AS_OF), PriceClass.AT_RISK)
    assert at_risk.amount == sum(row.amount for row in at_risk.rows) == 100
    assert at_risk.low is not None
    assert at_risk.high is not None
    assert 0 <= at_risk.low < 100 < at_risk.high <= 400
    assert all(0 <= row.amount <= row.spend for row in at_risk.rows)


def test_currencies_are_never_added(cast: Cast, tmp_path: Path) -> None:
    spend(cast, tmp_path, "a", date(2026, 3, 2), 1, 10)
    spend(cast, tmp_path, "b", date(2026, 3, 2), 1, 7, currency="USD", account="2000000002")
    charges = evidence.outside_plan(cast.id, date(2026, 1, 1), AS_OF)
    sums = {one.currency: one.amount for one in charges if one.price_class is PriceClass.UNCONTROLLED}
    assert sums == {"EUR": 10, "USD": 7}


def test_a_stranger_has_no_instances_and_no_charges(cast: Cast, tmp_path: Path) -> None:
    spend(cast, tmp_path, "a", date(2026, 3, 2), 1, 10)
    stranger = cast.contoso.id
    assert evidence.unplanned(stranger, AS_OF) == []
    assert evidence.outside_plan(stranger, date(2026, 1, 1), AS_OF) == []


def test_the_number_of_queries_does_not_grow_with_the_campaigns(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path
) -> None:
    def asked() -> int:
        reading.forget()  # what did not change is not read again: each count starts from nothing
        with CaptureQueriesContext(connection) as queries:
            for practice in evidence.SIGNALS:
                facts(cast, practice)
            evidence.outside_plan(cast.id, date(2026, 1, 1), AS_OF)
            evidence.above_cap(cast.id, date(2026, 1, 1), AS_OF)
        return len(queries)

    plan("First", "c1", cap=100)
    spend(cast, tmp_path, "c1", date(2026, 3, 2), 5, 10)
    few = asked()
    for number in range(2, 8):
        plan(f"Campaign {number}", f"c{number}", cap=100)
        spend(cast, tmp_path, f"c{number}", date(2026, 3, 2), 5, 10)
    assert asked() == few


def test_ads_are_traced_by_their_landing_links_where_they_were_imported(
    cast: Cast, plan: Callable[..., Campaign], tmp_path: Path
) -> None:
    """Two ads of one campaign, 95 and 5 a day. The first link serves a requirement: 95 % is traced."""
    made = plan("Spring", "c1")
    act = cast.act("Cleo", now=JANUARY)
    asked = actions.add_requirement(act, campaign_id=made.pk, metric="CPA", operator="<=", bound=Decimal(30))
    good = "https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=spring"
    actions.add_link(act, campaign_id=made.pk, url=good, requirement_id=asked.pk)
    path = tmp_path / "ads.csv"
    path.write_text(
        "customer_id,campaign_id,ad_group_id,ad_id,date,cost_micros,currency_code,final_urls\n"
        f"{key('c1').account},c1,g1,a1,2026-03-02,95000000,EUR,{good}\n"
        f"{key('c1').account},c1,g1,a2,2026-03-02,5000000,EUR,https://shop.example/\n",
        encoding="utf-8",
    )
    import_file(cast.act("Cleo", now=LOADED), path, source="google_ads")
    (fact,) = facts(cast, "REQ 2.2").values()
    assert (fact.value, "95 %" in fact.reason) == ("FM", True)
