"""What people say: medians by hand, thin answers, and who is asked."""

from hypothesis import given
from hypothesis import strategies as st

from riser.assess.rules.scale import DM, FM, LM, PM
from riser.assess.rules.stated import Answer, Choice, Respondent, lower_median, shown_by_role, stated
from riser.assess.rules.survey import QUESTIONS_EACH, Seat, asked, spread

MANAGER, SPECIALIST, FINANCE, LEADER = (
    Respondent.MANAGER,
    Respondent.SPECIALIST,
    Respondent.FINANCE,
    Respondent.LEADER,
)


def answers(role: Respondent, *choices: str) -> list[Answer]:
    """One answer per choice from this role."""
    return [Answer(role, Choice(choice)) for choice in choices]


def test_of_two_middle_ones_the_lower_counts() -> None:
    assert lower_median([FM, LM]) is LM
    assert lower_median([FM, FM, DM]) is FM
    assert lower_median([]) is None


def test_many_specialists_do_not_outvote_one_finance_manager() -> None:
    """Specialists FM FM FM FM -> FM; finance DM -> DM; manager LM -> LM. Lower median of FM LM DM is LM."""
    found = stated(
        answers(SPECIALIST, "FM", "FM", "FM", "FM") + answers(FINANCE, "DM") + answers(MANAGER, "LM")
    )
    assert found.rating is LM
    assert found.answers == 6
    assert found.by_role == {MANAGER: LM, SPECIALIST: FM, FINANCE: DM}
    assert found.roles_disagree


def test_of_two_roles_the_lower_one_counts() -> None:
    """Specialists FM LM -> LM (lower of two); managers PM -> PM; lower median of LM PM is PM."""
    found = stated(answers(SPECIALIST, "FM", "LM") + answers(MANAGER, "PM"))
    assert found.rating is PM
    assert not found.roles_disagree, "one step apart is no disagreement"


def test_two_answers_are_too_few() -> None:
    assert stated(answers(MANAGER, "FM", "FM")).rating is None


def test_not_knowing_is_counted_and_is_no_answer() -> None:
    found = stated(answers(MANAGER, "FM", "FM", "dont_know", "dont_know", "not_applicable"))
    assert (found.rating, found.answers, found.dont_know, found.not_applicable) == (None, 2, 2, 1)


def test_small_roles_are_shown_only_together() -> None:
    many = answers(SPECIALIST, "FM", "FM", "LM")
    assert stated(many).shown == {SPECIALIST: FM}
    assert shown_by_role(many + answers(FINANCE, "DM")) == {SPECIALIST: FM}, "one person would be recognised"
    assert shown_by_role(many + answers(FINANCE, "DM", "PM") + answers(LEADER, "FM")) == {
        SPECIALIST: FM,
        "others": PM,
    }


def seats(**roles: int) -> list[Seat]:
    """So many people of each role, named after it."""
    return [Seat(f"{role}{n}", Respondent(role)) for role, count in roles.items() for n in range(count)]


def test_each_practice_gets_three_answers_of_different_roles_first() -> None:
    given_to = spread({"P": frozenset({MANAGER, SPECIALIST})}, seats(manager=2, specialist=2, finance=1))
    assert given_to.short == ()
    assert given_to.questions == {
        "manager0": ("P",),
        "manager1": ("P",),
        "specialist0": ("P",),
        "specialist1": (),
        "finance0": (),
    }


def test_with_few_people_the_later_practices_come_short_and_are_named() -> None:
    practices = {f"P{n}": frozenset({MANAGER}) for n in range(27)}
    given_to = spread(practices, seats(manager=3))
    assert given_to.short == ("P25", "P26")
    assert all(len(asked) == QUESTIONS_EACH for asked in given_to.questions.values())


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=2), st.frozensets(st.sampled_from(Respondent), max_size=3), max_size=40
    ),
    st.lists(
        st.builds(Seat, st.text(min_size=1, max_size=3), st.sampled_from(Respondent)),
        unique_by=lambda s: s.id,
    ),
)
def test_nobody_is_asked_too_much_or_about_what_they_do_not_see(
    practices: dict[str, frozenset[Respondent]], people: list[Seat]
) -> None:
    roles = {seat.id: seat.role for seat in people}
    for id_, given_to in spread(practices, people).questions.items():
        assert len(given_to) <= QUESTIONS_EACH
        assert len(set(given_to)) == len(given_to)
        assert all(roles[id_] in practices[practice] for practice in given_to)


def test_one_more_manager_is_asked_what_was_answered_least() -> None:
    practices = {f"P{n:02}": frozenset({MANAGER}) for n in range(27)} | {"X": frozenset({FINANCE})}
    answered = {f"P{n:02}": 3 for n in range(27) if n not in (25, 26)} | {"P00": 9, "P01": 9}
    found = asked(practices, MANAGER, answered)
    assert len(found) == QUESTIONS_EACH
    assert found[0] == "P02"
    assert found[-2:] == ("P25", "P26")
