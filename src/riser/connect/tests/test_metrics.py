"""The metric catalogue: exact sums first, null for the unknown, one currency at a time."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.connect.actions import import_file
from riser.connect.commands import connect
from riser.connect.metrics import catalogue_from, metrics, parts
from riser.connect.queries.metrics import measured
from riser.connect.rules.metrics import UNKNOWN, Figure, PartSum, Sums, added, figures, value_of
from riser.connect.tests.boards import JIRA, csv_file, jira_row
from riser.connect.tests.making import NOW, api_file, api_row
from riser.connect.tests.test_web_events import event, export
from riser.foundation.errors import NotFound, Refused

FIRST, LAST = date(2026, 2, 1), date(2026, 3, 2)
WORDS = {"en": "x", "zh": "某"}
ORDERS = ["Order ID", "Goal", "Ordered at", "Email", "Value", "Currency", "Cancelled"]
amounts = st.one_of(st.none(), st.decimals(0, 10**6, places=6))


def sum_of(part: str, value: str | Decimal, *, currency: str = "", label: str = "") -> PartSum:
    """What a part amounts to on the first day."""
    return PartSum(part, label, FIRST, currency, Decimal(value))


def load(cast: Cast, path: Path, *, now: datetime = NOW, **said: Any) -> None:
    """Cleo imports the file."""
    assert import_file(cast.act("Cleo", now=now), path, **said).state == "done"


def ads(cast: Cast, folder: Path, *rows: str, now: datetime = NOW) -> None:
    """Ad days of euros."""
    load(cast, api_file(folder / "ads.csv", rows), now=now, currency="EUR")


def one(cast: Cast, name: str, **said: Any) -> Figure:
    """The only figure of a metric in February."""
    (found,) = measured(cast.id, name, from_day=FIRST, to_day=LAST, **said).figures
    return found


# --- the rule ---------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(amounts, amounts, st.integers(0, 3)), max_size=20))
def test_a_ratio_of_added_groups_is_the_ratio_of_the_whole(
    rows: list[tuple[Decimal | None, Decimal | None, int]],
) -> None:
    told: list[Sums] = [{"clicks": clicks, "impressions": seen} for clicks, seen, _ in rows]
    groups = [added(told[n] for n, row in enumerate(rows) if row[2] == group) for group in range(4)]
    ctr = metrics()["ctr"]
    assert value_of(ctr, added(groups)) == value_of(ctr, added(told))


def test_a_ratio_of_sums_is_no_average_of_ratios() -> None:
    days = [
        {"clicks": Decimal(1), "impressions": Decimal(1)},
        {"clicks": Decimal(0), "impressions": Decimal(99)},
    ]
    assert value_of(metrics()["ctr"], added(days)) == Decimal("0.01")


@pytest.mark.parametrize(
    ("clicks", "seen"), [(Decimal(1), Decimal(0)), (None, Decimal(5)), (Decimal(1), None)]
)
def test_zero_or_unknown_below_and_unknown_above_leave_no_figure(
    clicks: Decimal | None, seen: Decimal | None
) -> None:
    assert value_of(metrics()["ctr"], {"clicks": clicks, "impressions": seen}) is None


def test_two_currencies_are_never_added() -> None:
    found = figures(
        metrics()["spend"],
        parts(),
        [sum_of("spend", "1", currency="EUR"), sum_of("spend", "2", currency="USD")],
    )
    assert [(one.currency, one.value) for one in found] == [("EUR", Decimal(1)), ("USD", Decimal(2))]


def test_a_count_without_currency_is_not_split_between_two() -> None:
    leads, euros = sum_of("leads", "4"), sum_of("spend", "8", currency="EUR")
    alone = figures(metrics()["cost_per_lead"], parts(), [leads, euros])
    assert [one.value for one in alone] == [Decimal(2)]
    both = figures(metrics()["cost_per_lead"], parts(), [leads, euros, sum_of("spend", "2", currency="USD")])
    assert [one.value for one in both] == [None, None]


def test_one_month_without_a_margin_leaves_the_whole_unknown() -> None:
    rows = [sum_of("margin_value", "9", currency="EUR"), sum_of("spend", "3", currency="EUR")]
    (known,) = figures(metrics()["roi_margin"], parts(), rows)
    assert known.value == Decimal(2)
    lost = PartSum("margin_value", "", LAST, "EUR", UNKNOWN)
    (unknown,) = figures(metrics()["roi_margin"], parts(), [*rows, lost])
    assert (unknown.value, unknown.sums["margin_value"]) == (None, None)


# --- the catalogue ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "numerator", "says"),
    [
        ({"table": "ad_daily", "day": "day", "sum": "spent", "says": WORDS}, "mine", "no column spent"),
        ({"table": "dinners", "day": "day", "sum": "spend", "says": WORDS}, "mine", "no table dinners"),
        ({"table": "ad_daily", "day": "day", "sum": "spend", "says": WORDS}, "yours", "no part yours"),
        ({"table": "ad_daily", "day": "day", "says": WORDS}, "mine", "mine.yaml, parts.mine"),
    ],
)
def test_a_faulty_entry_says_where(part: dict[str, Any], numerator: str, says: str) -> None:
    metric = {"id": "m", "name": WORDS, "unit": "money", "numerator": [numerator], "means": WORDS}
    said = {"parts": {"mine": part}, "metrics": [{**metric, "owner": "media", "direction": "up"}]}
    with pytest.raises(ValueError, match=says):
        catalogue_from([("mine.yaml", said)])


def test_a_metric_of_two_tables_can_be_split_by_time_only() -> None:
    assert metrics()["ctr"].by == ("source", "account", "campaign", "day", "month")
    assert metrics()["cac_full"].by == ("day", "month")


# --- the lake ---------------------------------------------------------------------------------------------


def test_sums_of_ad_days_are_exact_and_bounded_by_the_days(cast: Cast, tmp_path: Path) -> None:
    ads(
        cast,
        tmp_path,
        api_row("2026-02-01", micros=1_100_000, impressions=100, clicks=10),
        api_row("2026-02-02", micros=2_200_000, impressions=900, clicks=10),
        api_row("2026-01-31", micros=9_000_000, impressions=5, clicks=5),
    )
    assert one(cast, "CTR").value == Decimal("0.02")
    assert (one(cast, "spend").value, one(cast, "spend").currency) == (Decimal("3.3"), "EUR")
    by_day = measured(cast.id, "ctr", from_day=FIRST, to_day=LAST, by="day").figures
    assert [(one.label, one.value) for one in by_day] == [
        ("2026-02-01", Decimal("0.1")),
        ("2026-02-02", Decimal("0.011111")),
    ]


def test_orders_of_the_backend_count_without_the_cancelled_ones(cast: Cast, tmp_path: Path) -> None:
    rows = [
        ["1", "purchase", "2026-02-03T10:00:00+01:00", "a@x.example", "10.00", "EUR", ""],
        ["2", "purchase", "2026-02-04T10:00:00+01:00", "b@x.example", "20.00", "EUR", ""],
        ["3", "purchase", "2026-02-04T10:00:00+01:00", "c@x.example", "99.00", "EUR", "yes"],
    ]
    load(cast, csv_file(tmp_path / "orders.csv", ORDERS, rows))
    assert (one(cast, "aov").value, one(cast, "aov").sums["orders"]) == (Decimal(15), Decimal(2))
    assert measured(cast.id, "cac_media", from_day=FIRST, to_day=LAST).missing == ("ad_daily",)
    assert measured(cast.id, "roi_margin", from_day=FIRST, to_day=LAST).missing == ("ad_daily", "margin")


def test_retention_leaves_out_whose_day_has_not_come_yet(cast: Cast, tmp_path: Path) -> None:
    events = [
        event(user_pseudo_id="back"),
        event(user_pseudo_id="back", day="20260102", after=86_400),
        event(user_pseudo_id="gone"),
        event(user_pseudo_id="late", day="20260102", after=86_400),
    ]
    load(cast, export(tmp_path / "events.json", events))
    new_year, end = date(2026, 1, 1), date(2026, 1, 31)
    (first,) = measured(cast.id, "retention_1", from_day=new_year, to_day=end).figures
    assert (first.value, first.sums["starters_1"]) == (Decimal("0.5"), Decimal(2))
    (seventh,) = measured(cast.id, "retention_7", from_day=new_year, to_day=end).figures
    assert seventh.value is None


def test_work_is_measured_from_its_history(cast: Cast, tmp_path: Path) -> None:
    rows = [
        jira_row("A-1", Status="Done", Resolved="06/Feb/26 9:00 AM", Labels="ab-test", Due_date="2026-02-10"),
        jira_row("A-2", Labels="ab-test", Due_date="2026-02-10"),
    ]
    load(cast, csv_file(tmp_path / "jira.csv", JIRA, rows))
    assert one(cast, "ab_completion").value == Decimal("0.5")
    assert one(cast, "preparation_lead_time").value == Decimal(4)


def test_deals_are_measured_over_those_decided(cast: Cast, tmp_path: Path) -> None:
    header = ["Id", "Name", "CreatedDate", "CloseDate", "StageName", "CurrencyIsoCode", "IsDeleted"]
    rows = [
        ["1", "A", "2026-02-01T00:00:00Z", "2026-02-05T00:00:00Z", "Closed Won", "EUR", "false"],
        ["2", "B", "2026-02-01T00:00:00Z", "2026-02-09T00:00:00Z", "Closed Won", "USD", "false"],
        ["3", "C", "2026-02-01T00:00:00Z", "2026-02-09T00:00:00Z", "Closed Lost", "EUR", "false"],
        ["4", "D", "2026-02-01T00:00:00Z", "2026-02-09T00:00:00Z", "Prospecting", "EUR", "false"],
        ["5", "E", "2026-02-01T00:00:00Z", "2026-02-09T00:00:00Z", "Closed Lost", "EUR", "true"],
    ]
    load(cast, csv_file(tmp_path / "deals.csv", header, rows))
    assert one(cast, "sales_cycle").value == Decimal(6)
    assert one(cast, "win_rate").value == Decimal("0.666667")


def test_every_metric_answers_where_nothing_is_loaded(cast: Cast) -> None:
    for name in metrics():
        found = measured(cast.id, name, from_day=FIRST, to_day=LAST)
        assert (found.figures, bool(found.missing)) == ((), True)


def test_unknown_names_and_splits_are_refused(cast: Cast) -> None:
    with pytest.raises(NotFound, match="There is no metric “dinners”"):
        measured(cast.id, "dinners", from_day=FIRST, to_day=LAST)
    with pytest.raises(Refused, match="cac_full cannot be split by “source”"):
        measured(cast.id, "cac_full", from_day=FIRST, to_day=LAST, by="source")
    with pytest.raises(Refused, match="first day is after"):
        measured(cast.id, "ctr", from_day=LAST, to_day=FIRST)


# --- faces ------------------------------------------------------------------------------------------------


def test_shell_rest_and_page_tell_the_same_of_a_metric(
    cast: Cast, tmp_path: Path, client_of: Callable[[str], Client]
) -> None:
    ads(cast, tmp_path, api_row("2026-02-10", impressions=200, clicks=5))
    said = ["--from", "2026-02-01", "--to", "2026-03-02", "--by", "source"]
    told = json.loads(shell("metric", "CTR", *said, "--json").output)
    assert told["figures"][0]["label"] == "google_ads"
    assert Decimal(told["figures"][0]["value"]) == Decimal("0.025")
    cleo = client_of("Cleo")
    asked = {"from_day": "2026-02-01", "to_day": "2026-03-02", "by": "source"}
    rest = cleo.get("/api/v1/connect/metrics/ctr", asked).json()
    assert (rest["from"], rest["figures"]) == (told["from"], told["figures"])
    assert (
        cleo.get("/api/v1/connect/metrics").json() == json.loads(shell("metrics", "--json").output)["metrics"]
    )
    assert "2.5%" in shell("metric", "ctr", *said).output
    assert "clicks ÷ impressions" in cleo.get("/connect/metrics/").content.decode()
    assert "no table person_activity is loaded" in cleo.get("/connect/metrics/retention_7/").content.decode()
    assert shell("metric", "dinners").exit_code == 2


def test_every_page_of_a_metric_opens_over_a_full_lake(
    cast: Cast, tmp_path: Path, client_of: Callable[[str], Client]
) -> None:
    today = datetime.now(UTC)
    ads(cast, tmp_path, api_row(today.date()), now=today)
    cleo = client_of("Cleo")
    assert "€1.50" in cleo.get("/connect/metrics/spend/").content.decode()
    assert {cleo.get(f"/connect/metrics/{name}/").status_code for name in metrics()} == {200}


def shell(*words: str) -> Result:
    """`riser connect` as Cleo."""
    verb, *rest = words
    return CliRunner().invoke(connect, [verb, "--org", "northwind", "--as", "cleo@northwind.example", *rest])
