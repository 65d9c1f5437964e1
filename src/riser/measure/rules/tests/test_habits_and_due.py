"""Runs of "continue", shelters of "undecidable", when a reading is asked for, and what burns most."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.measure.rules import Said, continued_in_a_row, share_of
from riser.measure.rules.checkpoints import Reach
from riser.measure.rules.due import Burn, Point, burning, gate_burn, next_point

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def words(text: str) -> list[Said]:
    """One decision an hour: c for continue, x for anything else."""
    named = {"c": "continue", "x": "change"}
    moments = (START + timedelta(hours=n) for n in range(len(text)))
    return [
        Said(str(n), at, at.date(), named[letter])
        for n, (at, letter) in enumerate(zip(moments, text, strict=True))
    ]


@pytest.mark.parametrize(
    ("text", "found"), [("c" * 10, 10), ("c" * 9, 0), ("c" * 9 + "xc", 0), ("x" + "c" * 12 + "x", 12)]
)
def test_ten_in_a_row_are_a_habit(text: str, found: int) -> None:
    assert len(continued_in_a_row(words(text), word="continue", least=10)) == found


@given(st.text("cx", max_size=40), st.randoms())
def test_the_order_in_which_they_are_told_makes_no_habit(text: str, dice: object) -> None:
    told = words(text)
    mixed = sorted(told, key=lambda one: hash((one.id, repr(dice))))
    habit = continued_in_a_row(told, word="continue", least=3)
    assert habit == continued_in_a_row(mixed, word="continue", least=3)
    assert habit <= {one.id for one in told if one.word == "continue"}


def test_the_share_is_one_of_the_last_year() -> None:
    as_of = date(2026, 12, 31)
    told = [
        Said(str(n), START, day, word)
        for n, (day, word) in enumerate(
            [
                (date(2025, 12, 31), "undecidable"),  # a year ago to the day: no longer
                (date(2026, 1, 1), "undecidable"),
                (date(2026, 6, 1), "met"),
                (date(2026, 12, 31), "missed"),
                (date(2027, 1, 1), "undecidable"),
            ]
        )
    ]
    assert share_of(told, "undecidable", as_of=as_of) == Decimal(1) / 3
    assert share_of([], "met", as_of=as_of) is None


def reach(percent: int) -> Reach:
    return Reach(Decimal(percent), Decimal(100))


FIRST, SECOND = Decimal("0.35"), Decimal("0.70")


@pytest.mark.parametrize(
    ("decided", "now", "days", "point"),
    [
        ([], 24, 30, None),
        ([], 25, 30, Point(FIRST, passed=False)),
        ([], 35, 30, Point(FIRST, passed=False)),
        ([], 36, 30, Point(FIRST, passed=True)),
        ([30], 40, 30, None),
        ([30], 60, 30, Point(SECOND, passed=False)),
        ([30], 71, 30, Point(SECOND, passed=True)),
        ([30, 65], 90, 30, None),
        ([30], 90, 9, None),
        ([60], 65, 30, Point(SECOND, passed=False)),
    ],
)
def test_a_reading_is_asked_for_before_each_point(
    decided: list[int], now: int, days: int, point: Point | None
) -> None:
    assert next_point([reach(one) for one in decided], reach(now), days) == point


def test_without_a_cap_in_force_no_reading_is_asked_for() -> None:
    assert next_point([], None, 30) is None


def test_the_worst_comes_first_then_the_most() -> None:
    above, two, one, none = (
        burning([Burn.BEHIND_DAYS, Burn.ABOVE_CAP]),
        burning([Burn.AHEAD_OF_DAYS, Burn.VERDICT_DUE]),
        burning([Burn.AHEAD_OF_DAYS]),
        burning([]),
    )
    assert above < two < one < none


@pytest.mark.parametrize(
    ("start", "burn"),
    [
        (None, Burn.GATE_AHEAD),
        (date(2026, 3, 1), Burn.GATE_SHUT),
        (date(2026, 3, 9), Burn.GATE_SHUT),
        (date(2026, 3, 10), Burn.GATE_AHEAD),
    ],
)
def test_a_shut_gate_burns_in_the_week_before_the_start(start: date | None, burn: Burn) -> None:
    assert gate_burn(start, date(2026, 3, 2)) is burn
