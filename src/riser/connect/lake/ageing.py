"""Takes rows out of a table that are older than the organisation keeps them."""

from datetime import date

from riser.connect.lake.rewriting import remove_old_files, rewrite
from riser.connect.lake.tables import TABLES
from riser.connect.rules.tables import Kind, Table
from riser.connect.tables import every_table

AGE_KEY = "riser.age"  # in the metadata of a commit: the first day that was kept


def ageing_tables() -> dict[str, Table]:
    """The tables whose rows tell how old they are."""
    return {name: told for name, told in every_table().items() if told.ages_by}


def let_go(organisation_id: int, name: str, first_kept: date) -> int:
    """How many rows of this table were older; they are gone, with the files that held them.

    A row that does not tell its age stays.
    """
    older = f"coalesce({_older(every_table()[name], first_kept)}, false)"
    gone = rewrite(
        organisation_id,
        TABLES[name],
        where=older,
        become=lambda stored: f"SELECT * FROM {stored} WHERE NOT {older}",
        marks={AGE_KEY: first_kept.isoformat()},
    )
    if gone:
        remove_old_files(organisation_id, TABLES[name])
    return gone


def _older(table: Table, first_kept: date) -> str:
    column = table.column(table.ages_by)
    assert column is not None  # noqa: S101 - the loader of tables refuses another
    if column.kind == Kind.MONTH:
        return f"\"{column.name}\" < '{first_kept:%Y-%m}'"
    kind = "DATE" if column.kind == Kind.DAY else "TIMESTAMPTZ"
    return f"\"{column.name}\" < {kind} '{first_kept.isoformat()}'"
