"""The values of a campaign's page."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from riser.connect.mappings import source_name
from riser.connect.sentences import link_sentence
from riser.foundation.evidence import PlatformKey, Provenance
from riser.plan.queries.campaigns import CampaignLine
from riser.plan.queries.pacing import Pace
from riser.plan.rules.caps import CapLine
from riser.plan.words import RoleWord, Topic


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """A requirement; `missing` names its empty fields, `carriers` counts what serves it."""

    id: int
    version: int
    name: str
    metric: str
    operator: str
    sign: str
    bound: Decimal | None
    unit: str
    baseline: Decimal | None
    from_day: date | None
    to_day: date | None
    source: str
    acceptor: str
    missing: tuple[str, ...]
    carriers: int

    @property
    def is_named(self) -> bool:
        """Whether it has a name of its own, or is called by what it asks for."""
        bound = "" if self.bound is None else f"{self.bound.normalize():f}"
        return self.name != " ".join(part for part in (self.metric, self.sign, bound, self.unit) if part)


@dataclass(frozen=True, slots=True)
class CapEntry:
    """A budget line: the cap as typed, the one in force, and what was spent and lies above in its window."""

    id: int
    version: int
    cap: Decimal
    currency: str
    from_day: date
    to_day: date
    in_force: Decimal | None
    is_approved: bool
    spent: Decimal
    above: Decimal
    would_be_above: Decimal  # while it waits for approval; nothing is priced from it


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A platform campaign of this campaign, its spend and the requirement it serves."""

    id: int
    version: int
    key: PlatformKey
    from_day: date | None
    to_day: date | None
    name: str
    spend: Decimal
    currency: str
    first_day: date | None
    last_day: date | None
    mapped_on: date
    requirement: str
    requirement_id: int | None

    @property
    def platform(self) -> str:
        """The platform as people call it."""
        return source_name(self.key.source)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A landing link and what its check finds by the policy in force on the day."""

    id: int
    version: int
    url: str
    findings: tuple[str, ...]
    requirement: str
    requirement_id: int | None

    @property
    def says(self) -> tuple[str, ...]:
        """What its check found, in words."""
        return tuple(link_sentence(found) for found in self.findings)


@dataclass(frozen=True, slots=True)
class RoleLine:
    """Somebody named for a part of the campaign; `is_member` tells a person of the house from a name."""

    id: int
    role: RoleWord
    name: str
    member_id: int | None

    @property
    def is_member(self) -> bool:
        """Whether the name is that of one member."""
        return self.member_id is not None


@dataclass(frozen=True, slots=True)
class Signature:
    """One approval as the trail shows it."""

    topic: str
    approver: str
    requested_by: str
    at: datetime
    provenance: Provenance
    number: int
    amount: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a second person: the topic, the version, and the members who may say yes to it."""

    topic: Topic
    number: int
    approvers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Event:
    """One audit event of the campaign or of what hangs on it."""

    kind: str
    verb: str
    actor: str
    at: datetime
    claimed: date | None


@dataclass(frozen=True, slots=True)
class Series:
    """Cumulative spend by day in one currency, and the caps over their windows."""

    currency: str
    spend: tuple[tuple[date, Decimal], ...]
    lines: tuple[CapLine, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest who works on this campaign."""

    member_id: int
    name: str


@dataclass(frozen=True, slots=True)
class CampaignDetail:
    """A campaign's page."""

    line: CampaignLine
    audience: str
    deliverables: str
    objective_id: int | None
    objective_archived: bool
    version: int
    sha256: str
    plan_missing: tuple[str, ...]
    requirements: tuple[RequirementLine, ...]
    caps: tuple[CapEntry, ...]
    keys: tuple[KeyLine, ...]
    links: tuple[LinkLine, ...]
    roles: tuple[RoleLine, ...]
    guests: tuple[Guest, ...]
    copied_from: int | None
    pacing: tuple[Pace, ...]
    check: str | None
    signatures: tuple[Signature, ...]
    waiting: tuple[Waiting, ...]
    events: tuple[Event, ...]
    series: Series | None
