"""One reading with its books and what came later: what every indicator of this room looks at."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from riser.foundation.periods import Period, quarter_of
from riser.plan.evidence.desk import Desk, lay_out
from riser.plan.evidence.elsewhere import elsewhere
from riser.plan.evidence.later import Later, read_later
from riser.plan.evidence.ledger import Books, Unit, keep_books
from riser.plan.evidence.reading import Reading, Signed, State, as_day, read
from riser.plan.rules.owners import Known
from riser.plan.rules.practices import Spending
from riser.plan.words import Topic

Made = TypeVar("Made")


@dataclass(frozen=True)
class Scene:
    """A reading, its books, and what several units share."""

    reading: Reading
    books: Books
    later: Later
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, make: Callable[["Scene"], Made]) -> Made:
        """What a function makes of this scene: made at the first call, for all units, and kept with it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def spending(self, unit: Unit) -> Spending:
        """Whether a source shows the money of a unit, and when it ran."""
        return self._spendings[unit.id]

    @cached_property
    def _spendings(self) -> Mapping[str, Spending]:
        return {unit.id: self._spending(unit) for unit in self.books.units.values()}

    def _spending(self, unit: Unit) -> Spending:
        days = unit.spend_days
        begins = [as_day(unit.plan.data["start"]), unit.window.from_day if unit.window else None]
        return Spending(
            covered=any((one.key.source, one.key.account) in self.reading.covered for one in unit.mapped),
            started=all(day is None or day <= self.reading.as_of for day in begins),
            first=days[0] if days else None,
            last=days[-1] if days else None,
        )

    def plan_approval(self, unit: Unit) -> Signed | None:
        """The first approval of the plan, here or in another tool."""
        return self._plan_approvals.get(unit.campaign)

    def go(self, unit: Unit) -> Signed | None:
        """The first GO, here or in another tool."""
        return self._gos.get(unit.campaign)

    @cached_property
    def _plan_approvals(self) -> Mapping[int, Signed | None]:
        return {pk: self._first(self.reading.plan_approvals, pk, Topic.PLAN) for pk in self.campaigns}

    @cached_property
    def _gos(self) -> Mapping[int, Signed | None]:
        return {pk: self._first(self.reading.go_approvals, pk, Topic.GO) for pk in self.campaigns}

    def _first(self, here: Mapping[int, tuple[Signed, ...]], campaign: int, topic: Topic) -> Signed | None:
        signs = (*here.get(campaign, ()), *elsewhere(self.desk, self.reading, self.known, campaign, topic))
        return min(signs, key=lambda sign: sign.moment.at, default=None)

    @cached_property
    def desk(self) -> Desk:
        """The work that other tools recorded."""
        return _desk(_Same(self.reading))

    @cached_property
    def campaigns(self) -> Mapping[int, Unit]:
        """One unit per campaign that has any: the quarters of a programme share their days and caps."""
        return {unit.campaign: unit for unit in self.books.units.values()}

    @cached_property
    def known(self) -> tuple[Known, ...]:
        """The members by name and address."""
        return tuple(Known(person.member_id, person.name, person.email) for person in self.reading.people)

    @cached_property
    def left_on(self) -> Mapping[int, date | None]:
        """When each member left; None for those who are here."""
        return {
            person.member_id: None if person.is_active else (person.left_on or date.min)
            for person in self.reading.people
        }

    @cached_property
    def stamps(self) -> Mapping[int, list[datetime]]:
        """When each approver approved plans, in order."""
        found: dict[int, list[datetime]] = defaultdict(list)
        for signs in self.reading.plan_approvals.values():
            for sign in signs:
                if sign.approver is not None:
                    found[sign.approver].append(sign.recorded_at)
        return {approver: sorted(times) for approver, times in found.items()}

    @cached_property
    def quarters(self) -> Mapping[tuple[Period, str], Mapping[str, Decimal]]:
        """Spend by quarter and currency, and in it by unit or unplanned instance."""
        found: dict[tuple[Period, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        everything = {unit.id: unit.days for unit in self.books.units.values()} | dict(self.books.unplanned)
        for name, days in everything.items():
            for day in days:
                if day.spend > 0:
                    found[(quarter_of(day.day), day.currency)][name] += day.spend
        return found

    @cached_property
    def objectives_of(self) -> Mapping[tuple[Period, str], "Served"]:
        """By quarter and currency, what was spent for each objective."""
        return {place: self._served(spent) for place, spent in self.quarters.items()}

    def _served(self, spent: Mapping[str, Decimal]) -> "Served":
        by_objective: dict[int | None, Decimal] = defaultdict(Decimal)
        units = [self.books.units[name] for name in spent if name in self.books.units]
        for unit in units:
            by_objective[unit.plan.data["objective"]] += spent[unit.id]
        return Served(by_objective, sum(spent.values(), Decimal(0)), len(units))

    @cached_property
    def ended(self) -> Mapping[str, list[tuple[date, int]]]:
        """By class, the campaigns that had spent, with the day on which each ends."""
        found: dict[str, list[tuple[date, int]]] = defaultdict(list)
        for pk, unit in self.campaigns.items():
            if unit.window is None and unit.all_days:
                end = as_day(unit.plan.data["end"]) or date.max
                found[unit.plan.data["class"].casefold()].append((end, pk))
        return found


@dataclass(frozen=True, slots=True)
class Served:
    """The spend of a quarter by objective, all of it (unplanned too), and how many units spent."""

    by_objective: Mapping[int | None, Decimal]
    spend: Decimal
    units: int


def look(organisation_id: int, as_of: date, go_live: date | None = None) -> Scene:
    """The scene on a day; the same object while what it shows is, so that all indicators share it."""
    reading = read(organisation_id, as_of, go_live)
    return _scene(_Same(reading), _Same(read_later(organisation_id, as_of, go_live)))


@dataclass(frozen=True, eq=False)
class _Same(Generic[Made]):
    """A value by which object it is, not by what it holds."""

    value: Made

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=4)
def _scene(reading: _Same[Reading], later: _Same[Later]) -> Scene:
    return Scene(reading.value, _books(reading), later.value)


@lru_cache(maxsize=4)
def _desk(reading: _Same[Reading]) -> Desk:
    return lay_out(reading.value)


@lru_cache(maxsize=4)
def _books(reading: _Same[Reading]) -> Books:
    return keep_books(reading.value)


def state_on(states: tuple[State, ...], day: date) -> State | None:
    """The newest version recorded by the end of a day, or None."""
    found = [state for state in states if state.moment.day <= day]
    return found[-1] if found else None
