"""What the gate says to its lines, and what a waiver is worth."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from riser.launch.rules.gate import Leave, Seen, decision, newest, standing, together
from riser.launch.words import Decision, Result

DAY = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
RESULTS = st.sampled_from(Result)
LINES = st.lists(st.tuples(st.booleans(), RESULTS), max_size=12)


def leave(**changed: Any) -> Leave:
    values: dict[str, Any] = {
        "id": 1, "by": 7, "by_name": "Bob", "why": "known", "until": DAY,
        "given_at": MORNING, "given_on": DAY,
    }  # fmt: skip
    return Leave(**(values | changed))


def seen(result: Result, *, minutes: int = 0, automatic: bool = False) -> Seen:
    at = MORNING + timedelta(minutes=minutes)
    return Seen(at=at, day=at.date(), result=result, automatic=automatic)


def test_a_red_blocking_line_stops_the_launch() -> None:
    assert decision([(True, Result.PASS), (True, Result.FAIL)]) == Decision.NO_GO


def test_an_unknown_stops_it_only_where_the_check_blocks() -> None:
    assert decision([(True, Result.UNKNOWN)]) == Decision.NO_GO
    assert decision([(False, Result.UNKNOWN), (True, Result.PASS)]) == Decision.GO


def test_a_waived_blocking_line_makes_it_a_go_with_waiver() -> None:
    assert decision([(True, Result.WAIVED), (True, Result.PASS)]) == Decision.GO_WITH_WAIVER


@given(LINES)
def test_it_is_go_only_where_no_blocking_line_is_red_or_unknown(lines: list[tuple[bool, Result]]) -> None:
    stopped = any(blocks and result in {Result.FAIL, Result.UNKNOWN} for blocks, result in lines)
    assert decision(lines).opens is not stopped


@given(LINES, RESULTS)
def test_a_line_that_does_not_block_changes_nothing(lines: list[tuple[bool, Result]], more: Result) -> None:
    assert decision([*lines, (False, more)]) == decision(lines)


def test_a_waiver_holds_on_its_last_day_and_not_on_the_next() -> None:
    assert standing(Result.FAIL, [leave()], day=DAY) == Result.WAIVED
    assert standing(Result.FAIL, [leave()], day=DAY + timedelta(days=1)) == Result.FAIL


def test_a_waiver_counts_for_nothing_where_the_one_who_asks_gave_it() -> None:
    assert standing(Result.FAIL, [leave(by=7)], day=DAY, asked_by=7) == Result.FAIL
    assert standing(Result.FAIL, [leave(by=7)], day=DAY, asked_by=8) == Result.WAIVED


def test_a_waiver_that_was_taken_back_holds_no_more() -> None:
    assert standing(Result.UNKNOWN, [leave(ended_on=DAY)], day=DAY) == Result.UNKNOWN


def test_what_passed_stays_passed_with_a_waiver() -> None:
    assert standing(Result.PASS, [leave()], day=DAY) == Result.PASS


def test_a_machine_beats_a_tick_unless_it_could_not_tell() -> None:
    tick = seen(Result.PASS, minutes=5)
    read, unread = seen(Result.FAIL, automatic=True), seen(Result.UNKNOWN, automatic=True)
    assert newest([read, tick]) == read
    assert newest([unread, tick]) == tick
    again = seen(Result.UNKNOWN, minutes=6, automatic=True)
    assert newest([unread, tick, again]) == again
    assert newest([]) is None


def test_parts_are_as_good_as_their_worst() -> None:
    assert together([Result.PASS, Result.UNKNOWN, Result.FAIL]) == Result.FAIL
    assert together([Result.PASS, Result.UNKNOWN]) == Result.UNKNOWN
    assert together([]) == Result.PASS
