"""Invitations: a link that makes one named address a member, once.

The link holds a random secret, signed; only its hash is stored. Opening it changes nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.actions.members import checked_address, new_person, refuse_weak
from riser.foundation.actions.permissions import MANAGE_MEMBERS
from riser.foundation.doors import digest
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Invitation, Member, User
from riser.foundation.roles import Act, Actor, Face, Role, require
from riser.foundation.trail import record_event

SALT = "riser.invitation"
VALID_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation says to whoever opens it. `has_account`: they sign in, no new password."""

    id: int
    organisation_id: int
    organisation: str
    email: str
    role: Role
    by: str
    expires_at: datetime
    has_account: bool


@dataclass(frozen=True, slots=True)
class Issued:
    """An invitation just made or made anew, with the secret of its link: it is shown this once."""

    id: int
    email: str
    secret: str
    expires_at: datetime


@transaction.atomic
def invite(act: Act, *, email: str, role: Role) -> Issued:
    """A new invitation for an address. Raises Refused for members, and while another one is open."""
    require(act, MANAGE_MEMBERS)
    address = checked_address(email)
    if role == Role.SYSTEM:
        raise Refused(_("“system” is not a role for a person."))
    _refuse_member(act.organisation_id, address)
    _refuse_open(act, address)
    row = Invitation(
        organisation_id=act.organisation_id,
        email=address,
        role=role,
        invited_by_id=act.actor.member_id,
        invited_by_name=act.actor.name,
        created_at=act.now,
    )
    issued = _issue(act, row)
    record_event(act, _case(row), "invite", after={"email": address, "role": role})
    return issued


@transaction.atomic
def resend_invitation(act: Act, *, invitation_id: int) -> Issued:
    """The invitation with a new link and a new term; the earlier link stops working.

    Who sends it again vouches for it from now on: the first inviter may have left.
    """
    require(act, MANAGE_MEMBERS)
    row = _open(act, invitation_id)
    row.invited_by_id, row.invited_by_name = act.actor.member_id, act.actor.name
    issued = _issue(act, row)
    record_event(act, _case(row), "resend invitation", after={"email": row.email})
    return issued


@transaction.atomic
def revoke_invitation(act: Act, *, invitation_id: int) -> Invitation:
    """The invitation, whose link stops working at once."""
    require(act, MANAGE_MEMBERS)
    row = _open(act, invitation_id)
    row.revoked_at = act.now
    row.save(update_fields=["revoked_at"])
    record_event(act, _case(row), "revoke invitation", after={"email": row.email})
    return row


def invited(secret: str, *, now: datetime) -> Invited:
    """What the invitation behind a link says; changes nothing. Raises NotFound where it is over."""
    row = _behind(secret, now)
    return Invited(
        id=row.pk,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        email=row.email,
        role=Role(row.role),
        by=row.invited_by_name,
        expires_at=row.expires_at,
        has_account=_has_account(row.email),
    )


@transaction.atomic
def accept_as_new(secret: str, *, name: str, password: str, now: datetime, face: Face) -> Member:
    """The member made of an invitation by somebody who had no account: name and password are theirs.

    Raises Refused for a weak password or no name, and for an address that has an account: whoever made that
    account signs in, or the link would open what somebody else owns.
    """
    row = _behind(secret, now)
    if _has_account(row.email):
        raise Refused(_("%(email)s has an account here. Sign in to accept.") % {"email": row.email})
    if not name.strip():
        raise Refused(_("Say your name: approvals carry it."))
    return _join(row, _person(row.email, name, password), now, face)


@transaction.atomic
def accept_as_known(secret: str, *, user_id: int, now: datetime, face: Face) -> Member:
    """The member made of an invitation by the signed-in person it names. Raises NotPermitted for others."""
    row = _behind(secret, now)
    person = User.objects.get(pk=user_id)
    if person.email.lower() != row.email:
        raise NotPermitted(
            _("This invitation is for %(email)s. Sign out and in again with that address.")
            % {"email": row.email}
        )
    return _join(row, person, now, face)


