"""The gate asks the very question that approval asks: is this still what a second person said yes to."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast
from riser.foundation import approvals
from riser.foundation.approvals.reading import request_line
from riser.foundation.evidence import PlatformKey, RecordRef
from riser.launch import actions
from riser.launch.queries import report
from riser.launch.tests.ready import END, NOW, START, Ready, gate_of, planned, ready
from riser.launch.words import Check, Decision, Result
from riser.plan import actions as plan
from riser.plan.evidence.doors import preflights
from riser.plan.evidence.reading import forget
from riser.plan.evidence.scene import look
from riser.plan.models import BudgetLine, Requirement
from riser.plan.words import Decision as CapDecision
from riser.plan.words import Topic


def plan_line(made: Ready) -> Result:
    """What the gate says of the approval of the plan; approval itself has to say the same."""
    case = RecordRef("campaign", str(made.campaign_id))
    lines = report(made.cast.id, made.campaign_id, NOW.date()).lines
    found = next(line.found for line in lines if line.code == Check.PLAN_APPROVED)
    assert (found == Result.PASS) == approvals.is_approved(made.cast.id, case, Topic.PLAN)
    return found


def raise_bound(made: Ready) -> None:
    asked = Requirement.objects.get(campaign=made.campaign_id)
    plan.update_requirement(made.act("Cleo"), requirement_id=asked.pk, bound=Decimal(99999))


def add_link(made: Ready) -> None:
    plan.add_link(made.act("Cleo"), campaign_id=made.campaign_id, url="https://shop.example/other")


def map_key(made: Ready) -> None:
    plan.map_key(made.act("Cleo"), campaign_id=made.campaign_id, key=PlatformKey("google_ads", "1", "c9"))


def archive_and_restore(made: Ready) -> None:
    plan.archive_campaign(made.act("Cleo", minutes=40), campaign_id=made.campaign_id)
    plan.restore_campaign(made.act("Cleo", minutes=41), campaign_id=made.campaign_id)


def raise_cap(made: Ready) -> None:
    line = BudgetLine.objects.get(campaign=made.campaign_id)
    plan.decide_cap(made.act("Bob"), line_id=line.pk, decision=CapDecision.RAISE, amount=Decimal(9500))


@pytest.mark.parametrize("change", [raise_bound, add_link, map_key])
def test_what_belongs_to_the_plan_is_approved_with_it(cast: Cast, change: Callable[[Ready], None]) -> None:
    made = ready(cast)
    assert (plan_line(made), gate_of(made)) == (Result.PASS, Decision.GO)
    change(made)
    assert (plan_line(made), gate_of(made)) == (Result.FAIL, Decision.NO_GO)


@pytest.mark.parametrize("change", [archive_and_restore, raise_cap])
def test_a_plan_put_away_and_back_or_with_a_cap_approved_apart_stays_approved(
    cast: Cast, change: Callable[[Ready], None]
) -> None:
    made = ready(cast)
    change(made)
    assert plan_line(made) == Result.PASS


def test_a_go_that_waits_outlives_archive_and_restore(cast: Cast) -> None:
    made = ready(cast)
    request = actions.ask_go(made.act("Cleo", minutes=35), campaign_id=made.campaign_id)
    archive_and_restore(made)
    assert not request_line(cast.id, request.pk).is_stale
    made_decision = actions.decide_go(made.act("Bob", minutes=60), campaign_id=made.campaign_id)
    assert made_decision.decision == Decision.GO


def test_however_many_plans_stand_before_the_gate_the_queries_are_as_many(cast: Cast) -> None:
    def queries() -> int:
        forget()
        with CaptureQueriesContext(connection) as asked:
            preflights(cast.id, NOW.date())
        return len(asked)

    raise_cap(planned(cast))
    one = queries()
    second = plan.create_campaign(cast.act("Cleo"), name="Autumn")
    plan.set_cap(
        cast.act("Cleo"),
        campaign_id=second.pk,
        amount=Decimal(5),
        currency="EUR",
        from_day=START,
        to_day=END,
    )
    plan.approve(cast.act("Bob"), campaign_id=second.pk, topic=Topic.PLAN)
    assert queries() == one


def test_a_signature_at_the_gate_does_not_make_plans_be_read_again(cast: Cast) -> None:
    made = planned(cast)
    before = look(cast.id, NOW.date())
    signing = actions.Signing(Result.PASS, evidence="https://proof.example/1")
    actions.sign_check(
        made.act("Bob"), campaign_id=made.campaign_id, code="stop_is_arranged", signing=signing
    )
    after = look(cast.id, NOW.date())
    assert after.reading is before.reading
    assert after.books is before.books
    signed = [states[-1].data for states in after.later.checks[made.campaign_id].values()]
    assert [one["result"] for one in signed if one["kind"] == "stop_is_arranged"] == ["pass"]
    assert not before.later.checks, "what a reader holds does not change under its hands"
    add_link(made)
    assert look(cast.id, NOW.date()).reading is not after.reading
