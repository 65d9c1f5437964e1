"""The accepted rows of a file in the three forms others need: lake rows, campaign-days, platform totals."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.utils.translation import gettext as _

from riser.connect.lake.tables import AD_DAILY, scope_key
from riser.connect.rules.facts import AccountTotal, CampaignDay
from riser.connect.rules.reading import AdRow
from riser.foundation.errors import Refused
from riser.foundation.evidence import PlatformKey

if TYPE_CHECKING:
    from riser.connect.intake.ads import AdIntake


def platform_totals(intake: "AdIntake") -> list[AccountTotal]:
    """What the platform itself says was spent: given with the file, else the file's own total row."""
    amount = intake.ask.account_total
    amount = intake.reading.own_total if amount is None else amount
    owners = {intake.owner(row) for row in intake.reading.rows}
    if amount is None or not owners:
        return []
    accounts = {owner.account for owner in owners}
    if len(accounts) > 1:
        if intake.ask.account_total is None:
            return []
        raise Refused(_("The file holds several accounts; one total cannot be compared with them."))
    owner = owners.pop()
    first, last = intake.days
    return [AccountTotal(intake.source.slug, owner.account, first, last, amount, owner.currency)]


def as_table(intake: "AdIntake", *, load_id: str, loaded_at: datetime) -> pa.Table:
    """The accepted rows as rows of `ad_daily`."""
    level = intake.reading.match.shape.level.value
    scopes: dict[tuple[str, str], str] = {}
    columns: dict[str, list[Any]] = {name: [] for name in AD_DAILY.schema.names}
    for row in intake.reading.rows:
        owner = intake.owner(row)
        scope = (owner.account, row.campaign)
        if scope not in scopes:
            scopes[scope] = scope_key(account=owner.account, level=level, campaign=row.campaign)
        values = {
            "source": intake.source.slug,
            "month": f"{row.day:%Y-%m}",
            "account": owner.account,
            "level": level,
            "currency": owner.currency,
            "currency_assumed": not owner.currency_in_file,
            "account_assumed": owner.account_assumed,
            "scope_key": scopes[scope],
            "load_id": load_id,
            "loaded_at": loaded_at,
            "first_loaded_at": loaded_at,
        }
        for name, column in columns.items():
            column.append(values[name] if name in values else getattr(row, name))
    return pa.table(
        [_array(columns[field.name], field.type) for field in AD_DAILY.schema], schema=AD_DAILY.schema
    )


def campaign_days(intake: "AdIntake", *, now: datetime) -> list[CampaignDay]:
    """The accepted rows summed to campaign-days, to show what a file holds before it is stored."""
    grouped: dict[tuple[PlatformKey, date], list[AdRow]] = {}
    for row in intake.reading.rows:
        key = PlatformKey(intake.source.slug, intake.owner(row).account, row.campaign)
        grouped.setdefault((key, row.day), []).append(row)
    return [_campaign_day(intake, key, rows, now) for (key, _day), rows in grouped.items()]


def _campaign_day(intake: "AdIntake", key: PlatformKey, rows: Sequence[AdRow], now: datetime) -> CampaignDay:
    first, owner = rows[0], intake.owner(rows[0])
    return CampaignDay(
        key=key,
        campaign_name=first.campaign_name or key.campaign,
        channel=first.channel,
        day=first.day,
        spend=sum((row.spend for row in rows if row.spend is not None), Decimal(0)),
        currency=owner.currency,
        impressions=_sum([row.impressions for row in rows]),
        clicks=_sum([row.clicks for row in rows]),
        conversions=_sum([row.conversions for row in rows]),
        final_url=next((row.final_url for row in rows if row.final_url), None),
        first_loaded_at=now,
        loaded_at=now,
        load_id="",
        currency_assumed=owner.currency_assumed,
        account_assumed=owner.account_assumed,
        level=intake.reading.match.shape.level,
    )


def _sum(values: Sequence[Any]) -> Any:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _array(values: list[Any], kind: pa.DataType) -> "pa.Array[Any]":
    if pa.types.is_decimal(kind):
        step = Decimal(1).scaleb(-kind.scale)
        values = [None if value is None else value.quantize(step) for value in values]
    return pa.array(values, kind)
