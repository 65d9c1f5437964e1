"""What a work file would bring: its items as they would be read, and the words that nobody knows yet."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from riser.connect.intake.work import WorkIntake
from riser.connect.lake.work import own_words, read_through
from riser.connect.rules.board_words import UsedWord, used_words
from riser.connect.rules.work import WorkItem
from riser.connect.rules.work_items import Row, read_items

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # nothing is stored: no load, no moment of it


def items_in(intake: WorkIntake) -> list[WorkItem]:
    """The items as they would stand once stored."""
    words = read_through(own_words(intake.organisation.id))
    return [one.item for one in read_items(_rows(intake), words, ZoneInfo(intake.organisation.time_zone))]


def kinds_in(intake: WorkIntake) -> dict[str, int]:
    """How many items of each kind, the most frequent first."""
    return dict(Counter(item.kind.value for item in items_in(intake)).most_common())


def unknown_words_in(intake: WorkIntake) -> list[UsedWord]:
    """The words of the file that no list knows."""
    found = used_words(_rows(intake), read_through(own_words(intake.organisation.id)))
    return [word for word in found if word.is_open]


def _rows(intake: WorkIntake) -> list[Row]:
    return list(intake.as_table(load_id="", loaded_at=NEVER).to_pylist())
