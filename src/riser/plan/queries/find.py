"""Finds a campaign or an objective by what a person calls it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound, Refused
from riser.plan.models import Campaign, Objective


def campaign_id(organisation_id: int, called: str, only: frozenset[int] | None = None) -> int:
    """The id behind a code, an id or a name, in this order; among `only` these campaigns, if given.

    Raises NotFound, and Refused where several campaigns share the name.
    """
    mine = Campaign.objects.filter(organisation_id=organisation_id)
    if only is not None:
        mine = mine.filter(pk__in=only)
    for way in (Q(code=called), Q(pk=_number(called)), Q(name__iexact=called)):
        found = list(mine.filter(way).values_list("pk", flat=True)[:2])
        if len(found) > 1:
            raise Refused(_("Several campaigns are called “%(name)s”. Use the code.") % {"name": called})
        if found:
            return found[0]
    raise NotFound(_("There is no campaign “%(name)s” in this organisation.") % {"name": called})


def objective_id(organisation_id: int, called: str) -> int:
    """The id behind an id or a name, in this order. Raises NotFound, and Refused where a name is two's."""
    mine = Objective.objects.filter(organisation_id=organisation_id)
    for way in (Q(pk=_number(called)), Q(name=called), Q(name__iexact=called)):
        found = list(mine.filter(way).values_list("pk", flat=True)[:2])
        if len(found) > 1:
            raise Refused(_("Several objectives are called “%(name)s”. Use the id.") % {"name": called})
        if found:
            return found[0]
    raise NotFound(_("There is no objective “%(name)s” in this organisation.") % {"name": called})


def _number(called: str) -> int:
    """The id that was typed, or one that nothing has."""
    return int(called) if called.isascii() and called.isdecimal() and len(called) < 18 else 0
