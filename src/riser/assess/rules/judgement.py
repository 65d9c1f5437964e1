"""When what a person decided still stands.

A judge decides on what the instances allowed and on the share of them that is met, by count and by spend.
The decision lapses to *to be confirmed* when either is no longer what it was: the allowed set differs, or a
share lies five points or more from where it lay. A share that appears or vanishes has moved. Drifts are
measured from the day of the decision and never from one another, so many small ones add up.

An override speaks of one instance and rests on what was computed for it: it lapses when that changes.
A word on the harm of noted weaknesses rests on which weaknesses were noted: it lapses when these change.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from riser.assess.rules.aggregate import Weighed, weigh
from riser.foundation.evidence import Characterisation

FIVE_POINTS = Fraction(5, 100)


class AppraisalState(StrEnum):
    """Where an appraisal stands."""

    OPEN = "open"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"


class Topic(StrEnum):
    """What an appraiser can decide on: a practice, one instance of it, a practice group."""

    RATING = "rating"
    INSTANCE = "instance"
    GROUP = "group"


class Harm(StrEnum):
    """Whether the weaknesses noted in a group together do significant harm."""

    HARM = "harm"
    NO_HARM = "no_harm"


class Moved(StrEnum):
    """What is no longer as it was when the person decided."""

    ALLOWED = "allowed"
    BY_COUNT = "by_count"
    BY_SPEND = "by_spend"
    COMPUTED = "computed"
    WEAKNESSES = "weaknesses"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a judge of a practice saw: the ratings allowed, and the shares met (None: nothing due)."""

    allowed: tuple[Characterisation, ...]
    by_count: Fraction | None = None
    by_spend: Fraction | None = None

    @property
    def needs_judgement(self) -> bool:
        """Whether a person has to choose."""
        return len(self.allowed) > 1

    @property
    def only(self) -> Characterisation | None:
        """The rating where there is nothing to choose; None where there is, and where it is not rated."""
        return self.allowed[0] if len(self.allowed) == 1 else None


def basis(instances: Sequence[Weighed]) -> Basis:
    """What these instances put before a judge."""
    scales = weigh(instances)
    return Basis(scales.outcome.allowed, scales.shares.by_count, scales.shares.by_spend)


def moved(then: Basis, now: Basis) -> tuple[Moved, ...]:
    """Why a decision taken on `then` does not stand on `now`; empty while it stands."""
    found = []
    if set(then.allowed) != set(now.allowed):
        found.append(Moved.ALLOWED)
    if _far(then.by_count, now.by_count):
        found.append(Moved.BY_COUNT)
    if _far(then.by_spend, now.by_spend):
        found.append(Moved.BY_SPEND)
    return tuple(found)


def _far(then: Fraction | None, now: Fraction | None) -> bool:
    if then is None or now is None:
        return then is not now
    return abs(now - then) >= FIVE_POINTS


def override_moved(then: Characterisation, now: Characterisation) -> tuple[Moved, ...]:
    """Why an override of an instance computed as `then` does not stand now; empty while it stands."""
    return () if then is now else (Moved.COMPUTED,)


def harm_moved(then: Collection[str], now: Collection[str]) -> tuple[Moved, ...]:
    """Why a word on the harm of these weaknesses does not stand now; empty while it stands."""
    return () if set(then) == set(now) else (Moved.WEAKNESSES,)


@dataclass(frozen=True, slots=True)
class Override:
    """One instance called other than computed: `value` instead of `computed`."""

    computed: Characterisation
    value: Characterisation


def overridden(one: Weighed, override: Override | None) -> Weighed:
    """The instance as the override calls it, while that stands; else as computed."""
    if override is None or override_moved(override.computed, one.characterisation):
        return one
    return replace(one, characterisation=override.value)


@dataclass(frozen=True, slots=True)
class Voice:
    """A person as one who declares or affirms: access role, and the seat they last answered from."""

    member_id: int
    access: str
    respondent: str | None = None


def is_second_role(affirming: Voice, declaring: Iterable[Voice]) -> bool:
    """Whether a person may affirm what these declared: never one of them, and of another role than each.

    Another role is another access role, or another respondent role where both are known.
    """
    return all(affirming.member_id != other.member_id and _differs(affirming, other) for other in declaring)


def _differs(one: Voice, other: Voice) -> bool:
    seats = (one.respondent, other.respondent)
    return one.access != other.access or (None not in seats and seats[0] != seats[1])


def is_affirmed(answers: Iterable[bool]) -> bool:
    """Whether the newest answers of second persons affirm: at least one yes, and nobody's no."""
    given = list(answers)
    return bool(given) and all(given)
