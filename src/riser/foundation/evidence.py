"""Frozen values that travel between rooms: what can be rated, what the records say of it, what it costs.

No Django here: rules of every room import these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Characterisation(StrEnum):
    """How far one instance does a practice, or why nobody can say."""

    FM = "FM"  # fully met
    LM = "LM"  # largely met
    PM = "PM"  # partially met
    DM = "DM"  # does not meet: a source covers the instance and is silent
    NY = "NY"  # not yet due
    NE = "NE"  # no connected source could hold the record: never rated, never priced


class Provenance(StrEnum):
    """Who vouches for the time of a record."""

    NATIVE = "native"  # made in Riser
    SOURCED = "sourced"  # another system's time stamp
    DECLARED = "declared"  # typed later by a person


class PriceClass(StrEnum):
    """The three classes of a price; they are never added together."""

    LOST = "lost"
    AT_RISK = "at_risk"
    UNCONTROLLED = "uncontrolled"


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record anywhere in Riser: `kind` is a key of the records registry."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class PlatformKey:
    """One platform campaign as the ad platform names it."""

    source: str
    account: str
    campaign: str


@dataclass(frozen=True, slots=True)
class Instance:
    """One thing a practice can be rated on.

    `id` is unique across kinds ("campaign:12", "unplanned:google_ads/77/2026-03").
    `spend` weighs the instance in shares by spend: platform currency units up to the as-of day.
    """

    id: str
    kind: str
    title: str
    record: RecordRef | None = None
    from_day: date | None = None
    to_day: date | None = None
    keys: tuple[PlatformKey, ...] = ()
    spend: Decimal = Decimal(0)
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the records say of one instance, before the engine applies its caps.

    `reason` is a sentence for people, `records` open to the rows behind it.
    `critical` names a critical weakness in a sentence, else None; `notes` are lesser weaknesses.
    `imported` is true where history from before go-live stood in for a recorded time.
    `day` is the day the evidence counts from (it ages out of the window after it).
    """

    value: Characterisation
    reason: str
    records: tuple[RecordRef, ...] = ()
    provenance: Provenance = Provenance.NATIVE
    affirmed: bool = False
    imported: bool = False
    critical: str | None = None
    notes: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class SignalContext:
    """What every indicator is told.

    `thresholds` come from the model's data. `affirmed_share` is the share of yes among the answers
    that speak about the practice (None below three answers from two roles): it can lower a record,
    never replace one.
    """

    organisation_id: int
    as_of: date
    go_live: date
    thresholds: Mapping[str, Decimal]
    affirmed_share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One priced row (usually a campaign-day): `amount` of its `spend`, in the charge's currency."""

    row: str
    amount: Decimal
    spend: Decimal


@dataclass(frozen=True, slots=True)
class Charge:
    """One cause priced in one class and currency over a window, with the rows behind it.

    `low` and `high` are set for the class at risk only. `reason` says why there is no amount.
    """

    cause: str
    price_class: PriceClass
    currency: str
    from_day: date
    to_day: date
    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    rows: tuple[ChargeRow, ...] = ()
    reason: str = ""
    instances: tuple[str, ...] = field(default=())
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class JudgedTime:
    """When a record counts for lateness, and whether that is imported history."""

    at: datetime
    imported: bool


def judged_time(*, happened_at: datetime, recorded_at: datetime, go_live: date) -> JudgedTime:
    """The moment that decides lateness: `recorded_at`, or `happened_at` for history before go-live.

    Before go-live nobody could record in Riser, so the claimed time stands in; the engine caps such
    evidence at LM and labels it. From go-live on only our own clock decides.
    """
    if happened_at.date() < go_live and happened_at < recorded_at:
        return JudgedTime(happened_at, imported=True)
    return JudgedTime(recorded_at, imported=False)


def by_id(instances: Sequence[Instance]) -> dict[str, Instance]:
    """Instances keyed by their id."""
    return {instance.id: instance for instance in instances}