def _join(row: Invitation, person: User, now: datetime, face: Face) -> Member:
    _refuse_member(row.organisation_id, row.email)
    open_still = Invitation.objects.filter(pk=row.pk, accepted_at=None, revoked_at=None)
    if not open_still.update(accepted_at=now):  # of two who press at once, one joins
        raise _no_longer()
    member = Member.objects.create(
        organisation_id=row.organisation_id, user=person, role=row.role, joined_at=now
    )
    actor = Actor(member_id=member.pk, name=str(person), role=Role(row.role))
    act = Act(organisation_id=row.organisation_id, actor=actor, face=face, now=now)
    said = {"email": row.email, "role": row.role, "invited_by": row.invited_by_name}
    record_event(act, RecordRef("member", str(member.pk)), "accept invitation", after=said)
    return member


def _issue(act: Act, row: Invitation) -> Issued:
    plain = secrets.token_urlsafe(32)
    row.secret_hash, row.expires_at = digest(plain), act.now + VALID_FOR
    row.save()
    return Issued(row.pk, row.email, signing.Signer(salt=SALT).sign(plain), row.expires_at)


def _behind(secret: str, now: datetime) -> Invitation:
    """The row behind a link that is still valid. One sentence for every reason: a stranger learns nothing."""
    try:
        plain = signing.Signer(salt=SALT).unsign(secret)
    except signing.BadSignature:
        raise _no_longer() from None
    rows = Invitation.objects.select_related("organisation", "invited_by")
    row = rows.filter(secret_hash=digest(plain), accepted_at=None, revoked_at=None).first()
    if row is None or row.expires_at <= now or not _may_invite(row.invited_by):
        raise _no_longer()
    return row


def _may_invite(inviter: Member | None) -> bool:
    """Whether who invited may still do so; the system, which has no row, always may."""
    return inviter is None or (inviter.is_active and Role(inviter.role) in MANAGE_MEMBERS.roles)


def _no_longer() -> NotFound:
    return NotFound(_("This invitation is no longer valid: used, withdrawn or too old. Ask for a new one."))


def _has_account(email: str) -> bool:
    """Whether the address can sign in or is a member somewhere."""
    person = User.objects.filter(email__iexact=email).first()
    return person is not None and (person.has_usable_password() or person.memberships.exists())


def _person(email: str, name: str, password: str) -> User:
    """A new person; or one whom every organisation has forgotten, with this name and password."""
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        return new_person(email, name, password)
    refuse_weak(password)
    person.first_name = name.strip()
    person.set_password(password)
    person.save(update_fields=["first_name", "password"])
    return person


def _refuse_member(organisation_id: int, email: str) -> None:
    found = Member.objects.filter(organisation_id=organisation_id, user__email__iexact=email).first()
    if found and not found.is_active:
        raise Refused(_("%(email)s was a member. Give access back instead.") % {"email": email})
    if found:
        raise Refused(_("%(email)s is a member already.") % {"email": email})


def _refuse_open(act: Act, email: str) -> None:
    rows = Invitation.objects.filter(
        organisation_id=act.organisation_id, email=email, accepted_at=None, revoked_at=None
    )
    if rows.exists():
        raise Refused(_("%(email)s is invited already. Send that invitation again.") % {"email": email})


def _open(act: Act, invitation_id: int) -> Invitation:
    rows = Invitation.objects.select_for_update().filter(
        organisation_id=act.organisation_id, accepted_at=None, revoked_at=None
    )
    row = rows.filter(pk=invitation_id).first()
    if row is None:
        raise NotFound(_("There is no such open invitation in this organisation."))
    return row


def _case(row: Invitation) -> RecordRef:
    return RecordRef("invitation", str(row.pk))
