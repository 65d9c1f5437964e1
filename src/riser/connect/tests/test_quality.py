"""Rules of data quality: what passes, what fails, who is told, and what stops a script."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
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
from riser.connect.actions.quality import QUALITY_JOB, QUALITY_NOTICE, check_quality
from riser.connect.commands import connect
from riser.connect.ledger import LoadRecord
from riser.connect.models import QualityResult
from riser.connect.quality import rules, rules_from
from riser.connect.queries.quality import quality, trend
from riser.connect.rules.quality import Checked, Verdict, agree
from riser.connect.tests.boards import csv_file
from riser.connect.tests.making import NOW, api_file, api_row
from riser.connect.tests.test_web_events import event, export
from riser.foundation.models import Job, Notice

TODAY = NOW.date()
DAY = date(2026, 3, 1)
sides = st.dictionaries(st.tuples(st.just(DAY), st.sampled_from("abc")), st.decimals(0, 1000, places=2))
RULE = {"id": "r", "kind": "no_negative", "severity": "error", "owner": "media", "table": "ad_daily"}
WORDS = {"title": {"en": "x", "zh": "某"}, "remedy": {"en": "x", "zh": "某"}}


def ads(cast: Cast, folder: Path, *rows: str, now: datetime = NOW, **said: Any) -> LoadRecord:
    """Ad days of euros, imported by Cleo."""
    path = api_file(folder / "ads.csv", rows)
    return import_file(cast.act("Cleo", now=now), path, currency="EUR", **said)


def found(cast: Cast, rule: str) -> Checked:
    """How the data stand against a rule."""
    return next(one.found for one in quality(cast.id, today=TODAY) if one.rule.id == rule)


# --- the rules --------------------------------------------------------------------------------------------


@given(sides, sides)
def test_which_side_stands_left_makes_no_difference(
    left: dict[tuple[date, str], Decimal], right: dict[tuple[date, str], Decimal]
) -> None:
    one, other = agree(left, right, Decimal("0.2")), agree(right, left, Decimal("0.2"))
    assert one == other
    assert one.failing <= one.checked == len(left.keys() & right.keys())


@pytest.mark.parametrize(("right", "failing"), [("80", 0), ("79.99", 1), ("100", 0), ("0", 1)])
def test_a_difference_is_measured_by_the_larger_side(right: str, failing: int) -> None:
    left = {(DAY, "a"): Decimal(100), (DAY, "only here"): Decimal(1)}
    told = agree(left, {(DAY, "a"): Decimal(right)}, Decimal("0.2"))
    assert (told.checked, told.failing) == (1, failing)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"column": "dinner"}, "mine.yaml, r: ad_daily has no column dinner"),
        ({}, "mine.yaml, rules\\[0\\]"),
        ({"column": "spend", "severity": "fatal"}, "rules\\[0\\].severity"),
        ({"kind": "freshness"}, "rules\\[0\\]"),
    ],
)
def test_a_faulty_rule_says_where(said: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        rules_from({"rules": [{**RULE, **WORDS, **said}]}, name="mine.yaml")


# --- the lake ---------------------------------------------------------------------------------------------


def test_nothing_loaded_is_nothing_to_check(cast: Cast) -> None:
    assert {one.found.verdict for one in quality(cast.id, today=TODAY)} == {Verdict.NOT_APPLICABLE}


def test_a_missing_day_fails_and_is_named(cast: Cast, tmp_path: Path) -> None:
    ads(cast, tmp_path, api_row("2026-02-26"), api_row("2026-02-28"), api_row("2026-03-01"))
    told = found(cast, "ad_days_complete")
    assert (told.checked, told.failing, told.sample) == (4, 1, ("google_ads/77 2026-02-27",))
    assert found(cast, "ad_days_fresh").verdict == Verdict.PASS
    assert found(cast, "ad_days_once") == Checked(3, 0)


def test_an_account_without_new_rows_is_stale(cast: Cast, tmp_path: Path) -> None:
    ads(cast, tmp_path, api_row(TODAY - timedelta(days=8)))
    assert found(cast, "ad_days_fresh").failing == 1


def test_more_clicks_than_impressions_and_negative_spend_fail(cast: Cast, tmp_path: Path) -> None:
    ads(
        cast,
        tmp_path,
        api_row("2026-03-01", impressions=1, clicks=2),
        api_row("2026-03-01", campaign="12", micros=-1_000_000),
        accept_quarantine=True,
    )
    assert found(cast, "clicks_within_impressions").failing == 1
    assert "google_ads 77 11 2026-03-01" in found(cast, "clicks_within_impressions").sample


def test_a_platform_total_that_the_rows_miss_fails(cast: Cast, tmp_path: Path) -> None:
    ads(cast, tmp_path, api_row("2026-03-01"), account_total=Decimal("3.00"))
    assert found(cast, "platform_total_matches").failing == 1


def test_platform_and_analytics_are_compared_by_day_and_campaign(cast: Cast, tmp_path: Path) -> None:
    ads(cast, tmp_path, api_row("2026-01-01", name="Spring", conversions="4"))
    tags = {"page_location": "https://a.example/?utm_source=google&utm_medium=cpc&utm_campaign=spring"}
    events = [event(params=tags), event("purchase", after=5, ecommerce={"transaction_id": "T"})]
    import_file(cast.act("Cleo", now=NOW), export(tmp_path / "events.json", events))
    told = found(cast, "platform_vs_analytics")
    assert (told.checked, told.sample) == (1, ("2026-01-01 spring",))


def test_platform_and_backend_are_compared_by_the_day_of_the_order(cast: Cast, tmp_path: Path) -> None:
    ads(cast, tmp_path, api_row("2026-02-03", name="Spring", conversions="1"))
    header = ["Order ID", "Goal", "Ordered at", "Value", "Currency", "utm_campaign"]
    rows = [["1", "purchase", "2026-02-03T10:00:00+01:00", "10.00", "EUR", "SPRING"]]
    import_file(cast.act("Cleo", now=NOW), csv_file(tmp_path / "orders.csv", header, rows))
    assert found(cast, "platform_vs_backend") == Checked(1, 0)


# --- kept, told -------------------------------------------------------------------------------------------


def test_every_load_asks_for_one_check_while_none_has_begun(cast: Cast, tmp_path: Path) -> None:
    ads(cast, tmp_path, api_row("2026-03-01"))
    ads(cast, tmp_path, api_row("2026-03-02"))
    assert Job.objects.filter(kind=QUALITY_JOB).count() == 1


def test_who_decides_is_told_once_when_a_rule_turns(cast: Cast, tmp_path: Path) -> None:
    ads(cast, tmp_path, api_row("2026-02-26"), api_row("2026-02-27"))
    check_quality(cast.act("Cleo", now=NOW))
    ads(cast, tmp_path, api_row("2026-03-01"))
    for days in (1, 2):
        check_quality(cast.act("Cleo", now=NOW + timedelta(days=days)))
    notices = Notice.objects.filter(kind=QUALITY_NOTICE)
    assert notices.count() == len(set(notices.values_list("member_id", flat=True))) > 0
    told = notices.count()
    ads(cast, tmp_path, api_row("2026-02-28"))
    check_quality(cast.act("Cleo", now=NOW + timedelta(days=3)))
    ads(cast, tmp_path, api_row("2026-03-03"), now=NOW + timedelta(days=3))
    check_quality(cast.act("Cleo", now=NOW + timedelta(days=4)))
    assert Notice.objects.filter(kind=QUALITY_NOTICE).count() == 2 * told


def test_a_day_keeps_its_newest_finding_and_the_trend_counts_weeks(cast: Cast, tmp_path: Path) -> None:
    ads(cast, tmp_path, api_row("2026-02-26"), api_row("2026-03-01"))
    check_quality(cast.act("Cleo", now=NOW))
    check_quality(cast.act("Cleo", now=NOW))
    assert QualityResult.objects.count() == len(rules())
    weeks = trend(cast.id, today=TODAY)
    assert (weeks[-1].monday, weeks[-2].failing) == (date(2026, 3, 2), None)
    assert weeks[-1].failing


# --- faces ------------------------------------------------------------------------------------------------


def test_an_error_stops_a_script_and_a_warning_does_not(
    cast: Cast, tmp_path: Path, client_of: Callable[[str], Client]
) -> None:
    ads(cast, tmp_path, api_row("2026-02-26"))
    assert shell("--json").exit_code == 0
    ads(cast, tmp_path, api_row("2026-03-01"))
    answer = shell("--json")
    assert answer.exit_code == 1
    told = json.loads(answer.output)["rules"]
    assert told[0]["failing"] == 2
    assert "Export the missing days again" in shell().output
    cleo = client_of("Cleo")
    assert cleo.get("/api/v1/connect/quality").json()[0]["failing"] == 2
    check_quality(cast.act("Cleo", now=datetime.now(NOW.tzinfo)))
    page = cleo.get("/connect/quality/").content.decode()
    assert "google_ads/77 2026-02-27" in page
    assert "Failing rules by week" in page


def shell(*words: str) -> Result:
    """`riser connect quality` as Cleo."""
    return CliRunner().invoke(
        connect, ["quality", "--org", "northwind", "--as", "cleo@northwind.example", *words]
    )
