"""DAT 2.1 and DAT 2.2 from real loads: instances, values, reasons, and a constant number of queries."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from cast import GO_LIVE, Cast
from riser.connect import evidence
from riser.connect.actions import (
    import_file,
    mark_quiet_days,
    resume_account,
    retire_account,
    set_utm_policy,
)
from riser.connect.evidence import SOURCE_MONTH, arrival, names_and_links, source_months
from riser.connect.tests.making import api_file, api_row, days_of
from riser.foundation.errors import Refused
from riser.foundation.evidence import Fact, Instance, PlatformKey, SignalContext
from riser.foundation.models import AuditEvent
from riser.foundation.registries import instances, records, signals

SHARES = {"full_share": Decimal("0.98"), "largely_share": Decimal("0.90"), "partly_share": Decimal("0.70")}
ARRIVAL = {
    "full_late": Decimal(1),
    "largely_late": Decimal(3),
    "full_difference": Decimal("0.005"),
    "largely_difference": Decimal("0.02"),
    "latency_hours": Decimal(26),
}
AS_OF = date(2026, 3, 20)
FEBRUARY = days_of("2026-02-01", 28)


@pytest.fixture
def load(cast: Cast, tmp_path: Path) -> Callable[..., None]:
    """Imports these days of one campaign at a moment, 500 a day."""

    def importer(days: list[date], at: datetime, *, total: str | None = None, **row: str) -> None:
        rows = [api_row(day, micros=500_000_000, **row) for day in days]
        path = api_file(tmp_path / f"{at:%Y%m%d%H%M}.csv", rows)
        told = None if total is None else Decimal(total)
        import_file(cast.act("Cleo", now=at), path, currency="EUR", account_total=told)

    return importer


def context(cast: Cast, thresholds: dict[str, Decimal], *, go_live: date = GO_LIVE) -> SignalContext:
    """What the engine tells an indicator."""
    return SignalContext(cast.id, AS_OF, go_live, thresholds)


def arrived(cast: Cast, *, go_live: date = GO_LIVE) -> dict[str, Fact]:
    """DAT 2.2 by month."""
    found = arrival(source_months(cast.id, AS_OF), context(cast, ARRIVAL, go_live=go_live))
    return {id_.rpartition("/")[2]: fact for id_, fact in found.items()}


def next_morning(day: date, *, days: int = 1) -> datetime:
    """Six in the morning so many days later."""
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=days)


def test_a_month_loaded_each_morning_with_the_platforms_total_is_fully_met(
    cast: Cast, load: Callable[..., None]
) -> None:
    """28 days of 500 are 14,000; the platform says 13,972: 0.2 % apart. One day came a day late."""
    for day in FEBRUARY:
        if day.day != 14:
            load([day] if day.day != 15 else FEBRUARY[13:15], next_morning(day))
    load(FEBRUARY, datetime(2026, 3, 2, 6, tzinfo=UTC), total="13972")
    fact = arrived(cast)["2026-02"]
    assert fact.value == "FM"
    assert "1 day arrived later than the agreed 26 hours" in fact.reason
    assert "by 0.20 %" in fact.reason
    assert not fact.imported


def test_a_hole_is_not_met_until_a_person_says_nothing_was_delivered(
    cast: Cast, load: Callable[..., None]
) -> None:
    load([day for day in FEBRUARY if day.day not in {21, 22}], datetime(2026, 3, 2, 6, tzinfo=UTC))
    fact = arrived(cast)["2026-02"]
    assert fact.value == "DM"
    assert fact.reason.startswith("2 days are missing, the first is 21 Feb 2026")
    days = {"from_day": date(2026, 2, 21), "to_day": date(2026, 2, 22)}
    mark_quiet_days(cast.act("Bob"), source="google_ads", account="77", **days)
    assert arrived(cast)["2026-02"].value == "PM"  # the whole month came at once: 27 days late


def test_a_hole_filled_later_stays_visible(cast: Cast, load: Callable[..., None]) -> None:
    load([day for day in FEBRUARY if day.day != 12], datetime(2026, 3, 2, 6, tzinfo=UTC), total="14000")
    load([date(2026, 2, 12)], datetime(2026, 3, 16, 9, tzinfo=UTC))
    fact = arrived(cast)["2026-02"]
    assert fact.value == "PM"
    assert "1 day was missing and filled later (12 Feb 2026)." in fact.reason


def test_history_from_before_go_live_is_imported_and_never_late(
    cast: Cast, load: Callable[..., None]
) -> None:
    load(FEBRUARY, datetime(2026, 3, 2, 6, tzinfo=UTC))
    fact = arrived(cast, go_live=date(2026, 3, 1))["2026-02"]
    assert (fact.value, fact.imported) == ("LM", True)


def test_the_running_month_is_not_yet_due_and_months_without_a_row_are_instances_too(
    cast: Cast, load: Callable[..., None]
) -> None:
    load([date(2026, 1, 31)], next_morning(date(2026, 1, 31)))
    load([date(2026, 3, 1)], next_morning(date(2026, 3, 1)))
    found = arrived(cast)
    assert {month: fact.value for month, fact in found.items()} == {
        "2026-01": "LM",
        "2026-02": "DM",
        "2026-03": "NY",
    }


def test_a_feed_that_stopped_is_not_met_month_by_month_until_it_is_retired(
    cast: Cast, load: Callable[..., None]
) -> None:
    load(days_of("2026-01-01", 10), datetime(2026, 1, 11, 6, tzinfo=UTC))
    assert {month: fact.value for month, fact in arrived(cast).items()} == {
        "2026-01": "DM",
        "2026-02": "DM",
        "2026-03": "NY",
    }
    account = {"source": "google_ads", "account": "77"}
    with pytest.raises(Refused, match="Rows of 2026-01-10 are here"):
        retire_account(cast.act("Bob"), **account, last_day=date(2026, 1, 9))
    retire_account(cast.act("Bob"), **account, last_day=date(2026, 1, 10))
    assert {month: fact.value for month, fact in arrived(cast).items()} == {"2026-01": "PM"}  # nine days late
    event = AuditEvent.objects.get(organisation_id=cast.id, verb="retire account")
    assert event.after == {"retired_after": "2026-01-10"}
    resume_account(cast.act("Bob"), **account)
    assert arrived(cast)["2026-02"].value == "DM"


def test_a_file_of_history_that_ends_before_go_live_owes_nothing(
    cast: Cast, load: Callable[..., None]
) -> None:
    load(days_of("2025-11-01", 30), datetime(2026, 1, 11, 6, tzinfo=UTC))
    months = [one.id.rpartition("/")[2] for one in source_months(cast.id, AS_OF)]
    assert months == ["2025-11", "2026-01", "2026-02", "2026-03"]


def campaign(
    *keys: str, first: str = "2026-02-01", last: str = "2026-02-28", kind: str = "campaign"
) -> Instance:
    """A campaign of the plan with these platform campaigns."""
    return Instance(
        id=f"{kind}:{'+'.join(keys)}",
        kind=kind,
        title="",
        from_day=date.fromisoformat(first),
        to_day=date.fromisoformat(last),
        keys=tuple(PlatformKey("google_ads", "77", key) for key in keys),
    )


def schemed(cast: Cast, *asked: Instance) -> list[Fact | None]:
    """DAT 2.1 of these instances."""
    found = names_and_links(asked, context(cast, SHARES))
    return [found.get(one.id) for one in asked]


def test_campaign_rows_with_good_names_are_largely_met_at_most(cast: Cast, load: Callable[..., None]) -> None:
    load(FEBRUARY, datetime(2026, 3, 1, 6, tzinfo=UTC))
    (fact,) = schemed(cast, campaign("11"))
    assert fact is not None
    assert fact.value == "LM"
    assert fact.reason.startswith("100 % of the spend runs under names and links by the scheme.")
    assert [record.id for record in fact.records] == ["google_ads/77/11"]
    assert records.get(fact.records[0].kind) is not None


def test_the_share_of_spend_decides_and_the_names_outside_are_told(
    cast: Cast, load: Callable[..., None]
) -> None:
    """28 of 28 + 7 days under the scheme: 80 %."""
    load(FEBRUARY, datetime(2026, 3, 1, 6, tzinfo=UTC))
    load(FEBRUARY[:7], datetime(2026, 3, 1, 7, tzinfo=UTC), campaign="12", name="Kitchen Retargeting")
    (fact,) = schemed(cast, campaign("11", "12"))
    assert fact is not None
    assert fact.value == "PM"
    assert "Outside it: “Kitchen Retargeting”." in fact.reason


def test_an_ad_is_held_against_the_policy_of_the_day_before_its_first(cast: Cast, tmp_path: Path) -> None:
    """At noon of 5 February “google” becomes a short form, which all three links hold.

    Ad 1 runs from the 1st: 10 days of 70 are 700, by the policy of 31 January, that of Riser: clean.
    Ad 2 begins on the 5th: 5 days of 40 are 200, by the policy of the 4th: clean.
    Ad 3 begins on the 6th: 5 days of 20 are 100, by the policy of the 5th: a short form.
    So 900 of 1,000 follow the scheme, 90 %: largely met. The policy of today would fail all of it.
    """
    header = "customer_id,date,campaign_id,campaign_name,ad_group_id,ad_id,cost_micros,final_urls"
    link = "https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=eu&utm_content=ad"
    ads = [("1", "2026-02-01", 10, 70), ("2", "2026-02-05", 5, 40), ("3", "2026-02-06", 5, 20)]
    rows = [
        f"77,{day},11,eu_search_spring_2026,5,{ad},{spend}000000,{link}{ad}"
        for ad, first, count, spend in ads
        for day in days_of(first, count)
    ]
    noon = datetime(2026, 2, 5, 12, tzinfo=UTC)
    set_utm_policy(cast.act("Bob", now=noon), values={"source_aliases": {"google": "google_ads"}})
    act = cast.act("Cleo", now=datetime(2026, 3, 1, 6, tzinfo=UTC))
    import_file(act, api_file(tmp_path / "ads.csv", rows, header=header), currency="EUR")
    (fact,) = schemed(cast, campaign("11"))
    assert fact is not None
    assert fact.reason.startswith("90 % of the spend runs under names and links by the scheme.")
    assert fact.value == "LM"


def test_silence_is_told_apart(cast: Cast, load: Callable[..., None]) -> None:
    """No spend in a connected account: not yet. Nothing mapped, or an account nobody connected: no source."""
    load(FEBRUARY, datetime(2026, 3, 1, 6, tzinfo=UTC))
    elsewhere = Instance("campaign:x", "campaign", "", keys=(PlatformKey("google_ads", "88", "1"),))
    future = campaign(first="2026-04-01", last="2026-04-30")
    found = schemed(cast, campaign("99"), elsewhere, future)
    assert [fact.value for fact in found if fact] == ["NY", "NE", "NY"]


def test_unplanned_spend_and_source_months_are_left_out(cast: Cast, load: Callable[..., None]) -> None:
    load(FEBRUARY, datetime(2026, 3, 1, 6, tzinfo=UTC))
    assert set(schemed(cast, campaign("11", kind="unplanned"), *source_months(cast.id, AS_OF))) == {None}
    assert arrival([campaign("11")], context(cast, ARRIVAL)) == {}


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_campaigns(
    cast: Cast, load: Callable[..., None], count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load(FEBRUARY, datetime(2026, 3, 1, 6, tzinfo=UTC))
    asked = [campaign(str(n)) for n in range(count)]
    # The account records: once to tell whether anything changed, once more where it did and is read.
    # The organisation and its policies of links: once each time.
    with django_assert_num_queries(4):
        names_and_links(asked, context(cast, SHARES))
    with django_assert_num_queries(3):
        names_and_links(asked, context(cast, SHARES))


def test_the_room_offers_its_instances_and_signals() -> None:
    assert instances.get(SOURCE_MONTH) is evidence.source_months
    assert signals.get("DAT 2.1") is evidence.names_and_links
    assert signals.get("DAT 2.2") is evidence.arrival
