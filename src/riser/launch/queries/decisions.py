"""Frozen launch records: the page of one, and the plain rows of all."""

from datetime import date

from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.evidence import RecordRef
from riser.foundation.models import RecordVersion
from riser.foundation.trail import latest_version
from riser.launch.queries.reading import Decided, decided_from, read_gate
from riser.launch.words import Kind


def decided(organisation_id: int, decision_id: int) -> Decided:
    """One recorded decision. Raises NotFound."""
    row: RecordVersion | None = latest_version(organisation_id, RecordRef(Kind.DECISION, str(decision_id)))
    if row is None:
        raise NotFound(_("There is no such record in this organisation."))
    return decided_from(row)


def decisions(organisation_id: int, campaign_id: int, as_of: date) -> tuple[Decided, ...]:
    """Every recorded decision of one campaign by a day, newest first."""
    return tuple(reversed(read_gate(organisation_id, as_of).decided.get(campaign_id, ())))
