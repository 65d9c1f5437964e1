"""Requirements as people write them."""

from decimal import Decimal

import pytest

from riser.plan.rules.bounds import Bound, bound, bounds
from riser.plan.rules.trouble import Trouble, Unclear


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CPA at most €32", Bound("CPA", "<=", Decimal(32), "EUR")),
        ("CPA <= 32 EUR", Bound("CPA", "<=", Decimal(32), "EUR")),
        ("CPA not above 32", Bound("CPA", "<=", Decimal(32), "")),
        ("ROAS at least 4.0", Bound("ROAS", ">=", Decimal("4.0"), "")),
        ("Share of clicks ≥ 80 %", Bound("Share of clicks", ">=", Decimal(80), "%")),
        ("leads at least 1 200 per month", Bound("leads", ">=", Decimal(1200), "per month")),
        ("Overhead under 5 %", Bound("Overhead", "<", Decimal(5), "%")),
        ("Maximum reach at least 3万", Bound("Maximum reach", ">=", Decimal(30000), "")),
        ("单个获客成本 <= 32", Bound("单个获客成本", "<=", Decimal(32), "")),
        ("单个获客成本不超过 32 元", Bound("单个获客成本", "<=", Decimal(32), "CNY")),
        ("投产比不低于 4", Bound("投产比", ">=", Decimal(4), "")),
    ],
)
def test_a_requirement_is_read_in_both_languages(typed: str, meant: Bound) -> None:
    assert bound(typed) == meant


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("orders", Trouble.NO_OPERATOR),
        ("more orders please", Trouble.NO_OPERATOR),
        ("at most 32", Trouble.NO_METRIC),
        ("CPA at most", Trouble.NO_BOUND),
        ("CPA at most thirty", Trouble.NO_BOUND),
        ("CPA at most 22.000", Trouble.AMBIGUOUS_NUMBER),
    ],
)
def test_what_can_neither_be_met_nor_missed_is_refused(typed: str, trouble: Trouble) -> None:
    with pytest.raises(Unclear) as caught:
        bound(typed)
    assert caught.value.trouble == trouble


def test_several_requirements_share_a_cell() -> None:
    first, second = bounds("Net orders ≥ 640; CPA ≤ €34")
    assert (first.metric, second.bound) == ("Net orders", Decimal(34))


def test_a_requirement_written_out_is_read_back() -> None:
    stated = Bound("CPA", "<=", Decimal("32.5"), "EUR")
    assert bound(str(stated)) == stated
