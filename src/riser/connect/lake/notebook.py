"""A table of the lake as an Ibis expression for a notebook, which knows nothing of Django."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir


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
    import ibis

    from riser.connect.lake.doors import dataset
    from riser.connect.lake.reads import readable
    from riser.connect.lake.tables import AD_DAILY, TABLES
    from riser.connect.lake.views import shown

    backend = ibis.duckdb.connect()

    def stored(of: str) -> "ir.Table":
        backend.con.register(of, dataset(organisation_id, TABLES[of]))
        return backend.table(of)

    if name == AD_DAILY.name:
        return readable(stored(name), organisation_id)
    found = shown(name, stored)
    assert found is not None  # noqa: S101 - an empty table is one as well
    return found
