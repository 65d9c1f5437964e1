"""What is kept of the lake in memory: as long as nothing changes, and not a moment longer."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from cast import Cast
from riser.connect import queries
from riser.connect.actions import import_file
from riser.connect.lake import days
from riser.connect.lake import table as lake
from riser.connect.lake.tables import AD_DAILY
from riser.connect.models import Account
from riser.connect.tests.making import api_file, api_row


def test_days_are_read_once_until_a_load_or_a_confirmation_changes_them(cast: Cast, tmp_path: Path) -> None:
    act = cast.act("Cleo")
    import_file(act, api_file(tmp_path / "a.csv", [api_row("2026-02-01")]))

    def seen() -> tuple[Any, ...]:
        days_, links = (read(cast.id, to_day=date.max) for read in (queries.campaign_days, queries.link_days))
        (source,) = queries.connected_sources(cast.id)
        accounts = [(day.day, day.spend) for day in queries.account_days(cast.id, to_day=date.max)]
        return len(days_), len(links), accounts, source.newest_day, source.currency, source.currency_assumed

    def reads() -> int:
        return days._campaign_days.cache_info().misses + days._link_days.cache_info().misses

    first, second = date(2026, 2, 1), date(2026, 2, 2)
    before = reads()
    assert seen() == seen() == (1, 1, [(first, Decimal("1.50"))], first, "EUR", True)
    assert reads() == before + 2
    # The lake is changed past every function of this process that could drop what it keeps.
    table = lake.open_table(cast.id)
    assert table
    (row,) = table.to_pyarrow_table().select(AD_DAILY.schema.names).to_pylist()
    later = pa.Table.from_pylist(
        [row | {"day": second, "spend": Decimal("2.250000")}], schema=AD_DAILY.schema
    )
    lake.replace(cast.id, later, load_id="b" * 32)
    grown = [(first, Decimal("1.50")), (second, Decimal("2.25"))]
    assert seen() == (2, 2, grown, second, "EUR", True)
    Account.objects.filter(organisation_id=cast.id).update(currency="USD", currency_confirmed=True)
    assert seen() == (2, 2, grown, second, "USD", False)


def test_accounts_and_their_days_are_bounded_by_the_day_asked_for(cast: Cast, tmp_path: Path) -> None:
    rows = [
        api_row("2026-02-01"),
        api_row("2026-02-02", campaign="12", micros=250_000),
        api_row("2026-02-02", micros=1_505_000),
        api_row("2026-02-03", account="88", micros=3_000_000),
    ]
    import_file(cast.act("Cleo"), api_file(tmp_path / "a.csv", rows))
    asked = date(2026, 2, 2)
    assert [(day.day.day, day.spend) for day in queries.account_days(cast.id, to_day=asked)] == [
        (1, Decimal("1.50")),
        (2, Decimal("1.755")),
    ]
    assert [one.newest_day for one in queries.connected_sources(cast.id, to_day=asked)] == [asked]
    assert [one.account for one in queries.connected_sources(cast.id)] == ["77", "88"]
