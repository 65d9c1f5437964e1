"""Which money belongs to which instance: spend by campaign, by programme-quarter, and outside any plan."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from riser.connect.rules.facts import CampaignDay
from riser.foundation.evidence import PlatformKey
from riser.foundation.periods import Period, quarter_of
from riser.plan.evidence.reading import Reading, State, as_day
from riser.plan.words import CampaignKind


@dataclass(frozen=True, slots=True)
class Mapped:
    """A platform campaign inside a plan, for a range of days with possibly open ends."""

    id: int
    campaign: int
    key: PlatformKey
    from_day: date | None
    to_day: date | None
    requirement: int | None
    made_by: str
    mapped_on: date

    def holds(self, day: date) -> bool:
        """Whether the mapping covers the day."""
        return (self.from_day is None or self.from_day <= day) and (self.to_day is None or day <= self.to_day)


@dataclass(frozen=True)
class Unit:
    """One instance before it travels: a campaign, or one quarter of a programme.

    `days` are its campaign-days with spend or without, in the order of days; of a programme only those of
    the quarter. `all_days` are those of the whole campaign: a cap window may be longer than a quarter.
    """

    id: str
    campaign: int
    plan: State
    window: Period | None
    mapped: tuple[Mapped, ...]
    days: tuple[CampaignDay, ...]
    all_days: tuple[CampaignDay, ...]

    @cached_property
    def spend_days(self) -> list[date]:
        """The days with spend, each once, in order."""
        return sorted({day.day for day in self.days if day.spend > 0})

    @cached_property
    def currency(self) -> str:
        """The currency in which most was spent; "" without spend."""
        return max(self._sums, key=lambda code: self._sums[code], default="")

    @cached_property
    def spend(self) -> Decimal:
        """The spend in `currency`."""
        return self._sums.get(self.currency, Decimal(0))

    @cached_property
    def by_day(self) -> dict[date, Decimal]:
        """The spend of each of its days in `currency`."""
        return by_day(self.days, self.currency)

    def all_in(self, currency: str) -> dict[date, Decimal]:
        """The spend of each of `all_days` in a currency."""
        if self.all_days is self.days and currency == self.currency:
            return self.by_day
        return by_day(self.all_days, currency)

    @cached_property
    def _sums(self) -> dict[str, Decimal]:
        return by_currency(self.days)


@dataclass(frozen=True, slots=True)
class Books:
    """All spend, sorted into units and what lies outside any plan."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    unplanned: Mapping[str, tuple[CampaignDay, ...]] = field(default_factory=dict)


def keep_books(reading: Reading) -> Books:
    """Every campaign-day in exactly one place."""
    mappings = _mappings(reading)
    by_key: dict[PlatformKey, list[Mapped]] = defaultdict(list)
    for mapped in mappings:
        by_key[mapped.key].append(mapped)
    planned: dict[int, list[CampaignDay]] = defaultdict(list)
    unplanned: dict[str, list[CampaignDay]] = defaultdict(list)
    for day in reading.days:
        owner = next((mapped for mapped in by_key[day.key] if mapped.holds(day.day)), None)
        if owner is not None:
            planned[owner.campaign].append(day)
        elif day.spend > 0:
            unplanned[unplanned_id(day)].append(day)
    units = {unit.id: unit for unit in _units(reading, mappings, planned)}
    return Books(units, {name: tuple(days) for name, days in sorted(unplanned.items())})


def unplanned_id(day: CampaignDay) -> str:
    """The instance of unplanned spend a campaign-day falls into: one per account and month."""
    return f"unplanned:{day.key.source}/{day.key.account}/{day.day:%Y-%m}"


def by_currency(days: tuple[CampaignDay, ...] | list[CampaignDay]) -> dict[str, Decimal]:
    """The spend per currency; currencies are never added."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for day in days:
        sums[day.currency] += day.spend
    return dict(sums)


def by_day(days: tuple[CampaignDay, ...], currency: str) -> dict[date, Decimal]:
    """The spend of each day in one currency."""
    sums: dict[date, Decimal] = defaultdict(Decimal)
    for day in days:
        if day.currency == currency:
            sums[day.day] += day.spend
    return dict(sums)


def _mappings(reading: Reading) -> list[Mapped]:
    return [_mapped(pk, states) for pk, states in reading.keys.items() if _is_known(reading, states)]


def _is_known(reading: Reading, states: tuple[State, ...]) -> bool:
    return states[-1].data["campaign"] in reading.campaigns


def _mapped(pk: int, states: tuple[State, ...]) -> Mapped:
    data = states[-1].data
    return Mapped(
        id=pk,
        campaign=data["campaign"],
        key=PlatformKey(data["source"], data["account"], data["key"]),
        from_day=as_day(data["from"]),
        to_day=as_day(data["to"]),
        requirement=data["requirement"],
        made_by=data["made_by"],
        mapped_on=states[0].moment.day,
    )


def _units(reading: Reading, mappings: list[Mapped], planned: Mapping[int, list[CampaignDay]]) -> list[Unit]:
    found = []
    by_campaign: dict[int, list[Mapped]] = defaultdict(list)
    for one in mappings:
        by_campaign[one.campaign].append(one)
    for campaign, states in reading.campaigns.items():
        mapped = tuple(by_campaign[campaign])
        days = tuple(planned.get(campaign, ()))
        if states[-1].data["kind"] == CampaignKind.PROGRAMME:
            found += _quarters(reading, campaign, mapped, days)
        else:
            unit = Unit(f"campaign:{campaign}", campaign, states[-1], None, mapped, days, days)
            found.append(unit)
    return found


def _quarters(
    reading: Reading, campaign: int, mapped: tuple[Mapped, ...], days: tuple[CampaignDay, ...]
) -> list[Unit]:
    """Each quarter with spend, and the present one: what it will spend is not yet due."""
    plan = reading.campaigns[campaign][-1]
    present = quarter_of(reading.as_of)
    start, end = as_day(plan.data["start"]), as_day(plan.data["end"])
    quarters = {quarter_of(day.day) for day in days if day.spend > 0}
    if (end is None or end >= present.from_day) and (
        start is None or start <= present.to_day or not quarters
    ):
        quarters.add(present)
    return [
        Unit(
            f"campaign:{campaign}/{quarter_name(quarter)}",
            campaign,
            plan,
            quarter,
            _of_quarter(mapped, days, quarter),
            tuple(day for day in days if day.day in quarter),
            days,
        )
        for quarter in sorted(quarters)
    ]


def _of_quarter(
    mapped: tuple[Mapped, ...], days: tuple[CampaignDay, ...], quarter: Period
) -> tuple[Mapped, ...]:
    """The mappings whose campaigns spent in the quarter, all of them where none has yet.

    A platform campaign that joined later is no late mapping of an earlier quarter.
    """
    spent = {day.key for day in days if day.spend > 0 and day.day in quarter}
    return tuple(one for one in mapped if one.key in spent) or mapped


def quarter_name(quarter: Period) -> str:
    """2026-Q1 for the first quarter of 2026."""
    return f"{quarter.from_day.year}-Q{(quarter.from_day.month + 2) // 3}"
