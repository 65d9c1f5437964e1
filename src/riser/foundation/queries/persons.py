"""Reads on organisations and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound, Refused
from riser.foundation.models import Member, Organisation
from riser.foundation.registries import Hit
from riser.foundation.roles import SYSTEM, Act, Actor, Role
from riser.foundation.search import matching
from riser.ui.formats import listed


@dataclass(frozen=True, slots=True)
class House:
    """An organisation as other rooms see it."""

    id: int
    name: str
    slug: str
    currency: str
    language: str
    time_zone: str
    go_live: date
    is_demo: bool = False

    def day(self, moment: datetime) -> date:
        """The day of a moment in the zone the organisation counts its days in."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


@dataclass(frozen=True, slots=True)
class Person:
    """A member as other rooms see one. `is_active` is false once they left."""

    member_id: int
    user_id: int
    name: str
    email: str
    role: Role
    is_active: bool
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is an active member: the organisation, and the person they are in it."""

    house: House
    person: Person


def house(organisation_id: int) -> House:
    """One organisation. Raises NotFound."""
    row = Organisation.objects.filter(pk=organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such organisation."))
    return _house(row)


def today(act: Act) -> date:
    """The day it is where the organisation counts its days; in UTC it may be another one."""
    return house(act.organisation_id).day(act.now)


def houses_of(user_id: int) -> list[House]:
    """The organisations in which this person is an active member, by name."""
    rows = Organisation.objects.filter(members__user_id=user_id, members__is_active=True)
    return [_house(row) for row in rows.order_by("name")]


def places_of(user_id: int) -> list[Place]:
    """The active memberships of this person, by the organisation's name; one query."""
    rows = Member.objects.filter(user_id=user_id, is_active=True).select_related("user", "organisation")
    return [Place(_house(row.organisation), person_of(row)) for row in rows.order_by("organisation__name")]


def only_house(slug: str = "") -> House:
    """The organisation named by its slug, or the only one. Raises Refused where that is not clear."""
    rows = list(Organisation.objects.filter(slug=slug) if slug else Organisation.objects.order_by("pk"))
    if not rows:
        text = (
            _("There is no organisation “%(slug)s”.") % {"slug": slug}
            if slug
            else _("Run “riser setup” first.")
        )
        raise Refused(text)
    if len(rows) > 1:
        names = listed(row.slug for row in rows)
        raise Refused(_("Say which organisation with --org: %(names)s.") % {"names": names})
    return _house(rows[0])


def people(organisation_id: int) -> list[Person]:
    """Every member, active or not, by name; one query."""
    rows = Member.objects.filter(organisation_id=organisation_id).select_related("user")
    return sorted((person_of(row) for row in rows), key=lambda person: person.name.lower())


def membership(user_id: int, organisation_id: int) -> Person | None:
    """This person's active membership in an organisation, or None."""
    row = Member.objects.filter(user_id=user_id, organisation_id=organisation_id, is_active=True)
    found = row.select_related("user").first()
    return person_of(found) if found else None


def actor_by_email(organisation_id: int, email: str) -> Actor:
    """The member with this address as actor; the system where no address is given."""
    if not email:
        return SYSTEM
    row = Member.objects.filter(organisation_id=organisation_id, user__email__iexact=email, is_active=True)
    found = row.select_related("user").first()
    if found is None:
        raise Refused(
            _("%(email)s is not an active member of this organisation. Check how it is spelt.")
            % {"email": email}
        )
    return actor(person_of(found))


def actor(person: Person) -> Actor:
    """The person as one who acts."""
    return Actor(member_id=person.member_id, name=person.name, role=person.role)


def titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """Names of members by id; one query."""
    rows = Member.objects.filter(organisation_id=organisation_id, pk__in=[int(one) for one in ids])
    return {str(row.pk): str(row.user) for row in rows.select_related("user")}


def url(member_id: str) -> str:
    """The member's line on the settings page."""
    return f"{reverse('settings')}#member-{member_id}"


def search(act: Act, words: str, most: int) -> Sequence[Hit]:
    """Members whose name or address holds every word."""
    rows = Member.objects.filter(organisation_id=act.organisation_id).select_related("user")
    found = rows.filter(matching(words, "user__first_name", "user__last_name", "user__email"))
    return [Hit(str(row.pk), str(row.user), row.user.email) for row in found.order_by("pk")[:most]]


def _house(row: Organisation) -> House:
    return House(
        id=row.pk,
        name=row.name,
        slug=row.slug,
        currency=row.currency,
        language=row.language,
        time_zone=row.time_zone,
        go_live=row.go_live,
        is_demo=row.is_demo,
    )


def person_of(row: Member) -> Person:
    """The member as other rooms see one."""
    return Person(
        member_id=row.pk,
        user_id=row.user_id,
        name=str(row.user),
        email=row.user.email,
        role=Role(row.role),
        is_active=row.is_active,
        left_on=row.left_at.date() if row.left_at else None,
    )
