"""A profile is remembered while nothing happens, and never longer."""

from datetime import date

import pytest
from django.utils import translation

from cast import Cast
from riser.assess.actions import submit_answers
from riser.assess.queries import profile
from riser.assess.rules.stated import Choice, Respondent

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


def test_the_same_state_is_computed_once(cast: Cast) -> None:
    assert profile(cast.id, DAY) is profile(cast.id, DAY)


def test_any_verb_makes_it_compute_anew(cast: Cast) -> None:
    before = profile(cast.id, DAY)
    submit_answers(cast.act("Bob"), role=Respondent.MANAGER, choices={"GOV 2.1": Choice.LM})
    after = profile(cast.id, DAY)
    assert after is not before
    assert after.practices["GOV 2.1"].stated.answers == 1


def test_what_happens_elsewhere_does_not(cast: Cast) -> None:
    before = profile(cast.id, DAY)
    submit_answers(cast.act("Mallory"), role=Respondent.MANAGER, choices={"GOV 2.1": Choice.LM})
    assert profile(cast.id, DAY) is before


def test_another_day_organisation_or_language_is_another_profile(cast: Cast) -> None:
    one = profile(cast.id, DAY)
    assert profile(cast.id, date(2026, 3, 3)) is not one
    assert profile(cast.contoso.id, DAY) is not one
    with translation.override("zh-hans"):
        assert profile(cast.id, DAY) is not one
