"""The plan as the money tells it: nothing is stored by reading it."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from riser.connect.queries import platform_campaigns
from riser.connect.rules.facts import PlatformCampaign
from riser.foundation.evidence import PlatformKey
from riser.foundation.kept import keep
from riser.plan.models import PlatformLink
from riser.plan.rules.draft import DraftRow, proposed_class


def draft_from_spend(organisation_id: int, *, to_day: date) -> list[DraftRow]:
    """One row per platform campaign that spent and that no plan holds yet, by falling spend."""
    rows = keep(organisation_id, ("draft", to_day), lambda: _drafted(organisation_id, to_day))
    return list(rows)


def _drafted(organisation_id: int, to_day: date) -> tuple[DraftRow, ...]:
    seen = [one for one in platform_campaigns(organisation_id, to_day=to_day) if one.first_spend_day]
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for one in seen:
        totals[one.currency] += one.spend
    mapped = _mapped(organisation_id)
    return tuple(_row(one, totals[one.currency]) for one in seen if one.key not in mapped)


def _mapped(organisation_id: int) -> set[PlatformKey]:
    rows = PlatformLink.objects.filter(organisation_id=organisation_id)
    return {PlatformKey(*row) for row in rows.values_list("source", "account", "key")}


def _row(one: PlatformCampaign, total: Decimal) -> DraftRow:
    return DraftRow(
        key=one.key,
        name=one.name,
        channel=one.channel,
        from_day=one.first_spend_day or one.first_day,
        to_day=one.last_spend_day or one.last_day,
        spend=one.spend,
        currency=one.currency,
        by_month=dict(one.spend_by_month),
        proposed_class=proposed_class(one.spend, total),
        assumed=one.assumed,
    )
