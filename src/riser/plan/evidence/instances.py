"""What can be rated by the records of this room: campaigns, programme-quarters, unplanned spend by month."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from riser.connect.mappings import source_name
from riser.connect.rules.facts import CampaignDay
from riser.foundation.evidence import Instance, RecordRef
from riser.foundation.periods import month_of
from riser.plan.evidence.ledger import Unit, by_currency, quarter_name
from riser.plan.evidence.reading import as_day
from riser.plan.evidence.scene import look
from riser.plan.words import Kind
from riser.ui import formats


def campaigns(organisation_id: int, as_of: date) -> Sequence[Instance]:
    """One instance per campaign, and per programme one for each quarter with spend and the present one."""
    return [_instance(unit) for unit in look(organisation_id, as_of).books.units.values()]


def unplanned(organisation_id: int, as_of: date) -> Sequence[Instance]:
    """One instance per account, month and stray spend, so that many strays do not outvote the plans."""
    return [_stray(name, days) for name, days in look(organisation_id, as_of).books.unplanned.items()]


def _instance(unit: Unit) -> Instance:
    data, days = unit.plan.data, unit.spend_days
    window = unit.window
    return Instance(
        id=unit.id,
        kind="campaign",
        title=f"{data['name']} · {quarter_name(window)}" if window else data["name"],
        record=RecordRef(Kind.CAMPAIGN, str(unit.campaign)),
        from_day=days[0] if days else (window.from_day if window else as_day(data["start"])),
        to_day=days[-1] if days else (window.to_day if window else as_day(data["end"])),
        keys=tuple(one.key for one in unit.mapped),
        spend=unit.spend,
        currency=unit.currency,
    )


def _stray(name: str, days: tuple[CampaignDay, ...]) -> Instance:
    sums, first = by_currency(days), days[0]
    currency = max(sums, key=lambda code: sums[code])
    month = month_of(first.day)
    words = {
        "source": source_name(first.key.source),
        "account": first.key.account,
        "month": formats.day(month.from_day, "month"),
    }
    return Instance(
        id=name,
        kind="unplanned",
        title=_("Outside any plan: %(source)s %(account)s, %(month)s") % words,
        from_day=min(day.day for day in days),
        to_day=max(day.day for day in days),
        keys=tuple(sorted({day.key for day in days}, key=lambda key: key.campaign)),
        spend=sums[currency],
        currency=currency,
    )
