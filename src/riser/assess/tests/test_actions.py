"""Answers are stored whole or not at all, by people who may, and leave one audit event."""

import pytest

from cast import Cast
from riser.assess.actions import Sheet, answer_fitness, import_answers, submit_answers
from riser.assess.models import FitnessAnswer, StatedAnswer, Submission
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Choice, Respondent
from riser.assess.sheets import read_sheets
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.models import AuditEvent

pytestmark = pytest.mark.django_db

FILE = """
model: rmm
answered_on: 2026-02-10
respondents:
  - respondent: Mia
    role: manager
    answers: {OBJ 2.1: most, BUD 2.1: FM, PLN 2.1: dont_know}
    fitness: {F2.1: yes, F2.2: no, F2.3: dont_know}
  - respondent: Tom
    role: finance
    answers: {BUD 2.1: none}
"""


def test_answers_are_stored_with_their_seat_and_one_event(cast: Cast) -> None:
    submission = submit_answers(
        cast.act("Bob"), role=Respondent.MANAGER, choices={"GOV 2.1": Choice.LM, "OBJ 2.1": Choice.DONT_KNOW}
    )
    assert (submission.role, submission.model, submission.version) == ("manager", "rmm", "0.2.0")
    assert dict(submission.answers.values_list("practice", "choice")) == {
        "GOV 2.1": "LM",
        "OBJ 2.1": "dont_know",
    }
    event = AuditEvent.objects.get(case_kind="submission")
    assert (event.verb, event.actor_name, event.case_id) == ("answer questions", "Bob", str(submission.pk))
    assert event.after is not None
    assert event.after["answers"] == {"GOV 2.1": "LM", "OBJ 2.1": "dont_know"}


def test_a_viewer_may_answer_and_the_system_may_not(cast: Cast) -> None:
    answer_fitness(cast.act("Vera"), role=Respondent.SALES, replies={"F1.1": Reply.NO})
    with pytest.raises(NotPermitted, match="--as EMAIL"):
        answer_fitness(cast.act("system"), role=Respondent.SALES, replies={"F1.1": Reply.NO})
    assert FitnessAnswer.objects.count() == 1


def test_a_question_that_is_not_asked_is_refused_and_nothing_is_stored(cast: Cast) -> None:
    with pytest.raises(Refused, match="Nothing was stored") as refusal:
        submit_answers(
            cast.act("Bob"), role=Respondent.MANAGER, choices={"GOV 2.1": Choice.LM, "XYZ 9.9": Choice.FM}
        )
    assert [str(problem) for problem in refusal.value.problems] == [
        "“XYZ 9.9” is not asked in this model. Correct it or leave it out."
    ]
    assert not Submission.objects.exists()


def test_an_empty_sheet_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose at least one answer"):
        submit_answers(cast.act("Bob"), role=Respondent.MANAGER, choices={})


def test_a_file_of_several_people_is_stored_with_the_day_it_names(cast: Cast) -> None:
    sheets, answered_at = read_sheets(FILE.encode(), name="answers.yaml")
    import_answers(cast.act("Cleo"), sheets, answered_at=answered_at)
    assert list(Submission.objects.order_by("pk").values_list("respondent", "role")) == [
        ("file:Mia", "manager"),
        ("file:Tom", "finance"),
    ]
    assert {str(row.happened_at.date()) for row in Submission.objects.all()} == {"2026-02-10"}
    assert list(StatedAnswer.objects.order_by("pk").values_list("practice", "choice")) == [
        ("OBJ 2.1", "LM"),
        ("BUD 2.1", "FM"),
        ("PLN 2.1", "dont_know"),
        ("BUD 2.1", "DM"),
    ]
    assert list(FitnessAnswer.objects.order_by("pk").values_list("reply", flat=True)) == [
        "yes",
        "no",
        "dont_know",
    ]


def test_one_bad_person_in_a_file_keeps_out_all(cast: Cast) -> None:
    good = Sheet("file:A", Respondent.MANAGER, {"GOV 2.1": Choice.FM}, {})
    bad = Sheet("file:B", Respondent.MANAGER, {"NOT 1.1": Choice.FM}, {})
    with pytest.raises(Refused):
        import_answers(cast.act("Cleo"), [good, bad])
    assert not Submission.objects.exists()
    assert not AuditEvent.objects.filter(case_kind="submission").exists()


def test_a_viewer_may_not_import_for_others(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        import_answers(cast.act("Vera"), [Sheet("file:A", Respondent.MANAGER, {"GOV 2.1": Choice.FM}, {})])


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("role: manager", "role: boss", "respondents[0].role: 'boss' is not one of leader"),
        ("most", "mostly", "respondents[0].answers.OBJ 2.1: 'mostly' is not one of all, most"),
        ("2026-02-10", "2026-02-30", "answered_on: “2026-02-30” is not a day"),
        ("model: rmm", "model: abc", "model: known are rmm"),
        ("respondents:", "respondents: [", "answers.yaml, line"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(old: str, new: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_sheets(FILE.replace(old, new, 1).encode(), name="answers.yaml")
    assert sentence in "\n".join([str(refusal.value), *map(str, refusal.value.problems)])
