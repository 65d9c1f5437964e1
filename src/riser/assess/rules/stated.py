"""Stated: what people say, practice by practice.

Scale per question: of your last five instances, all / most / some / none = FM / LM / PM / DM, or "don't
know", or "not applicable"; the last two are no answers. Stated = the lower median of the role medians (each
itself a lower median), from three answers up. Many specialists thus do not outvote one finance manager.
Disagreement between roles is a finding of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from riser.assess.rules.scale import rank
from riser.foundation.evidence import Characterisation

ANSWERS_NEEDED = 3
ROLE_SHOWN_FROM = 3
OTHERS = "others"
STEPS_OF_DISAGREEMENT = 2


class Respondent(StrEnum):
    """From which seat a person answers; not an access role."""

    LEADER = "leader"
    MANAGER = "manager"
    SPECIALIST = "specialist"
    ANALYST = "analyst"
    CREATIVE = "creative"
    LEGAL = "legal"
    AGENCY = "agency"
    FINANCE = "finance"
    SALES = "sales"


class Choice(StrEnum):
    """What can be ticked: of the last five, all, most, some, none; or no answer."""

    FM = "FM"
    LM = "LM"
    PM = "PM"
    DM = "DM"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"

    @property
    def rating(self) -> Characterisation | None:
        """What the choice says of the practice; None for "don't know" and "not applicable"."""
        return Characterisation[self.name] if self.name in Characterisation.__members__ else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's choice on one practice."""

    role: Respondent
    choice: Choice


@dataclass(frozen=True, slots=True)
class Stated:
    """What people say of one practice. ``rating`` is None below three answers.

    Attributes:
        answers: how many chose one of the four; ``dont_know`` and ``not_applicable`` count the rest.
        by_role: the lower median of each role that answered; not for display, a person could be recognised.
        shown: what may be displayed, small roles merged under "others".
    """

    rating: Characterisation | None
    answers: int
    dont_know: int
    not_applicable: int
    by_role: Mapping[Respondent, Characterisation]
    shown: Mapping[str, Characterisation]

    @property
    def roles_disagree(self) -> bool:
        """Whether two roles lie two steps or more apart: fully against partly, for instance."""
        places = [rank(rating) for rating in self.by_role.values()]
        return bool(places) and max(places) - min(places) >= STEPS_OF_DISAGREEMENT


def lower_median(ratings: Iterable[Characterisation]) -> Characterisation | None:
    """The middle one, of two middle ones the lower; None of nothing."""
    ordered = sorted(ratings, key=rank)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def stated(answers: Sequence[Answer]) -> Stated:
    """The stated rating of one practice from all its answers."""
    by_role = _role_medians(answers)
    kinds = Counter(answer.choice for answer in answers)
    given = sum(answer.choice.rating is not None for answer in answers)
    return Stated(
        rating=lower_median(by_role.values()) if given >= ANSWERS_NEEDED else None,
        answers=given,
        dont_know=kinds[Choice.DONT_KNOW],
        not_applicable=kinds[Choice.NOT_APPLICABLE],
        by_role=by_role,
        shown=shown_by_role(answers),
    )


def _role_medians(answers: Iterable[Answer]) -> dict[Respondent, Characterisation]:
    ratings: dict[Respondent, list[Characterisation]] = defaultdict(list)
    for answer in answers:
        if (rating := answer.choice.rating) is not None:
            ratings[answer.role].append(rating)
    return {role: median for role in Respondent if (median := lower_median(ratings[role])) is not None}


def shown_by_role(answers: Sequence[Answer]) -> dict[str, Characterisation]:
    """Medians per role for display; roles of fewer than three answers are merged under "others".

    The merged ones are left out when together they are still fewer than three: a person could be recognised.
    """
    given = Counter(answer.role for answer in answers if answer.choice.rating is not None)
    groups: dict[str, list[Characterisation]] = defaultdict(list)
    for answer in answers:
        if (rating := answer.choice.rating) is not None:
            groups[answer.role.value if given[answer.role] >= ROLE_SHOWN_FROM else OTHERS].append(rating)
    medians = {
        name: lower_median(ratings) for name, ratings in groups.items() if len(ratings) >= ROLE_SHOWN_FROM
    }
    return {name: median for name, median in medians.items() if median is not None}
