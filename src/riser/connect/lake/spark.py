"""The tables of the lake on Spark Connect, where the engine sees the same files.

Spark is no part of Riser: the extra `spark` brings its client, the extra `sail` an engine besides that speaks
the same protocol without a JVM. The expressions are those of DuckDB, and so are the answers.
"""

from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from riser.connect.lake import table as lake
from riser.connect.lake.files import files_by_part
from riser.connect.lake.rows import Part
from riser.connect.lake.tables import LakeTable

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.pyspark import Backend


def connected(url: str) -> "Backend":
    """A connection to the engine at a Spark Connect address, sc://host:port."""
    import ibis
    from pyspark.sql import SparkSession

    return ibis.pyspark.connect(SparkSession.builder.remote(url).getOrCreate())


def stored_on(backend: "Backend", organisation_id: int, table: LakeTable) -> "ir.Table":
    """The rows of a table as it is stored, read from its files by the engine itself.

    The files hold neither source nor month, their folders do: each part says its own, so that an engine
    reads no part that a condition rules out.
    """
    import ibis

    told = ibis.Schema.from_pyarrow(table.schema)
    schema = ibis.schema({name: kind(nullable=True) for name, kind in told.items()})
    delta = lake.open_table(organisation_id, table)
    parts = files_by_part(delta, table) if delta is not None else {}
    if not parts:
        return ibis.memtable(table.schema.empty_table(), schema=schema)
    frames = [_part(backend, table, part, files) for part, files in parts.items()]
    name = f"riser_{uuid4().hex}"
    reduce(lambda one, other: one.unionByName(other), frames).createOrReplaceTempView(name)
    return backend.table(name).cast(schema).select(*schema)


def _part(backend: "Backend", table: LakeTable, part: Part, files: Sequence[Path]) -> Any:
    from pyspark.sql import functions

    session: Any = backend._session
    rows = session.read.option("mergeSchema", "true").parquet(*map(str, files))
    told = dict(zip(table.partitions, part, strict=True))
    return rows.select(
        *(
            functions.lit(told[name]).alias(name) if name in told else rows[name]
            for name in table.schema.names
        )
    )
