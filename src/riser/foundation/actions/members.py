"""Writes on members: who has access, with which role."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from riser.foundation.actions.permissions import MANAGE_MEMBERS, RENEW_PASSWORDS
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Member, Organisation, PersonalToken, User
from riser.foundation.roles import Act, Role, require
from riser.foundation.trail import record_event


@transaction.atomic
def add_member(act: Act, *, email: str, role: Role, name: str = "", password: str | None = None) -> Member:
    """A person as member with a role; a person already known keeps name and password.

    Raises Refused for somebody known only to organisations that the acting person does not administer.
    """
    require(act, MANAGE_MEMBERS)
    known = User.objects.filter(email__iexact=email.strip()).first()
    if known and Member.objects.filter(organisation_id=act.organisation_id, user=known).exists():
        raise Refused(_("%(email)s is a member already.") % {"email": known.email})
    if known:
        _refuse_foreign(act, known)
    person = known or new_person(email, name, password)
    member = Member.objects.create(
        organisation_id=act.organisation_id, user=person, role=_member_role(role), joined_at=act.now
    )
    record_event(act, _case(member), "add member", after={"email": person.email, "role": role})
    return member


@transaction.atomic
def change_role(act: Act, *, member_id: int, role: Role) -> Member:
    """The member with another role. The last administrator keeps theirs."""
    require(act, MANAGE_MEMBERS)
    member = _other_door(act, _member(act, member_id))
    if role != Role.ADMINISTRATOR:
        _refuse_last_administrator(member)
    before, member.role = member.role, _member_role(role)
    member.save(update_fields=["role"])
    record_event(act, _case(member), "change role", before={"role": before}, after={"role": role})
    return member


@transaction.atomic
def hand_over(act: Act, *, member_id: int, keeps: Role = Role.MANAGER) -> Member:
    """The member as administrator, while the acting administrator keeps another role: one step, one event."""
    require(act, MANAGE_MEMBERS)
    heir = _member(act, member_id)
    if act.actor.member_id is None or heir.pk == act.actor.member_id:
        raise Refused(_("Hand the role to somebody else. The system has no role to hand over."))
    if not heir.is_active:
        raise Refused(_("%(name)s has no access. Give it back first.") % {"name": heir})
    giver = _other_door(act, _member(act, act.actor.member_id))
    before = {"role": heir.role, "from": giver.role}
    heir.role, giver.role = Role.ADMINISTRATOR, _member_role(keeps)
    for member in (heir, giver):
        member.save(update_fields=["role"])
    after = {"role": heir.role, "from": giver.role, "by": str(giver.pk)}
    record_event(act, _case(heir), "hand over administrator", before=before, after=after)
    return heir


@transaction.atomic
def deactivate_member(act: Act, *, member_id: int) -> Member:
    """The member without access; what they did stays theirs. The last administrator stays.

    Their sessions end with the next request, in every organisation, and their tokens for good.
    """
    require(act, MANAGE_MEMBERS)
    member = _other_door(act, _member(act, member_id))
    _refuse_last_administrator(member)
    if not member.is_active:
        raise Refused(_("%(name)s has no access already.") % {"name": member})
    member.is_active, member.left_at = False, act.now
    member.save(update_fields=["is_active", "left_at"])
    User.objects.filter(pk=member.user_id).update(sessions_ended=F("sessions_ended") + 1)
    PersonalToken.objects.filter(member=member, revoked_at=None).update(revoked_at=act.now)
    record_event(act, _case(member), "deactivate member", before={"active": True})
    return member


@transaction.atomic
def reactivate_member(act: Act, *, member_id: int) -> Member:
    """The member with access again, in the role they had. Tokens they had stay revoked."""
    require(act, MANAGE_MEMBERS)
    member = _member(act, member_id)
    if member.is_active:
        raise Refused(_("%(name)s has access already.") % {"name": member})
    member.is_active, member.left_at = True, None
    member.save(update_fields=["is_active", "left_at"])
    record_event(act, _case(member), "reactivate member", after={"role": member.role})
    return member


@transaction.atomic
def renew_password(act: Act, *, member_id: int, password: str) -> Member:
    """The member with a new password. Only for the shell: who reads the disk needs no permission asked."""
    require(act, RENEW_PASSWORDS)
    member = _member(act, member_id)
    refuse_weak(password)
    member.user.set_password(password)
    member.user.save(update_fields=["password"])
    record_event(act, _case(member), "renew password")
    return member


def _refuse_foreign(act: Act, person: User) -> None:
    """Who made an account knows its password: it opens no other organisation without somebody of both."""
    if act.actor.role == Role.SYSTEM:
        return
    me = Member.objects.filter(pk=act.actor.member_id or 0).values("user_id")
    mine = Member.objects.filter(user_id__in=me, role=Role.ADMINISTRATOR, is_active=True)
    theirs = Member.objects.filter(user=person, organisation_id__in=mine.values("organisation_id"))
    if not theirs.exists():
        text = _(
            "%(email)s belongs to another organisation on this installation. "
            "Use another address, or let somebody who administers both add them."
        )
        raise Refused(text % {"email": person.email})


def _member_role(role: Role) -> Role:
    if role == Role.SYSTEM:
        raise Refused(_("“system” is not a role for a person."))
    return role


def _case(member: Member) -> RecordRef:
    return RecordRef("member", str(member.pk))


def _member(act: Act, member_id: int) -> Member:
    """The member, while nobody else changes who has access: two administrators cannot both step down."""
    Organisation.objects.select_for_update().get(pk=act.organisation_id)
    rows = Member.objects.select_for_update(of=("self",)).select_related("user")
    member = rows.filter(organisation_id=act.organisation_id, pk=member_id).first()
    if member is None:
        raise NotFound(_("There is no such member in this organisation."))
    return member


def _other_door(act: Act, member: Member) -> Member:
    """The member, unless a token is about to change what its own owner may do."""
    if act.token_id is not None and member.pk == act.actor.member_id:
        raise NotPermitted(_("A token cannot change the role or access of its own owner. Sign in for that."))
    return member


def _refuse_last_administrator(member: Member) -> None:
    others = Member.objects.filter(
        organisation_id=member.organisation_id, role=Role.ADMINISTRATOR, is_active=True
    )
    if member.role == Role.ADMINISTRATOR and not others.exclude(pk=member.pk).exists():
        raise Refused(_("This is the last administrator. Hand the role to somebody else first."))


def open_gallery(member: Member) -> None:
    """Lets this person look at the gallery of components. It opens nothing else: no data is there."""
    member.user.is_staff = True
    member.user.save(update_fields=["is_staff"])


def new_person(email: str, name: str, password: str | None) -> User:
    """Somebody who can sign in. Raises Refused for an address that is none and for a weak password."""
    address = checked_address(email)
    if password is not None:
        refuse_weak(password)
    return User.objects.create_person(email=address, password=password, name=name.strip())


def checked_address(email: str) -> str:
    """The address in small letters. Raises Refused where it is none."""
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return email.strip().lower()


def refuse_weak(password: str) -> None:
    """Raises Refused with every reason why this password is too weak."""
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
