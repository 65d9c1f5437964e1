"""Stores answers to the questions and to the fitness test."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.assess import library
from riser.assess.library import FLAGSHIP
from riser.assess.models import FitnessAnswer, StatedAnswer, Submission
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Choice, Respondent
from riser.assess.rules.survey import QUESTIONS_EACH
from riser.foundation.errors import NotPermitted, Problem, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.queries import today
from riser.foundation.roles import EDITORS, READERS, Act, Permission, Role, require
from riser.foundation.trail import record_event

ANSWER = Permission("assess.answer", READERS | {Role.GUEST}, gettext_lazy("answer the questions"))
IMPORT_ANSWERS = Permission("assess.import", EDITORS, gettext_lazy("import answers"))
SUBMISSION = "submission"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person answered in one go: choices by practice id, replies by condition id."""

    respondent: str
    role: Respondent
    choices: Mapping[str, Choice]
    replies: Mapping[str, Reply]


def submit_answers(act: Act, *, role: Respondent, choices: Mapping[str, Choice]) -> Submission:
    """The stored answers of the acting member to the questions of their seat; they replace earlier ones."""
    require(act, ANSWER)
    return _keep(act, Sheet(_myself(act), role, choices, {}), verb="answer questions")


def answer_fitness(act: Act, *, role: Respondent, replies: Mapping[str, Reply]) -> Submission:
    """The stored replies of the acting member to the fitness test; they replace earlier ones."""
    require(act, ANSWER)
    return _keep(act, Sheet(_myself(act), role, {}, replies), verb="answer fitness test")


@transaction.atomic
def import_answers(act: Act, sheets: list[Sheet], *, answered_at: datetime | None = None) -> list[Submission]:
    """The stored answers of several people; all of them or, where one cannot be taken, none."""
    require(act, IMPORT_ANSWERS)
    if answered_at is not None and answered_at.date() > today(act):
        text = _("answered_on: %(day)s has not come yet. Write the day on which it happened.")
        raise Refused(text % {"day": answered_at.date()})
    return [_keep(act, sheet, verb="import answers", answered_at=answered_at) for sheet in sheets]


@transaction.atomic
def _keep(act: Act, sheet: Sheet, *, verb: str, answered_at: datetime | None = None) -> Submission:
    model = library.model(FLAGSHIP)
    _refuse_unknown(sheet)
    submission = Submission.objects.create(
        organisation_id=act.organisation_id,
        model=model.id,
        version=model.version,
        respondent=sheet.respondent,
        member_id=act.actor.member_id,
        role=sheet.role,
        happened_at=answered_at or act.now,
        recorded_at=act.now,
    )
    StatedAnswer.objects.bulk_create(
        StatedAnswer(submission=submission, practice=id_, choice=choice)
        for id_, choice in sheet.choices.items()
    )
    FitnessAnswer.objects.bulk_create(
        FitnessAnswer(submission=submission, condition=id_, reply=reply)
        for id_, reply in sheet.replies.items()
    )
    after = {"role": sheet.role, "answers": dict(sheet.choices), "fitness": dict(sheet.replies)}
    record_event(act, RecordRef(SUBMISSION, str(submission.pk)), verb, after=after, happened_at=answered_at)
    return submission


def _myself(act: Act) -> str:
    """The acting member as respondent. The system has no experience to speak from."""
    if act.actor.member_id is None:
        raise NotPermitted(_("The system cannot answer. Say who does with --as EMAIL."))
    return f"member:{act.actor.member_id}"


def _refuse_unknown(sheet: Sheet) -> None:
    """Raises Refused for ids that the models do not have, for too many answers, and for none."""
    practices, conditions = library.model().practices, {one.id for one in library.fitness().conditions}
    unknown = [id_ for id_ in sheet.choices if id_ not in practices]
    unknown += [id_ for id_ in sheet.replies if id_ not in conditions]
    if unknown:
        text = _("“%(id)s” is not asked in this model. Correct it or leave it out.")
        problems = tuple(Problem(text % {"id": id_}) for id_ in unknown)
        raise Refused(_("Nothing was stored: some answers belong to no question."), problems)
    if len(sheet.choices) > QUESTIONS_EACH:
        text = _(
            "Nothing was stored: nobody is asked more than %(most)s questions, and %(given)s were answered."
        )
        raise Refused(text % {"most": QUESTIONS_EACH, "given": len(sheet.choices)})
    if not sheet.choices and not sheet.replies:
        raise Refused(_("Nothing was answered yet. Choose at least one answer."))
