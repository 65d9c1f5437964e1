"""Which of two times decides lateness."""

from datetime import UTC, date, datetime

from riser.foundation.evidence import judged_time

GO_LIVE = date(2026, 4, 1)
CLAIMED, TYPED_BEFORE, TYPED_AFTER = (
    datetime(2025, 6, 1, 9, tzinfo=UTC),
    datetime(2026, 3, 1, 9, tzinfo=UTC),
    datetime(2026, 5, 1, 9, tzinfo=UTC),
)


def test_history_counts_from_its_claimed_time_whenever_it_was_typed() -> None:
    for typed in (TYPED_BEFORE, TYPED_AFTER):
        judged = judged_time(happened_at=CLAIMED, recorded_at=typed, go_live=GO_LIVE)
        assert (judged.at, judged.imported) == (CLAIMED, True)


def test_what_was_recorded_as_it_happened_is_no_history() -> None:
    judged = judged_time(happened_at=TYPED_BEFORE, recorded_at=TYPED_BEFORE, go_live=GO_LIVE)
    assert (judged.at, judged.imported) == (TYPED_BEFORE, False)


def test_from_go_live_on_only_our_own_clock_decides() -> None:
    claimed = datetime(2026, 4, 1, 0, tzinfo=UTC)
    judged = judged_time(happened_at=claimed, recorded_at=TYPED_AFTER, go_live=GO_LIVE)
    assert (judged.at, judged.imported) == (TYPED_AFTER, False)
