"""The answer of an indicator: steps down, ceilings and weaknesses."""

from enum import StrEnum

import pytest

from riser.foundation import verdict as answers
from riser.foundation.evidence import Characterisation
from riser.foundation.verdict import DM, FM, LM, PM


class Why(StrEnum):
    SEEN = "seen"


class Weak(StrEnum):
    SMALL = "small"
    GRAVE = "grave"


class Verdict(answers.Verdict[Why, Weak]):
    __slots__ = ()


@pytest.mark.parametrize(("value", "below"), [(FM, LM), (LM, PM), (PM, DM), (DM, DM)])
def test_a_verdict_is_lowered_one_step_and_never_below_the_last(
    value: Characterisation, below: Characterisation
) -> None:
    verdict = Verdict(value, Why.SEEN)
    assert verdict.lowered(True).value is below
    assert verdict.lowered(False) == verdict


def test_a_ceiling_lowers_what_is_better_and_lifts_nothing() -> None:
    assert Verdict(FM, Why.SEEN).at_most(LM).value is LM
    assert Verdict(DM, Why.SEEN).at_most(LM).value is DM


def test_weaknesses_gather_and_the_first_critical_one_stays() -> None:
    verdict = Verdict(FM, Why.SEEN).noting(Weak.SMALL, True).noting(Weak.GRAVE, False)
    assert verdict.weaknesses == (Weak.SMALL,)
    critical = verdict.critically(Weak.GRAVE, True).critically(Weak.SMALL, True)
    assert (critical.critical, verdict.critical) == (Weak.GRAVE, None)
