"""Totals through every face: the page, the REST face and the shell say the same."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from cast import Cast
from riser.connect.actions import import_file
from riser.connect.queries import AccountDay
from riser.connect.tests.making import api_file, api_row
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.money import Money
from riser.foundation.periods import Period
from riser.foundation.roles import Actor, Role
from riser.measure import queries
from riser.measure.commands import measure
from riser.measure.views.chart import PHONE, chart_svg
from riser.measure.views.series import Point, Series, months_between, months_by_source
from riser.plan.queries import Planned

ClientOf = Callable[[str], Client]


@pytest.fixture
def loaded(cast: Cast, tmp_path: Path) -> Cast:
    """Two campaigns, one of them on two days."""
    rows = [
        api_row("2026-02-01"),
        api_row("2026-02-03", micros=2_250_000, impressions=""),
        api_row("2026-02-03", campaign="12", name="eu_social_x", micros=10_000_000),
    ]
    import_file(cast.act("Cleo"), api_file(tmp_path / "a.csv", rows), currency="EUR")
    return cast


def run(*words: str) -> list[dict[str, Any]]:
    """The rows that the shell face prints; --org because the cast has two organisations."""
    result = CliRunner().invoke(measure, ["totals", "--org", "northwind", "--json", *words])
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return rows


def test_the_shell_prints_exact_decimals_and_null_for_unknown(loaded: Cast) -> None:
    source = {"source": "google_ads", "impressions": 200, "clicks": 15, "spend": "13.75", "currency": "EUR"}
    assert run("--by", "source") == [source | {"assumed": False}]
    first, second = run("--by", "day")
    assert (first["day"], first["spend"]) == ("2026-02-01", "1.50")
    assert (second["day"], second["spend"], second["impressions"]) == ("2026-02-03", "12.25", 100)


def test_campaigns_are_named_by_their_key_and_their_name(loaded: Cast) -> None:
    found = run("--by", "campaign")
    assert [(row["campaign"], row["name"], row["spend"]) for row in found] == [
        ("12", "eu_social_x", "10.00"),
        ("11", "eu_search_spring_2026", "3.75"),
    ]


def test_the_days_given_are_both_included(loaded: Cast) -> None:
    assert run("--by", "source", "--from", "2026-02-04") == []
    (row,) = run("--by", "source", "--from", "2026-02-01", "--to", "2026-02-01")
    assert row["spend"] == "1.50"


def test_the_page_the_rest_face_and_the_query_agree(loaded: Cast, client_of: ClientOf) -> None:
    vera = client_of("Vera")
    (total,) = queries.totals(loaded.act("Vera"), by="source")
    assert total.spend == Decimal("13.75")
    assert "€13.75" in vera.get("/measure/").content.decode()
    (row,) = vera.get("/api/v1/measure/totals", {"by": "source"}).json()
    assert (row["label"], Decimal(str(row["spend"])), row["currency"]) == ("google_ads", total.spend, "EUR")
    none = vera.get("/measure/", {"to": "2025-12-31"}).content.decode()
    assert "That is not zero: nothing is known." in none


def test_a_day_that_is_none_and_a_window_backwards_are_refused(loaded: Cast, client_of: ClientOf) -> None:
    assert client_of("Vera").get("/measure/", {"from": "soon"}).status_code == 422
    with pytest.raises(Refused, match="is before the first"):
        queries.totals(loaded.act("Vera"), by="day", from_day=date(2026, 2, 2), to_day=date(2026, 2, 1))


def test_a_guest_sees_no_totals(loaded: Cast) -> None:
    act = loaded.act("Vera")
    guest = type(act)(act.organisation_id, Actor(1, "Gus", Role.GUEST), act.face, act.now)
    with pytest.raises(NotPermitted):
        queries.totals(guest, by="source")


def test_another_organisation_measures_nothing(loaded: Cast, client_of: ClientOf) -> None:
    assert client_of("Mallory").get("/api/v1/measure/totals", {"by": "source"}).json() == []


def test_the_chart_names_its_finding_and_draws_no_line_for_silence() -> None:
    first = date(2026, 2, 1)
    points = (Point(first, Decimal(10)), Point(first + timedelta(days=5), Decimal(40)))
    svg = str(chart_svg(Series("EUR", points)))
    assert "the most on 6 Feb 2026: €40.00" in svg
    assert svg.count('class="bar-of"') == 2


def test_many_days_are_drawn_by_month() -> None:
    first = date(2024, 1, 1)
    points = tuple(Point(first + timedelta(days=n), Decimal(1)) for n in range(600))
    series = Series("EUR", points)
    assert series.by_month
    assert [point.spend for point in series.drawn[:2]] == [Decimal(31), Decimal(29)]


def test_a_cap_is_spread_evenly_over_its_days_and_cut_to_the_days_that_are_drawn() -> None:
    cap = Planned(Money(Decimal(300), "EUR"), Period(date(2026, 2, 1), date(2026, 2, 10)))
    points = (Point(date(2026, 2, 9), Decimal(10)), Point(date(2026, 2, 12), Decimal(40)))
    series = Series("EUR", points, (cap,))
    assert [point.spend for point in series.plan] == [30, 30, 0, 0]
    assert series.rows[1] == (date(2026, 2, 10), None, Decimal("30.00"))
    assert "€50.00 spent in all, €60.00 planned" in str(chart_svg(series))


def test_the_drawing_for_a_phone_holds_the_newest_months_alone() -> None:
    points = tuple(Point(date(2025, month, 3), Decimal(month)) for month in range(1, 13))
    svg = str(chart_svg(Series("EUR", points), PHONE))
    assert svg.count('class="bar-of"') == 6
    assert "1 Jul 2025" in svg
    assert "Jan 2025" not in svg


def test_a_month_without_a_row_of_a_source_is_unknown_and_not_zero() -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    days = [
        AccountDay("google_ads", "1", date(2026, month, 5), Decimal(spend), "EUR", now)
        for month, spend in ((1, 7), (3, 0))
    ]
    months = months_by_source(days, months_between(date(2026, 1, 1), date(2026, 3, 31)))
    assert months == {("google_ads", "EUR"): (Decimal(7), None, Decimal(0))}
