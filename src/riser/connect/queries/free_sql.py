"""Reads: what an administrator asks the lake in SQL."""

from riser.connect.actions.permissions import QUERY
from riser.connect.lake.sandbox import Answer, answer
from riser.foundation.roles import Act, require


def asked(act: Act, sql: str, *, limit: int) -> Answer:
    """What this organisation's tables say to one SELECT; administrators ask."""
    require(act, QUERY)
    return answer(act.organisation_id, sql, limit=limit)
