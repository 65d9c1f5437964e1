"""The accepted rows of a file in the three forms others need: lake rows, campaign-days, platform totals."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.utils.translation import gettext as _
from pyarrow import compute

from riser.connect.intake.blocks import DISTINCT
from riser.connect.intake.distinct import one_text, spread
from riser.connect.intake.months import Month
from riser.connect.intake.owners import Owner, Owners
from riser.connect.lake.bench import bench
from riser.connect.lake.reads import exact
from riser.connect.lake.rows import Batches, Part, Rows
from riser.connect.lake.tables import AD_DAILY, scope_key
from riser.connect.rules.facts import AccountTotal, CampaignDay
from riser.foundation.errors import Refused
from riser.foundation.evidence import PlatformKey

if TYPE_CHECKING:
    from riser.connect.intake.ads import AdIntake

pc: Any = compute  # its stubs know few of the types that it takes
SCHEMA = pa.schema(
    [one.with_type(DISTINCT) if pa.types.is_string(one.type) else one for one in AD_DAILY.schema]
)
BY_CAMPAIGN_DAY = """
    SELECT account, campaign, day, arg_min(campaign_name, line), arg_min(channel, line), sum(spend),
        sum(impressions)::BIGINT, sum(clicks)::BIGINT, sum(conversions), arg_min(final_url, line), min(line)
    FROM ({rows}) GROUP BY account, campaign, day
"""


def platform_totals(intake: "AdIntake") -> list[AccountTotal]:
    """What the platform itself says was spent: given with the file, else the file's own total row."""
    amount = intake.ask.account_total
    amount = intake.reading.own_total if amount is None else amount
    owners = set(intake.owners.values()) if intake.rows_accepted else set()
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


# --- rows of the lake ------------------------------------------------------------------------------------


def as_rows(intake: "AdIntake", *, load_id: str, loaded_at: datetime) -> Rows:
    """The accepted rows as rows of `ad_daily`, by source and month."""
    source, level = intake.source.slug, intake.match.shape.level.value  # type: ignore[attr-defined]
    told = _Told(source, level, load_id, loaded_at, intake.owners)
    parts: dict[Part, Batches] = {
        (source, month): _batches(told, month, staged) for month, staged in intake.reading.months.items()
    }
    return Rows(AD_DAILY, parts, intake.reading)


@dataclass(frozen=True)
class _Told:
    """What every row of a load says alike, and whose it is by the account it names."""

    source: str
    level: str
    load_id: str
    loaded_at: datetime
    owners: Owners
    scopes: dict[tuple[str, str], str] = field(default_factory=dict)

    def owner(self, account: str | None) -> Owner | None:
        """The owner behind an account; None where no accepted row names it."""
        return self.owners.get(account)

    def scope(self, account: str, campaign: str) -> str:
        """The key of a campaign's scope, reckoned once."""
        if (account, campaign) not in self.scopes:
            self.scopes[account, campaign] = scope_key(account=account, level=self.level, campaign=campaign)
        return self.scopes[account, campaign]


def _batches(told: _Told, month: str, staged: Month) -> Batches:
    def batches() -> Iterator[pa.RecordBatch]:
        for batch in staged.batches():
            yield _lake_rows(told, month, batch)

    return batches


def _lake_rows(told: _Told, month: str, batch: pa.RecordBatch) -> pa.RecordBatch:
    """One batch with what the file itself does not say. Texts that are many rows long are kept once."""
    count = batch.num_rows
    named: Any = batch["account"]
    places = pc.fill_null(named.indices, len(named.dictionary))
    owners = [told.owner(account) for account in [*named.dictionary.to_pylist(), None]]
    accounts = [owner.account if owner else "" for owner in owners]
    columns: dict[str, Any] = {name: batch[name] for name in batch.schema.names if name in SCHEMA.names}
    columns |= {
        "source": one_text(told.source, count),
        "month": one_text(month, count),
        "account": spread(places, accounts, DISTINCT),
        "level": one_text(told.level, count),
        "currency": spread(places, [owner.currency if owner else "" for owner in owners], DISTINCT),
        "currency_assumed": spread(
            places, [not (owner and owner.currency_in_file) for owner in owners], pa.bool_()
        ),
        "account_assumed": spread(
            places, [bool(owner and owner.account_assumed) for owner in owners], pa.bool_()
        ),
        "scope_key": _scope_keys(told, places, accounts, batch["campaign"]),
        "load_id": one_text(told.load_id, count),
        "loaded_at": pa.repeat(pa.scalar(told.loaded_at, SCHEMA.field("loaded_at").type), count),
        "first_loaded_at": pa.repeat(pa.scalar(told.loaded_at, SCHEMA.field("loaded_at").type), count),
    }
    return pa.record_batch([columns[one.name] for one in SCHEMA], schema=SCHEMA)


def _scope_keys(told: _Told, places: Any, accounts: list[str], campaigns: Any) -> Any:
    """The keys of the scopes, each distinct pair of account and campaign looked at once."""
    texts = campaigns.dictionary.to_pylist()
    pairs: Any = pc.add(
        pc.multiply(places.cast(pa.int64()), len(texts)), campaigns.indices
    ).dictionary_encode()
    keys = [
        told.scope(accounts[pair // len(texts)], texts[pair % len(texts)])
        for pair in pairs.dictionary.to_pylist()
    ]
    return spread(pairs.indices, keys, DISTINCT)


# --- campaign-days ---------------------------------------------------------------------------------------


def campaign_days(intake: "AdIntake", *, now: datetime) -> list[CampaignDay]:
    """The accepted rows summed to campaign-days, to show what a file holds before it is stored."""
    with bench() as table:
        found = [
            row
            for month in intake.reading.months.values()
            for row in table.rows(BY_CAMPAIGN_DAY.format(rows=month.accepted(table)))
        ]
    return [_campaign_day(intake, row, now) for row in sorted(found, key=lambda row: row[-1])]


def _campaign_day(intake: "AdIntake", row: tuple[Any, ...], now: datetime) -> CampaignDay:
    account, campaign, day, name, channel, spend, impressions, clicks, conversions, url, _line = row
    owner = intake.owners[account]
    return CampaignDay(
        key=PlatformKey(intake.source.slug, owner.account, campaign),
        campaign_name=name or campaign,
        channel=channel,
        day=day,
        spend=exact(spend) or Decimal(0),
        currency=owner.currency,
        impressions=impressions,
        clicks=clicks,
        conversions=exact(conversions),
        final_url=url,
        first_loaded_at=now,
        loaded_at=now,
        load_id="",
        currency_assumed=owner.currency_assumed,
        account_assumed=owner.account_assumed,
        level=intake.reading.match.shape.level,
    )
