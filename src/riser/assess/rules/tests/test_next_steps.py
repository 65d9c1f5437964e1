"""What stands in the way, and in which order it is taken."""

from datetime import date
from decimal import Decimal

from riser.assess.rules.groups import Group
from riser.assess.rules.levels import Area
from riser.assess.rules.next_steps import EXPOSURE_ONLY, Candidate, in_the_way, next_level, ranked
from riser.assess.rules.prices import Price
from riser.assess.rules.scale import DM, FM, LM, PM
from riser.foundation.evidence import PriceClass

DAY = date(2026, 1, 1)


def costs(amount: str) -> tuple[Price, ...]:
    """One uncontrolled price."""
    return (Price(PriceClass.UNCONTROLLED, "EUR", Decimal(amount), None, None, DAY, DAY),)


AREAS = (
    Area("A", (Group(2, {"A 2.1": PM, "A 2.2": FM}), Group(3, {"A 3.1": DM}))),
    Area("B", (Group(2, {"B 2.1": LM}, significant_weakness=True), Group(3, {"B 3.1": FM}))),
    Area("C", (Group(2, {"C 2.1": None}),), applicable=False),
    Area("Q", (Group(4, {"Q 4.1": None}),)),
)


def test_only_what_is_unmet_or_weak_up_to_the_level_stands_in_the_way() -> None:
    assert in_the_way(AREAS, 2, weak={"B 2.1"}) == ("A 2.1", "B 2.1")
    assert in_the_way(AREAS, 3) == ("A 2.1", "A 3.1")


def test_the_next_level_is_one_that_has_practices() -> None:
    assert next_level(AREAS, 1) == 2
    assert next_level(AREAS, 3) == 4
    assert next_level(AREAS, 4) is None


def test_lower_level_first_then_price_then_effort() -> None:
    steps = ranked(
        [
            Candidate("X 3.1", 3, DM, costs("900")),
            Candidate("B 2.1", 2, PM, costs("10"), Decimal(1)),
            Candidate("A 2.1", 2, PM, costs("500"), Decimal(9)),
            Candidate("C 2.1", 2, PM, (), Decimal(2)),
            Candidate("D 2.1", 2, PM, (), Decimal(1)),
        ]
    )
    assert [step.candidate.practice for step in steps] == ["A 2.1", "B 2.1", "D 2.1", "C 2.1", "X 3.1"]
    assert [step.rank for step in steps] == [1, 2, 3, 4, 5]
    assert {step.basis for step in steps} == {EXPOSURE_ONLY}


def test_a_practice_comes_after_what_it_builds_on_however_dear_it_is() -> None:
    steps = ranked(
        [
            Candidate("BUD 2.2", 2, DM, costs("9000"), builds_on=("BUD 2.1", "OBJ 2.1")),
            Candidate("BUD 2.1", 2, PM, builds_on=("PLN 2.1",)),
        ]
    )
    assert [step.candidate.practice for step in steps] == ["BUD 2.1", "BUD 2.2"]
    assert steps[1].after == ("BUD 2.1",), "what is already met is not repeated"


def test_classes_are_not_added_to_find_the_exposure() -> None:
    two = (*costs("30"), Price(PriceClass.LOST, "EUR", Decimal(20), None, None, DAY, DAY))
    assert Candidate("A", 2, PM, two).exposure == Decimal(30)


def test_a_circle_of_prerequisites_still_ends() -> None:
    steps = ranked([Candidate("A", 2, PM, builds_on=("B",)), Candidate("B", 2, PM, builds_on=("A",))])
    assert len(steps) == 2
