"""Takes a person out of the tables of the lake, and every older file in which the person stood.

No predicate and no message of a commit carries the person's hash: the log of a table is never forgotten.
"""

from riser.connect.lake.rewriting import remove_old_files, rewrite
from riser.connect.lake.tables import LakeTable
from riser.connect.rules.tables import Kind
from riser.connect.tables import every_table

ERASE_KEY = "riser.erase"  # in the metadata of a commit; its value says nothing


def person_columns(table: LakeTable) -> tuple[str, ...]:
    """The columns of a table that hold persons."""
    return tuple(one.name for one in every_table()[table.name].columns if one.kind == Kind.PERSON)


def erase(organisation_id: int, table: LakeTable, person: str) -> int:
    """How many rows named this person; they name nobody now, or are gone where they must name somebody.

    `person` is a hash. The files that held it are removed at once: who is reading them has to ask again.
    """
    named = " OR ".join(f"\"{name}\" = '{person}'" for name in person_columns(table))
    changed = rewrite(
        organisation_id,
        table,
        where=named,
        become=lambda stored: _without(stored, table, person),
        marks={ERASE_KEY: "1"},
    )
    remove_old_files(organisation_id, table)
    return changed


def _without(stored: str, table: LakeTable, person: str) -> str:
    """The rows without the person: a column that may be empty is emptied, else the row is left out."""
    needed = [name for name in person_columns(table) if not table.schema.field(name).nullable]
    emptied = [name for name in person_columns(table) if name not in needed]
    kept = " AND ".join(f"\"{name}\" <> '{person}'" for name in needed) or "true"
    columns = ", ".join(f'nullif("{name}", \'{person}\') AS "{name}"' for name in emptied)
    shown = f"* REPLACE ({columns})" if columns else "*"
    return f"SELECT {shown} FROM {stored} WHERE {kept}"
