"""A decision stands until the allowed set changes or a share moves by five points."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.aggregate import Weighed
from riser.assess.rules.judgement import (
    Basis,
    Moved,
    Override,
    Voice,
    basis,
    harm_moved,
    is_affirmed,
    is_second_role,
    moved,
    overridden,
    override_moved,
)
from riser.assess.rules.scale import BEST_FIRST, DM, FM, LM, NE, NY, PM
from riser.foundation.evidence import Characterisation

BOTH = (LM, PM)
HALF = Fraction(1, 2)


def seen(count: Fraction | None = HALF, spend: Fraction | None = HALF) -> Basis:
    """A practice about which a person has to decide, half of it met."""
    return Basis(BOTH, count, spend)


def weighed(*codes: Characterisation, spend: int = 100) -> list[Weighed]:
    """Instances that each stand for the same spend."""
    return [Weighed(code, Decimal(spend), "EUR") for code in codes]


def test_what_a_judge_sees_is_what_the_instances_allow_and_share() -> None:
    """FM, LM, DM of equal spend and one not yet due: two of the three that are due hold."""
    found = basis(weighed(FM, LM, DM, NY))
    assert found == Basis(BOTH, Fraction(2, 3), Fraction(2, 3))
    assert found.needs_judgement
    assert found.only is None


def test_where_one_rating_is_allowed_there_is_nothing_to_choose() -> None:
    assert basis(weighed(FM, FM)).only is FM
    assert basis(weighed(NE, NE)).only is None
    assert not basis(weighed(NE, NE)).needs_judgement


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (seen(), ()),
        # 50 % to 54.9 %: not yet five points
        (seen(count=Fraction(549, 1000)), ()),
        # exactly five points, up or down, by either share
        (seen(count=Fraction(55, 100)), (Moved.BY_COUNT,)),
        (seen(count=Fraction(45, 100)), (Moved.BY_COUNT,)),
        (seen(spend=Fraction(55, 100)), (Moved.BY_SPEND,)),
        (seen(Fraction(9, 10), Fraction(1, 10)), (Moved.BY_COUNT, Moved.BY_SPEND)),
        # no spend is known any more
        (seen(spend=None), (Moved.BY_SPEND,)),
        # the last bad campaign aged out
        (Basis((LM,), Fraction(1), Fraction(1)), (Moved.ALLOWED, Moved.BY_COUNT, Moved.BY_SPEND)),
        (Basis((), None, None), (Moved.ALLOWED, Moved.BY_COUNT, Moved.BY_SPEND)),
    ],
)
def test_a_judgement_lapses_by_the_allowed_set_or_by_five_points(now: Basis, why: tuple[Moved, ...]) -> None:
    assert moved(seen(), now) == why


def test_one_campaign_more_among_twenty_is_less_than_five_points_among_nineteen_it_is_more() -> None:
    """12 of 20 is 60 %. A 21st that holds makes 13 of 21, 61.9 %; of 10 campaigns, 6 become 7 of 11: 63.6 %.

    Of 5, 3 become 4 of 6: 66.7 %, which is 6.7 points away.
    """
    for met, of, stands in ((12, 20, True), (6, 10, True), (3, 5, False)):
        then = basis(weighed(*[FM] * met, *[DM] * (of - met)))
        now = basis(weighed(*[FM] * (met + 1), *[DM] * (of - met)))
        assert (moved(then, now) == ()) is stands


share = st.none() | st.fractions(0, 1)
bases = st.builds(Basis, st.sampled_from([BOTH, (LM,), (FM,), ()]), share, share)


@given(one=bases)
def test_nothing_has_moved_from_itself(one: Basis) -> None:
    assert moved(one, one) == ()


@given(one=bases, other=bases)
def test_what_moved_there_has_moved_back_again(one: Basis, other: Basis) -> None:
    assert moved(one, other) == moved(other, one)


@given(
    start=st.fractions(0, 1), steps=st.lists(st.fractions(Fraction(-4, 100), Fraction(4, 100)), max_size=9)
)
def test_small_drifts_add_up(start: Fraction, steps: list[Fraction]) -> None:
    """Each step is under five points; where they lead five points away, the judgement has lapsed."""
    end = start + sum(steps, Fraction(0))
    assert (moved(seen(start), seen(end)) == ()) is (abs(end - start) < Fraction(5, 100))


def test_an_override_stands_while_the_computed_value_is_what_it_was() -> None:
    one = Weighed(DM, Decimal(10), "EUR")
    assert overridden(one, Override(DM, LM)) == Weighed(LM, Decimal(10), "EUR")
    assert overridden(one, Override(PM, LM)) == one, "it was computed as partly then"
    assert overridden(one, None) == one
    assert override_moved(PM, DM) == (Moved.COMPUTED,)
    assert override_moved(DM, DM) == ()


@given(st.sampled_from(Characterisation), st.sampled_from(Characterisation), st.sampled_from(BEST_FIRST))
def test_an_override_never_changes_what_an_instance_weighs(
    computed: Characterisation, then: Characterisation, value: Characterisation
) -> None:
    found = overridden(Weighed(computed, Decimal(7), "USD"), Override(then, value))
    assert (found.spend, found.currency) == (Decimal(7), "USD")
    assert found.characterisation in (computed, value)


def test_a_word_on_harm_lapses_when_other_weaknesses_are_noted() -> None:
    assert harm_moved(["BUD 2.2|campaign:1"], ["BUD 2.2|campaign:1"]) == ()
    assert harm_moved(["BUD 2.2|campaign:1"], []) == (Moved.WEAKNESSES,)
    assert harm_moved([], ["BUD 2.2|campaign:1"]) == (Moved.WEAKNESSES,)


CLEO = Voice(1, "contributor", "specialist")


@pytest.mark.parametrize(
    ("affirming", "may"),
    [
        (Voice(1, "manager", "leader"), False),  # the same person in another role
        (Voice(2, "contributor"), False),  # the same access role, no seat known
        (Voice(2, "contributor", "specialist"), False),
        (Voice(2, "contributor", "finance"), True),
        (Voice(2, "manager"), True),
        (Voice(2, "manager", "specialist"), True),
    ],
)
def test_a_second_role_is_another_person_from_another_seat(affirming: Voice, may: bool) -> None:
    assert is_second_role(affirming, [CLEO]) is may


def test_a_second_role_is_second_to_everybody_who_declared() -> None:
    assert not is_second_role(Voice(2, "manager"), [CLEO, Voice(3, "manager")])
    assert is_second_role(Voice(2, "manager"), [])


def test_a_no_is_heard() -> None:
    assert is_affirmed([True])
    assert is_affirmed([True, True])
    assert not is_affirmed([True, False])
    assert not is_affirmed([])
