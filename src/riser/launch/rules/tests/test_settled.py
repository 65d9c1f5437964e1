"""How a check stood when the money began to run: what was seen last counts, in days of the organisation."""

from datetime import UTC, date, datetime, timedelta

from riser.launch.rules.gate import Seen
from riser.launch.rules.settled import Settled, settled
from riser.launch.words import Check, Result

FIRST = date(2026, 3, 16)
UNKNOWN, PASS = Result.UNKNOWN, Result.PASS


def machine(result: Result, day: int) -> Seen:
    """What the machine found at noon of a day in March."""
    return Seen(datetime(2026, 3, day, 12, tzinfo=UTC), date(2026, 3, day), result, automatic=True)


def tick(day: int, *, hours: int = 1) -> Seen:
    """A pass that somebody signed with something to show, an hour after noon."""
    at = datetime(2026, 3, day, 12, tzinfo=UTC) + timedelta(hours=hours)
    return Seen(at, at.date(), PASS, automatic=False, by_name="Cleo", evidence="https://docs.example/proof")


def line(*seen: Seen) -> Settled:
    """The links on the first spend day."""
    return settled(Check.LINKS_ANSWER, [seen], (), blocking=True, first=FIRST)


def test_a_tick_stands_where_the_machine_could_not_tell() -> None:
    found = line(machine(UNKNOWN, 10), tick(10))
    assert (found.counts, found.since, found.evidenced) == (PASS, date(2026, 3, 10), True)


def test_a_tick_ends_when_the_machine_looks_again_and_cannot_tell() -> None:
    assert line(machine(UNKNOWN, 2), tick(2), machine(UNKNOWN, 11)).counts == UNKNOWN


def test_a_tick_made_anew_stands_since_the_day_it_was_made_anew() -> None:
    found = line(machine(UNKNOWN, 2), tick(2), machine(UNKNOWN, 11), tick(12), tick(13))
    assert (found.counts, found.since) == (PASS, date(2026, 3, 12))


def test_what_the_machine_looks_at_after_the_first_day_takes_no_tick_away() -> None:
    assert line(machine(UNKNOWN, 10), tick(10), machine(UNKNOWN, 17)).counts == PASS


def test_no_tick_bears_on_what_the_machine_could_tell() -> None:
    found = line(machine(PASS, 5), tick(6), machine(PASS, 7))
    assert (found.counts, found.since) == (PASS, date(2026, 3, 5))
    assert line(machine(Result.FAIL, 5), tick(6)).counts == Result.FAIL
