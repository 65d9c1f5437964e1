"""REST face of the room connect."""

from riser.connect.api import (
    asking,
    links,
    loads,
    mappings,
    metrics,
    pulls,
    quality,
    reconciliation,
    retention,
    tables,
    work,
)
from riser.connect.api.door import router

__all__ = [
    "asking",
    "links",
    "loads",
    "mappings",
    "metrics",
    "pulls",
    "quality",
    "reconciliation",
    "retention",
    "router",
    "tables",
    "work",
]
