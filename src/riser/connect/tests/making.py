"""Files and people for the tests of this room."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from riser.connect.mappings import sources
from riser.connect.rules.ad_mapping import AdShape, is_ad
from riser.connect.rules.mapping import Match, find

API_HEADER = "customer_id,date,id,base_campaign,campaign_name,cost_micros,impressions,clicks,conversions"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def api_row(
    day: str | date,
    *,
    campaign: str = "11",
    account: str = "77",
    name: str = "eu_search_spring_2026",
    micros: int | str = 1_500_000,
    impressions: int | str = 100,
    clicks: int | str = 5,
    conversions: str = "1",
) -> str:
    """One row as the Google Ads API delivers it; 1.50 of spend unless said otherwise."""
    base = f"customers/{account}/campaigns/{campaign}"
    quoted = '"' + name.replace('"', '""') + '"'
    return f'{account},{day},"{campaign}",{base},{quoted},{micros},{impressions},{clicks},{conversions}'


def api_file(path: Path, rows: Iterable[str], *, header: str = API_HEADER) -> Path:
    """A file of API rows."""
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def days_of(first: str, count: int) -> list[date]:
    """So many days from the first on."""
    start = date.fromisoformat(first)
    return [start + timedelta(days=n) for n in range(count)]


def match_of(header: Sequence[str], *, row: int = 1) -> Match[AdShape]:
    """The one match of a header among all sources."""
    found = find(sources().values(), [(row, list(header))])
    assert isinstance(found, list)
    (match,) = found
    assert is_ad(match)
    return match
