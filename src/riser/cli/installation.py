"""Brings database and organisation into being, as often as one likes."""

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from riser.foundation import clock
from riser.foundation.actions import add_member, create_organisation
from riser.foundation.models import Organisation, User
from riser.foundation.roles import SYSTEM, Act, Face, Role


def prepare_database() -> None:
    """Makes home folder, database and cache table; settles loads that a crash left half done."""
    from riser.connect.actions import reconcile_all

    settings.RISER_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    reconcile_all(clock.now())


def installed() -> bool:
    """Whether there is an organisation."""
    return Organisation.objects.exists()


def knows(email: str) -> bool:
    """Whether somebody can sign in with this address."""
    return User.objects.filter(email__iexact=email).exists()


def install(*, name: str, currency: str, email: str, password: str) -> Iterator[str]:
    """Creates what is missing and yields a sentence for each thing done."""
    organisation = Organisation.objects.order_by("pk").first() or create_organisation(
        name=name or _("My organisation"), currency=currency or "EUR", now=clock.now(), face=Face.CLI
    )
    yield _("Organisation: %(name)s") % {"name": organisation.name}
    if email:
        yield _administrator(organisation, email, password)
    elif not User.objects.exists():
        yield _("No one can sign in yet. Add yourself: riser setup --email you@example.com")


def _administrator(organisation: Organisation, email: str, password: str) -> str:
    if organisation.members.filter(user__email__iexact=email).exists():
        return _("%(email)s is a member already.") % {"email": email}
    chosen = password or secrets.token_urlsafe(12)
    act = Act(organisation_id=organisation.pk, actor=SYSTEM, face=Face.CLI, now=clock.now())
    add_member(act, email=email, role=Role.ADMINISTRATOR, password=chosen)
    told = {"email": email, "password": chosen}
    return (
        _("Administrator: %(email)s") % told
        if password
        else _("Administrator: %(email)s, password: %(password)s") % told
    )
