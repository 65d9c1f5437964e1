"""Brings database and organisation into being, as often as one likes."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from riser.foundation import clock
from riser.foundation.actions import add_member, create_organisation, open_gallery, renew_password
from riser.foundation.models import Organisation, User
from riser.foundation.money import currency_code
from riser.foundation.roles import SYSTEM, Act, Face, Role
from riser.foundation.safekeeping import stamp


def prepare_database() -> None:
    """Makes home folder, database and cache table; settles loads that a crash left half done.

    Raises NotMigrated where somebody's work lies here as an older program left it: an upgrade backs it up
    first. A demo is nobody's work and is brought up to date in passing.
    """
    from riser.cli.keeping.readying import make_ready

    settings.RISER_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    refuse_unready()
    make_ready(settings.RISER_HOME)


def refuse_unready() -> None:
    """Nothing where this program may work here. Raises Newer or NotMigrated."""
    done, made_by = stamp.applied(), stamp.of_home(settings.RISER_HOME)
    stamp.refuse_newer(done, made_by)
    if done and stamp.pending() and _somebody_works_here():
        raise stamp.NotMigrated(
            _("This home was made by an older Riser (%(older)s). Bring it up to date: riser upgrade")
            % {"older": made_by or "?"}
        )


def _somebody_works_here() -> bool:
    """Whether an organisation that is no demo is kept. A demo that was taken down left no tables."""
    if Organisation._meta.db_table not in connection.introspection.table_names():
        return False
    return Organisation.objects.filter(is_demo=False).exists()


def installed() -> bool:
    """Whether there is an organisation."""
    return Organisation.objects.exists()


def knows(email: str) -> bool:
    """Whether somebody can sign in with this address."""
    return User.objects.filter(email__iexact=email).exists()


@dataclass(frozen=True)
class Wanted:
    """What the shell asked for; empty is "not said"."""

    name: str = ""
    currency: str = ""
    email: str = ""
    password: str = ""
    new_password: bool = False


@transaction.atomic
def install(wanted: Wanted) -> list[str]:
    """Creates what is missing, all of it or nothing, and says a sentence for each thing done."""
    currency = currency_code(wanted.currency) if wanted.currency else "EUR"
    organisation = Organisation.objects.order_by("pk").first()
    said = []
    if organisation is None:
        name = wanted.name or _("My organisation")
        organisation = create_organisation(name=name, currency=currency, now=clock.now(), face=Face.CLI)
    elif wanted.currency and currency != organisation.currency:
        said.append(_("It is there already: name and currency are changed under Settings."))
    said.insert(0, _("Organisation: %(name)s") % {"name": organisation.name})
    if wanted.email:
        said.append(_administrator(organisation, wanted))
    elif not User.objects.exists():
        said.append(_("No one can sign in yet. Add yourself: riser setup --email you@example.com"))
    return said


def _administrator(organisation: Organisation, wanted: Wanted) -> str:
    chosen = wanted.password or secrets.token_urlsafe(12)
    told = {"email": wanted.email, "password": chosen}
    act = Act(organisation_id=organisation.pk, actor=SYSTEM, face=Face.CLI, now=clock.now())
    member = organisation.members.filter(user__email__iexact=wanted.email).first()
    if member is None:
        _let_in(act, wanted.email, chosen)
    elif wanted.new_password:
        renew_password(act, member_id=member.pk, password=chosen)
    else:
        return _("%(email)s is a member already. A new password: --new-password") % told
    if wanted.password:
        return _("Sign in as %(email)s with the password you gave.") % told
    return _("Sign in as %(email)s with the password %(password)s") % told


def _let_in(act: Act, email: str, password: str) -> None:
    """A new administrator; the first one of an installation may look at the gallery of components as well."""
    is_first = not User.objects.exists()
    member = add_member(act, email=email, role=Role.ADMINISTRATOR, password=password)
    if is_first:
        open_gallery(member)
