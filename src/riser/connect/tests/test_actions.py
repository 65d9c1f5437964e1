"""Imports from file to lake and ledger: what is stored, what waits, what is refused, and the trail of it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from riser.connect import queries
from riser.connect.actions import (
    accept_load,
    agree_latency,
    confirm_account,
    discard_load,
    import_file,
    mark_quiet_days,
    preview_file,
)
from riser.connect.lake import table as lake
from riser.connect.ledger import LoadRecord, raw_path
from riser.connect.models import Account, Load
from riser.connect.tests.making import NOW, api_file, api_row, days_of
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.models import AuditEvent

Importer = Callable[..., LoadRecord]


@pytest.fixture
def load(cast: Cast, tmp_path: Path) -> Importer:
    """Imports these API rows as Cleo."""

    def importer(*rows: str, now: timedelta = timedelta(0), **said: Any) -> LoadRecord:
        path = api_file(tmp_path / "export.csv", rows)
        return import_file(cast.act("Cleo", now=NOW + now), path, **said)

    return importer


def verbs(cast: Cast) -> list[str]:
    """What the trail says of loads and accounts, oldest first."""
    kinds = ("load", "ad_account")
    events = AuditEvent.objects.filter(organisation_id=cast.id, case_kind__in=kinds)
    return list(events.order_by("pk").values_list("verb", flat=True))


def spend(cast: Cast) -> dict[str, Decimal | None]:
    """The spend by day."""
    return {total.label: total.spend for total in queries.totals(cast.id, by="day")}


def test_an_import_leaves_rows_a_ledger_entry_the_raw_file_and_one_event(cast: Cast, load: Importer) -> None:
    record = load(api_row("2026-02-01"), api_row("2026-02-02"), currency="EUR")
    assert (record.state, record.rows_read, record.rows_accepted, record.unchanged) == ("done", 2, 2, False)
    (day, _second) = queries.campaign_days(cast.id, to_day=date(2026, 2, 28))
    assert (day.spend, day.impressions, day.clicks) == (Decimal("1.50"), 100, 5)
    assert (day.key.account, day.key.campaign, day.campaign_name) == ("77", "11", "eu_search_spring_2026")
    assert (day.load_id, day.first_loaded_at, day.loaded_at) == (record.id, NOW, NOW)
    row = Load.objects.get(pk=record.id)
    assert raw_path(cast.id, row.file_sha256).read_bytes().startswith(b"customer_id")
    event = AuditEvent.objects.get(organisation_id=cast.id, case_kind="load")
    assert (event.verb, event.case_id, event.actor_name) == ("import file", record.id, "Cleo")
    assert event.after is not None
    assert event.after["rows_accepted"] == 2
    assert lake.find_commit(cast.id, record.id) == row.delta_version


def test_the_same_file_again_changes_nothing_and_says_so(cast: Cast, load: Importer) -> None:
    first = load(api_row("2026-02-01"))
    again = load(api_row("2026-02-01"), now=timedelta(days=1))
    assert (first.unchanged, again.unchanged, again.delta_version) == (False, True, None)
    (day,) = queries.campaign_days(cast.id, to_day=date.max)
    assert (day.load_id, day.loaded_at) == (first.id, NOW)


def test_a_later_file_replaces_only_the_campaign_days_it_names(cast: Cast, load: Importer) -> None:
    load(api_row("2026-02-01"), api_row("2026-02-02"), api_row("2026-02-01", campaign="12"))
    load(api_row("2026-02-01", micros=9_000_000), now=timedelta(days=3))
    found = {(day.key.campaign, day.day.day): day for day in queries.campaign_days(cast.id, to_day=date.max)}
    assert {key: day.spend for key, day in found.items()} == {
        ("11", 1): Decimal(9),
        ("11", 2): Decimal("1.50"),
        ("12", 1): Decimal("1.50"),
    }
    replaced = found["11", 1]
    assert (replaced.first_loaded_at, replaced.loaded_at) == (NOW, NOW + timedelta(days=3))


def test_the_preview_counts_what_would_come_change_and_vanish_and_stores_nothing(
    cast: Cast, load: Importer, tmp_path: Path
) -> None:
    header = "customer_id,date,id,base_campaign,cost_micros,device"
    rows = [f"77,2026-02-01,11,x,1000000,{device}" for device in ("MOBILE", "DESKTOP")]
    import_file(cast.act("Cleo"), api_file(tmp_path / "a.csv", rows, header=header))
    later = ["77,2026-02-01,11,x,2000000,MOBILE", "77,2026-02-02,11,x,1000000,MOBILE"]
    path = api_file(tmp_path / "b.csv", later, header=header)
    changes = preview_file(cast.act("Cleo"), path).changes
    assert (changes.added, changes.changed, changes.vanished, changes.same) == (1, 1, 1, 0)
    assert spend(cast) == {"2026-02-01": Decimal(2)}
    assert Load.objects.filter(organisation_id=cast.id).count() == 1


def test_levels_of_one_account_are_never_added_together(cast: Cast, load: Importer, tmp_path: Path) -> None:
    load(api_row("2026-02-01"))
    ads = ["77,2026-02-01,11,5,9,1500000", "77,2026-02-02,11,5,9,1500000"]
    header = "customer_id,date,campaign_id,ad_group_id,ad_id,cost_micros"
    import_file(cast.act("Cleo"), api_file(tmp_path / "ads.csv", ads, header=header))
    assert spend(cast) == {"2026-02-01": Decimal("1.50")}


def test_a_rejected_row_makes_the_whole_load_wait_and_nothing_is_stored(cast: Cast, load: Importer) -> None:
    record = load(api_row("2026-02-01"), api_row("2026-02-02", micros="oops"), api_row("2027-01-01"))
    assert (record.state, record.rows_accepted, record.rows_rejected) == ("waiting", 1, 2)
    assert [(bad.row, bad.column) for bad in record.rejections] == [(3, "cost_micros"), (4, "date")]
    assert record.rejections[0].reason.startswith("“oops” is not a number.")
    assert "2027-01-01 lies in the future (today is 2026-03-02)" in record.rejections[1].reason
    assert spend(cast) == {}
    assert verbs(cast) == ["hold load"]


def test_a_waiting_load_is_accepted_once(cast: Cast, load: Importer) -> None:
    record = load(api_row("2026-02-01"), api_row("2026-02-02", micros="oops"))
    accepted = accept_load(cast.act("Bob"), record.id)
    assert (accepted.state, accepted.id, spend(cast)) == ("done", record.id, {"2026-02-01": Decimal("1.50")})
    assert verbs(cast) == ["hold load", "accept load"]
    with pytest.raises(Refused, match="not waiting"):
        accept_load(cast.act("Bob"), record.id)


def test_a_waiting_load_can_be_discarded(cast: Cast, load: Importer) -> None:
    record = load(api_row("2026-02-01"), api_row("2026-02-02", micros="oops"))
    assert discard_load(cast.act("Bob"), record.id).state == "refused"
    assert spend(cast) == {}
    with pytest.raises(Refused, match="not waiting"):
        accept_load(cast.act("Bob"), record.id)
    assert verbs(cast) == ["hold load", "discard load"]


def test_a_load_without_one_good_row_can_only_be_discarded(cast: Cast, load: Importer) -> None:
    record = load(api_row("2026-02-02", micros="oops"))
    assert (record.state, record.rows_accepted) == ("waiting", 0)
    with pytest.raises(Refused, match="its only row is rejected"):
        accept_load(cast.act("Bob"), record.id)
    with pytest.raises(Refused, match="its only row is rejected"):
        load(api_row("2026-02-02", micros="oops"), accept_quarantine=True)
    assert discard_load(cast.act("Bob"), record.id).state == "refused"


def test_accepting_beforehand_stores_the_good_rows_at_once(cast: Cast, load: Importer) -> None:
    record = load(api_row("2026-02-01"), api_row("2026-02-02", micros="oops"), accept_quarantine=True)
    assert (record.state, record.rows_rejected) == ("done", 1)
    assert spend(cast) == {"2026-02-01": Decimal("1.50")}


def test_a_currency_nobody_named_is_the_organisations_and_assumed_until_confirmed(
    cast: Cast, load: Importer
) -> None:
    record = load(api_row("2026-02-01"))
    assert record.currency_assumed
    (day,) = queries.campaign_days(cast.id, to_day=date.max)
    assert (day.currency, day.assumed) == ("EUR", True)
    confirm_account(cast.act("Bob"), source="google_ads", account="77", currency="usd")
    (day,) = queries.campaign_days(cast.id, to_day=date.max)
    assert (day.currency, day.assumed) == ("USD", False)
    (total,) = queries.totals(cast.id, by="source")
    assert (total.currency, total.assumed) == ("USD", False)
    assert verbs(cast) == ["import file", "confirm account"]


def test_a_given_currency_is_not_assumed_and_another_one_is_refused_later(cast: Cast, load: Importer) -> None:
    assert not load(api_row("2026-02-01"), currency="usd").currency_assumed
    assert load(api_row("2026-02-02")).currency_assumed is False
    with pytest.raises(Refused, match="Account 77 is confirmed in USD, not EUR"):
        load(api_row("2026-02-03"), currency="EUR")
    assert list(spend(cast)) == ["2026-02-01", "2026-02-02"]


def test_an_account_the_file_names_wins_and_another_is_refused(cast: Cast, load: Importer) -> None:
    with pytest.raises(Refused, match="The file is of account 77, not 99"):
        load(api_row("2026-02-01"), account="99")
    assert load(api_row("2026-02-01"), account="77").state == "done"
    assert not Account.objects.filter(organisation_id=cast.id, account="99").exists()


def test_an_account_nobody_names_is_assumed_and_a_second_one_is_warned_of(cast: Cast, tmp_path: Path) -> None:
    header = "campaign_id,day,cost_in_local_currency,impressions"
    path = api_file(tmp_path / "a.csv", ["5,2026-02-01 00:00:00,12.5,"], header=header)
    record = import_file(cast.act("Cleo"), path)
    (day,) = queries.campaign_days(cast.id, to_day=date.max)
    assert (day.key.account, day.account_assumed, day.impressions) == ("northwind", True, None)
    assert record.account_assumed
    named = api_file(tmp_path / "b.csv", ["5,2026-02-01 00:00:00,12.5,"], header=header)
    warned = import_file(cast.act("Cleo"), named, account="demo")
    assert any("assumed account “northwind”" in note for note in warned.notes)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Campaign,Day,Currency code,Cost\nA,2026-02-01,EUR,1.00\nB,2026-02-01,USD,1.00\n",
            "mixes currencies",
        ),
        (
            'Campaign,Day,Cost\nA,2026-02-01,"1.234,50"\nB,2026-02-01,"1,234.50"\n',
            "(row 2, Cost) and “1,234.50” (row 3, Cost)",
        ),
        (
            "Campaign,Day,Cost\nA,13/2/2026,1.00\nB,2/13/2026,1.00\n",
            "(row 2) and “2/13/2026” (row 3)",
        ),
        (
            "Campaign,Cost\nA,1.00\n",
            "and download it again. In Google Ads: Segment › Time › Day.",
        ),
        ("Campaign,Clicks,Impr.\n", "lacks: Day, Cost. Add these columns to the export"),
        (
            "Campaign,Day,Clicks\nA,2026-02-01,1\n",
            "lacks: Cost. Add this column to the export",
        ),
        ("Campaign,Day,Cost\n", "no rows of data"),
        ("hello\n", "not recognised"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_nothing_stored(
    cast: Cast, tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(Refused, match=re.escape(sentence)):
        import_file(cast.act("Cleo"), path)
    assert not Load.objects.exists()
    assert queries.connected_sources(cast.id) == []


def test_an_unknown_source_names_the_known_ones(cast: Cast, load: Importer) -> None:
    with pytest.raises(Refused, match="Known are: asana, backend, baidu_ads, "):
        load(api_row("2026-02-01"), source="myspace")
    with pytest.raises(Refused, match="is an export of google_ads, not of linkedin_ads"):
        load(api_row("2026-02-01"), source="linkedin_ads")


def test_hostile_names_stay_data(cast: Cast, load: Importer) -> None:
    hostile = "B' or '1'='1"
    load(api_row("2026-02-01"), api_row("2026-02-01", campaign="12"))
    load(api_row("2026-02-01", campaign=hostile, name=hostile, account="7'; drop"), currency="EUR")
    load(api_row("2026-02-01", campaign=hostile, name=hostile, account="7'; drop", micros=2_000_000))
    found = {day.key.campaign: day.spend for day in queries.campaign_days(cast.id, to_day=date.max)}
    assert found == {"11": Decimal("1.50"), "12": Decimal("1.50"), hostile: Decimal(2)}
    table = lake.open_table(cast.id)
    assert table is not None
    for commit in table.history():
        assert "'1'='1" not in commit.get("operationParameters", {}).get("predicate", "")


def test_one_organisation_never_sees_the_rows_of_another(cast: Cast, load: Importer, tmp_path: Path) -> None:
    record = load(api_row("2026-02-01"))
    stranger = cast.contoso.id
    assert queries.campaign_days(stranger, to_day=date.max) == []
    assert queries.totals(stranger, by="source") == []
    for verb in (accept_load, discard_load):
        with pytest.raises(NotFound):
            verb(cast.act("Mallory"), record.id)
    with pytest.raises(NotFound):
        confirm_account(cast.act("Mallory"), source="google_ads", account="77", currency="EUR")


def test_a_viewer_may_not_import(cast: Cast, tmp_path: Path) -> None:
    path = api_file(tmp_path / "a.csv", [api_row("2026-02-01")])
    with pytest.raises(NotPermitted):
        import_file(cast.act("Vera"), path)


def test_latency_and_quiet_days_are_agreed_with_a_trail(cast: Cast, load: Importer) -> None:
    load(api_row("2026-02-01"))
    agree_latency(cast.act("Bob"), source="google_ads", account="77", hours=192)
    days = {"from_day": date(2026, 2, 2), "to_day": date(2026, 2, 3)}
    mark_quiet_days(cast.act("Bob"), source="google_ads", account="77", **days)
    assert queries.agreed_latencies(cast.id) == {"google_ads": 192}
    assert queries.quiet_days(cast.id) == {("google_ads", "77"): {date(2026, 2, 2), date(2026, 2, 3)}}
    assert verbs(cast) == ["import file", "agree latency", "mark quiet days"]
    with pytest.raises(Refused, match="before the first"):
        mark_quiet_days(
            cast.act("Bob"),
            source="google_ads",
            account="77",
            from_day=days["to_day"],
            to_day=days["from_day"],
        )


def test_a_total_given_with_an_unchanged_file_is_kept(cast: Cast, load: Importer) -> None:
    rows = [api_row(day) for day in days_of("2026-02-01", 3)]
    load(*rows)
    assert load(*rows, account_total=Decimal("4.52")).unchanged
    (total,) = queries.account_totals(cast.id)
    assert (total.amount, total.from_day, total.to_day) == (
        Decimal("4.52"),
        date(2026, 2, 1),
        date(2026, 2, 3),
    )
