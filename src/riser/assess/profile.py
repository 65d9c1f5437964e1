"""The profile as every face shows it: frozen values, computed once, no Django."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from riser.assess.appraised import Appraised
from riser.assess.library.model import Model, PracticeArea
from riser.assess.library.practice import Practice
from riser.assess.rules.aggregate import Outcome, Shares, tally
from riser.assess.rules.earliest import Earliest
from riser.assess.rules.forecast import Dated, Move
from riser.assess.rules.levels import Area
from riser.assess.rules.next_steps import Step, in_the_way
from riser.assess.rules.prices import Price
from riser.assess.rules.scale import MET, is_ordered, weakest
from riser.assess.rules.stated import Stated
from riser.foundation.evidence import Characterisation, Charge, Fact, Instance


@dataclass(frozen=True, slots=True)
class InstanceResult:
    """One instance under one practice: what the records say, what may be counted, until when.

    Attributes:
        value: after the caps of provenance and history; ``fact.value`` is what the records alone say.
        counts: inside the window on the as-of day.
        leaves_on: the first day on which it no longer counts; None while it stays.
    """

    instance: Instance
    fact: Fact
    value: Characterisation
    counts: bool
    leaves_on: date | None = None

    @property
    def is_capped(self) -> bool:
        """Whether its origin allows less than the records say."""
        return self.value is not self.fact.value


@dataclass(frozen=True, slots=True)
class PracticeProfile:
    """One practice: evidenced from its instances, stated from its answers.

    Attributes:
        rating: indicative; None when not rated.
        dated: the judged instances, counting or not, with the day from which each ages.
        critical: the critical weaknesses of the counting instances, as sentences.
        remedy: where it is not rated for want of a source, what would fix that.
    """

    practice: Practice
    results: tuple[InstanceResult, ...]
    outcome: Outcome
    shares: Shares
    rating: Characterisation | None
    stated: Stated
    critical: tuple[str, ...]
    dated: Mapping[str, Dated] = field(default_factory=dict, repr=False)
    moves: tuple[Move, ...] = ()
    remedy: str = ""

    @property
    def id(self) -> str:
        """Its id, "BUD 2.2"."""
        return self.practice.id

    @property
    def counting(self) -> tuple[InstanceResult, ...]:
        """The instances inside the window, the ones the rating rests on."""
        return tuple(result for result in self.results if result.counts)

    @property
    def tally(self) -> dict[Characterisation, int]:
        """How many counting instances of each kind, all six keys."""
        return tally(result.value for result in self.counting)

    @property
    def is_met(self) -> bool:
        """Whether it is FM or LM without a critical weakness."""
        return self.rating in MET and not self.critical

    @property
    def has_no_source(self) -> bool:
        """Whether it is not rated because no connected source could hold the record."""
        return not self.outcome.is_rated and (
            any(result.value is Characterisation.NE for result in self.counting)
            or bool(self.practice.waits_for)
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """An area at one level, for the heat map: the weakest practice counts, ``met`` of ``total`` hold."""

    level: int
    practices: tuple[PracticeProfile, ...]
    stated: Characterisation | None
    evidenced: Characterisation | None
    has_no_source: bool

    @property
    def total(self) -> int:
        """How many practices the area has here."""
        return len(self.practices)

    @property
    def met(self) -> int:
        """How many of them are FM or LM."""
        return sum(practice.rating in MET for practice in self.practices)


@dataclass(frozen=True, slots=True)
class AreaProfile:
    """One area of the model with both of its levels; ``stated`` is None where nobody answered."""

    area: PracticeArea
    practices: tuple[PracticeProfile, ...]
    evidenced: Area
    stated: Area | None

    @property
    def in_scope(self) -> bool:
        """Whether it has practices in this version of the model."""
        return self.evidenced.in_scope

    @property
    def evidenced_level(self) -> int | None:
        """1 to 5; None when out of scope."""
        return self.evidenced.level

    @property
    def stated_level(self) -> int | None:
        """1 to 5; None when out of scope or nobody answered."""
        return self.stated.level if self.stated else None

    def kept_open_by(self, level: int | None) -> tuple[PracticeProfile, ...]:
        """The practices that keep the area from a level: not met, not yet due or without a source."""
        if level is None:
            return ()
        weak = {one.id for one in self.practices if one.critical}
        blocking = in_the_way([self.evidenced], level, weak=weak)
        return tuple(one for one in self.practices if one.id in blocking)

    def cell(self, level: int) -> Cell | None:
        """The heat map's cell at a level; None where the area has no practices there."""
        here = tuple(one for one in self.practices if one.practice.level == level)
        if not here:
            return None
        ratings = [one.rating for one in here]
        rated = [rating for rating in ratings if rating is not None]
        # A group is as good as its weakest practice; one that is not rated hides none of the others.
        return Cell(
            level=level,
            practices=here,
            stated=weakest(one.stated.rating for one in here if one.stated.rating is not None),
            evidenced=weakest(rated) or next(iter(rated), None),
            has_no_source=not rated and any(one.has_no_source for one in here),
        )


