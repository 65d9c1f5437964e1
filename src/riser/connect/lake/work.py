"""Work items as frozen values, read once for each state of the table and of the organisation's own words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from riser.connect.lake import table as lake
from riser.connect.lake.reads import select_rows
from riser.connect.lake.tables import WORK
from riser.connect.mappings import words_of
from riser.connect.models import BoardWord
from riser.connect.rules.words import OwnWord, WordOf, Words
from riser.connect.rules.work_items import Row, Told, read_items
from riser.foundation.queries import house

KEPT_STATES = 4


@dataclass(frozen=True, slots=True)
class StoredWork:
    """One state of the table and of what it is read through: what a cached read belongs to."""

    organisation_id: int
    folder: str
    version: int
    zone: str
    own: tuple[OwnWord, ...]


def every_item(organisation_id: int) -> Sequence[Told]:
    """Every item of every work tool with its history, unbounded by any day."""
    delta = lake.open_table(organisation_id, WORK)
    if delta is None:
        return ()
    folder = str(lake.organisation_folder(organisation_id))
    zone = house(organisation_id).time_zone
    return _every_item(StoredWork(organisation_id, folder, delta.version(), zone, own_words(organisation_id)))


def own_words(organisation_id: int) -> tuple[OwnWord, ...]:
    """The words that the organisation has settled itself."""
    rows = BoardWord.objects.filter(organisation_id=organisation_id).order_by("source", "of", "word")
    return tuple(OwnWord(row.source, WordOf(row.of), row.word, row.means) for row in rows)


def stored_rows(organisation_id: int) -> Sequence[Row]:
    """Every row of the table as it is stored."""
    return select_rows(organisation_id, WORK, lambda table: table.order_by(["source", "item", "seq"]))


@lru_cache(maxsize=KEPT_STATES)
def _every_item(state: StoredWork) -> tuple[Told, ...]:
    return tuple(
        read_items(stored_rows(state.organisation_id), read_through(state.own), ZoneInfo(state.zone))
    )


def read_through(own: Sequence[OwnWord]) -> Callable[[str], Words]:
    """The word lists by source, with what the organisation has settled itself."""

    @cache
    def words(source: str) -> Words:
        return words_of(source).with_own(one for one in own if one.source == source)

    return words
