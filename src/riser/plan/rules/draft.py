"""A plan drafted from spend: one row per platform campaign that no plan holds yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.evidence import PlatformKey
from riser.plan.words import CampaignClass

# A proposal to correct, no rule: relative to all spend, because what is large differs by organisation.
LARGE_SHARE = Decimal("0.20")
SMALL_SHARE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What the money tells of one platform campaign. `by_month` is keyed by the first day of each month."""

    key: PlatformKey
    name: str
    channel: str
    from_day: date
    to_day: date
    spend: Decimal
    currency: str
    by_month: Mapping[date, Decimal]
    proposed_class: CampaignClass
    assumed: bool


def proposed_class(spend: Decimal, total: Decimal) -> CampaignClass:
    """L from a fifth of all spend in that currency, S below a fiftieth, else M."""
    if total > 0 and spend >= LARGE_SHARE * total:
        return CampaignClass.LARGE
    if total > 0 and spend < SMALL_SHARE * total:
        return CampaignClass.SMALL
    return CampaignClass.MEDIUM


def months(rows: Sequence[DraftRow]) -> list[date]:
    """Every month from the first to the last one with spend in any row: the common axis of the small bars."""
    seen = sorted(month for row in rows for month in row.by_month)
    found = []
    month = seen[0] if seen else None
    while month is not None and month <= seen[-1]:
        found.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found