@dataclass(frozen=True, slots=True)
class Gap:
    """A practice that is not met, with its prices; None where there is no figure, for the ``reason``."""

    practice: str
    prices: tuple[Price, ...] | None
    reason: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One organisation under one model on one day.

    Attributes:
        appraised: what named people judged, of this version of the model; None where nobody appraised.
        totals: class totals over the window, each row once.
        steps: what stands between here and ``next_level``, in the order in which to take it.
        earliest: for each of the steps the day on which it can count at the earliest.
        targets: the level that each area is to reach; areas without a target are missing.
    """

    as_of: date
    model: Model
    areas: tuple[AreaProfile, ...]
    level_indicative: int
    level_stated: int | None
    window_from: date
    totals: tuple[Price, ...]
    reasons: tuple[str, ...]
    charges: tuple[Charge, ...]
    gaps: tuple[Gap, ...]
    next_level: int | None
    steps: tuple[Step, ...]
    appraised: Appraised | None = None
    earliest: Mapping[str, Earliest] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)

    @property
    def practices(self) -> dict[str, PracticeProfile]:
        """Every practice by id, in the model's order."""
        return {one.id: one for area in self.areas for one in area.practices}

    @property
    def level_appraised(self) -> int | None:
        """1 to 5; None until a named person judged every practice in scope that needs it."""
        return self.appraised.level if self.appraised else None

    @property
    def undecided(self) -> tuple[str, ...]:
        """The practices for which a person has to choose, or to choose again; in scope of the appraisal."""
        if self.appraised:
            return self.appraised.undecided
        return tuple(id_ for id_, one in self.practices.items() if one.outcome.needs_judgement)

    @property
    def without_source(self) -> tuple[PracticeProfile, ...]:
        """The practices that no connected source could show."""
        return tuple(one for one in self.practices.values() if one.has_no_source)

    @property
    def has_records(self) -> bool:
        """Whether the records say anything; months and quarters stand there without any from the start."""
        results = (result for one in self.practices.values() for result in one.results)
        return any(result.value is not Characterisation.NE for result in results)

    @property
    def instances(self) -> tuple[Instance, ...]:
        """What counts; months and quarters alone, of which no record speaks, are nothing."""
        counting = {r.instance.id: r.instance for one in self.practices.values() for r in one.counting}
        return tuple(counting.values()) if self.has_records else ()

    @property
    def rated(self) -> tuple[PracticeProfile, ...]:
        """The practices about which the records say something."""
        return tuple(one for one in self.practices.values() if is_ordered(one.rating))

    @property
    def moves(self) -> tuple[tuple[PracticeProfile, Move], ...]:
        """Every rating that will move by itself, oldest first."""
        return tuple(sorted(self._moves(), key=lambda pair: (pair[1].day, pair[0].id)))

    def _moves(self) -> Iterator[tuple[PracticeProfile, Move]]:
        for one in self.practices.values():
            for move in one.moves:
                yield one, move

    def gap(self, practice_id: str) -> Gap | None:
        """The gap of a practice, or None."""
        return next((gap for gap in self.gaps if gap.practice == practice_id), None)

    @property
    def blocking(self) -> tuple[PracticeProfile, ...]:
        """Every practice in the way of the next level, also those that no source can show."""
        return tuple(one for area in self.areas for one in area.kept_open_by(self.next_level))

    @property
    def next_level_from(self) -> date | None:
        """The day on which the practices in the way that can be seen are held at the earliest.

        None where one of them does not come true within two years. What no source shows comes on top.
        """
        days = [found.day for found in self.earliest.values()]
        known = [day for day in days if day is not None]
        return max(known, default=None) if len(known) == len(days) else None

    def held_at(self, level: int) -> Mapping[str, int]:
        """Of the areas in scope that have a group at this level, how many hold it: ``held`` of ``of``."""
        there = [area.evidenced for area in self.areas if area.in_scope and level in area.area.levels]
        return {"held": sum(area.holds(level) for area in there), "of": len(there)}
