"""What the launch gate leaves on record, for tests of what is read from it: the gate itself is launch's."""

from datetime import datetime

from django.db import transaction

from riser.foundation.approvals.giving import lock_newest, sign
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval, RecordVersion
from riser.foundation.roles import Act
from riser.foundation.trail import record_event, record_version
from riser.plan.words import PLATFORM_BUDGET_CHECK, Kind, Topic


@transaction.atomic
def go_given(
    act: Act, *, campaign_id: int, requested_by: str = "", requested_at: datetime | None = None
) -> Approval:
    """The GO of the newest version, given by the one who acts, past the gate."""
    case = RecordRef(Kind.CAMPAIGN, str(campaign_id))
    return sign(act, case, lock_newest(act, case), Topic.GO, requested_by, requested_at)[0]


@transaction.atomic
def check_kept(
    act: Act, *, campaign_id: int, result: str, kind: str = PLATFORM_BUDGET_CHECK
) -> RecordVersion:
    """The version that a signed launch check leaves."""
    number = RecordVersion.objects.filter(kind=Kind.LAUNCH_CHECK).count() + 1
    case = RecordRef(Kind.LAUNCH_CHECK, str(number))
    values = {"campaign": campaign_id, "kind": kind, "result": result, "blocking": True, "automatic": False}
    record_event(act, case, f"check {kind}", after=values)
    return record_version(act, case, values)
