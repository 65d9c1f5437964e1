"""PLN 2.2, 2.3, 2.4, 3.1, CNT 2.1, PRC 3.1 and QPM 4.1: every line of the rules, and the order among them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.evidence import Characterisation
from riser.plan.rules.practices.intake import MonthOfWork, traced_work
from riser.plan.rules.practices.milestones import DateVersion, Milestone, replanned
from riser.plan.rules.practices.preparation import (
    Chart,
    ClassFacts,
    Prepared,
    promised_from_the_chart,
    signals,
    wilson,
)
from riser.plan.rules.practices.standards import (
    BreakdownFacts,
    Standard,
    StepFacts,
    followed,
    from_the_standard,
    in_order,
    parts,
    steps,
    steps_due,
)
from riser.plan.rules.practices.verdict import Reason, Weakness
from riser.plan.rules.practices.work import (
    Owned,
    Piece,
    RoundFacts,
    WorkFacts,
    is_cleaned_up,
    largest_burst,
    owned_work,
    rounds_as_agreed,
)

FM, LM, PM, DM = Characterisation.FM, Characterisation.LM, Characterisation.PM, Characterisation.DM
NY, NE = Characterisation.NY, Characterisation.NE


def limits(**values: str) -> dict[str, Decimal]:
    """Thresholds by name."""
    return {name: Decimal(value) for name, value in values.items()}


WORK = limits(
    owner_full="0.90",
    owner_largely="0.75",
    owner_partly="0.50",
    move_full="0.80",
    move_largely="0.60",
    burst_share="0.50",
    burst_count="8",
    burst_minutes="10",
)
ROUNDS = limits(
    full_share="0.80",
    largely_share="0.60",
    partly_share="0.40",
    agreed_share="0.80",
    assumed_rounds="3",
    over_rounds="2",
    least_pieces="3",
)
DATES = limits(full_share="0.90", largely_share="0.70", most_moves="3", forgotten_days="10")
INTAKE = limits(full_share="0.90", largely_share="0.75", partly_share="0.50")
BREAKDOWN = limits(
    full_share="0.90",
    largely_share="0.75",
    partly_share="0.50",
    full_closed="5",
    least_closed="3",
    full_age_days="365",
)
STEPS = limits(full_share="0.95", largely_share="0.80", partly_share="0.50", tailored_share="0.30")
CHART = limits(
    full_cases="20", least_cases="12", explain_days="10", explained_share="0.80", frozen_points="5"
)
FRIDAY = datetime(2026, 3, 13, 17, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)


# --- PLN 2.2 -------------------------------------------------------------------------------------------


def work(owned: int, moved: int, due: int) -> WorkFacts:
    """So many items due, of which the first ones were owned and the first ones moved."""
    items = tuple(Owned(n < owned, n < moved, FRIDAY + timedelta(days=n)) for n in range(due))
    return WorkFacts(due, True, items)


@pytest.mark.parametrize(
    ("owned", "moved", "due", "value"),
    [
        (18, 16, 20, FM),  # 18/20 = 90 %, 16/20 = 80 %: both exactly at the line
        (17, 16, 20, LM),  # 85 % owned
        (20, 15, 20, LM),  # 75 % moved is short of 80 %
        (15, 12, 20, LM),  # 75 % and 60 %
        (14, 20, 20, PM),  # 70 % owned
        (20, 11, 20, PM),  # 55 % moved
        (10, 0, 20, PM),  # half owned
        (9, 20, 20, DM),
    ],
)
def test_owned_work_is_read_against_both_shares(owned: int, moved: int, due: int, value: str) -> None:
    assert owned_work(work(owned, moved, due), WORK).value == value


def test_half_of_eight_closings_in_ten_minutes_is_a_clean_up() -> None:
    """Four of eight closings between 17:00 and 17:09 = 50 %, the other four on other days: at most PM."""
    closings = [FRIDAY + timedelta(minutes=3 * n) for n in range(4)]
    closings += [FRIDAY + timedelta(days=n) for n in range(1, 5)]
    items = tuple(Owned(True, True, at) for at in closings)
    verdict = owned_work(WorkFacts(8, True, items), WORK)
    assert (verdict.value, verdict.reason) == (PM, Reason.CLOSED_AT_ONCE)
    assert not is_cleaned_up(closings[:7], WORK), "seven closings are too few to tell"


def test_without_history_nobody_can_say_and_without_due_items_it_is_too_early() -> None:
    assert owned_work(WorkFacts(0, False), WORK).value == NE
    assert owned_work(replace(work(3, 3, 3), has_history=False), WORK).value == NE
    assert owned_work(WorkFacts(5, True), WORK).value == NY


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40), st.integers(1, 60))
def test_the_largest_burst_is_what_counting_from_every_moment_finds(minutes: list[int], width: int) -> None:
    moments = [FRIDAY + timedelta(minutes=one) for one in minutes]
    slow = max(sum(0 <= other - one <= width for other in minutes) for one in minutes)
    assert largest_burst(moments, width) == slow


# --- CNT 2.1 -------------------------------------------------------------------------------------------


def pieces(*rounds: int, agreed: int | None = 2) -> RoundFacts:
    """Approved pieces that took so many rounds each."""
    return RoundFacts(len(rounds), True, tuple(Piece(one, agreed) for one in rounds))


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (pieces(1, 1, 2, 2, 4), FM),  # 4/5 = 80 % within two rounds, the longest two beyond
        (pieces(1, 1, 2, 2, 5), LM),  # three beyond
        (pieces(1, 2, 3, 3, 3, agreed=None), LM),  # all within the three assumed, but none agreed
        (pieces(2, 2, 2, 3, 3), LM),  # 60 %
        (pieces(2, 2, 3, 3, 3), PM),  # 40 %
        (pieces(2, 3, 3, 3, 3), DM),  # 20 %
        (pieces(0, 0, 0, 1, 1), PM),  # what never entered review is not within its rounds
        (pieces(1, 1), NY),
        (RoundFacts(4, False), NE),
        (RoundFacts(0, False), NE),
    ],
)
def test_rounds_are_read_against_the_number_agreed(facts: RoundFacts, value: str) -> None:
    assert rounds_as_agreed(facts, ROUNDS).value == value


# --- PLN 2.3 -------------------------------------------------------------------------------------------


def slipped(agreed: int | None, *, changed: bool = True, launch: bool = False) -> Milestone:
    """A milestone due on DAY and reached ten days later, its new date agreed so many days after DAY."""
    on = None if agreed is None else DAY + timedelta(days=agreed)
    first = DateVersion(DAY, changed_on=on or (DAY + timedelta(days=2) if changed else None), agreed_on=on)
    later = DateVersion(DAY + timedelta(days=10))
    dates = (first, later) if changed or agreed is not None else (DateVersion(DAY),)
    return Milestone("Shoot", dates, done_on=DAY + timedelta(days=10), is_launch=launch)


KEPT = Milestone("Brief", (DateVersion(DAY),), done_on=DAY)
LATER = DAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("milestones", "value"),
    [
        ([KEPT], FM),
        ([slipped(-1), KEPT], FM),  # the only late date was agreed the day before
        ([*[slipped(-3)] * 9, slipped(1)], FM),  # nine of ten
        ([*[slipped(-3)] * 3, slipped(2), KEPT], LM),  # three of four = 75 %
        ([slipped(-3), slipped(0)], PM),  # on the date itself is late
        ([slipped(None)], PM),  # changed afterwards, never agreed
        ([slipped(None, changed=False)], DM),
        ([], NE),
    ],
)
def test_late_dates_are_read_by_when_the_next_one_was_agreed(milestones: list[Milestone], value: str) -> None:
    assert replanned(milestones, LATER, DATES).value == value


def test_nothing_is_due_before_the_first_date() -> None:
    ahead = Milestone("Shoot", (DateVersion(LATER),))
    assert replanned([ahead], DAY, DATES).value == NY


def test_a_milestone_moved_four_times_lowers_one_step() -> None:
    """Five dates are four moves, one more than the three allowed."""
    moves = [DateVersion(DAY + timedelta(days=7 * n), DAY, DAY - timedelta(days=1)) for n in range(4)]
    padded = Milestone("Film", (*moves, DateVersion(LATER)), done_on=LATER)
    verdict = replanned([padded], LATER, DATES)
    assert (verdict.value, verdict.weaknesses) == (LM, (Weakness.MOVED_OFTEN,))


def test_a_launch_date_passed_by_more_than_ten_working_days_is_critical() -> None:
    """Monday 2 March to Tuesday 17 March are eleven working days, to Monday 16 March ten."""
    launch = Milestone("Launch", (DateVersion(DAY),), done_on=date(2026, 3, 17), is_launch=True)
    assert replanned([launch], LATER, DATES).critical == Weakness.LAUNCH_FORGOTTEN
    assert replanned([replace(launch, done_on=date(2026, 3, 16))], LATER, DATES).critical is None


# --- PLN 2.4 -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "value"),
    [
        (MonthOfWork(10, 9), FM),
        (MonthOfWork(20, 17), LM),
        (MonthOfWork(4, 3), LM),
        (MonthOfWork(2, 1), PM),
        (MonthOfWork(3, 1), DM),
        (MonthOfWork(3, 3, is_over=False), NY),
    ],
)
def test_a_month_is_read_by_the_share_of_work_that_leads_somewhere(month: MonthOfWork, value: str) -> None:
    assert traced_work(month, INTAKE).value == value


# --- PLN 3.1 -------------------------------------------------------------------------------------------

TEN = tuple(f"task {n}" for n in range(10))
STANDARD = Standard("m", "5", DAY, DAY, closed_campaigns=9, tasks=TEN)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (BreakdownFacts(9, STANDARD, kept=9, age_days=365), FM),
        (BreakdownFacts(9, STANDARD, kept=9, age_days=366), LM),
        (BreakdownFacts(9, replace(STANDARD, closed_campaigns=4), kept=10), LM),
        (BreakdownFacts(9, STANDARD, kept=8), LM),
        (BreakdownFacts(9, STANDARD, kept=5), PM),
        (BreakdownFacts(9, STANDARD, kept=3), DM),
        (BreakdownFacts(9, STANDARD, kept=3, is_copied=True), PM),
        (BreakdownFacts(9, None, closed=3), DM),
        (BreakdownFacts(9, None, closed=3, is_copied=True), PM),
        (BreakdownFacts(9, None, closed=2), NY),
        (BreakdownFacts(0, STANDARD), NE),
    ],
)
def test_a_plan_is_read_against_the_standard_of_its_class(facts: BreakdownFacts, value: str) -> None:
    assert from_the_standard(facts, BREAKDOWN).value == value


def test_steps_are_written_as_people_write_them() -> None:
    assert parts("brief; plan； shoot") == ("brief", "plan", "shoot")
    assert steps("brief; plan (brief); GO (plan, tag test)") == {
        "brief": (),
        "plan": ("brief",),
        "GO": ("plan", "tag test"),
    }


# --- PRC 3.1 -------------------------------------------------------------------------------------------

CHAIN = Standard(
    "m", "1", DAY, DAY, 9, steps={"brief": (), "plan": ("brief",), "shoot": ("plan",), "GO": ("shoot",)}
)


def done(**days: int) -> dict[str, datetime]:
    """When steps were finished, in days after the first."""
    return {name: FRIDAY + timedelta(days=n) for name, n in days.items()}


def test_a_step_before_its_predecessor_counts_as_missing() -> None:
    """Plan before brief: of brief, plan, shoot, GO three are in order = 75 %, which is PM."""
    facts = StepFacts(4, CHAIN, done(plan=0, brief=1, shoot=2, GO=3), go="GO")
    assert in_order(facts) == ("brief", "shoot", "GO")
    assert followed(facts, STEPS).value == PM


def test_steps_not_yet_reached_are_left_out_and_those_before_a_done_one_are_due() -> None:
    facts = StepFacts(2, CHAIN, done(brief=0, shoot=3))
    assert steps_due(facts) == ("brief", "plan", "shoot")
    assert followed(StepFacts(1, CHAIN), STEPS).value == NY


def test_a_go_step_that_was_tailored_out_is_critical_and_no_longer_due() -> None:
    facts = StepFacts(3, CHAIN, done(brief=0, plan=1, shoot=2), tailored=frozenset({"GO"}), go="GO")
    verdict = followed(facts, STEPS)
    assert (verdict.value, verdict.critical) == (FM, Weakness.GO_TAILORED_OUT)


def test_without_a_standard_work_does_not_meet_it_and_without_work_nobody_can_say() -> None:
    assert followed(StepFacts(3, None), STEPS).value == DM
    assert followed(StepFacts(0, CHAIN), STEPS).value == NE


# --- QPM 4.1 -------------------------------------------------------------------------------------------


def cases(count: int, **odd: int) -> tuple[Prepared, ...]:
    """So many closed campaigns a week apart, twelve working days each, some of them odd ("at_3=40")."""
    days = {int(name.removeprefix("at_")): value for name, value in odd.items()}
    return tuple(Prepared(DAY + timedelta(weeks=n), days.get(n, 12)) for n in range(count))


def charted(count: int, frozen: int, **odd: int) -> ClassFacts:
    """A class whose limits 5 to 20 were published before its last `frozen` cases."""
    published = DAY + timedelta(weeks=count - frozen) - timedelta(days=1)
    return ClassFacts(count, cases(count, **odd), Chart(published, Decimal(5), Decimal(20)))


def explain(facts: ClassFacts, at: int, days: int) -> ClassFacts:
    """The facts with the cause of one case written so many days after it."""
    told = list(facts.cases)
    told[at] = replace(told[at], explained_on=told[at].go_on + timedelta(days=days))
    return replace(facts, cases=tuple(told))


def test_a_chart_is_read_by_cases_frozen_limits_and_explained_signals() -> None:
    assert promised_from_the_chart(charted(24, 9), CHART).value == FM
    assert promised_from_the_chart(charted(24, 4), CHART).value == LM, "limits moved with the last points"
    assert promised_from_the_chart(charted(14, 6), CHART).value == LM
    assert promised_from_the_chart(ClassFacts(31, cases(31)), CHART).value == DM
    assert promised_from_the_chart(ClassFacts(7, cases(7)), CHART).value == NY
    assert promised_from_the_chart(ClassFacts(30, ()), CHART).value == NE


def test_a_signal_has_ten_days_to_be_explained() -> None:
    """One signal of one: explained on day 10 it is all of them, on day 11 none, and 0 < 80 %."""
    signalled = charted(24, 9, at_20=40)
    assert len(signals(signalled)) == 1
    assert promised_from_the_chart(explain(signalled, 20, 10), CHART).value == FM
    assert promised_from_the_chart(explain(signalled, 20, 11), CHART).value == PM


def test_the_interval_of_twelve_kept_of_twenty_excludes_nine_tenths() -> None:
    """Wilson, 12 of 20, z = 1.96: centre (0.6 + 3.8416/40) / (1 + 3.8416/20) = 0.69604/1.19208 = 0.58389;
    spread 1.96 * sqrt(0.6*0.4/20 + 3.8416/1600) / 1.19208 = 1.96 * 0.12001 / 1.19208 = 0.19732."""
    low, high = wilson(12, 20)
    assert (round(low, 3), round(high, 3)) == (Decimal("0.387"), Decimal("0.781"))
    kept = tuple(replace(case, kept=n < 12) for n, case in enumerate(cases(20)))
    promised = Chart(DAY - timedelta(days=1), Decimal(5), Decimal(20), percentile=Decimal("0.9"))
    verdict = promised_from_the_chart(ClassFacts(20, kept, promised), CHART)
    assert (verdict.value, verdict.weaknesses) == (FM, (Weakness.PROMISES_MISS,))


@given(st.integers(0, 200), st.integers(1, 200))
def test_a_wilson_interval_holds_the_share_and_stays_between_nothing_and_all(hits: int, cases: int) -> None:
    hits = min(hits, cases)
    low, high = wilson(hits, cases)
    share, nearly_nothing = Decimal(hits) / cases, Decimal("1e-19")
    assert -nearly_nothing <= low <= share + nearly_nothing
    assert share - nearly_nothing <= high <= 1 + nearly_nothing
