"""A table of the lake as an Ibis expression for a notebook, which knows nothing of Django."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from riser.connect.lake.tables import LakeTable


def opened(name: str, organisation: str = "") -> "ir.Table":
    """The table, of the organisation with this slug or of the only one. Raises NotFound naming all.

    It is opened in a thread of its own: a notebook runs a loop of events, in which Django asks no database.
    """
    from riser.foundation.shell import load_django

    load_django()
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_opened, name, organisation).result()


def _opened(name: str, organisation: str) -> "ir.Table":
    from django.db import connection

    from riser.connect.queries.tables import table
    from riser.foundation.queries import only_house

    try:
        house = only_house(organisation)
        return _expression(house.id, table(house.id, name).table.name)
    finally:
        connection.close()


def _expression(organisation_id: int, name: str) -> "ir.Table":
    from riser.connect.lake.reads import readable
    from riser.connect.lake.tables import AD_DAILY, TABLES
    from riser.connect.lake.views import shown

    stored = _engine(organisation_id)
    if name == AD_DAILY.name:
        return readable(stored(TABLES[name]), organisation_id)
    found = shown(name, lambda of: stored(TABLES[of]))
    assert found is not None  # noqa: S101 - an empty table is one as well
    return found


def _engine(organisation_id: int) -> "Callable[[LakeTable], ir.Table]":
    """What gives a table as it is stored: on the engine that RISER_LAKE_URL names, else on DuckDB here."""
    if url := os.environ.get("RISER_LAKE_URL", ""):
        return _on_spark(url, organisation_id)
    import ibis

    from riser.connect.lake.doors import dataset

    backend = ibis.duckdb.connect()

    def stored(table: "LakeTable") -> "ir.Table":
        backend.con.register(table.name, dataset(organisation_id, table))
        return backend.table(table.name)

    return stored


def _on_spark(url: str, organisation_id: int) -> "Callable[[LakeTable], ir.Table]":
    from django.utils.translation import gettext as _

    from riser.foundation.errors import Refused

    try:
        from riser.connect.lake.spark import connected, stored_on

        backend = connected(url)
    except ImportError as error:
        told = _("RISER_LAKE_URL names an engine, and its client is not installed: pip install riser[spark].")
        raise Refused(told) from error
    return partial(stored_on, backend, organisation_id)
