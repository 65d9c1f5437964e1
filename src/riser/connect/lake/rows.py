"""Rows of a lake table that need not fit into memory: by partition, each read when it is its turn."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import compute

from riser.connect.lake.bench import Bench, Spool, bench
from riser.connect.lake.tables import LakeTable

pc: Any = compute  # its stubs know few of the types that it takes
Part = tuple[str, ...]  # the values of the partition columns
Batches = Callable[[], Iterator[pa.RecordBatch]]
AT_ONCE = 100_000


@dataclass(frozen=True)
class Rows:
    """The rows of each part, some at a time and from the start each time they are asked for.

    Their columns are those of the table, texts as they are or by what is distinct. `kept` is what has to
    stay for as long as they are read.
    """

    table: LakeTable
    parts: Mapping[Part, Batches]
    kept: object = None

    def of(self, part: Part) -> Iterator[pa.RecordBatch]:
        """The rows of a part; none where it has none."""
        return self.parts[part]() if part in self.parts else iter(())

    def put(self, table: Bench, part: Part) -> str:
        """The name of a table on the bench that holds the rows of a part."""
        batches = self.of(part)
        first = next(batches, None)
        if first is None:
            return table.keep(f"SELECT * FROM {table.put(self.table.schema.empty_table())}")
        reader = pa.RecordBatchReader.from_batches(first.schema, _again(first, batches))
        return table.keep(f"SELECT * FROM {table.put(reader)}")

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query, which calls these `rows`, for one part after the other."""
        found = []
        with bench() as table:
            for part in self.parts:
                name = self.put(table, part)
                found += table.rows(sql.replace("{rows}", name))
                table.drop(name)
        return found

    def as_table(self) -> pa.Table:
        """All of them, in memory: for tables that are small."""
        plain = [pa.Table.from_batches([batch]).cast(self.table.schema) for batch in self.batches()]
        return pa.concat_tables(plain) if plain else self.table.schema.empty_table()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of all parts."""
        for part in self.parts.values():
            yield from part()


Told = Rows | pa.Table


def rows_of(found: Told, table: LakeTable) -> Rows:
    """The rows of a table in memory, by part."""
    if isinstance(found, Rows):
        return found
    parts = found.select(list(table.partitions)).group_by(list(table.partitions)).aggregate([])
    keys = [tuple(str(row[name]) for name in table.partitions) for row in parts.to_pylist()]
    return Rows(table, {key: _batches_of(_only(found, table, key)) for key in sorted(keys)})


def of_query(table: Bench, sql: str, spool: Spool) -> Batches:
    """The rows of a query, written aside so that they outlive the bench."""
    path = spool.path(".parquet")
    table.write(sql, path)

    def batches() -> Iterator[pa.RecordBatch]:
        from pyarrow import parquet

        with parquet.ParquetFile(path) as file:
            yield from file.iter_batches(AT_ONCE)

    return batches


def _batches_of(found: pa.Table) -> Batches:
    return lambda: iter(found.to_batches(AT_ONCE))


def _only(found: pa.Table, table: LakeTable, key: Part) -> pa.Table:
    for name, value in zip(table.partitions, key, strict=True):
        found = found.filter(pc.equal(found[name], value))
    return found


def _again(first: pa.RecordBatch, rest: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest
