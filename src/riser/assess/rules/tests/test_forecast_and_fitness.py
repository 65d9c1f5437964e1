"""What moves by itself, and the fitness verdicts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from riser.assess.rules.aggregate import Weighed
from riser.assess.rules.fitness import Basis, Reply, Verdict, of_people, question, verdict
from riser.assess.rules.forecast import Dated, Move, moves
from riser.assess.rules.freshness import Window
from riser.assess.rules.scale import DM, FM, LM, NE, NY, PM
from riser.foundation.evidence import Characterisation

AS_OF = date(2026, 11, 20)
YES, NO, DONT_KNOW = Reply.YES, Reply.NO, Reply.DONT_KNOW


def judged(code: Characterisation, age: int) -> Dated:
    """An instance of this age in days that spent 100."""
    return Dated(AS_OF - timedelta(days=age), Weighed(code, Decimal(100)))


def test_a_bad_campaign_that_ages_out_lifts_the_rating_on_a_known_day() -> None:
    """3 of 4 are 75 %: PM. The bad one is 170 days old and leaves after 11 more days; then all are FM."""
    found = moves(
        {"bad": judged(DM, 170), "a": judged(FM, 3), "b": judged(FM, 2), "c": judged(FM, 1)},
        Window(180, 3),
        as_of=AS_OF,
    )
    assert found == (Move(AS_OF + timedelta(days=11), PM, FM, ("bad",)),)


def test_evidence_that_ages_out_can_leave_a_practice_not_rated() -> None:
    """One judged of two remains rated (half); when it is gone only the one without a source is left."""
    found = moves({"a": judged(LM, 179)}, Window(180, 0), as_of=AS_OF, undated=[Weighed(NE)])
    assert found == (Move(AS_OF + timedelta(days=2), LM, None, ("a",)),)


def test_what_happens_after_the_horizon_is_not_told() -> None:
    assert moves({"a": judged(FM, 1), "b": judged(DM, 2)}, Window(180, 1), as_of=AS_OF) == ()


@pytest.mark.parametrize(
    ("full", "replies", "expected"),
    [
        ((FM,), (NO,), Verdict(YES, Basis.RECORDS)),
        ((FM, LM), (), Verdict(YES, Basis.RECORDS)),
        ((FM, PM), (YES,), Verdict(NO, Basis.RECORDS)),
        ((FM, NE), (YES,), Verdict(YES, Basis.ANSWER)),
        ((NY,), (), Verdict(None, Basis.NOTHING)),
        ((None,), (DONT_KNOW,), Verdict(DONT_KNOW, Basis.ANSWER)),
        ((), (YES,), Verdict(YES, Basis.ANSWER)),
    ],
)
def test_records_decide_where_they_can_and_people_where_they_cannot(
    full: tuple[Characterisation | None, ...], replies: tuple[Reply, ...], expected: Verdict
) -> None:
    assert verdict(full, (), replies) == expected


def test_partial_cover_is_shown_and_decides_nothing() -> None:
    assert verdict((), (FM, PM), (YES,)) == Verdict(YES, Basis.ANSWER, PM)


def test_people_who_differ_give_the_lower_middle() -> None:
    assert of_people([YES, NO]) is NO
    assert of_people([YES, YES, NO]) is YES
    assert of_people([YES, DONT_KNOW]) is DONT_KNOW
    assert of_people([]) is None


def test_a_question_is_yes_only_when_everything_is() -> None:
    yes, no = Verdict(YES, Basis.ANSWER), Verdict(NO, Basis.RECORDS)
    unsure, open_ = Verdict(DONT_KNOW, Basis.ANSWER), Verdict(None, Basis.NOTHING)
    assert question([yes, yes]) is YES
    assert question([yes, unsure]) is DONT_KNOW
    assert question([yes, open_]) is None
    assert question([open_, no]) is NO
