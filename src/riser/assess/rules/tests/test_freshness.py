"""Windows and the day on which evidence leaves them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.freshness import Window, inside, leaves_on, start

AS_OF = date(2026, 11, 20)
DAYS_180 = Window(days=180, instances=3)


def ago(days: int) -> date:
    """So many days before the as-of day."""
    return AS_OF - timedelta(days=days)


def test_three_old_campaigns_still_count_where_nothing_newer_exists() -> None:
    days = {"a": ago(400), "b": ago(500), "c": ago(600), "d": ago(700)}
    assert inside(days, DAYS_180, as_of=AS_OF) == {"a", "b", "c"}
    assert start(days.values(), DAYS_180, as_of=AS_OF) == ago(600)


def test_a_busy_half_year_counts_whole_and_older_ones_do_not() -> None:
    days = {f"c{n}": ago(n) for n in (1, 10, 20, 100, 180, 181)}
    assert inside(days, DAYS_180, as_of=AS_OF) == {"c1", "c10", "c20", "c100", "c180"}


def test_what_lies_after_the_as_of_day_does_not_count_yet() -> None:
    assert inside({"soon": ago(-1), "today": AS_OF}, DAYS_180, as_of=AS_OF) == {"today"}


def test_each_instance_leaves_the_day_after_its_window_unless_it_is_among_the_last_three() -> None:
    """Window 180 days: 24 May 2026 is 180 days before 20 Nov and leaves on 21 Nov."""
    days = {"old": ago(180), "mid": ago(100), "x": ago(3), "y": ago(2), "z": ago(1)}
    assert leaves_on(days, DAYS_180, as_of=AS_OF) == {
        "old": date(2026, 11, 21),
        "mid": ago(100) + timedelta(181),
    }


def test_nothing_leaves_while_only_three_exist() -> None:
    assert leaves_on({"a": ago(180), "b": ago(170), "c": ago(1)}, DAYS_180, as_of=AS_OF) == {}


def test_nothing_is_nothing() -> None:
    assert inside({}, DAYS_180, as_of=AS_OF) == frozenset()
    assert leaves_on({}, DAYS_180, as_of=AS_OF) == {}


@given(st.dictionaries(st.text(max_size=3), st.dates(date(2024, 1, 1), AS_OF), max_size=12))
def test_what_is_told_to_leave_counts_the_day_before_and_is_gone_on_the_day(days: dict[str, date]) -> None:
    for id_, day in leaves_on(days, DAYS_180, as_of=AS_OF).items():
        assert id_ in inside(days, DAYS_180, as_of=day - timedelta(days=1))
        assert id_ not in inside(days, DAYS_180, as_of=day)
