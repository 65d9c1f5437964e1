"""Writes: mappings that the organisation keeps, so that their files are recognised from now on."""

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect.actions.permissions import IMPORT
from riser.connect.intake.own_mapping import LARGEST, own_source
from riser.connect.models import OwnMapping
from riser.connect.queries.mappings import KeptMapping, own_mapping
from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event

CASE = "mapping"
MOST = 100  # mappings of one organisation: every unknown file is held against each


@transaction.atomic
def keep_mapping(act: Act, text: str) -> KeptMapping:
    """The mapping kept under its source, in place of an older one. Raises Refused for one that is faulty.

    Loads that came by an older one keep it: they are undone and stored again as they were.
    """
    require(act, IMPORT)
    if len(text.encode()) > LARGEST:
        raise Refused(_("The mapping is larger than 256 KB: that is no mapping."))
    source = own_source(text)
    mine = OwnMapping.objects.filter(organisation_id=act.organisation_id)
    before = mine.filter(slug=source.slug).first()
    if before is None and mine.count() >= MOST:
        raise Refused(_("This organisation keeps 100 mappings. Remove one first."))
    said = {"name": source.name[:100], "text": text, "member_name": act.actor.name, "recorded_at": act.now}
    mine.update_or_create(organisation_id=act.organisation_id, slug=source.slug, defaults=said)
    if before is None or before.text != text:
        told = {"text": before.text} if before else None
        record_event(act, RecordRef(CASE, source.slug), "keep mapping", before=told, after={"text": text})
    return own_mapping(act.organisation_id, source.slug)


@transaction.atomic
def remove_mapping(act: Act, slug: str) -> None:
    """Its files are recognised no more; what was loaded by it stays. Raises NotFound."""
    require(act, IMPORT)
    found = own_mapping(act.organisation_id, slug)
    OwnMapping.objects.filter(organisation_id=act.organisation_id, slug=slug).delete()
    record_event(act, RecordRef(CASE, slug), "remove mapping", before={"text": found.text})
