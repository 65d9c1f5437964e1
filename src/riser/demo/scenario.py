"""The demo's scenario: read from its YAML once into typed values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# Spend and results swing over seven days round their mean; the seven add up to 7, so whole weeks are exact.
RHYTHM = tuple(map(Decimal, ("0.9", "1.0", "1.1", "1.05", "0.95", "1.2", "0.8")))


Habits = Mapping[str, Any]
HABITS = (
    *("gate", "test", "asked", "owners", "rounds", "dates", "tasks", "checks", "verdict"),
    *("claims", "guest", "request", "changes"),
)
PREPARED = 23  # working days from accepted brief to GO, unless the campaign says otherwise


@dataclass(frozen=True, slots=True)
class Person:
    """A fictional colleague; `respondent` is the role they answer the survey in."""

    name: str
    email: str
    role: str
    respondent: str
    leaves_on: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """An ad account and the channel word its platform exports."""

    source: str
    account: str
    channel: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one platform campaign spends and brings per day, from one day on."""

    key: str
    name: str
    account: str
    from_day: int
    days: int
    per_day: Decimal
    orders: int

    def spend_on(self, day: int) -> Decimal:
        """The spend of one day, 0 outside its run."""
        inside = 0 <= day - self.from_day < self.days
        return self.per_day * RHYTHM[(day - self.from_day) % 7] if inside else Decimal(0)

    @property
    def total(self) -> Decimal:
        """Everything it spends in its run."""
        return sum((self.spend_on(self.from_day + n) for n in range(self.days)), Decimal(0))


@dataclass(frozen=True, slots=True)
class Campaign:
    """One planned campaign, its habits and its faults. `x` days are counted before its first spend."""

    key: str
    name: str
    account: str
    from_day: int
    days: int
    deliveries: tuple[Delivery, ...]
    story: str
    kind: str = "campaign"
    campaign_class: str = "M"
    unit: str = ""
    owner: str = "Jonas Weber"
    objective: str | None = "orders"
    requirement: str | None = "orders"
    cap: Decimal | None = None
    raised: tuple[int, Decimal] | None = None
    plan_approved: int = -15
    go: int = -1
    declared_by: str | None = None
    links: tuple[str, ...] = ()
    truth: Mapping[str, str] = field(default_factory=dict)
    judged: Mapping[str, str] = field(default_factory=dict)  # what is planted on its requirement
    critical: tuple[str, ...] = ()
    above_cap: Decimal = Decimal(0)
    prepared: int | None = None
    habits: Habits = field(default_factory=dict)

    def habit(self, name: str, default: str = "none") -> str:
        """How it went with one thing since the gate: the words stand at the head of gate.yaml."""
        return str(self.habits.get(name, default))

    @property
    def last_day(self) -> int:
        """The last day of its run."""
        return self.from_day + self.days - 1

    @property
    def has_board(self) -> bool:
        """Whether its work is kept on the board that is exported to Riser."""
        return "tasks" in self.habits


@dataclass(frozen=True)
class Scenario:
    """Everything that happens, and what Riser has to find in it."""

    name: str
    currency: str
    days: int
    set_up_on: int
    people: tuple[Person, ...]
    objectives: tuple[Mapping[str, Any], ...]
    accounts: Mapping[str, Account]
    campaigns: tuple[Campaign, ...]
    strays: tuple[Delivery, ...]
    stated: Mapping[str, Any]
    fitness: Mapping[str, Any]
    targets: Mapping[str, Any]

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        """Every platform campaign, planned or not."""
        return (*(d for campaign in self.campaigns for d in campaign.deliveries), *self.strays)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns the scenario's day numbers into dates: the last of them is yesterday."""

    first: date
    now: datetime

    @classmethod
    def ending_yesterday(cls, days: int, now: datetime) -> "Calendar":
        """The calendar whose last day is the day before `now`."""
        return cls(first=now.date() - timedelta(days=days), now=now)

    def day(self, number: int) -> date:
        """The date of a day number."""
        return self.first + timedelta(days=number)

    def at(self, number: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of a day (UTC), never later than now."""
        moment = datetime.combine(self.day(number), time(hour, minute), tzinfo=UTC)
        return min(moment, self.now)


@cache
def scenario() -> Scenario:
    """The scenario that ships with Riser."""
    raw = _read("scenario")
    told = [entry for name in ("campaigns", "gate", "regular") for entry in _entries(name)]
    house = raw["organisation"]
    units = {key: unit for unit, lists in raw["units"].items() for keys in lists for key in keys}
    return Scenario(
        name=house["name"],
        currency=house["currency"],
        days=house["days"],
        set_up_on=house["set_up_on"],
        people=tuple(Person(**person) for person in raw["people"]),
        objectives=tuple(raw["objectives"]),
        accounts={key: Account(**account) for key, account in raw["accounts"].items()},
        campaigns=tuple(replace(_campaign(entry), unit=units.get(entry["key"], "")) for entry in told),
        strays=tuple(_delivery(entry, entry) for entry in raw["strays"]),
        stated=raw["stated"],
        fitness=raw["fitness"],
        targets=raw["targets"],
    )


def _read(name: str) -> Any:
    return yaml.safe_load(files("riser.demo").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


def _entries(name: str) -> list[Any]:
    entries: list[Any] = _read(name)["campaigns"]
    return entries


def _campaign(entry: Mapping[str, Any]) -> Campaign:
    raised = entry.get("raise")
    given = {
        "kind": entry.get("kind"),
        "campaign_class": entry.get("class"),
        "owner": entry.get("owner"),
        "plan_approved": entry.get("plan_approved"),
        "go": entry.get("go"),
        "declared_by": entry.get("declared_by"),
    }
    said = {name: value for name, value in given.items() if value is not None}
    said |= {name: entry[name] for name in ("objective", "requirement") if name in entry}
    return Campaign(
        key=entry["key"],
        name=entry["name"],
        account=entry["account"],
        from_day=entry["from"],
        days=entry["days"],
        deliveries=tuple(_delivery(item, entry) for item in entry["platform"]),
        story=entry["story"],
        cap=None if entry.get("cap") is None else Decimal(entry["cap"]),
        raised=(raised["day"], Decimal(raised["amount"])) if raised else None,
        links=tuple(entry.get("links", ())),
        truth=entry.get("truth", {}),
        judged=entry.get("judged", {}),
        critical=tuple(entry.get("critical", ())),
        prepared=entry.get("prepared"),
        habits={name: entry[name] for name in HABITS if name in entry},
        above_cap=Decimal(entry.get("above_cap", 0)),
        **said,
    )


def _delivery(item: Mapping[str, Any], run: Mapping[str, Any]) -> Delivery:
    return Delivery(
        key=item["key"],
        name=item["name"],
        account=run["account"],
        from_day=run["from"],
        days=run["days"],
        per_day=Decimal(str(item["per_day"])),
        orders=item["orders"],
    )
