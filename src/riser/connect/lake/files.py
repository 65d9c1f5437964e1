"""The files of a Delta table: which hold a part, new ones beside them, and the commit that exchanges them.

Files are written first and belong to nothing; one commit makes them the table's. What a crash leaves is
removed by the nightly upkeep.
"""

import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa

from riser.connect.lake.bench import Bench, quoted
from riser.connect.lake.rows import Part
from riser.connect.lake.tables import LakeTable

if TYPE_CHECKING:
    from deltalake import DeltaTable

_SAFE = {"source": re.compile(r"[a-z][a-z0-9_]*"), "month": re.compile(r"\d{4}-\d{2}")}
_TYPES = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "bool": "BOOLEAN",
    "date32[day]": "DATE",
    "decimal128(18, 6)": "DECIMAL(18, 6)",
    "timestamp[us, tz=UTC]": "TIMESTAMPTZ",
}


def refuse_odd_parts(table: LakeTable, parts: Iterable[Part]) -> None:
    """Delta binds no values, and parts become folders: nothing but one slug and months may stand here."""
    found = [dict(zip(table.partitions, part, strict=True)) for part in parts]
    sources = {part["source"] for part in found}
    safe = all(_SAFE[name].fullmatch(value) for part in found for name, value in part.items())
    if not safe or len(sources) > 1:
        raise ValueError("only one registered source and ISO months may name a part")


def files_by_part(delta: "DeltaTable", table: LakeTable) -> dict[Part, list[Path]]:
    """The files that hold each part at present."""
    found: dict[Part, list[Path]] = {}
    folder = Path(delta.table_uri.removeprefix("file://"))
    for file in pa.table(delta.get_add_actions(flatten=True)).to_pylist():
        part = tuple(str(file[f"partition.{name}"]) for name in table.partitions)
        found.setdefault(part, []).append(folder / file["path"])
    return found


def stored_rows(files: Sequence[Path], table: LakeTable, part: Part) -> str:
    """The stored rows of a part, as a query in parentheses."""
    listed = ", ".join(quoted(path) for path in files)
    told = dict(zip(table.partitions, part, strict=True))
    columns = ", ".join(
        f"'{told[column.name]}' AS {column.name}" if column.name in told else as_stored(column)
        for column in table.schema
    )
    return (
        f"(SELECT {columns} FROM read_parquet([{listed}], union_by_name = true, hive_partitioning = false))"
    )


@dataclass
class PartFile:
    """A new file of a part, in the folder of its table but not yet of it; `rows` as soon as it is written."""

    folder: Path
    table: LakeTable
    part: Part
    name: str = field(default_factory=lambda: f"part-{uuid4().hex}.parquet")
    rows: int = 0
    is_written: bool = False

    @property
    def values(self) -> dict[str, str | None]:
        """The partition columns."""
        return dict(zip(self.table.partitions, self.part, strict=True))

    @property
    def place(self) -> str:
        """Its path below the table's folder."""
        return "/".join([*(f"{name}={value}" for name, value in self.values.items()), self.name])

    @property
    def path(self) -> Path:
        """Where it lies; its folder is there afterwards."""
        path = self.folder / self.place
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write_query(self, desk: Bench, sql: str) -> None:
        """Writes the rows of a query."""
        columns = ", ".join(as_stored(column) for column in self._columns)
        self.rows = desk.write(f"SELECT {columns} FROM ({sql})", self.path)
        self.is_written = True

    def write_batches(self, batches: Iterator[pa.RecordBatch]) -> int:
        """Writes rows as they come; how many there were."""
        from pyarrow import parquet

        write: Any = parquet.ParquetWriter
        names = [column.name for column in self._columns]
        writer: Any = None
        for batch in batches:
            rows = batch.select(names)
            if writer is None:
                texts = [column.name for column in self._columns if pa.types.is_string(column.type)]
                writer = write(
                    self.path,
                    rows.schema,
                    use_dictionary=[*texts, "loaded_at", "first_loaded_at"],
                    write_statistics=["day"] if "day" in names else False,
                    store_schema=False,
                )
            writer.write_batch(rows)
            self.rows += rows.num_rows
        if writer is not None:
            writer.close()
            self.is_written = True
        return self.rows

    def action(self) -> Any:
        """What a commit says of it."""
        from deltalake.transaction import AddAction

        return AddAction(
            path=self.place,
            size=self.path.stat().st_size,
            partition_values=self.values,
            modification_time=int(time.time() * 1000),
            data_change=True,
            stats=json.dumps({"numRecords": self.rows}),
        )

    @property
    def _columns(self) -> list[Any]:
        return [column for column in self.table.schema if column.name not in self.table.partitions]


def exchange(
    delta: "DeltaTable", table: LakeTable, files: Sequence[PartFile], marks: Mapping[str, str]
) -> int:
    """Makes these files the only ones of their parts, in one commit; a file without rows empties its part.

    The version of the table afterwards. Raises CommitFailedError where another writer overtook it.
    """
    from deltalake import CommitProperties

    listed = {name: sorted({str(file.values[name]) for file in files}) for name in table.partitions}
    delta.create_write_transaction(
        [file.action() for file in files if file.rows],
        "overwrite",
        delta.schema(),
        list(table.partitions),
        [(name, "in", values) for name, values in listed.items()],
        commit_properties=CommitProperties(custom_metadata=dict(marks)),
    )
    delta.update_incremental()
    return delta.version()


def as_stored(column: Any) -> str:
    """A column in the type that its files hold, as SQL."""
    return f'"{column.name}"::{_TYPES[str(column.type)]} AS "{column.name}"'
