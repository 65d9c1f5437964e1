"""The three practices line by line, at their bounds: T0 is 10 March."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.launch.rules.gate import Leave, Seen
from riser.launch.rules.parts import claim_stands, is_live, system_stands
from riser.launch.rules.practices import (
    Claim,
    ClaimFacts,
    GateFacts,
    Live,
    ProofFacts,
    Proven,
    Reason,
    Weakness,
    chance_of_silence,
    checked_before_spend,
    claims_before_spend,
    proven_before_spend,
)
from riser.launch.rules.settled import Settled, burst, is_red, passes, settled
from riser.launch.words import Purpose, Result

T0 = date(2026, 3, 10)
GATE = {"late_days": Decimal(3), "unknown_largely": Decimal(2), "burst_count": Decimal(8)}
TESTS = {
    "window_days": Decimal(14),
    "rest_days": Decimal(1),
    "late_days": Decimal(3),
    "chance": Decimal("0.001"),
}
CLAIMS = {"largely_days": Decimal(0)}


def on(days: int) -> date:
    return T0 + timedelta(days=days)


def line(days: int | None = -1, **changed: Any) -> Settled:
    values: dict[str, Any] = {
        "code": "x",
        "blocking": True,
        "counts": Result.PASS,
        "since": None if days is None else on(days),
        "evidenced": True,
    }
    return Settled(**(values | changed))


def gate(*lines: Settled, **changed: Any) -> GateFacts:
    values: dict[str, Any] = {
        "first": T0,
        "lines": lines or (line(),),
        "earliest": on(-1),
        "go_on": on(-1),
        "go_by_another": True,
    }
    return GateFacts(**(values | changed))


@pytest.mark.parametrize(
    ("facts", "value", "reason"),
    [
        (gate(), "FM", Reason.CHECKED),
        (gate(line(counts=Result.WAIVED)), "FM", Reason.CHECKED),
        (gate(line(None)), "FM", Reason.CHECKED),
        (gate(line(0)), "LM", Reason.CHECKED_SAME_DAY),
        (gate(go_on=T0), "LM", Reason.CHECKED_SAME_DAY),
        (gate(go_by_another=False), "LM", Reason.CHECKED_PARTLY),
        (gate(line(evidenced=False)), "LM", Reason.CHECKED_PARTLY),
        (gate(line(), line(blocking=False, counts=Result.UNKNOWN)), "LM", Reason.CHECKED_PARTLY),
        (gate(line(), *[line(blocking=False, counts=Result.UNKNOWN)] * 3), "PM", Reason.CHECKED_LATE),
        (gate(line(), line(blocking=False, counts=Result.FAIL)), "FM", Reason.CHECKED),
        (gate(line(counts=Result.FAIL)), "PM", Reason.CHECKED_LATE),
        (gate(line(counts=Result.UNKNOWN)), "PM", Reason.CHECKED_LATE),
        (gate(go_on=None), "PM", Reason.CHECKED_LATE),
        (gate(go_on=on(1)), "PM", Reason.CHECKED_LATE),
        (gate(line(3), earliest=on(3), go_on=None), "PM", Reason.CHECKED_LATE),
        (gate(line(4), earliest=on(4), go_on=None), "DM", Reason.CHECKED_TOO_LATE),
        (gate(earliest=None), "DM", Reason.UNCHECKED),
    ],
)
def test_a_launch_is_rated_by_what_stood_before_the_money(
    facts: GateFacts, value: str, reason: Reason
) -> None:
    verdict = checked_before_spend(facts, GATE)
    assert (verdict.value, verdict.reason) == (value, reason)


def test_eight_ticks_in_two_minutes_lower_one_step() -> None:
    assert checked_before_spend(gate(burst=7), GATE).value == "FM"
    verdict = checked_before_spend(gate(burst=8), GATE)
    assert (verdict.value, verdict.weaknesses) == ("LM", (Weakness.TICKED,))


def test_go_over_red_is_critical() -> None:
    assert checked_before_spend(gate(line(counts=Result.FAIL), red_at_go=True), GATE).critical is not None
    assert checked_before_spend(gate(line(counts=Result.FAIL)), GATE).critical is None


def system(*days: int, purpose: Purpose = Purpose.BID) -> Proven:
    return Proven("s", purpose, tuple(on(day) for day in days))


def count(*days: int) -> Proven:
    return system(*days, purpose=Purpose.COUNT)


@pytest.mark.parametrize(
    ("systems", "value"),
    [
        ((system(-14), count(-1)), "FM"),
        ((system(-15), count(-1)), "PM"),
        ((system(-1), count(1)), "LM"),
        ((system(-1), count(2)), "PM"),
        ((system(-1), system(0), count(-1)), "PM"),
        ((system(0), count(-1)), "PM"),
        ((system(3), count(3)), "PM"),
        ((system(4), count(-1)), "DM"),
        ((system(), count(-1)), "DM"),
        ((system(-1), count()), "PM"),
        ((system(), count()), "DM"),
    ],
)
def test_a_test_counts_by_its_day_and_by_what_the_system_does(
    systems: tuple[Proven, ...], value: str
) -> None:
    assert proven_before_spend(ProofFacts(T0, systems), TESTS).value == value


def test_a_silence_less_likely_than_one_in_a_thousand_lowers_one_step() -> None:
    """0.98 to the 341st is 0.00102, to the 342nd 0.00099 (checked by hand: ln 0.001 / ln 0.98 = 341.9)."""
    for clicks, value in ((341, "FM"), (342, "LM")):
        facts = ProofFacts(T0, (system(-1),), silence=clicks, rate=Decimal("0.02"))
        assert proven_before_spend(facts, TESTS).value == value


@given(st.integers(0, 10_000), st.decimals(0, 1, places=4))
def test_the_chance_of_silence_is_a_chance(clicks: int, rate: Decimal) -> None:
    assert 0 <= chance_of_silence(clicks, rate) <= 1


def claims(
    *approved: tuple[str, int], live: tuple[Live, ...] = (Live("v2"),), regulated: bool = False
) -> ClaimFacts:
    days = tuple((version, on(day)) for version, day in approved)
    return ClaimFacts(T0, (Claim("legal", days, regulated),), live)


@pytest.mark.parametrize(
    ("facts", "value", "critical"),
    [
        (claims(("v2", -1)), "FM", False),
        (claims(("v2", 0)), "LM", False),
        (claims(("v2", 1)), "PM", False),
        (claims(("v1", -1)), "PM", False),
        (claims(("v1", -1), live=(Live("v2", "v1"),)), "LM", False),
        (claims(("v2", -1), live=()), "PM", False),
        (claims(("v2", -1), live=(Live("v2"), Live("v3"))), "PM", False),
        (claims(), "DM", False),
        (claims(regulated=True), "DM", True),
        (claims(("v2", 1), regulated=True), "PM", True),
        (claims(("v2", 0), regulated=True), "LM", False),
    ],
)
def test_a_claim_counts_on_the_version_that_ran(facts: ClaimFacts, value: str, critical: bool) -> None:
    verdict = claims_before_spend(facts, CLAIMS)
    assert (verdict.value, verdict.critical is not None) == (value, critical)


def seen(days: int, result: Result = Result.PASS, *, automatic: bool = False, **changed: Any) -> Seen:
    at = datetime(2026, 3, 10, 9, tzinfo=UTC) + timedelta(days=days)
    return Seen(at=at, day=at.date(), result=result, automatic=automatic, evidence="x", **changed)


def leave(given: int, until: int) -> Leave:
    at = datetime(2026, 3, 10, 8, tzinfo=UTC) + timedelta(days=given)
    return Leave(1, 7, "Bob", "known", on(until), at, at.date())


def rest(*part: Seen, leaves: tuple[Leave, ...] = ()) -> tuple[Result, date | None]:
    found = settled("x", [part], leaves, blocking=True, first=T0)
    return found.counts, found.since


def test_what_passed_counts_since_the_beginning_of_its_unbroken_run() -> None:
    assert rest(seen(-9), seen(-5, Result.FAIL), seen(-3), seen(0)) == (Result.PASS, on(-3))


def test_what_was_found_after_the_money_began_does_not_undo_it() -> None:
    assert rest(seen(-3), seen(2, Result.FAIL)) == (Result.PASS, on(-3))


def test_what_came_only_later_is_late_and_not_missing() -> None:
    assert rest(seen(2), seen(4)) == (Result.PASS, on(2))


def test_a_waiver_counts_from_its_own_day_and_only_while_it_held() -> None:
    red = seen(-3, Result.FAIL)
    assert rest(red, leaves=(leave(-1, 0),)) == (Result.WAIVED, on(-1))
    assert rest(red, leaves=(leave(-4, -1),)) == (Result.FAIL, on(-3))
    assert rest(red, leaves=(leave(2, 5),)) == (Result.WAIVED, on(2))
    assert rest(leaves=(leave(-1, 3),)) == (Result.WAIVED, on(-1))


def test_a_check_of_several_parts_is_as_late_as_its_last() -> None:
    found = settled("x", [[seen(-5)], [seen(-2)]], (), blocking=True, first=T0)
    assert (found.counts, found.since) == (Result.PASS, on(-2))
    assert settled("x", [[seen(-5)], []], (), blocking=True, first=T0).counts == Result.UNKNOWN


def test_red_at_go_is_what_was_known_then() -> None:
    part = [[seen(-5), seen(-2, Result.FAIL)]]
    late, early = datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC)
    assert is_red(part, (), at=late, on=late.date())
    assert not is_red(part, (), at=early, on=early.date())
    assert not is_red(part, (leave(-2, 5),), at=late, on=late.date())


def test_a_waiver_taken_back_after_the_go_leaves_the_go_honest() -> None:
    """GO at noon under a waiver, taken back in the evening of the same day."""
    part = [[seen(-5, Result.FAIL)]]
    noon, evening = (datetime(2026, 3, 10, hour, tzinfo=UTC) for hour in (12, 19))
    ended = replace(leave(-2, 5), ended_at=evening, ended_on=T0)
    assert not is_red(part, (ended,), at=noon, on=T0)
    assert is_red(part, (ended,), at=evening, on=T0)
    assert rest(seen(-5, Result.FAIL), leaves=(ended,)) == (Result.WAIVED, on(-2))
    before = replace(ended, ended_at=evening - timedelta(days=1), ended_on=on(-1))
    assert rest(seen(-5, Result.FAIL), leaves=(before,)) == (Result.FAIL, on(-5))


def test_a_pass_that_was_failed_again_in_time_counts_no_more() -> None:
    good, bad, late = seen(-5), seen(-2, Result.FAIL), seen(1)
    assert passes([good, bad], first=T0) == []
    assert passes([good, seen(0, Result.FAIL)], first=T0) == []
    assert passes([good, seen(1, Result.FAIL)], first=T0) == [good], (
        "what came after the money undoes nothing"
    )
    assert passes([good, bad, late], first=T0) == [late], "late, not missing"
    assert passes([bad, good], first=T0) == [], "in the order of their moments"
    assert passes([seen(-9), good], first=T0) == [seen(-9), good]


def test_a_burst_is_one_persons_and_by_hand() -> None:
    def at(seconds: int, name: str = "Bob", *, automatic: bool = False) -> Seen:
        moment = datetime(2026, 3, 9, tzinfo=UTC) + timedelta(seconds=seconds)
        return Seen(moment, moment.date(), Result.PASS, automatic, by_name=name)

    assert burst([at(0), at(60), at(120), at(121)], 120) == 3
    assert burst([at(0), at(1, "Eva"), at(2, automatic=True)], 120) == 1
    assert burst([], 120) == 0


def test_a_test_of_fifteen_days_ago_leaves_the_system_unknown() -> None:
    assert system_stands([seen(-14)], T0)[0] == Result.PASS
    assert system_stands([seen(-15)], T0)[0] == Result.UNKNOWN
    assert system_stands([seen(-15, Result.FAIL)], T0)[0] == Result.FAIL


def test_a_claim_stands_on_every_live_version() -> None:
    signed = [seen(-2, creative="v1")]
    assert claim_stands(signed, [])[0] == Result.PASS
    assert claim_stands(signed, [Live("v1"), Live("v2")])[0] == Result.UNKNOWN
    assert claim_stands(signed, [Live("v2", "v1")])[0] == Result.PASS
    assert claim_stands([*signed, seen(-1, Result.FAIL, creative="v1")], [Live("v1")])[0] == Result.FAIL


def test_a_version_that_was_failed_later_stands_no_more_whatever_another_version_got() -> None:
    failed = seen(-3, Result.FAIL, creative="v1")
    signed = [seen(-5, creative="v1"), failed, seen(-1, creative="v2")]
    assert claim_stands(signed, [Live("v1")]) == (Result.FAIL, failed)
    assert claim_stands(signed, [Live("v1", "v2")])[0] == Result.FAIL
    assert claim_stands(signed, [Live("v2")])[0] == Result.PASS
    assert claim_stands([*signed, seen(0, creative="v1")], [Live("v1")])[0] == Result.PASS


@pytest.mark.parametrize(
    ("url", "live"),
    [
        ("https://www.shop.example/thanks", True),
        ("https://shop.example", True),
        ("https://staging.shop.example/", False),
        ("shop.example/thanks", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_live_is_the_site_that_the_links_lead_to(url: str, live: bool) -> None:
    assert is_live(url, ["https://shop.example/spring?utm_source=x"]) is live
