"""The earliest day on which a practice can count: the past only ages out, new instances keep the pace."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.aggregate import Weighed
from riser.assess.rules.earliest import Earliest, earliest, starts_after
from riser.assess.rules.forecast import Dated
from riser.assess.rules.freshness import Window
from riser.foundation.evidence import Characterisation

TODAY = date(2026, 3, 2)
WINDOW = Window(days=180, instances=3)


def one(code: str, age: int, *, spend: int = 100, critical: bool = False) -> Dated:
    """An instance that counts from `age` days ago."""
    weighed = Weighed(Characterisation(code), Decimal(spend), "EUR")
    return Dated(TODAY - timedelta(days=age), weighed, critical)


def when(*judged: Dated, starts: date = TODAY) -> Earliest:
    """The earliest day of these instances."""
    return earliest(judged, WINDOW, as_of=TODAY, starts=starts)


def test_what_holds_today_counts_today() -> None:
    assert when(one("FM", 5), one("LM", 6)).day == TODAY


def test_new_instances_outweigh_a_bad_one_at_the_pace_of_the_window() -> None:
    """Two in 180 days is one in 90. One bad of two needs three new ones, but the bad one ages out before."""
    found = when(one("DM", 100), one("FM", 20))
    assert found.pace_days == 90
    # After 81 days the bad one is too old, yet as one of the last three it stays until new ones push it out.
    assert found.day == TODAY + timedelta(days=180)
    assert found.new == 2


def test_many_campaigns_repair_a_share_soon() -> None:
    """18 instances in 180 days, 14 hold: 77.8 %. Three new ones, one each ten days, make 17 of 21 = 81 %."""
    judged = [one("FM", 10 * n + 1) for n in range(14)] + [one("DM", n) for n in (1, 2, 3, 4)]
    found = when(*judged)
    assert (found.pace_days, found.new) == (10, 2)
    assert found.day == TODAY + timedelta(days=20), "16 of 20 are 80 %"


def test_a_critical_weakness_has_to_age_out_whatever_the_share() -> None:
    judged = [one("FM", n) for n in range(1, 30)] + [one("FM", 30, critical=True)]
    assert when(*judged).day == TODAY + timedelta(days=151)


def test_nothing_new_comes_before_the_work_is_done() -> None:
    later = TODAY + timedelta(days=40)
    judged = [one("FM", n) for n in range(1, 10)] + [one("DM", n) for n in range(1, 4)]
    assert (when(*judged, starts=later).day or TODAY) > later


def test_spend_counts_too() -> None:
    """Nine small ones hold, the one that spent nearly everything does not: the share by spend decides."""
    judged = [one("FM", n, spend=1) for n in range(1, 10)] + [one("DM", 170, spend=991)]
    found = when(*judged)
    assert found.day == TODAY + timedelta(days=11), "the day on which the dear one leaves"


def test_a_practice_starts_after_those_it_builds_on() -> None:
    starts = starts_after({"A": 10, "B": 5, "C": 7}, {"B": ("A",), "C": ("A", "B")}, as_of=TODAY)
    assert starts == {
        "A": TODAY + timedelta(days=10),
        "B": TODAY + timedelta(days=15),
        "C": TODAY + timedelta(days=22),
    }


AGES = st.integers(min_value=0, max_value=400)
CODES = st.sampled_from(["FM", "LM", "PM", "DM"])


@given(st.lists(st.tuples(CODES, AGES), min_size=1, max_size=20), st.integers(0, 60))
def test_starting_later_never_counts_sooner(judged: list[tuple[str, int]], wait: int) -> None:
    known = [one(code, age) for code, age in judged]
    soon, late = when(*known).day, when(*known, starts=TODAY + timedelta(days=wait)).day
    assert soon is not None
    assert late is None or late >= soon


@given(st.lists(st.tuples(CODES, AGES), min_size=1, max_size=20))
def test_within_two_windows_everything_can_be_held(judged: list[tuple[str, int]]) -> None:
    found = when(*[one(code, age) for code, age in judged])
    assert found.day is not None
    assert found.day >= TODAY
