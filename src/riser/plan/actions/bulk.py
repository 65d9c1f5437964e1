"""One verb on many campaigns: all of them or none, each with its own audit event and version."""

from collections.abc import Callable, Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.roles import Act, require
from riser.plan.actions.batch import Batch
from riser.plan.actions.campaigns import CampaignFields, put_away, store_changed
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.models import Campaign
from riser.plan.rules.moving import moved
from riser.plan.words import CampaignClass

MOST = 1000
MOST_DAYS = 3660
Seen = Mapping[int, int]  # campaign -> the version that the preview showed; leaving one out asks for no check


@transaction.atomic
def assign_owner(act: Act, *, campaign_ids: Iterable[int], owner: str, seen: Seen | None = None) -> list[int]:
    """The ids of the campaigns whose owner changed."""
    return _change(act, campaign_ids, lambda _row: {"owner": owner}, seen)


@transaction.atomic
def assign_objective(
    act: Act, *, campaign_ids: Iterable[int], objective_id: int | None, seen: Seen | None = None
) -> list[int]:
    """The ids of the campaigns whose objective changed; None takes it off."""
    return _change(act, campaign_ids, lambda _row: {"objective_id": objective_id}, seen)


@transaction.atomic
def assign_class(
    act: Act, *, campaign_ids: Iterable[int], campaign_class: CampaignClass | str, seen: Seen | None = None
) -> list[int]:
    """The ids of the campaigns whose class changed."""
    return _change(act, campaign_ids, lambda _row: {"campaign_class": campaign_class}, seen)


@transaction.atomic
def assign_unit(act: Act, *, campaign_ids: Iterable[int], unit: str, seen: Seen | None = None) -> list[int]:
    """The ids of the campaigns whose unit changed; an empty one takes it off."""
    return _change(act, campaign_ids, lambda _row: {"unit": unit}, seen)


@transaction.atomic
def shift_dates(act: Act, *, campaign_ids: Iterable[int], days: int, seen: Seen | None = None) -> list[int]:
    """The ids of the campaigns whose first and last day moved; caps and requirements keep their windows."""
    if not 0 < abs(days) <= MOST_DAYS:
        problem = Problem(_("Write by how many days: 7, or -7 for a week earlier."), column="days")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))

    def dates(row: Campaign) -> CampaignFields:
        return {"start": moved(row.start, days), "end": moved(row.end, days)}

    return _change(act, campaign_ids, dates, seen)


@transaction.atomic
def archive_campaigns(act: Act, *, campaign_ids: Iterable[int]) -> list[int]:
    """The ids of the campaigns that went out of the lists."""
    require(act, EDIT_PLANS)
    ids = _few(campaign_ids)
    with Batch(act) as batch:
        batch.open(ids)
        live = [row for row in map(batch.campaign, ids) if row.archived_at is None]
        return [put_away(batch, row, "archive campaign", archived=True).pk for row in live]


def _change(
    act: Act, campaign_ids: Iterable[int], fields_of: Callable[[Campaign], CampaignFields], seen: Seen | None
) -> list[int]:
    require(act, EDIT_PLANS)
    ids, changed = _few(campaign_ids), []
    with Batch(act) as batch:
        batch.open(ids)
        for row in map(batch.campaign, ids):
            fields = fields_of(row)
            before = _stand(row, fields)
            store_changed(batch, row, fields, based_on=(seen or {}).get(row.pk))
            if _stand(row, fields) != before:
                changed.append(row.pk)
    return changed


def _stand(row: Campaign, fields: CampaignFields) -> list[object]:
    return [getattr(row, name) for name in fields]


def _few(campaign_ids: Iterable[int]) -> list[int]:
    ids = sorted(set(campaign_ids))
    if not ids:
        raise Refused(_("No campaign is chosen. Tick at least one."))
    if len(ids) > MOST:
        raise Refused(_("Change at most %(most)d campaigns at once.") % {"most": MOST})
    return ids
