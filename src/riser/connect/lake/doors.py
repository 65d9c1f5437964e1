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
from riser.connect.lake.views import ADDED, VIEWS, shown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STORED = "stored_"


@contextmanager
def doors(organisation_id: int, connection: "DuckDBPyConnection") -> Iterator[None]:
    """The tables stand on the connection while this lasts."""
    import ibis

    for name, table in TABLES.items():
        connection.register(_stored(name), dataset(organisation_id, table))
    backend = ibis.duckdb.from_connection(connection)
    made = {AD_DAILY.name: readable(backend.table(_stored(AD_DAILY.name)), organisation_id)}
    made |= {name: shown(name, lambda of: backend.table(_stored(of))) for name in (*VIEWS, *ADDED)}
    for name, expression in made.items():
        backend.create_view(name, expression)
    # What an expression holds in memory stands on the connection only as long as the expression lives.
    yield
    del made


def _stored(name: str) -> str:
    """The name of a table as it is stored, where it is shown otherwise."""
    return f"{STORED}{name}" if name == AD_DAILY.name or name in ADDED else name


def dataset(organisation_id: int, table: LakeTable) -> Any:
    """The rows of a table as a dataset of Arrow, which reads its files as it is asked."""
    import pyarrow.dataset as ds

    delta = lake.open_table(organisation_id, table)
    files = delta.file_uris() if delta is not None else []
    if not files:
        return table.schema.empty_table()
    parts = pa.schema([table.schema.field(name) for name in table.partitions])
    return ds.dataset(files, schema=table.schema, partitioning=ds.partitioning(parts, flavor="hive"))
