"""Who is asked what: at most 25 questions each, so that every practice has at least three answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from riser.assess.rules.stated import ANSWERS_NEEDED, Respondent

QUESTIONS_EACH = 25


def asked(
    practices: Mapping[str, frozenset[Respondent]], role: Respondent, answered: Mapping[str, int]
) -> tuple[str, ...]:
    """The practices that one more person in this seat is asked about: at most 25, in the model's order.

    Where there are more, those with the fewest answers so far are taken; of equals, the earlier one.
    """
    seen = [practice for practice, roles in practices.items() if role in roles]
    scarcest = set(sorted(seen, key=lambda practice: answered.get(practice, 0))[:QUESTIONS_EACH])
    return tuple(practice for practice in seen if practice in scarcest)


@dataclass(frozen=True, slots=True)
class Seat:
    """A respondent to whom questions can be given."""

    id: str
    role: Respondent


@dataclass(frozen=True, slots=True)
class Spread:
    """Who is asked what: practice ids per seat, and the practices that get fewer than three answers."""

    questions: Mapping[str, tuple[str, ...]]
    short: tuple[str, ...]


def spread(
    practices: Mapping[str, frozenset[Respondent]], seats: Sequence[Seat], *, each: int = QUESTIONS_EACH
) -> Spread:
    """Questions shared out so that every practice has three answers and nobody more than ``each``.

    Practices come in the order of the mapping (level 2 first, so that it is what remains when people are
    few); each is given to the least loaded seats whose role it has a question for, different roles first.
    """
    given: dict[str, list[str]] = {seat.id: [] for seat in seats}
    short = []
    for practice, roles in practices.items():
        chosen = _choose([s for s in seats if s.role in roles and len(given[s.id]) < each], given)
        for seat in chosen:
            given[seat.id].append(practice)
        if len(chosen) < ANSWERS_NEEDED:
            short.append(practice)
    return Spread({id_: tuple(asked) for id_, asked in given.items()}, tuple(short))


def _choose(seats: list[Seat], given: Mapping[str, Sequence[str]]) -> list[Seat]:
    """Up to three seats: each time of the role asked least so far, then who has the fewest."""
    chosen: list[Seat] = []
    while seats and len(chosen) < ANSWERS_NEEDED:
        roles = Counter(seat.role for seat in chosen)
        best = min(seats, key=lambda seat: (roles[seat.role], len(given[seat.id]), seat.id))
        chosen.append(best)
        seats.remove(best)
    return chosen
