"""A GO as it stands on record, for tests of what is read from it: the checks before it are launch's affair."""

from datetime import datetime

from django.db import transaction

from riser.foundation.approvals.giving import lock_newest, sign
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval
from riser.foundation.roles import Act
from riser.plan.words import Kind, Topic


@transaction.atomic
def go_given(
    act: Act, *, campaign_id: int, requested_by: str = "", requested_at: datetime | None = None
) -> Approval:
    """The GO of the newest version, given by the one who acts, past the gate."""
    case = RecordRef(Kind.CAMPAIGN, str(campaign_id))
    return sign(act, case, lock_newest(act, case), Topic.GO, requested_by, requested_at)[0]
