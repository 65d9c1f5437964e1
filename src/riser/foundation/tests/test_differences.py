"""Differences, field by field: what is applied gives the other state, and canonical text is one text."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.differences import (
    MISSING,
    Change,
    apply,
    diff,
    is_same,
    name_of,
    parts_of,
    value_of,
)
from riser.foundation.trail import canonical, plain

leaves = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)
states = st.dictionaries(st.text(max_size=3), values, max_size=4)


@given(states, states)
def test_applying_the_difference_gives_the_other_state(before: dict[str, Any], after: dict[str, Any]) -> None:
    made = apply(before, diff(before, after))
    assert canonical(made) == canonical(after)


@given(states, states)
def test_undoing_the_difference_gives_the_first_state(before: dict[str, Any], after: dict[str, Any]) -> None:
    back = [Change(one.field, one.after, one.before) for one in diff(before, after)]
    assert canonical(apply(after, back)) == canonical(before)


@given(states)
def test_a_state_differs_from_itself_in_nothing_however_its_keys_are_ordered(state: dict[str, Any]) -> None:
    turned = json.loads(json.dumps(state), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert diff(state, turned) == []
    assert canonical(state) == canonical(turned)


@given(states)
def test_canonical_text_reads_back_as_what_was_written(state: dict[str, Any]) -> None:
    assert canonical(plain(state)) == canonical(state)
    assert canonical(json.loads(canonical(state))) == canonical(state)


@given(st.lists(st.text(max_size=4), min_size=1, max_size=4))
def test_the_name_of_a_field_comes_apart_as_it_was_put_together(parts: list[str]) -> None:
    assert parts_of(name_of(*parts)) == tuple(parts)


@given(states, states)
def test_each_change_says_what_stands_on_either_side(before: dict[str, Any], after: dict[str, Any]) -> None:
    for one in diff(before, after):
        assert is_same(value_of(before, one.field), one.before)
        assert is_same(value_of(after, one.field), one.after)
        assert not is_same(one.before, one.after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": True}, [Change("a", 1, True)]),
        ({"a": {"b": "x"}}, {"a": {"b": "y"}}, [Change("a/b", "x", "y")]),
        ({"a": {"b": "x"}}, {"a": {}}, [Change("a/b", "x", MISSING)]),
        ({}, {"a/b": None}, [Change("a~1b", MISSING, None)]),
        ({"a": ["x"]}, {"a": ["x", "y"]}, [Change("a", ["x"], ["x", "y"])]),
    ],
)
def test_a_field_that_goes_or_comes_is_not_an_empty_one(
    before: dict[str, Any], after: dict[str, Any], expected: list[Change]
) -> None:
    assert diff(before, after) == expected


def test_records_are_told_by_number_not_by_letter() -> None:
    before = {"requirements": {"9": {"bound": 1}}}
    after = {"requirements": {"9": {"bound": 2}, "10": {"bound": 3}}}
    assert [one.field for one in diff(before, after)] == ["requirements/9/bound", "requirements/10"]
