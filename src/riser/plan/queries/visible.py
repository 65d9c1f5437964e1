"""Which campaigns somebody may see: everybody of the house all of them, a guest their own."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.roles import Act, Role
from riser.plan.models import Campaign, Request
from riser.plan.queries.find import campaign_id


@dataclass(frozen=True, slots=True)
class CampaignCard:
    """A campaign as other rooms see it: what it is called, its size, its days, and whose it is."""

    id: int
    code: str
    name: str
    kind: str
    campaign_class: str
    unit: str
    owner: str
    owners: tuple[int, ...]  # member ids
    start: date | None
    end: date | None
    archived: bool


def visible_campaigns(act: Act) -> QuerySet[Campaign]:
    """The rows that the one who acts may see. Only for this room: others call `visible_ids`."""
    mine = Campaign.objects.filter(organisation_id=act.organisation_id)
    if act.actor.role != Role.GUEST:
        return mine
    own = Q(owners=act.actor.member_id) | Q(guests=act.actor.member_id)
    return mine.filter(pk__in=Campaign.objects.filter(own).values("pk"))


def visible_requests(act: Act) -> QuerySet[Request]:
    """The requests that the one who acts may see: a guest those they filed. Only for this room."""
    mine = Request.objects.filter(organisation_id=act.organisation_id)
    return mine.filter(requester=act.actor.member_id) if act.actor.role == Role.GUEST else mine


def visible_ids(act: Act) -> frozenset[int] | None:
    """The ids of the campaigns a guest may see; None for everybody else, who sees all."""
    if act.actor.role != Role.GUEST:
        return None
    return frozenset(visible_campaigns(act).values_list("pk", flat=True))


def find_visible(act: Act, called: int | str) -> CampaignCard:
    """The campaign by id, code or name, where the one who acts may see it.

    Raises NotFound, for a hidden one with the words for one that is not there; Refused where several share
    the name.
    """
    pk = called if isinstance(called, int) else campaign_id(act.organisation_id, called, visible_ids(act))
    row = visible_campaigns(act).filter(pk=pk).prefetch_related("owners").first()
    if row is None:
        raise NotFound(_("There is no such %(what)s in this organisation.") % {"what": _("campaign")})
    return _card(row)


def _card(row: Campaign) -> CampaignCard:
    return CampaignCard(
        id=row.pk,
        code=row.code,
        name=row.name,
        kind=row.kind,
        campaign_class=row.campaign_class,
        unit=row.unit,
        owner=row.owner,
        owners=tuple(sorted(member.pk for member in row.owners.all())),
        start=row.start,
        end=row.end,
        archived=row.archived_at is not None,
    )
