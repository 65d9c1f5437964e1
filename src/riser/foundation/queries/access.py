"""Reads on invitations and tokens, and on what hangs on a person who leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from riser.foundation.models import Invitation, PersonalToken
from riser.foundation.registries import owned, records
from riser.foundation.roles import Role, Scope


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An open invitation. `ended` says that its term is over and only sending it again helps."""

    id: int
    email: str
    role: Role
    by: str
    created_at: datetime
    expires_at: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as its owner sees it; the secret is not among what is known."""

    id: int
    name: str
    begins: str
    scope: Scope
    rooms: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    ended: bool


@dataclass(frozen=True, slots=True)
class Owned:
    """A running record that hangs on somebody: its title and its page."""

    title: str
    url: str


def invitations(organisation_id: int, *, now: datetime) -> list[InvitationLine]:
    """Invitations nobody has accepted or withdrawn, newest first."""
    rows = Invitation.objects.filter(organisation_id=organisation_id, accepted_at=None, revoked_at=None)
    return [
        InvitationLine(
            id=row.pk,
            email=row.email,
            role=Role(row.role),
            by=row.invited_by_name,
            created_at=row.created_at,
            expires_at=row.expires_at,
            ended=row.expires_at <= now,
        )
        for row in rows.order_by("-created_at", "-id")
    ]


def tokens_of(member_id: int, *, now: datetime) -> list[TokenLine]:
    """The tokens of a member that were not revoked, newest first."""
    rows = PersonalToken.objects.filter(member_id=member_id, revoked_at=None)
    return [
        TokenLine(
            id=row.pk,
            name=row.name,
            begins=row.begins,
            scope=Scope(row.scope),
            rooms=tuple(row.rooms),
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            ended=row.expires_at <= now,
        )
        for row in rows.order_by("-created_at", "-id")
    ]


def owned_by(organisation_id: int, member_id: int, *, on: date) -> list[Owned]:
    """What is running on a day and hangs on this member, asked of every room that keeps such records."""
    return list(_owned(organisation_id, member_id, on))


def _owned(organisation_id: int, member_id: int, on: date) -> Iterator[Owned]:
    for _kind, source in owned.items():
        refs = source(organisation_id, member_id, on)
        for kind in dict.fromkeys(ref.kind for ref in refs):
            entry, ids = records.get(kind), [ref.id for ref in refs if ref.kind == kind]
            if entry is not None:
                titles = entry.titles(organisation_id, ids)
                yield from (Owned(titles[one], entry.url(one)) for one in ids if one in titles)
