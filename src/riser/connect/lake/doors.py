"""Every table of an organisation under its name on a connection to DuckDB, empty where nothing is loaded.

`ad_daily` shows what figures are made of: each account at one level, the currency that its record settled.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from riser.connect.lake import table as lake
from riser.connect.lake.reads import readable
from riser.connect.lake.tables import AD_DAILY, TABLES, LakeTable
from riser.connect.lake.views import VIEWS
from riser.connect.tables import every_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STORED = "stored_"


@contextmanager
def doors(organisation_id: int, connection: "DuckDBPyConnection") -> Iterator[None]:
    """The tables stand on the connection while this lasts."""
    import ibis

    for name, table in TABLES.items():
        stored = f"{STORED}{name}" if table is AD_DAILY else name
        connection.register(stored, dataset(organisation_id, table))
    backend = ibis.duckdb.from_connection(connection)
    shown = {AD_DAILY.name: readable(backend, backend.table(f"{STORED}{AD_DAILY.name}"), organisation_id)}
    shown |= {name: build(backend.table(every_table()[name].view_of)) for name, build in VIEWS.items()}
    for name, expression in shown.items():
        backend.create_view(name, expression)
    # What an expression holds in memory stands on the connection only as long as the expression lives.
    yield
    del shown


def dataset(organisation_id: int, table: LakeTable) -> Any:
    """The rows of a table as a dataset of Arrow, which reads its files as it is asked."""
    import pyarrow.dataset as ds

    delta = lake.open_table(organisation_id, table)
    files = delta.file_uris() if delta is not None else []
    if not files:
        return table.schema.empty_table()
    parts = pa.schema([table.schema.field(name) for name in table.partitions])
    return ds.dataset(files, schema=table.schema, partitioning=ds.partitioning(parts, flavor="hive"))
