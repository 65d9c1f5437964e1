"""Exports as people download them, made for the tests; nothing here is anybody's data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

# The account's own names: two differ only in a blank, one begins with the word that marks totals.
CAMPAIGNS = ("Terrace Search", "Brand - Search", "Brand  - Search", "Total Care", "garden_week_de_2026")
HEADER = ("Campaign", "Day", "Currency code", "Cost", "Impr.", "Clicks", "Conversions")


@dataclass(frozen=True)
class InterfaceExport:
    """A file of the Google Ads interface, and what is in it."""

    path: Path
    campaigns: tuple[str, ...]
    spend: Decimal
    rows: int
    rows_of_totals: int


def google_ads_interface(path: Path, *, last_day: date, days: int = 45) -> InterfaceExport:
    """Writes campaign-days as the interface exports them: UTF-16, tabs, two title lines, totals at the end.

    One campaign spends without a single conversion, and one day of another costs six times its usual.
    """
    first = last_day - timedelta(days=days - 1)
    rows = [row for offset in range(days) for row in rows_of(first + timedelta(days=offset), offset)]
    spend = sum((row[1] for row in rows), Decimal(0))
    lines = [
        "Campaign performance report",
        f"{first:%B} {first.day}, {first.year} - {last_day:%B} {last_day.day}",
    ]
    lines += ["\t".join(HEADER), *("\t".join(cells) for cells, _ in rows)]
    totals = [
        f"{name}\t --\tUSD\t{spend:,.2f}\t --\t --\t --" for name in ("Total: Account", "Total: Search")
    ]
    path.write_bytes(("\n".join([*lines, *totals]) + "\n").encode("utf-16"))
    return InterfaceExport(path, CAMPAIGNS, spend, len(rows), len(totals))


def rows_of(day: date, offset: int) -> Iterator[tuple[tuple[str, ...], Decimal]]:
    """The lines of one day with their spend, thousands separated as the interface does."""
    for number, name in enumerate(CAMPAIGNS):
        spend = Decimal(180 + 37 * number + offset % 7 * 3) + Decimal("0.25")
        if name == "Terrace Search" and offset == 20:
            spend *= 6
        clicks = int(spend / 2)
        conversions = "0.00" if name == "Total Care" else f"{clicks // 20}.00"
        cells = (
            name,
            f"{day:%Y-%m-%d}",
            "USD",
            f"{spend:,.2f}",
            f"{clicks * 40:,}",
            f"{clicks:,}",
            conversions,
        )
        yield cells, spend
