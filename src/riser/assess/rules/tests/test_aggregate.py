"""Every row of the aggregation table, its borders, and two properties."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.aggregate import Outcome, Weighed, aggregate, indicative, shares, tally
from riser.assess.rules.scale import DM, FM, LM, NE, NY, PM, rank
from riser.foundation.evidence import Characterisation

LARGELY_OR_PARTLY = (LM, PM)

# The table written out by hand: what is present -> what is allowed. Each line is one set of kinds.
TRUTH = {
    # only FM, or FM and NY with at least one FM
    (FM,): (FM,),
    (FM, NY): (FM,),
    # only LM, FM, NY with at least one LM
    (LM,): (LM,),
    (LM, NY): (LM,),
    (FM, LM): (LM,),
    (FM, LM, NY): (LM,),
    # at least one FM or LM, and at least one PM or DM
    (FM, PM): LARGELY_OR_PARTLY,
    (FM, DM): LARGELY_OR_PARTLY,
    (FM, PM, DM): LARGELY_OR_PARTLY,
    (LM, PM): LARGELY_OR_PARTLY,
    (LM, DM): LARGELY_OR_PARTLY,
    (LM, PM, DM): LARGELY_OR_PARTLY,
    (FM, LM, PM): LARGELY_OR_PARTLY,
    (FM, LM, DM): LARGELY_OR_PARTLY,
    (FM, LM, PM, DM): LARGELY_OR_PARTLY,
    (FM, PM, NY): LARGELY_OR_PARTLY,
    (FM, DM, NY): LARGELY_OR_PARTLY,
    (FM, PM, DM, NY): LARGELY_OR_PARTLY,
    (LM, PM, NY): LARGELY_OR_PARTLY,
    (LM, DM, NY): LARGELY_OR_PARTLY,
    (LM, PM, DM, NY): LARGELY_OR_PARTLY,
    (FM, LM, PM, NY): LARGELY_OR_PARTLY,
    (FM, LM, DM, NY): LARGELY_OR_PARTLY,
    (FM, LM, PM, DM, NY): LARGELY_OR_PARTLY,
    # only PM, DM, NY with at least one PM
    (PM,): (PM,),
    (PM, NY): (PM,),
    (PM, DM): (PM,),
    (PM, DM, NY): (PM,),
    # only DM and NY with at least one DM
    (DM,): (DM,),
    (DM, NY): (DM,),
    # only NY
    (NY,): (NY,),
}


@pytest.mark.parametrize("present", TRUTH, ids="+".join)
def test_every_row_of_the_table(present: tuple[Characterisation, ...]) -> None:
    outcome = aggregate(present)
    assert outcome.allowed == TRUTH[present]
    assert outcome.needs_judgement == (len(TRUTH[present]) == 2)
    assert aggregate(present * 3).allowed == TRUTH[present], "how many of each does not matter"


def test_the_table_above_is_complete() -> None:
    assert len(TRUTH) == 2**5 - 1


@pytest.mark.parametrize("present", TRUTH, ids="+".join)
def test_no_source_is_left_out_while_half_remain(present: tuple[Characterisation, ...]) -> None:
    half_missing = [*present, *[NE] * len(present)]
    assert aggregate(half_missing).allowed == TRUTH[present]
    assert aggregate([*half_missing, NE]) == Outcome(()), (
        "one more without a source and fewer than half remain"
    )


@pytest.mark.parametrize("nothing", [[], [NE], [NE, NE, NE]])
def test_without_any_source_nothing_is_rated(nothing: list[Characterisation]) -> None:
    outcome = aggregate(nothing)
    assert outcome.allowed == ()
    assert not outcome.is_rated
    assert not outcome.needs_judgement
    assert indicative([], has_critical_weakness=False) is None


def test_shares_are_exact_and_leave_out_what_is_not_due_or_has_no_source() -> None:
    """Four due: FM 100, LM 200, PM 300, DM 0. By count 2/4; by spend 300/600."""
    found = shares(
        [
            Weighed(FM, Decimal(100)),
            Weighed(LM, Decimal(200)),
            Weighed(PM, Decimal(300)),
            Weighed(DM, Decimal(0)),
            Weighed(NY, Decimal(900)),
            Weighed(NE, Decimal(900)),
        ]
    )
    assert found.by_count == Fraction(1, 2)
    assert found.by_spend == Fraction(1, 2)


def mixed(met: int, unmet: int, *, met_spend: str = "1", unmet_spend: str = "1") -> list[Weighed]:
    """So many instances that are met and unmet, each with its spend."""
    return [Weighed(FM, Decimal(met_spend))] * met + [Weighed(DM, Decimal(unmet_spend))] * unmet


def resolved(instances: list[Weighed], *, critical: bool = False) -> Characterisation | None:
    """The indicative rating of these instances."""
    return indicative(instances, has_critical_weakness=critical)


def test_four_of_five_by_count_and_spend_are_largely_met() -> None:
    """4/5 = 80 % by count, 4/5 by spend: the border belongs to the better side."""
    assert resolved(mixed(4, 1)) is LM


def test_seventy_nine_percent_is_partly_met() -> None:
    assert resolved(mixed(79, 21)) is PM


def test_one_large_campaign_outweighs_many_small_ones() -> None:
    """9/10 by count; by spend 9 x 1 / (9 + 100) = 8 %."""
    assert resolved(mixed(9, 1, unmet_spend="100")) is PM


def test_many_unmet_small_ones_outweigh_the_spend_of_one() -> None:
    """1/5 by count; by spend 996 / 1000."""
    assert resolved(mixed(1, 4, met_spend="996")) is PM


def test_two_currencies_are_never_added_and_the_lower_share_stands() -> None:
    """EUR 90/100 met; JPY 5000/10000. Added up it would be 5090/10100, which means nothing."""
    found = shares(
        [
            Weighed(FM, Decimal(90), "EUR"),
            Weighed(DM, Decimal(10), "EUR"),
            Weighed(FM, Decimal(5000), "JPY"),
            Weighed(DM, Decimal(5000), "JPY"),
        ]
    )
    assert found.by_spend == Fraction(1, 2)


def test_a_critical_weakness_decides_for_partly() -> None:
    assert resolved(mixed(9, 1), critical=True) is PM


def test_instances_without_spend_are_judged_by_count() -> None:
    assert resolved([Weighed(FM)] * 4 + [Weighed(DM)]) is LM


def test_a_single_allowed_outcome_needs_nobody() -> None:
    assert resolved([Weighed(FM), Weighed(FM)], critical=True) is FM


def test_the_tally_names_all_six() -> None:
    assert tally([FM, FM, NE]) == {FM: 2, LM: 0, PM: 0, DM: 0, NY: 0, NE: 1}


characterisations = st.lists(st.sampled_from(Characterisation), max_size=20)


@given(characterisations)
def test_one_more_fully_met_instance_never_worsens_the_allowed_set(before: list[Characterisation]) -> None:
    old, new = aggregate(before).allowed, aggregate([*before, FM]).allowed
    if not old:
        return
    assert new, "what was rated stays rated"
    if NY not in old:
        assert max(map(rank, new)) >= max(map(rank, old))
        assert min(map(rank, new)) >= min(map(rank, old))


@given(characterisations, st.randoms())
def test_the_order_of_instances_does_not_matter(before: list[Characterisation], random: Random) -> None:
    shuffled = list(before)
    random.shuffle(shuffled)
    assert aggregate(shuffled) == aggregate(before)
