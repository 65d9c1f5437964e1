"""Groups, area levels, the maturity level: sums by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.groups import Group, GroupResult
from riser.assess.rules.levels import Area, maturity_level
from riser.assess.rules.scale import DM, FM, LM, NE, NY, PM
from riser.foundation.evidence import Characterisation

SATISFIED, UNSATISFIED, NOT_RATED = GroupResult.SATISFIED, GroupResult.UNSATISFIED, GroupResult.NOT_RATED


def group(level: int, *ratings: Characterisation | None, covered: bool = True, weak: bool = False) -> Group:
    """A group of practices a, b, c … with these ratings."""
    return Group(
        level, dict(zip("abcdef", ratings, strict=False)), covered=covered, significant_weakness=weak
    )


def area(code: str, *groups: Group, applicable: bool = True) -> Area:
    """An area of these groups."""
    return Area(code, groups, applicable)


def good(level: int) -> Group:
    """A satisfied group."""
    return group(level, FM, LM)


def bad(level: int) -> Group:
    """An unsatisfied group."""
    return group(level, FM, PM)


def unknown(level: int) -> Group:
    """A group that nobody can rate."""
    return group(level, FM, None)


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (group(2, FM, LM), SATISFIED),
        (group(2, FM, PM), UNSATISFIED),
        (group(2, FM, DM), UNSATISFIED),
        (group(2, FM, FM, weak=True), UNSATISFIED),
        (group(2, FM, NY), NOT_RATED),
        (group(2, FM, NE), NOT_RATED),
        (group(2, FM, None), NOT_RATED),
        (group(2, DM, None), NOT_RATED),
        (group(2, DM, NY, weak=True), NOT_RATED),
        (group(2, FM, FM, covered=False), NOT_RATED),
        (group(2, DM, DM, covered=False), NOT_RATED),
    ],
)
def test_not_rated_comes_before_anything_else(tried: Group, expected: GroupResult) -> None:
    assert tried.result is expected


@pytest.mark.parametrize(
    ("groups", "level"),
    [
        ((good(2), good(3)), 3),
        ((good(3), good(2)), 3),
        ((good(2), bad(3)), 2),
        ((bad(2), good(3)), 1),
        ((unknown(2), good(3)), 1),
        ((good(2), unknown(3), good(4)), 2),
        ((good(4),), 4),
        ((bad(4),), 1),
        ((good(2), good(3), good(5)), 5),
    ],
)
def test_the_area_level_is_the_highest_group_held_with_all_below(
    groups: tuple[Group, ...], level: int
) -> None:
    assert area("X", *groups).level == level


def test_an_area_that_does_not_apply_or_has_no_practices_has_no_level() -> None:
    assert area("X", good(2), applicable=False).level is None
    assert area("X").level is None


def test_the_weakest_area_holds_the_organisation_back() -> None:
    assert maturity_level([area("A", good(2), good(3)), area("B", good(2), bad(3))]) == 2
    assert maturity_level([area("A", good(2), good(3)), area("B", unknown(2))]) == 1


def test_a_level_without_a_group_is_satisfied_there_by_definition() -> None:
    """B has nothing at 3: A alone decides about 3. C starts at 4 and holds nothing back before it."""
    a, b, c = area("A", good(2), good(3)), area("B", good(2)), area("C", bad(4))
    assert maturity_level([a, b]) == 3
    assert maturity_level([a, b, c]) == 3


def test_four_is_reached_when_the_one_area_that_has_a_group_there_holds_it() -> None:
    assert maturity_level([area("A", good(2), good(3)), area("Q", good(4))]) == 4


def test_a_level_that_no_area_has_practices_for_is_not_claimed() -> None:
    """Every existing group holds, but none exists above 2."""
    assert maturity_level([area("A", good(2)), area("B", good(2))]) == 2


def test_out_of_scope_areas_are_not_counted() -> None:
    assert maturity_level([area("A", good(2)), area("B", bad(2), applicable=False), area("C")]) == 2


def test_level_one_needs_nothing() -> None:
    assert maturity_level([]) == 1
    assert maturity_level([area("A", bad(2))]) == 1


groups = st.builds(
    Group,
    level=st.integers(2, 5),
    practices=st.dictionaries(
        st.sampled_from("abc"), st.none() | st.sampled_from(Characterisation), min_size=1
    ),
    covered=st.booleans(),
    significant_weakness=st.booleans(),
)
areas = st.builds(Area, code=st.text(max_size=3), groups=st.tuples(groups, groups), applicable=st.booleans())


@given(st.lists(areas, max_size=5))
def test_the_maturity_level_never_exceeds_the_best_group_in_scope(found: list[Area]) -> None:
    level = maturity_level(found)
    assert 1 <= level <= max((g.level for a in found if a.in_scope for g in a.groups), default=1)
    assert all(a.holds(level) for a in found if a.in_scope)


@given(st.lists(areas, max_size=4), areas)
def test_one_more_area_in_scope_lifts_nobody_below_what_it_has(found: list[Area], more: Area) -> None:
    if maturity_level([*found, more]) > maturity_level(found):
        assert more.in_scope
        assert more.holds(maturity_level([*found, more]))


def test_groups_without_any_practice_put_no_area_in_scope() -> None:
    empty = Area("RSK", (Group(3, {}),))
    assert empty.level is None
    assert maturity_level([empty]) == 1
