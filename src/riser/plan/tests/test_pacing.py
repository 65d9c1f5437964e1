"""Spend against the days of its window."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import NOW, Cast
from riser.foundation.periods import Period
from riser.plan import actions
from riser.plan.queries import pacing
from riser.plan.rules.pacing import run
from riser.plan.tests.spend import daily, key, load
from riser.plan.words import Pacing, Topic

APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


@pytest.mark.parametrize(
    ("spent", "as_of", "verdict"),
    [
        (0, date(2026, 3, 31), Pacing.NOT_STARTED),
        (500, date(2026, 4, 15), Pacing.ON_PACE),
        (600, date(2026, 4, 15), Pacing.ON_PACE),
        (601, date(2026, 4, 15), Pacing.AHEAD),
        (400, date(2026, 4, 15), Pacing.ON_PACE),
        (399, date(2026, 4, 15), Pacing.BEHIND),
        (1000, date(2026, 4, 30), Pacing.ON_PACE),
        (1001, date(2026, 4, 2), Pacing.ABOVE),
        (1001, date(2026, 5, 2), Pacing.ABOVE),
        (700, date(2026, 5, 1), Pacing.ENDED),
    ],
)
def test_a_tenth_of_the_cap_is_everyday_unevenness(spent: int, as_of: date, verdict: Pacing) -> None:
    found = run(spent=Decimal(spent), cap=Decimal(1000), window=APRIL, as_of=as_of)
    assert found.verdict == verdict


@given(
    spent=st.decimals(0, 10_000, places=2),
    cap=st.decimals(1, 10_000, places=2),
    days=st.integers(1, 400),
    on=st.integers(-50, 500),
)
def test_shares_and_days_stay_within_the_window(spent: Decimal, cap: Decimal, days: int, on: int) -> None:
    window = Period(APRIL.from_day, APRIL.from_day + timedelta(days=days - 1))
    found = run(spent=spent, cap=cap, window=window, as_of=window.from_day + timedelta(days=on))
    assert 0 <= found.share_elapsed <= 1
    assert 0 <= found.days_left <= days
    assert found.share_elapsed * days + found.days_left == pytest.approx(days)
    assert (found.verdict == Pacing.ABOVE) == (spent > cap)
    assert (found.at_this_speed is None) == (on < 0)


def test_the_spend_of_each_cap_is_told_with_what_is_approved(cast: Cast, tmp_path: Path) -> None:
    act = cast.act("Cleo")
    made = actions.create_campaign(act, name="Spring", owner="Bob")
    actions.map_key(act, campaign_id=made.pk, key=key("c1"))
    days: dict[str, Any] = {"from_day": date(2026, 2, 1), "to_day": date(2026, 3, 31)}
    actions.set_cap(act, campaign_id=made.pk, amount=Decimal(1000), currency="EUR", **days)
    load(act, tmp_path, "c1", daily(date(2026, 1, 25), 27, 40))
    (pace,) = pacing(cast.act("Bob"), NOW.date())
    assert (pace.spent.amount, pace.spent_says, pace.elapsed_says) == (Decimal(800), "80 %", "50.8 %")
    assert (pace.verdict, pace.is_approved, pace.owners) == (Pacing.AHEAD, False, (cast.user("Bob").pk,))
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.CAP)
    assert pacing(cast.act("Bob"), NOW.date())[0].is_approved
    assert pacing(cast.act("Bob"), date(2026, 4, 1)) == []
    actions.archive_campaign(act, campaign_id=made.pk)
    assert pacing(cast.act("Bob"), NOW.date()) == []
