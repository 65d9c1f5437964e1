"""Remembers which records a member opened last, so that the search page can offer them again."""

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import NoReverseMatch

from riser.foundation.evidence import RecordRef
from riser.foundation.models import OpenedRecord
from riser.foundation.registries import records
from riser.foundation.search import RECENT_KEPT

GetResponse = Callable[[HttpRequest], HttpResponseBase]
SAME_VISIT = timedelta(minutes=1)
logger = logging.getLogger(__name__)


class OpenedRecords:
    """Notes the record whose own page was just shown. Rooms need not say so: the registry knows the pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        act, match = getattr(request, "act", None), request.resolver_match
        whole_page = request.method == "GET" and answer.status_code == 200 and not _is_part(request)
        if whole_page and act is not None and act.actor.member_id is not None and match and match.kwargs:
            record = record_at(request.path, _ids(match.kwargs.values()))
            if record is not None:
                note(act.actor.member_id, record, now=act.now)
        return answer


def record_at(path: str, ids: Collection[str]) -> RecordRef | None:
    """The record whose page has this path, one of these being its id; None for other pages."""
    for kind, entry in records.items():
        for one in ids:
            try:
                if entry.url(one) == path:
                    return RecordRef(kind, one)
            except (NoReverseMatch, ValueError):
                continue  # not an id of this kind
    return None


def note(member_id: int, record: RecordRef, *, now: datetime) -> None:
    """Stores that the member opened the record now; the oldest beyond the thirty newest are dropped.

    Who reloads a page writes nothing, and a database that takes no write costs nobody the page they read.
    """
    try:
        if not _is_newest(member_id, record, since=now - SAME_VISIT):
            _store(member_id, record, now)
    except DatabaseError:
        logger.warning("The record that was just opened is not remembered.", exc_info=True)


def _is_newest(member_id: int, record: RecordRef, *, since: datetime) -> bool:
    """Whether the member opened nothing after this record, and this one since then."""
    newest = OpenedRecord.objects.filter(member_id=member_id).order_by("-opened_at", "-id").first()
    if newest is None or newest.opened_at < since:
        return False
    return (newest.kind, newest.record_id) == (record.kind, record.id[:255])


@transaction.atomic
def _store(member_id: int, record: RecordRef, now: datetime) -> None:
    row = OpenedRecord(member_id=member_id, kind=record.kind, record_id=record.id[:255], opened_at=now)
    OpenedRecord.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["member", "kind", "record_id"],
        update_fields=["opened_at"],
    )
    mine = OpenedRecord.objects.filter(member_id=member_id)
    kept = mine.order_by("-opened_at", "-id").values("pk")[:RECENT_KEPT]
    mine.exclude(pk__in=kept).delete()


def _ids(values: Iterable[object]) -> list[str]:
    """What may be the id of a record in an address; REQ-2.1 stands there for REQ 2.1."""
    return [one for value in values for one in dict.fromkeys((str(value).replace("-", " "), str(value)))]


def _is_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers
