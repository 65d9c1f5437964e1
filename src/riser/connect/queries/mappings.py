"""Reads: the mappings that an organisation keeps for files that Riser does not know."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from riser.connect.models import OwnMapping
from riser.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """A mapping that is kept: what its files are called as a source, and its YAML."""

    slug: str
    name: str
    text: str
    by: str
    at: datetime


def own_mappings(organisation_id: int) -> list[KeptMapping]:
    """Every mapping that is kept, by its name."""
    rows = OwnMapping.objects.filter(organisation_id=organisation_id).order_by("name", "slug")
    return [KeptMapping(one.slug, one.name, one.text, one.member_name, one.recorded_at) for one in rows]


def own_mapping(organisation_id: int, slug: str) -> KeptMapping:
    """The mapping of this slug. Raises NotFound."""
    found = next((one for one in own_mappings(organisation_id) if one.slug == slug), None)
    if found is None:
        raise NotFound(_("There is no mapping “%(slug)s” in this organisation.") % {"slug": slug[:60]})
    return found
