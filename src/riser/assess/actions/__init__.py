"""Writes of this room: one function, one verb, one transaction, one audit event."""

from riser.assess.actions.affirming import AFFIRM, ASK_AFFIRMATION, affirm, ask_affirmation
from riser.assess.actions.answers import (
    ANSWER,
    IMPORT_ANSWERS,
    Sheet,
    answer_fitness,
    import_answers,
    submit_answers,
)
from riser.assess.actions.appraisals import APPRAISE, finish_appraisal, open_appraisal, withdraw_appraisal
from riser.assess.actions.judging import judge, judge_harm, override, take_back
from riser.assess.actions.ratings import KEEP_RATINGS, keep_ratings, tell_foreseen
from riser.assess.actions.targets import SET_TARGET, set_target

__all__ = [
    "AFFIRM",
    "ANSWER",
    "APPRAISE",
    "ASK_AFFIRMATION",
    "IMPORT_ANSWERS",
    "KEEP_RATINGS",
    "SET_TARGET",
    "Sheet",
    "affirm",
    "answer_fitness",
    "ask_affirmation",
    "finish_appraisal",
    "import_answers",
    "judge",
    "judge_harm",
    "keep_ratings",
    "open_appraisal",
    "override",
    "set_target",
    "submit_answers",
    "take_back",
    "tell_foreseen",
    "withdraw_appraisal",
]
