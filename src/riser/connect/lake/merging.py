"""What a load does to the rows that are stored, as queries over a part of any size.

Names of tables and queries in parentheses go in; texts of SQL come out. They hold names of columns, of tables
on the bench and of files, never a value that came with a file.
"""

from collections.abc import Iterable
from dataclasses import dataclass


from riser.connect.lake.bench import Bench, Spool, bench
from riser.connect.lake.rows import Batches, Part, Rows, Told, of_query, rows_of
from riser.connect.lake.tables import AD_DAILY, LakeTable


@dataclass(frozen=True, slots=True)
class Changes:
    """What a load, or taking one back, does to the rows in its scope."""

    added: int
    changed: int
    vanished: int
    same: int

    @property
    def any(self) -> bool:
        """Whether anything differs from what is stored."""
        return bool(self.added or self.changed or self.vanished)

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(
            added=self.added + other.added,
            changed=self.changed + other.changed,
            vanished=self.vanished + other.vanished,
            same=self.same + other.same,
        )


NO_CHANGES = Changes(0, 0, 0, 0)


def changes_between(old: Told, new: Told, table: LakeTable) -> Changes:
    """How the rows differ, told apart by the table's key."""
    before, after = rows_of(old, table), rows_of(new, table)
    found = NO_CHANGES
    with bench() as desk:
        for part in dict.fromkeys([*before.parts, *after.parts]):
            names = before.put(desk, part), after.put(desk, part)
            found += changes(desk, *names, table)
            desk.drop(*names)
    return found


def changes(desk: Bench, old: str, new: str, table: LakeTable) -> Changes:
    """How the rows of one part differ."""
    one, differ = table.key[0], _differ(table.values)
    in_old, in_new = f"o.{one} IS NOT NULL", f"n.{one} IS NOT NULL"
    ((added, changed, vanished, same),) = desk.rows(
        f"SELECT count(*) FILTER (NOT {in_old}), count(*) FILTER ({in_old} AND {in_new} AND ({differ})),"
        f" count(*) FILTER (NOT {in_new}), count(*) FILTER ({in_old} AND {in_new} AND NOT ({differ}))"
        f" FROM {old} o FULL JOIN {new} n ON {_equal(table.key)}"
    )
    return Changes(added=added, changed=changed, vanished=vanished, same=same)


def replay(scopes: Told, loads: Iterable[Told], table: LakeTable = AD_DAILY) -> Rows:
    """What these loads, one after the other, leave in the scopes that the rows `scopes` name."""
    asked, spool = rows_of(scopes, table), Spool()
    told = [rows_of(load, table) for load in loads]
    found: dict[Part, Batches] = {}
    with bench() as desk:
        for part in asked.parts:
            within = asked.put(desk, part)
            state = desk.keep(f"SELECT * FROM {within} LIMIT 0")
            for load in told:
                if part in load.parts:
                    new = desk.keep(in_scope(load.put(desk, part), within, table))
                    state = desk.keep(placed(desk, state, new, table))
            found[part] = of_query(desk, f"SELECT * FROM {state}", spool)
    return Rows(table, found, (spool, told))


def placed(desk: Bench, stored: str, new: str, table: LakeTable) -> str:
    """The stored rows of some scopes after a load: replaced where a scope differs, else kept."""
    differing = desk.keep(_differing(stored, new, table))
    kept = f"SELECT * FROM {stored} ANTI JOIN {differing} USING ({_names(table.scope)})"
    return f"{kept} UNION ALL BY NAME {_fresh(stored, new, differing, table)}"


def in_scope(old: str, rows: str, table: LakeTable) -> str:
    """Those of the old rows whose scope these rows name."""
    scope = _names(table.scope)
    return f"SELECT * FROM {old} SEMI JOIN {rows} USING ({scope})"


def out_of_scope(old: str, rows: str, table: LakeTable) -> str:
    """The others."""
    return f"SELECT * FROM {old} ANTI JOIN {rows} USING ({_names(table.scope)})"


def differs(desk: Bench, old: str, new: str, table: LakeTable) -> bool:
    """Whether any cell differs, also which load a row came with."""
    columns = _names(table.schema.names)
    one, other = f"SELECT {columns} FROM {old}", f"SELECT {columns} FROM {new}"
    left = desk.rows(f"SELECT 1 FROM ({one} EXCEPT ALL {other}) LIMIT 1")
    return bool(left or desk.rows(f"SELECT 1 FROM ({other} EXCEPT ALL {one}) LIMIT 1"))


def _differing(stored: str, new: str, table: LakeTable) -> str:
    """The scopes of the new rows that are not stored just so."""
    scope = ", ".join(f"coalesce(o.{name}, n.{name}) AS {name}" for name in table.scope)
    one = table.key[0]
    return (
        f"SELECT DISTINCT {scope} FROM ({in_scope(stored, new, table)}) o FULL JOIN {new} n"
        f" ON {_equal(table.key)} WHERE o.{one} IS NULL OR n.{one} IS NULL OR {_differ(table.values)}"
    )


def _fresh(stored: str, new: str, differing: str, table: LakeTable) -> str:
    """The new rows of these scopes, each with the moment its scope first arrived."""
    scope = _names(table.scope)
    first = f"SELECT {scope}, min(first_loaded_at) AS first_at FROM {stored} GROUP BY {scope}"
    return (
        "SELECT * EXCLUDE (first_at) REPLACE (coalesce(first_at, first_loaded_at) AS first_loaded_at)"
        f" FROM (SELECT * FROM {new} SEMI JOIN {differing} USING ({scope}))"
        f" LEFT JOIN ({first}) USING ({scope})"
    )


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _equal(columns: Iterable[str]) -> str:
    return " AND ".join(f'o."{name}" = n."{name}"' for name in columns)


def _differ(columns: Iterable[str]) -> str:
    return " OR ".join(f'o."{name}" IS DISTINCT FROM n."{name}"' for name in columns)
