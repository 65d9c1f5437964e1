"""The sums that the explanations work through come out of the program's own rules."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from docs.pages import DOCS
from riser.assess.rules.aggregate import Weighed, aggregate, indicative, shares
from riser.assess.rules.prices import total
from riser.foundation.evidence import Characterisation, Charge, ChargeRow, PriceClass

RATING = [DOCS / "explanation" / name for name in ("rating.md", "rating.zh.md")]
PRICE = [DOCS / "explanation" / name for name in ("price.md", "price.zh.md")]
FM, LM, PM = Characterisation.FM, Characterisation.LM, Characterisation.PM


def table(path: Path, name: str) -> list[list[str]]:
    """The rows of the table that a page marks as worked."""
    _, _, below = path.read_text("utf-8").partition(f"<!-- worked: {name} -->\n")
    rows = re.match(r"(?:\|.*\n)+", below)
    assert rows, f"{path.name} has no table {name}"
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[0].splitlines()[2:]]


def weighed(path: Path, **other: str) -> list[Weighed]:
    """The instances of the page; `other` gives one of them another spend."""
    return [
        Weighed(Characterisation(code), Decimal(other.get(name, spend)), "EUR")
        for name, _says, code, spend in table(path, "rating")
    ]


@pytest.mark.parametrize("path", RATING, ids=lambda path: path.name)
def test_the_rating_is_computed_as_the_page_says(path: Path) -> None:
    instances = weighed(path)
    outcome = aggregate(one.characterisation for one in instances)
    assert outcome.allowed == (LM, PM)
    assert shares(instances).by_count == Fraction(4, 5)
    assert shares(instances).by_spend == Fraction(33100, 40000) == Fraction("0.8275")
    assert indicative(instances, has_critical_weakness=False) is LM
    text = path.read_text("utf-8")
    assert all(said in text for said in ("80 %", "82.75 %", "33100", "40000"))


@pytest.mark.parametrize("path", RATING, ids=lambda path: path.name)
def test_one_large_campaign_turns_the_rating_as_the_page_says(path: Path) -> None:
    instances = weighed(path, Makers="9000")
    share = shares(instances).by_spend
    assert share is not None
    assert f"{float(share):.1%}".replace("%", " %") in path.read_text("utf-8")
    assert indicative(instances, has_critical_weakness=False) is PM


@pytest.mark.parametrize("path", PRICE, ids=lambda path: path.name)
def test_overlapping_causes_are_united_as_the_page_says(path: Path) -> None:
    rows = [[Decimal(cell) for cell in row[1:]] for row in table(path, "union")]
    causes = [charge(rows, number) for number in (1, 2)]
    assert [total([cause]) for cause in causes] == [700, 350]
    assert total(causes) == 900 == sum(row[3] for row in rows)
    assert all(total([charge([row], 1), charge([row], 2)]) == row[3] for row in rows)


def charge(rows: list[list[Decimal]], column: int) -> Charge:
    """One cause with its rows: the day's spend, and what the cause charges of it."""
    priced = tuple(ChargeRow(f"day {number}", row[column], row[0]) for number, row in enumerate(rows, 1))
    day = date(2026, 3, 1)
    return Charge(
        "plan",
        PriceClass.UNCONTROLLED,
        "EUR",
        day,
        day,
        sum((row.amount for row in priced), Decimal(0)),
        rows=priced,
    )


@pytest.mark.parametrize("path", PRICE, ids=lambda path: path.name)
def test_the_amounts_of_the_worked_price_add_up(path: Path) -> None:
    charged = [Decimal(row[3]) for row in table(path, "price")]
    assert f"{sum(charged):,}" in path.read_text("utf-8")
