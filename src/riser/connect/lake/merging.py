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
    return counted(desk, desk.keep(_compared(old, new, table)))


def counted(desk: Bench, compared: str) -> Changes:
    """How many rows of each kind a comparison found."""
    found = dict(desk.rows(f"SELECT kind, count(*) FROM {compared} GROUP BY kind"))
    return Changes(**{kind: found.get(kind, 0) for kind in ("added", "changed", "vanished", "same")})


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
    differing = desk.keep(differing_scopes(desk.keep(compared(stored, new, table)), table))
    kept = out_of_scope(stored, differing, table)
    return f"{kept} UNION ALL BY NAME {fresh(stored, new, differing, table)}"


def compared(stored: str, new: str, table: LakeTable) -> str:
    """Each row of the scopes that are told: added, changed, vanished, or stored just so."""
    return _compared(f"({in_scope(stored, new, table)})", new, table)


def differing_scopes(compared: str, table: LakeTable) -> str:
    """The scopes that are not stored just as they are told."""
    return f"SELECT DISTINCT {_names(table.scope)} FROM {compared} WHERE kind <> 'same'"


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


def fresh(stored: str, new: str, differing: str, table: LakeTable) -> str:
    """The new rows of these scopes, each with the moment its scope first arrived."""
    scope = _names(table.scope)
    first = f"SELECT {scope}, min(first_loaded_at) AS first_at FROM {stored} GROUP BY {scope}"
    return (
        "SELECT * EXCLUDE (first_at) REPLACE (coalesce(first_at, first_loaded_at) AS first_loaded_at)"
        f" FROM (SELECT * FROM {new} SEMI JOIN {differing} USING ({scope}))"
        f" LEFT JOIN ({first}) USING ({scope})"
    )


def _compared(old: str, new: str, table: LakeTable) -> str:
    scope = ", ".join(f'coalesce(o."{name}", n."{name}") AS "{name}"' for name in table.scope)
    one = table.key[0]
    return (
        f"SELECT {scope}, CASE WHEN o.{one} IS NULL THEN 'added' WHEN n.{one} IS NULL THEN 'vanished'"
        f" WHEN {_differ(table.values)} THEN 'changed' ELSE 'same' END AS kind"
        f" FROM {old} o FULL JOIN {new} n ON {_equal(table.key)}"
    )


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _equal(columns: Iterable[str]) -> str:
    return " AND ".join(f'o."{name}" = n."{name}"' for name in columns)


def _differ(columns: Iterable[str]) -> str:
    return " OR ".join(f'o."{name}" IS DISTINCT FROM n."{name}"' for name in columns)
