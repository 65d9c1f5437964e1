"""What moves by itself, and the fitness verdicts."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.aggregate import Weighed, indicative
from riser.assess.rules.fitness import Basis, Reply, Verdict, of_people, question, verdict
from riser.assess.rules.forecast import HORIZON_DAYS, Dated, Move, moves
from riser.assess.rules.freshness import Window, inside
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


AGED = st.tuples(
    st.sampled_from([FM, LM, PM, DM]),
    st.integers(0, 260),
    st.integers(0, 500),
    st.sampled_from(["EUR", "USD"]),
)


@given(
    st.lists(AGED, max_size=12),
    st.lists(st.sampled_from([NY, NE]), max_size=4),
    st.integers(0, 3),
    st.booleans(),
)
def test_the_moves_are_the_days_on_which_the_rating_of_the_day_differs(
    drawn: list[tuple[Characterisation, int, int, str]],
    others: list[Characterisation],
    last: int,
    is_critical: bool,
) -> None:
    """Told in one pass; held against the rating reckoned anew for each of the 120 days."""
    known = {
        str(number): Dated(
            AS_OF - timedelta(days=age), Weighed(code, Decimal(spend), currency), is_critical and code is DM
        )
        for number, (code, age, spend, currency) in enumerate(drawn)
    }
    window, undated = Window(180, last), [Weighed(code) for code in others]

    def rating(day: date) -> Characterisation | None:
        counting = [known[id_] for id_ in inside({i: one.day for i, one in known.items()}, window, as_of=day)]
        critical = any(one.is_critical for one in counting)
        return indicative([*(one.weighed for one in counting), *undated], has_critical_weakness=critical)

    days = [AS_OF + timedelta(days=number) for number in range(HORIZON_DAYS + 1)]
    ratings = list(map(rating, days))
    expected = [
        (day, old, new) for day, (old, new) in zip(days[1:], pairwise(ratings), strict=True) if old is not new
    ]
    found = moves(known, window, as_of=AS_OF, undated=undated)
    assert [(move.day, move.before, move.after) for move in found] == expected


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
