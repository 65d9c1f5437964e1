"""Reads: how long the rows of each table are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from riser.connect.lake.ageing import ageing_tables
from riser.connect.models import Retention
from riser.connect.rules.retention import first_kept
from riser.connect.rules.tables import Table


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a table is kept: months and the first day that stays; None where for good."""

    table: Table
    months: int | None = None
    first_day: date | None = None
    by: str = ""
    at: datetime | None = None


def retention(organisation_id: int, today: date) -> list[Kept]:
    """Every table whose rows tell their age, and how long they are kept."""
    said = {one.table: one for one in Retention.objects.filter(organisation_id=organisation_id)}
    return [_kept(table, said.get(name), today) for name, table in ageing_tables().items()]


def first_days(organisation_id: int, today: date) -> Mapping[str, date]:
    """The first day that is kept, by the name of the table; nothing of a table that is kept for good."""
    return {
        one.table.name: one.first_day
        for one in retention(organisation_id, today)
        if one.first_day is not None
    }


def _kept(table: Table, said: Retention | None, today: date) -> Kept:
    if said is None:
        return Kept(table)
    return Kept(table, said.months, first_kept(today, said.months), said.member_name, said.recorded_at)
