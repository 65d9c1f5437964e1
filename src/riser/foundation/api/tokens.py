"""REST face of personal tokens. They are made by a person at a browser, never by a token."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from riser.foundation import actions
from riser.foundation.actions import OWN_TOKENS
from riser.foundation.api.people import DoneOut
from riser.foundation.api.typed import Id
from riser.foundation.queries import tokens_of
from riser.foundation.roles import Scope, require
from riser.foundation.web import RiserRequest

router = Router()


class TokenOut(Schema):
    """A token without its secret. No `rooms` means every room."""

    id: int
    name: str
    begins: str
    scope: Scope
    rooms: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    ended: bool


@router.get("/tokens", response=list[TokenOut])
def tokens(request: RiserRequest) -> Any:
    """The own tokens, newest first."""
    require(request.act, OWN_TOKENS)
    return tokens_of(request.act.actor.member_id or 0, now=request.act.now)


@router.post("/tokens/{token_id}/revoke", response=DoneOut)
def revoke(request: RiserRequest, token_id: Id) -> Any:
    """The token, which opens nothing any more."""
    return {"id": actions.revoke_token(request.act, token_id=token_id).pk}
