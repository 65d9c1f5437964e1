"""What one unit's instances say of a practice: worked by hand, and properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.aggregate import Weighed, weigh
from riser.assess.rules.scale import DM, FM, LM, NE, NY, PM, is_ordered
from riser.assess.rules.units import INSTANCES_NEEDED, Said, Standing, said
from riser.foundation.evidence import Characterisation

CODES = st.lists(st.sampled_from(Characterisation), max_size=12)


def of(*codes: Characterisation, spend: int = 100) -> list[Weighed]:
    """Instances of the same weight."""
    return [Weighed(code, Decimal(spend), "EUR") for code in codes]


def test_five_campaigns_of_two_regions_by_hand() -> None:
    """North has FM, FM, LM, DM; South has DM and FM; a cap was kept in North on 3 of 4.

    North: four due instances, at least three, so it is rated. FM, LM and DM stand together: LM or PM is
    allowed. 3 of 4 is 75 %, less than 80 %: PM.
    South: two due instances: not rated, and "2" is told. Six together:
    4 of 6 is 67 %: PM, as the profile of the whole says.
    """
    assert said(of(FM, FM, LM, DM)) == Said(Standing.RATED, PM, 4)
    assert said(of(DM, FM)) == Said(Standing.TOO_FEW, None, 2)
    assert said(of(FM, FM, LM, DM, DM, FM)) == Said(Standing.RATED, PM, 6)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ((), Said(Standing.NOTHING, None, 0)),
        ((FM, FM, FM), Said(Standing.RATED, FM, 3)),
        ((FM, FM, NY), Said(Standing.TOO_FEW, None, 2)),  # what is not yet due says nothing yet
        ((NY, NY, NY), Said(Standing.TOO_FEW, None, 0)),
        ((FM, FM, FM, NE, NE, NE, NE), Said(Standing.NO_SOURCE, None, 3)),  # fewer than half remain
        ((FM, FM, FM, NE), Said(Standing.RATED, FM, 3)),
    ],
)
def test_a_unit_is_rated_on_three_due_instances_or_more(
    codes: tuple[Characterisation, ...], expected: Said
) -> None:
    assert said(of(*codes)) == expected


def test_a_critical_weakness_of_the_unit_counts_for_the_unit() -> None:
    nine = of(*[FM] * 9, DM)
    assert said(nine).rating is LM
    assert said(nine, critical=1).rating is PM


@given(CODES)
def test_a_rated_unit_has_the_rating_that_the_rules_of_the_whole_give(codes: list[Characterisation]) -> None:
    found = said(of(*codes))
    assert found.due == sum(map(is_ordered, codes))
    assert (found.rating is not None) == (found.standing is Standing.RATED)
    if found.standing is Standing.RATED:
        assert found.due >= INSTANCES_NEEDED
        assert found.rating is weigh(of(*codes)).rating
