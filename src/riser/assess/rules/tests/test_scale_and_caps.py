"""The order of the six words, and what origin allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.caps import capped, ceiling
from riser.assess.rules.scale import DM, FM, LM, NE, NY, PM, at_most, is_ordered, lower, rank, weakest
from riser.foundation.evidence import Characterisation, Provenance

NATIVE, SOURCED, DECLARED = Provenance.NATIVE, Provenance.SOURCED, Provenance.DECLARED


@pytest.mark.parametrize(("before", "after"), [(FM, LM), (LM, PM), (PM, DM), (DM, DM), (NY, NY), (NE, NE)])
def test_lower_is_one_step_and_stops_at_not_met(before: Characterisation, after: Characterisation) -> None:
    assert lower(before) is after


def test_a_ceiling_never_lifts_and_leaves_what_was_not_judged() -> None:
    assert at_most(FM, LM) is LM
    assert at_most(PM, LM) is PM
    assert at_most(NE, PM) is NE
    assert at_most(NY, PM) is NY


def test_the_weakest_ignores_what_has_no_place_in_the_order() -> None:
    assert weakest([NE, FM, PM, NY]) is PM
    assert weakest([NE, NY]) is None


@pytest.mark.parametrize(
    ("provenances", "affirmed", "expected"),
    [
        ([NATIVE], False, FM),
        ([SOURCED], False, FM),
        ([DECLARED], False, PM),
        ([DECLARED, DECLARED], False, PM),
        ([DECLARED], True, LM),
        ([DECLARED, SOURCED], False, FM),
        ([], False, DM),
        ([], True, DM),
    ],
)
def test_declared_alone_is_partial_and_affirmed_is_largely(
    provenances: list[Provenance], affirmed: bool, expected: Characterisation
) -> None:
    assert ceiling(provenances, affirmed=affirmed) is expected


def test_imported_history_is_at_most_largely_and_what_is_declared_of_later_days_partial() -> None:
    assert capped(FM, [SOURCED], is_history=True) is LM
    assert capped(FM, [DECLARED], is_history=True) is LM
    assert capped(FM, [DECLARED]) is PM
    assert capped(PM, [NATIVE], is_history=True) is PM


@given(
    characterisation=st.sampled_from(Characterisation),
    provenances=st.lists(st.sampled_from(Provenance), min_size=1, max_size=6),
    affirmed=st.booleans(),
    history=st.booleans(),
    data=st.data(),
)
def test_removing_evidence_from_an_instance_never_raises_it(
    characterisation: Characterisation,
    provenances: list[Provenance],
    affirmed: bool,
    history: bool,
    data: st.DataObject,
) -> None:
    drop = data.draw(st.integers(0, len(provenances) - 1))
    fewer = provenances[:drop] + provenances[drop + 1 :]
    full = capped(characterisation, provenances, affirmed=affirmed, is_history=history)
    less = capped(characterisation, fewer, affirmed=affirmed, is_history=history)
    unaffirmed = capped(characterisation, fewer, affirmed=False, is_history=history)
    assert less is full if not is_ordered(full) else rank(unaffirmed) <= rank(less) <= rank(full)
