"""Personal tokens: made by the person themselves, shown once, ended by them or by an administrator."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.actions.permissions import MANAGE_MEMBERS
from riser.foundation.doors import digest
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Member, PersonalToken
from riser.foundation.roles import CAMPAIGN_READERS, Act, Permission, Role, Scope, allows, require
from riser.foundation.trail import record_event

# Every person may have tokens: they can do through them what their role allows, and no more.
OWN_TOKENS = Permission(
    "foundation.tokens", CAMPAIGN_READERS - {Role.SYSTEM}, gettext_lazy("make personal tokens")
)
BEGINS = "riser_"
MOST_DAYS, MOST_TOKENS, SHOWN = 366, 20, 12


@dataclass(frozen=True, slots=True)
class Made:
    """A token just made, with its secret: it is shown this once."""

    id: int
    secret: str


@transaction.atomic
def create_token(act: Act, *, name: str, scope: Scope, days: int, rooms: Sequence[str] = ()) -> Made:
    """A new token of the acting person, valid for 1 to 366 days, for these rooms (none: for all).

    Raises NotPermitted where a token asks for another one.
    """
    require(act, OWN_TOKENS)
    if act.token_id is not None:
        raise NotPermitted(_("A token cannot make another one. Sign in for that."))
    if not name.strip() or len(name.strip()) > 80:
        raise Refused(_("Give the token a name of at most 80 characters, such as the program that uses it."))
    if not 1 <= days <= MOST_DAYS:
        raise Refused(_("A token is valid for 1 to %(most)d days.") % {"most": MOST_DAYS})
    member = Member.objects.get(organisation_id=act.organisation_id, pk=act.actor.member_id or 0)
    if member.tokens.filter(revoked_at=None, expires_at__gt=act.now).count() >= MOST_TOKENS:
        raise Refused(_("You have %(most)d tokens. Revoke one first.") % {"most": MOST_TOKENS})
    secret = BEGINS + secrets.token_urlsafe(32)
    row = PersonalToken.objects.create(
        member=member,
        name=name.strip(),
        secret_hash=digest(secret),
        begins=secret[:SHOWN],
        scope=scope,
        rooms=sorted(set(rooms)),
        created_at=act.now,
        expires_at=act.now + timedelta(days=days),
    )
    after = {"name": row.name, "scope": scope, "rooms": row.rooms, "expires_at": row.expires_at}
    record_event(act, _case(row), "create token", after=after)
    return Made(row.pk, secret)


@transaction.atomic
def revoke_token(act: Act, *, token_id: int) -> PersonalToken:
    """The token, which opens nothing any more. People revoke their own; administrators anybody's."""
    require(act, OWN_TOKENS)
    rows = PersonalToken.objects.select_for_update(of=("self",)).filter(
        member__organisation_id=act.organisation_id, pk=token_id
    )
    row = rows.first()
    if row is None or (row.member_id != act.actor.member_id and not allows(act.actor, MANAGE_MEMBERS)):
        raise NotFound(_("There is no such token."))
    if row.revoked_at is None:
        row.revoked_at = act.now
        row.save(update_fields=["revoked_at"])
        record_event(act, _case(row), "revoke token", after={"name": row.name})
    return row


def _case(row: PersonalToken) -> RecordRef:
    return RecordRef("token", str(row.pk))
