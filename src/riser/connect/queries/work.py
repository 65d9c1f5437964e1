"""Reads of work tools and evidence sheets, as their items stood on a day."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from riser.connect.lake.work import every_item, own_words, read_through, stored_rows
from riser.connect.mappings import source_name
from riser.connect.rules.board_words import UsedWord, used_words
from riser.connect.rules.work import EvidenceKind, WorkItem, WorkSource
from riser.connect.rules.work_items import as_of, sources_in
from riser.foundation.errors import NotFound
from riser.foundation.kept import keep
from riser.foundation.queries import house


def work_items(
    organisation_id: int, *, to_day: date, kinds: Collection[EvidenceKind] | None = None
) -> tuple[WorkItem, ...]:
    """The records of work tools and evidence sheets up to `to_day`, as they stood then, in order of time.

    Days are those of the organisation's zone. `kinds` None means every kind.
    """
    found = keep(
        organisation_id,
        ("work", to_day),
        lambda: tuple(as_of(every_item(organisation_id), to_day, _zone(organisation_id))),
    )
    return tuple(item for item in found if kinds is None or item.kind in kinds)


def work_item(organisation_id: int, source: str, item: str, *, to_day: date) -> WorkItem:
    """One item as it stood on a day. Raises NotFound."""
    found = work_items(organisation_id, to_day=to_day)
    for one in found:
        if (one.source, one.id) == (source, item):
            return one
    raise NotFound(_("There is no such item in this organisation."))


def work_sources(organisation_id: int, *, to_day: date) -> tuple[WorkSource, ...]:
    """The connected work tools by project, with the first and the newest day of which they tell."""
    return keep(
        organisation_id,
        ("work sources", to_day),
        lambda: tuple(sources_in(every_item(organisation_id), to_day, source_name)),
    )


def board_words(organisation_id: int) -> list[UsedWord]:
    """The words that boards use for states and kinds, with what they mean here."""
    return list(keep(organisation_id, "board words", lambda: _board_words(organisation_id)))


def _board_words(organisation_id: int) -> tuple[UsedWord, ...]:
    return tuple(used_words(stored_rows(organisation_id), read_through(own_words(organisation_id))))


def _zone(organisation_id: int) -> ZoneInfo:
    return ZoneInfo(house(organisation_id).time_zone)
