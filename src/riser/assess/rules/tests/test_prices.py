"""Prices: unions by hand; a total never exceeds the spend behind it."""

from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.prices import alone, class_totals, reasons, total
from riser.foundation.evidence import Charge, ChargeRow, PriceClass

FROM, TO = date(2026, 1, 1), date(2026, 6, 30)


def charge(
    cause: str,
    *rows: tuple[str, str, str],
    price_class: PriceClass = PriceClass.UNCONTROLLED,
    currency: str = "EUR",
) -> Charge:
    """A charge of rows (name, amount, spend)."""
    made = tuple(ChargeRow(name, Decimal(amount), Decimal(spend)) for name, amount, spend in rows)
    amount = sum((row.amount for row in made), Decimal(0))
    return Charge(cause, price_class, currency, FROM, TO, amount=amount, rows=made)


UNPLANNED = charge("plan", ("d1", "100", "100"), ("d2", "50", "50"))
OVER_CAP = charge("cap", ("d2", "20", "50"), ("d3", "30", "80"))


def test_a_row_charged_twice_counts_once() -> None:
    """d1 100, d2 max(50, 20) = 50, d3 30: 180, not 200."""
    (price,) = class_totals([UNPLANNED, OVER_CAP])
    assert price.amount == Decimal(180)
    assert price.rows == 3
    assert price.price_class is PriceClass.UNCONTROLLED


def test_alone_is_the_whole_cause_and_marginal_what_the_total_would_lose() -> None:
    """Alone 20 + 30 = 50. Without it the total is 150, so marginally 180 - 150 = 30."""
    (price,) = alone([OVER_CAP], [UNPLANNED, OVER_CAP])
    assert price.amount == Decimal(50)
    assert price.marginal == Decimal(30)


def test_classes_and_currencies_never_add() -> None:
    found = class_totals(
        [
            UNPLANNED,
            charge("plan", ("d9", "7", "9"), currency="USD"),
            charge("tests", ("d1", "5", "100"), price_class=PriceClass.LOST),
        ]
    )
    assert [(price.price_class, price.currency, price.amount) for price in found] == [
        (PriceClass.LOST, "EUR", Decimal(5)),
        (PriceClass.UNCONTROLLED, "EUR", Decimal(150)),
        (PriceClass.UNCONTROLLED, "USD", Decimal(7)),
    ]


def test_no_amount_is_null_with_its_reason_and_never_zero() -> None:
    silent = Charge("plan", PriceClass.AT_RISK, "EUR", FROM, TO, reason="Only 40 % of spend is planned.")
    assert total([silent]) is None
    assert class_totals([silent]) == ()
    assert reasons([silent, silent, UNPLANNED]) == ("Only 40 % of spend is planned.",)


def test_a_charge_without_rows_stands_for_itself() -> None:
    bare = Charge("wait", PriceClass.LOST, "EUR", FROM, TO, amount=Decimal(40))
    assert total([bare, bare]) == Decimal(40)


def test_a_range_covers_the_causes_without_adding_them() -> None:
    """Causes may charge the same days, so at least 30 and at most 90."""
    one = Charge("plan", PriceClass.AT_RISK, "EUR", FROM, TO, Decimal(20), Decimal(10), Decimal(90))
    two = Charge("aim", PriceClass.AT_RISK, "EUR", FROM, TO, Decimal(40), Decimal(30), Decimal(50))
    (price,) = class_totals([one, two])
    assert (price.low, price.high) == (Decimal(30), Decimal(90))


@st.composite
def charge_lists(draw: st.DrawFn) -> tuple[dict[str, Decimal], list[Charge]]:
    """Spend per row, and charges over some of these rows with amounts of any size."""
    spend = draw(st.dictionaries(st.sampled_from("abcdef"), st.decimals(0, 1000, places=2), min_size=1))
    amounts = st.decimals(-10, 1500, places=2)
    made = [
        Charge(
            f"cause{n}",
            PriceClass.UNCONTROLLED,
            "EUR",
            FROM,
            TO,
            amount=Decimal(0),
            rows=tuple(
                ChargeRow(row, draw(amounts), spend[row])
                for row in draw(st.sets(st.sampled_from(sorted(spend)), min_size=1))
            ),
        )
        for n in range(draw(st.integers(1, 4)))
    ]
    return spend, made


@given(charge_lists(), st.randoms())
def test_a_class_total_never_exceeds_the_spend_behind_it_nor_depends_on_order(
    drawn: tuple[dict[str, Decimal], list[Charge]], random: Random
) -> None:
    spend, found = drawn
    behind = {row.row for one in found for row in one.rows}
    united = total(found)
    assert united is not None
    assert Decimal(0) <= united <= sum(spend[row] for row in behind)
    shuffled = list(found)
    random.shuffle(shuffled)
    assert total(shuffled) == united
    assert all((total([one]) or 0) <= united for one in found)
