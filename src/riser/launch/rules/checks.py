"""The checks that a machine makes: what the plan and the opened links say, one function a check."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from riser.foundation.addresses import Trouble
from riser.foundation.evidence import RecordRef
from riser.launch.rules.gate import Seen, newest
from riser.launch.words import Check, Result
from riser.plan.rules.preflight import PlannedCap, Preflight

FETCH_HOLDS_DAYS = 7  # an answer older than this says nothing of today's page


class Why(StrEnum):
    """Why a machine's check came out as it did; each has one sentence."""

    PLAN_APPROVED = "plan_approved"
    PLAN_CHANGED = "plan_changed"
    PLAN_UNAPPROVED = "plan_unapproved"
    CAP_APPROVED = "cap_approved"
    NO_CAP = "no_cap"
    CAP_UNAPPROVED = "cap_unapproved"
    CAP_ABOVE_APPROVED = "cap_above_approved"
    CAP_MISSES_START = "cap_misses_start"
    MEASURABLE = "measurable"
    NO_REQUIREMENT = "no_requirement"
    NOT_MEASURABLE = "not_measurable"
    OWNER_AND_ROLES = "owner_and_roles"
    OWNER_ALONE = "owner_alone"  # enough for a small campaign
    NO_OWNER = "no_owner"
    OWNER_STRANGE = "owner_strange"
    SEVERAL_OWNERS = "several_owners"
    NO_ROLE = "no_role"
    TAGGED = "tagged"
    NO_LINK = "no_link"
    NOT_TAGGED = "not_tagged"
    KEY_KNOWN = "key_known"
    NO_KEY = "no_key"
    KEY_SHARED = "key_shared"
    ANSWERED = "answered"
    NOTHING_TO_OPEN = "nothing_to_open"
    NOT_OPENED = "not_opened"
    OPENED_LONG_AGO = "opened_long_ago"
    BAD_ANSWER = "bad_answer"
    NO_ANSWER = "no_answer"


