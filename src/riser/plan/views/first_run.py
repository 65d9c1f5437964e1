"""The first run: five steps from one file to the first profile, shown until the fitness test is answered."""

from dataclasses import dataclass

from riser.connect.views.words import common
from riser.plan.queries.first_run import CORRECT_THE_PLAN, FOUR_QUESTIONS, is_first_run


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The steps with their hints, and the number of the one that comes now."""

    steps: list[tuple[str, str]]
    current: int


def first_run(organisation_id: int, *, planned: bool) -> FirstRun | None:
    """Where the organisation stands on its first way, `planned` once a campaign is stored; None after it."""
    if not is_first_run(organisation_id):
        return None
    return FirstRun(common()["steps"], FOUR_QUESTIONS if planned else CORRECT_THE_PLAN)
