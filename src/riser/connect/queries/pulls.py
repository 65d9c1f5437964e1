"""Reads: connections to platforms, and the pulls over them."""

from collections.abc import Iterable
from datetime import datetime

from riser.connect.models import Connection, Pull
from riser.connect.pulling import ConnectionRecord, PullRecord, connection_record, due_at, pull_record


def connections(organisation_id: int) -> list[ConnectionRecord]:
    """Every connection by platform and account, each with its newest pull."""
    rows = list(Connection.objects.filter(organisation_id=organisation_id).order_by("platform", "account"))
    last = _newest(rows)
    return [connection_record(one, last.get(one.pk)) for one in rows]


def pulls(organisation_id: int, *, limit: int = 50) -> list[PullRecord]:
    """The newest pulls first."""
    rows = Pull.objects.filter(connection__organisation_id=organisation_id).select_related("connection")
    return [pull_record(one) for one in rows.order_by("-started_at", "-pk")[:limit]]


def due(organisation_id: int, now: datetime) -> list[int]:
    """The ids of the connections whose turn it is."""
    rows = list(Connection.objects.filter(organisation_id=organisation_id, every_hours__gt=0).order_by("pk"))
    last = _newest(rows)
    at = {one.pk: due_at(one, last.get(one.pk)) for one in rows}
    return [pk for pk, moment in at.items() if moment is not None and moment <= now]


def _newest(connections: Iterable[Connection]) -> dict[int, Pull]:
    """The newest pull of each connection."""
    ids = [one.pk for one in connections]
    rows = Pull.objects.filter(connection__in=ids).select_related("connection").order_by("started_at", "pk")
    return {one.connection_id: one for one in rows}
