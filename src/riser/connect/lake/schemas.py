"""The schema of each table through time: which version a table has, and how an older one becomes ours.

A step takes the rows of one version to the next. All steps of a table are one commit that carries the number
it arrived at; a kill before it leaves the old rows, after it the new ones, and doing it again does nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa
from django.utils.translation import gettext as _

from riser.connect.lake import table as lake
from riser.connect.lake.tables import TABLES, LakeTable
from riser.foundation.errors import Refused

if TYPE_CHECKING:
    from deltalake import DeltaTable

Step = Callable[[pa.Table], pa.Table]
# table -> version that a step starts from -> the step. A new column, say, is appended empty.
STEPS: Mapping[str, Mapping[int, Step]] = {}
SCHEMA_KEY = "riser.schema"  # in the metadata of the commit that brought a table there


def schema_version(delta: "DeltaTable") -> int:
    """The version of the schema that a table's rows have."""
    described = re.search(r"schema (\d+)$", delta.metadata().description or "")
    marks = [int(commit[SCHEMA_KEY]) for commit in delta.history() if SCHEMA_KEY in commit]
    return max([int(described[1]) if described else 1, *marks])


def refuse_newer(table: str, version: int) -> None:
    """Nothing where this program knows the version of a table's schema. Raises Refused."""
    known = TABLES.get(table)
    if known is None or version > known.version:
        raise Refused(
            _(
                "The table %(table)s of the lake was made by a newer Riser (schema %(version)s). Install the "
                "newer one: pip install --upgrade riser"
            )
            % {"table": table, "version": version}
        )


def outdated(organisation_id: int) -> list[LakeTable]:
    """The tables of an organisation whose schema is older than ours. Raises Refused where one is newer."""
    return [table for table, version in _versions(organisation_id) if version < table.version]


def bring_up_to_date(organisation_id: int, table: LakeTable) -> None:
    """Rewrites a table in its present schema, in one commit. The caller holds its lease."""
    from deltalake import CommitProperties, write_deltalake

    delta = lake.open_table(organisation_id, table)
    if delta is None:
        return
    version = schema_version(delta)
    if version < table.version:
        rows = delta.to_pyarrow_dataset().scanner().to_reader()
        steps = [STEPS[table.name][number] for number in range(version, table.version)]
        write_deltalake(
            delta,
            pa.RecordBatchReader.from_batches(table.schema, _through(rows, steps, table)),
            mode="overwrite",
            schema_mode="overwrite",
            partition_by=list(table.partitions),
            commit_properties=CommitProperties(custom_metadata={SCHEMA_KEY: str(table.version)}),
        )
    if delta.metadata().description != table.description:
        delta.alter.set_table_description(table.description)


def _through(rows: pa.RecordBatchReader, steps: list[Step], table: LakeTable) -> Iterator[pa.RecordBatch]:
    for batch in rows:
        found = pa.Table.from_batches([batch])
        for step in steps:
            found = step(found)
        yield from found.select(table.schema.names).cast(table.schema).to_batches()


def _versions(organisation_id: int) -> Iterator[tuple[LakeTable, int]]:
    for table in TABLES.values():
        delta = lake.open_table(organisation_id, table)
        if delta is not None:
            version = schema_version(delta)
            refuse_newer(table.name, version)
            yield table, version
