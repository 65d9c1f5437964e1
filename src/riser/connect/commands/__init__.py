"""Shell face of the room connect."""

from riser.connect.commands import (
    accounts,
    channels,
    export,
    imports,
    loads,
    mappings,
    metrics,
    persons,
    policy,
    pulls,
    quality,
    query,
    reconciliation,
    retention,
    tables,
    work,
)
from riser.connect.commands.group import connect
from riser.connect.commands.shown import contract

__all__ = [
    "accounts",
    "channels",
    "connect",
    "contract",
    "export",
    "imports",
    "loads",
    "mappings",
    "metrics",
    "persons",
    "policy",
    "pulls",
    "quality",
    "query",
    "reconciliation",
    "retention",
    "tables",
    "work",
]
