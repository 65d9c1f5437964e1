"""Writes on the organisation itself."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.actions.permissions import MANAGE_ORGANISATION
from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Organisation
from riser.foundation.money import currency_code
from riser.foundation.roles import SYSTEM, Act, Face, require
from riser.foundation.trail import record_event


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


def _case(organisation: Organisation) -> RecordRef:
    return RecordRef("organisation", str(organisation.pk))


def _free_slug(name: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if slug not in taken)
