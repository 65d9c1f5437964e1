"""What platforms say was spent against what was billed."""

from typing import Any

from ninja import Schema

from riser.connect.actions import SEE
from riser.connect.api.door import router
from riser.connect.commands.reconciliation import found_json
from riser.connect.queries.reconciliation import reconciliation as read
from riser.foundation.roles import require
from riser.foundation.web import RiserRequest


class ReconciledOut(Schema):
    """A month of one platform in one currency; null where a side says nothing.

    `state` is agrees, differs, not_billed or not_reported; sums are exact decimals.
    """

    month: str
    source: str
    currency: str
    spent: str | None
    billed: str | None
    difference: str | None
    share: str | None
    state: str
    invoices: list[str]


class ReconciliationOut(Schema):
    """Every month and platform, and the vendors of media that belong to no platform."""

    tolerance: str
    rows: list[ReconciledOut]
    unassigned: list[str]


@router.get("/reconciliation", response=ReconciliationOut)
def reconciliation(request: RiserRequest) -> Any:
    """Each platform's monthly spend against what its vendor billed."""
    require(request.act, SEE)
    return found_json(read(request.act.organisation_id, to_day=request.act.now.date()))
