"""How the data stand against the quality rules."""

from typing import Any

from ninja import Schema

from riser.connect.actions import SEE
from riser.connect.api.door import router
from riser.connect.commands.quality import state_json
from riser.connect.queries.quality import quality as evaluate
from riser.foundation.roles import require
from riser.foundation.web import RiserRequest


class RuleOut(Schema):
    """A rule: its verdict (pass, fail, not_applicable), how many were checked, which failed, what to do."""

    rule: str
    title: str
    severity: str
    owner: str
    state: str
    checked: int
    failing: int
    sample: list[str]
    remedy: str


@router.get("/quality", response=list[RuleOut])
def quality(request: RiserRequest) -> Any:
    """Every quality rule with how the data stand against it now."""
    require(request.act, SEE)
    found = evaluate(request.act.organisation_id, today=request.act.now.date())
    return [state_json(one) for one in found]
