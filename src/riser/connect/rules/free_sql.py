"""What a query that a person typed may not say. DuckDB's own tree of it is looked through, node by node.

What is not known to be harmless is refused: sources of rows by a list of those allowed, functions by a list
of those that tell of the machine instead of the data.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

SOURCES = frozenset({"BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY"})
NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "CTE_NODE", "RECURSIVE_CTE_NODE"})
ROW_FUNCTIONS = frozenset({"range", "generate_series", "unnest"})
TELLING = frozenset(
    {"getenv", "getvariable", "current_setting", "current_setting_list", "which_secret", "write_log"}
)
PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*", re.IGNORECASE)
CATALOGUES = ("duckdb_", "sqlite_", "pg_", "pragma_")


class Forbidden(Enum):
    """Why a part of a query is refused."""

    TABLE = "table"
    FUNCTION = "function"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query that is refused."""

    why: Forbidden
    name: str


def forbidden(tree: Any, tables: Collection[str]) -> Part | None:
    """The first part that a query on these tables may not have, or None."""
    nodes = list(_nodes(tree))
    named = {name for node in nodes for name in _own_names(node)}
    known = {name.lower() for name in (*tables, *named) if _is_plain(name)}
    return next((part for node in nodes if (part := _forbidden(node, known)) is not None), None)


def _forbidden(node: dict[str, Any], known: Collection[str]) -> Part | None:
    if "function_name" in node:
        return _function(str(node["function_name"]))
    kind = str(node.get("type", ""))
    if kind == "BASE_TABLE":
        return _table(node, known)
    if kind == "TABLE_FUNCTION":
        name = str(node.get("function", {}).get("function_name", ""))
        return None if name.lower() in ROW_FUNCTIONS else Part(Forbidden.FUNCTION, name)
    is_source = "sample" in node and "modifiers" not in node
    return Part(Forbidden.SOURCE, kind) if is_source and kind not in SOURCES | NODES else None


def _table(node: dict[str, Any], known: Collection[str]) -> Part | None:
    name = str(node.get("table_name", ""))
    elsewhere = node.get("schema_name") or node.get("catalog_name")
    return Part(Forbidden.TABLE, name) if elsewhere or name.lower() not in known else None


def _function(name: str) -> Part | None:
    is_told = name.lower() in TELLING or name.lower().startswith(CATALOGUES)
    return Part(Forbidden.FUNCTION, name) if is_told else None


def _own_names(node: dict[str, Any]) -> Iterator[str]:
    """The names a query gives to queries of its own, after WITH."""
    yield from (str(one["key"]) for one in (node.get("cte_map") or {}).get("map", ()))


def _is_plain(name: str) -> bool:
    return bool(PLAIN_NAME.fullmatch(name)) and not name.lower().startswith(CATALOGUES)


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the tree. Not by recursion: a query may be nested deeper than Python goes."""
    left = [tree]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            yield one
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one)
