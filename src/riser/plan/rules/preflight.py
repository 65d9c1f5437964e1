"""What a plan says on the eve of its launch, frozen for whoever decides about the launch."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.evidence import PlatformKey


@dataclass(frozen=True, slots=True)
class PlannedCap:
    """One budget line: the cap as typed, and the amount that was approved (None: nothing ever was)."""

    id: int
    cap: Decimal
    currency: str
    from_day: date
    to_day: date
    approved: Decimal | None

    def __contains__(self, day: date) -> bool:
        return self.from_day <= day <= self.to_day


@dataclass(frozen=True, slots=True)
class PlannedBound:
    """One requirement and the fields that it leaves empty."""

    id: int
    name: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedLink:
    """One landing link and the codes of what its check finds; none where it carries what it must."""

    id: int
    url: str
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedKey:
    """One platform campaign, and the names of other campaigns that claim it on the same days."""

    id: int
    key: PlatformKey
    shared_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preflight:
    """One plan with what hangs on it.

    `approved_version` is the newest approved version of the plan, None before the first; `approved` says
    whether that approval still holds for the plan with all that belongs to it. `author` wrote the newest
    version. `owners` are the active members named as owner, `strangers` names behind which stands no
    active member, `roles` (word, name) pairs of further people. `first_spend` is T0 of the whole campaign;
    `go_by` and `go_on` tell of its first GO on record, wherever it was given.
    """

    campaign: int
    code: str
    name: str
    campaign_class: str
    archived: bool
    start: date | None
    end: date | None
    version: int
    approved_version: int | None
    approved: bool
    author: int | None
    owner: str
    owners: tuple[int, ...]
    strangers: tuple[str, ...]
    roles: tuple[tuple[str, str], ...] = ()
    caps: tuple[PlannedCap, ...] = ()
    bounds: tuple[PlannedBound, ...] = ()
    links: tuple[PlannedLink, ...] = ()
    keys: tuple[PlannedKey, ...] = ()
    first_spend: date | None = None
    go_by: str = ""
    go_on: date | None = None
