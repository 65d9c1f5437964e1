"""Who wrote the requests that became campaigns."""

from collections import defaultdict

from riser.foundation.models import RecordVersion
from riser.plan.models import Request
from riser.plan.rules.preparers import Version, wrote_request
from riser.plan.words import Kind, RequestState


def askers(organisation_id: int) -> dict[int, frozenset[int]]:
    """By campaign that began as a request: the members who wrote what it asks for; two queries."""
    became = Request.objects.filter(
        organisation_id=organisation_id, state=RequestState.ACCEPTED, campaign__isnull=False
    )
    campaigns = {str(pk): campaign for pk, campaign in became.values_list("pk", "campaign_id")}
    rows = RecordVersion.objects.filter(
        organisation_id=organisation_id, kind=Kind.REQUEST, record_id__in=campaigns
    )
    written: dict[str, list[Version]] = defaultdict(list)
    for row in rows.order_by("record_id", "number"):
        written[row.record_id].append(Version(row.author_id, row.data))
    return {campaigns[pk]: wrote_request(versions) for pk, versions in written.items() if campaigns[pk]}
