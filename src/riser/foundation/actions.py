"""Writes on organisations and people: one function, one verb, one transaction, one audit event."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Member, Organisation, User
from riser.foundation.money import currency_code
from riser.foundation.roles import ADMINISTRATORS, SYSTEM, Act, Face, Permission, Role, require
from riser.foundation.trail import record_event

MANAGE_MEMBERS = Permission("foundation.members", ADMINISTRATORS)
MANAGE_ORGANISATION = Permission("foundation.organisation", ADMINISTRATORS)
RENEW_PASSWORDS = Permission("foundation.password", frozenset({Role.SYSTEM}))


@transaction.atomic
def create_organisation(
    *,
    name: str,
    now: datetime,
    face: Face,
    currency: str = "EUR",
    language: str = "en",
    time_zone: str = "UTC",
    go_live: date | None = None,
    is_demo: bool = False,
) -> Organisation:
    """A new, empty organisation. Its go-live is the day it was created unless given."""
    if not name.strip():
        raise Refused(_("An organisation needs a name."))
    organisation = Organisation.objects.create(
        name=name.strip(),
        slug=_free_slug(name),
        currency=currency_code(currency),
        language=language,
        time_zone=ZoneInfo(time_zone).key,
        go_live=go_live or now.date(),
        is_demo=is_demo,
        created_at=now,
    )
    act = Act(organisation_id=organisation.pk, actor=SYSTEM, face=face, now=now)
    record_event(act, _case(organisation), "create organisation", after={"name": organisation.name})
    return organisation


@transaction.atomic
def set_up_organisation(act: Act, *, currency: str, go_live: date | None = None) -> Organisation:
    """The organisation with a new currency and go-live. Figures already stored keep their own currency."""
    require(act, MANAGE_ORGANISATION)
    organisation = Organisation.objects.select_for_update().get(pk=act.organisation_id)
    before = {"currency": organisation.currency, "go_live": organisation.go_live}
    organisation.currency = currency_code(currency)
    organisation.go_live = go_live or organisation.go_live
    organisation.save(update_fields=["currency", "go_live"])
    after = {"currency": organisation.currency, "go_live": organisation.go_live}
    record_event(act, _case(organisation), "set up organisation", before=before, after=after)
    return organisation


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
    person = known or _new_person(email, name, password)
    member = Member.objects.create(
        organisation_id=act.organisation_id, user=person, role=_member_role(role), joined_at=act.now
    )
    record_event(
        act, RecordRef("member", str(member.pk)), "add member", after={"email": person.email, "role": role}
    )
    return member


@transaction.atomic
def change_role(act: Act, *, member_id: int, role: Role) -> Member:
    """The member with another role. The last administrator keeps theirs."""
    require(act, MANAGE_MEMBERS)
    member = _member(act, member_id)
    if role != Role.ADMINISTRATOR:
        _refuse_last_administrator(member)
    before, member.role = member.role, _member_role(role)
    member.save(update_fields=["role"])
    record_event(
        act, RecordRef("member", str(member.pk)), "change role", before={"role": before}, after={"role": role}
    )
    return member


@transaction.atomic
def deactivate_member(act: Act, *, member_id: int) -> Member:
    """The member without access; what they did stays theirs. The last administrator stays."""
    require(act, MANAGE_MEMBERS)
    member = _member(act, member_id)
    _refuse_last_administrator(member)
    member.is_active, member.left_at = False, act.now
    member.save(update_fields=["is_active", "left_at"])
    record_event(act, RecordRef("member", str(member.pk)), "deactivate member", before={"active": True})
    return member


@transaction.atomic
def renew_password(act: Act, *, member_id: int, password: str) -> Member:
    """The member with a new password. Only for the shell: who reads the disk needs no permission asked."""
    require(act, RENEW_PASSWORDS)
    member = _member(act, member_id)
    _refuse_weak(password)
    member.user.set_password(password)
    member.user.save(update_fields=["password"])
    record_event(act, RecordRef("member", str(member.pk)), "renew password")
    return member


def _case(organisation: Organisation) -> RecordRef:
    return RecordRef("organisation", str(organisation.pk))


def _free_slug(name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)


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


def _member(act: Act, member_id: int) -> Member:
    member = (
        Member.objects.select_for_update().filter(organisation_id=act.organisation_id, pk=member_id).first()
    )
    if member is None:
        raise NotFound(_("There is no such member in this organisation."))
    return member


def _refuse_last_administrator(member: Member) -> None:
    others = Member.objects.filter(
        organisation_id=member.organisation_id, role=Role.ADMINISTRATOR, is_active=True
    )
    if member.role == Role.ADMINISTRATOR and not others.exclude(pk=member.pk).exists():
        raise Refused(_("This is the last administrator. Hand the role to somebody else first."))


def _new_person(email: str, name: str, password: str | None) -> User:
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if password is not None:
        _refuse_weak(password)
    return User.objects.create_person(email=email.strip(), password=password, name=name)


def _refuse_weak(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