OPEN_FIRST = frozenset({Why.NOT_OPENED, Why.OPENED_LONG_AGO})  # Riser can still look; no eyes replace it


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back when a link was opened. `result` is pass, fail or unknown."""

    url: str
    result: Result
    at: datetime
    on: date
    trouble: Trouble | None = None
    status: int | None = None
    hops: int = 0
    final_url: str = ""
    record: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a machine found: the result, why, the names it is about, and the records it looked at."""

    result: Result
    why: Why
    names: tuple[str, ...] = ()
    records: tuple[RecordRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Eve:
    """Everything the machine looks at on one day before a launch; `opened` by link."""

    plan: Preflight
    today: date
    campaign_class: str
    opened: Mapping[str, Fetched] = field(default_factory=dict)


def plan_approved(eve: Eve) -> Finding:
    """Whether the plan with all that belongs to it has a second person's yes as it stands."""
    plan, case = eve.plan, (_campaign(eve),)
    if plan.approved:
        return _passed(Why.PLAN_APPROVED, records=case)
    return _failed(Why.PLAN_UNAPPROVED if plan.approved_version is None else Why.PLAN_CHANGED, records=case)


def cap_within_budget(eve: Eve) -> Finding:
    """Whether every cap lies within the amount that was approved, and one holds on the first day."""
    caps, start = eve.plan.caps, eve.plan.start
    if not caps:
        return _failed(Why.NO_CAP, records=(_campaign(eve),))
    if bare := [cap for cap in caps if cap.approved is None]:
        return _failed(Why.CAP_UNAPPROVED, records=_lines(bare))
    if above := [cap for cap in caps if cap.approved is not None and cap.cap > cap.approved]:
        return _failed(Why.CAP_ABOVE_APPROVED, records=_lines(above))
    if start is not None and not any(start in cap for cap in caps):
        return _failed(Why.CAP_MISSES_START, records=_lines(caps))
    return _passed(Why.CAP_APPROVED, records=_lines(caps))


def requirement_measurable(eve: Eve) -> Finding:
    """Whether the campaign can be met or missed: each requirement has every field."""
    bounds = eve.plan.bounds
    if not bounds:
        return _failed(Why.NO_REQUIREMENT, records=(_campaign(eve),))
    thin = [one for one in bounds if one.missing]
    found = tuple(RecordRef("requirement", str(one.id)) for one in thin or bounds)
    if thin:
        return _failed(Why.NOT_MEASURABLE, names=tuple(one.name for one in thin), records=found)
    return _passed(Why.MEASURABLE, names=tuple(one.name for one in bounds), records=found)


def owner_and_roles_named(eve: Eve) -> Finding:
    """Whether one active member answers for it and, above the smallest class, somebody else has a part."""
    plan, case = eve.plan, (_campaign(eve),)
    if plan.strangers:
        return _failed(Why.OWNER_STRANGE, names=plan.strangers, records=case)
    if not plan.owners:
        return _failed(Why.NO_OWNER, records=case)
    if len(plan.owners) > 1:
        return _failed(Why.SEVERAL_OWNERS, names=(plan.owner,), records=case)
    if eve.campaign_class == "S":
        return _passed(Why.OWNER_ALONE, names=(plan.owner,), records=case)
    others = tuple(dict.fromkeys(name for _word, name in plan.roles if name != plan.owner))
    if not others:
        return _failed(Why.NO_ROLE, names=(plan.owner,), records=case)
    return _passed(Why.OWNER_AND_ROLES, names=(plan.owner, *others), records=case)


def links_have_utm(eve: Eve) -> Finding:
    """Whether there is a landing link and each carries the parameters that join spend to visits."""
    links = eve.plan.links
    if not links:
        return _failed(Why.NO_LINK, records=(_campaign(eve),))
    faulty = [link for link in links if link.findings]
    found = (_campaign(eve),)
    if faulty:
        return _failed(Why.NOT_TAGGED, names=tuple(link.url for link in faulty), records=found)
    return _passed(Why.TAGGED, names=tuple(link.url for link in links), records=found)


def platform_id_known_and_unique(eve: Eve) -> Finding:
    """Whether it is known which platform campaign will spend, and no other plan claims it."""
    keys = eve.plan.keys
    if not keys:
        return _failed(Why.NO_KEY, records=(_campaign(eve),))
    if shared := [one for one in keys if one.shared_with]:
        names = tuple(name for one in shared for name in one.shared_with)
        return _failed(Why.KEY_SHARED, names=names, records=(_campaign(eve),))
    return _passed(Why.KEY_KNOWN, names=tuple(one.key.campaign for one in keys), records=(_campaign(eve),))


def links_answer(eve: Eve) -> Finding:
    """Whether each link answers over https within three hops, as opened in the last days.

    A link that nobody could open is unknown, never green.
    """
    urls = [link.url for link in eve.plan.links]
    if not urls:
        return Finding(Result.UNKNOWN, Why.NOTHING_TO_OPEN)
    opened = [eve.opened[url] for url in urls if url in eve.opened]
    records = tuple(RecordRef("link_fetch", str(one.record)) for one in opened if one.record)
    if bad := [one.url for one in opened if one.result == Result.FAIL]:
        return _failed(Why.BAD_ANSWER, names=tuple(bad), records=records)
    if missing := [url for url in urls if url not in eve.opened]:
        return Finding(Result.UNKNOWN, Why.NOT_OPENED, tuple(missing), records)
    if silent := [one.url for one in opened if one.result != Result.PASS]:
        return Finding(Result.UNKNOWN, Why.NO_ANSWER, tuple(silent), records)
    if old := [one.url for one in opened if (eve.today - one.on).days > FETCH_HOLDS_DAYS]:
        return Finding(Result.UNKNOWN, Why.OPENED_LONG_AGO, tuple(old), records)
    return _passed(Why.ANSWERED, names=tuple(urls), records=records)


def eyes(eve: Eve, finding: Finding, seen: Iterable[Seen]) -> Seen | None:
    """The newest signature that replaces the machine where it could not tell; None where none does.

    Never one that is older than the newest result of the machine, or than the newest opening of a link that
    was asked about.
    """
    last = newest(seen)
    if last is None or last.automatic or finding.result != Result.UNKNOWN or finding.why in OPEN_FIRST:
        return None
    opened = [] if finding.why != Why.NO_ANSWER else [eve.opened[url].at for url in finding.names]
    return last if all(last.at >= at for at in opened) else None


MACHINE: Mapping[str, Callable[[Eve], Finding]] = {
    Check.PLAN_APPROVED: plan_approved,
    Check.CAP_WITHIN_BUDGET: cap_within_budget,
    Check.REQUIREMENT_MEASURABLE: requirement_measurable,
    Check.OWNER_AND_ROLES_NAMED: owner_and_roles_named,
    Check.LINKS_HAVE_UTM: links_have_utm,
    Check.PLATFORM_ID_KNOWN_AND_UNIQUE: platform_id_known_and_unique,
    Check.LINKS_ANSWER: links_answer,
}


def _campaign(eve: Eve) -> RecordRef:
    return RecordRef("campaign", str(eve.plan.campaign))


def _lines(caps: "list[PlannedCap] | tuple[PlannedCap, ...]") -> tuple[RecordRef, ...]:
    return tuple(RecordRef("budget_line", str(cap.id)) for cap in caps)


def _passed(why: Why, *, names: tuple[str, ...] = (), records: tuple[RecordRef, ...]) -> Finding:
    return Finding(Result.PASS, why, names, records)


def _failed(why: Why, *, names: tuple[str, ...] = (), records: tuple[RecordRef, ...]) -> Finding:
    return Finding(Result.FAIL, why, names, records)
