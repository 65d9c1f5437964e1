"""Spend for the tests, imported for real as an export of an ad platform's web interface."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from riser.connect.actions import import_file
from riser.foundation.evidence import PlatformKey
from riser.foundation.roles import Act
from riser.plan.tests.story_runner import ACCOUNT, HEADER, SOURCE

Day = tuple[date, Decimal | int | str]


def key(campaign: str) -> PlatformKey:
    """The platform campaign of that id in the tests' one account."""
    return PlatformKey(SOURCE, ACCOUNT, campaign)


def daily(first: date, days: int, amount: Decimal | int | str) -> list[Day]:
    """The same amount on each of some days."""
    return [(first + timedelta(days=number), amount) for number in range(days)]


def load(
    act: Act,
    folder: Path,
    campaign: str,
    days: Iterable[Day],
    *,
    name: str = "",
    currency: str = "EUR",
    conversions: int | None = None,
    account: str = ACCOUNT,
) -> None:
    """Imports the days of one platform campaign."""
    path = folder / f"{uuid4().hex}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*HEADER, "Conversions"])
        for day, amount in days:
            cells = [name or campaign, campaign, account, day, currency, f"{Decimal(amount):.2f}", 100, 10]
            writer.writerow([*cells, "" if conversions is None else conversions])
    import_file(act, path, source=SOURCE)
