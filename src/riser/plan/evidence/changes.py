"""Which requirements were changed after they were agreed, who agreed to it, and what hangs on each of them.

A change is agreed to where a change request names its old and its new value; one request covers one change.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from riser.foundation.approvals import AskedChange
from riser.foundation.differences import MISSING, Change, is_same, name_of
from riser.foundation.evidence import RecordRef
from riser.foundation.periods import working_days_after
from riser.plan.evidence.reading import History, State
from riser.plan.evidence.scene import Scene
from riser.plan.words import Kind

# What makes a requirement another one; its name, baseline and acceptor do not.
VALUES = ("metric", "operator", "bound", "unit", "from", "to", "source")


@dataclass(frozen=True, slots=True)
class Step:
    """One requirement became another: version `after` of `requirement`, where `before` had stood.

    `entered_anew` is how many working days lie between the removal of the old one and the entry of the new
    one, None where the requirement was simply changed. `old` is the requirement that `before` is of.
    """

    campaign: int
    requirement: int
    old: int
    before: State
    after: State
    fields: tuple[str, ...]
    entered_anew: int | None = None

    @property
    def id(self) -> str:
        """The id of its instance."""
        return f"change:{self.requirement}:{self.after.number}"

    @property
    def at(self) -> datetime:
        """When the new value came into force."""
        return self.after.moment.at

    @property
    def day(self) -> date:
        """The day on which it did."""
        return self.after.moment.day


@dataclass(frozen=True, slots=True)
class Suspect:
    """Something that hangs on a changed requirement, and when it was looked at again; None: not yet."""

    record: RecordRef
    reviewed_on: date | None


def steps(scene: Scene) -> list[Step]:
    """The changes of requirements whose plan was approved or whose money ran, oldest first.

    History from before go-live is left out: nobody could ask for a change here by then.
    """
    found = [
        step
        for campaign in scene.reading.campaigns
        for step in _of_campaign(scene, campaign)
        if _is_agreed(scene, campaign, step) and not step.after.moment.imported
    ]
    return sorted(found, key=lambda step: (step.at, step.requirement))


def agreements(scene: Scene, found: Sequence[Step]) -> dict[str, AskedChange]:
    """The request behind each step that has one, by the step's id; each request is used once."""
    asked: dict[str, list[AskedChange]] = defaultdict(list)
    for one in scene.reading.changes:
        asked[one.record.id].append(one)
    matched: dict[str, AskedChange] = {}
    for step in found:
        mine = asked[str(step.campaign)]
        request = max((one for one in mine if covers(one, step)), key=_sides, default=None)
        if request is not None:
            matched[step.id] = request
            mine.remove(request)
    return matched


def covers(asked: AskedChange, step: Step) -> bool:
    """Whether the request names the old and the new value of every field that changed."""
    changes = {change.field: change for change in asked.changes}
    return bool(step.fields) and all(
        any(_says(changes, pk, field, step) for pk in {step.requirement, step.old}) for field in step.fields
    )


def suspects(scene: Scene, step: Step, agreed: AskedChange | None) -> list[Suspect]:
    """What hangs on the requirement of a step: the plan, its landing links, platform campaigns and checks.

    The plan counts as looked at by the second person's agreement; a check also by its next run, and what
    was taken off the campaign is gone.
    """
    reading, reviewed = scene.reading, _reviews(scene, step)
    plan = RecordRef(Kind.CAMPAIGN, str(step.campaign))
    agreed_at = agreed.manager_at if agreed else None
    found = [
        Suspect(plan, reviewed.get(plan) or (_day(scene, max(agreed_at, step.at)) if agreed_at else None))
    ]
    links = {**reading.links.get(step.campaign, {}), **_gone(scene, Kind.LINK, step.campaign)}
    keys = {pk: states for pk, states in reading.keys.items() if _campaign(states) == step.campaign}
    keys |= _gone(scene, Kind.PLATFORM_LINK, step.campaign)
    for kind, histories in ((Kind.LINK, links), (Kind.PLATFORM_LINK, keys)):
        found += [
            Suspect(ref, reviewed.get(ref) or _gone_on(states))
            for pk, states in sorted(histories.items())
            if (ref := RecordRef(kind, str(pk))) and _served(states, step)
        ]
    return found + _checks(scene, step, reviewed)


def _of_campaign(scene: Scene, campaign: int) -> Iterator[Step]:
    present = scene.reading.requirements.get(campaign, {})
    gone = _gone(scene, Kind.REQUIREMENT, campaign)
    for pk, states in {**present, **gone}.items():
        for before, after in pairwise(states):
            fields = changed_fields(before.data, after.data)
            if fields and not after.data.get("deleted"):
                yield Step(campaign, pk, pk, before, after, fields)
    yield from _entered_anew(campaign, {**present, **gone}, gone)


def _entered_anew(campaign: int, everything: History, gone: History) -> Iterator[Step]:
    """A requirement taken off, and the next one with its metric, entered after it or shortly before."""
    taken: set[int] = set()
    for old, states in sorted(gone.items(), key=lambda one: one[1][-1].moment.at):
        removed, stood = states[-1], states[-2] if len(states) > 1 else states[-1]
        anew = [
            (abs(first.moment.at - removed.moment.at), pk, first)
            for pk, first in ((pk, one[0]) for pk, one in everything.items())
            if pk != old
            and pk not in taken
            and first.moment.at > stood.moment.at
            and _metric(first) == _metric(stood) != ""
        ]
        if anew:
            _distance, pk, first = min(anew, key=lambda one: (one[0], one[1]))
            taken.add(pk)
            fields = changed_fields(stood.data, first.data)
            if fields:
                days = _apart(removed.moment.day, first.moment.day)
                yield Step(campaign, pk, old, stood, first, fields, days)


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Which values became others; one that was still empty is completed, not changed."""
    return tuple(
        name for name in VALUES if before[name] not in (None, "") and not is_same(before[name], after[name])
    )


def _is_agreed(scene: Scene, campaign: int, step: Step) -> bool:
    """Whether the plan was approved, or its money ran, before the new value came."""
    approved = scene.reading.plan_approvals.get(campaign, ())
    unit = scene.campaigns.get(campaign)
    first = min((row.day for row in unit.all_days if row.spend > 0), default=None) if unit else None
    return any(sign.moment.at < step.at for sign in approved) or (first is not None and first < step.day)


def _says(changes: Mapping[str, Change], pk: int, field: str, step: Step) -> bool:
    old, new = step.before.data[field], step.after.data[field]
    named = changes.get(name_of("requirements", str(pk), field))
    if named is not None:
        return is_same(named.after, new) and is_same(named.before, old)
    entered = changes.get(name_of("requirements", str(pk)))
    return entered is not None and entered.after is not MISSING and is_same(entered.after.get(field), new)


def _sides(one: AskedChange) -> tuple[int, float]:
    """The request with more sides first, then the earlier one."""
    return sum(at is not None for at in (one.requester_at, one.manager_at)), -one.filed_at.timestamp()


def _reviews(scene: Scene, step: Step) -> dict[RecordRef, date]:
    """The first review of each record because of this version of the requirement, or of a later one."""
    found: dict[RecordRef, date] = {}
    for one in scene.later.reviews:
        if one.cause.id == str(step.requirement) and one.number >= step.after.number:
            found.setdefault(one.record, _day(scene, one.recorded_at))
    return found


def _checks(scene: Scene, step: Step, reviewed: Mapping[RecordRef, date]) -> list[Suspect]:
    """The newest check of each kind from before the change; its next run looks again."""
    states = [one[-1] for one in scene.later.checks.get(step.campaign, {}).values()]
    states.sort(key=lambda state: (state.moment.at, state.id))
    by_kind: dict[str, list[State]] = defaultdict(list)
    for state in states:
        by_kind[str(state.data["kind"])].append(state)
    found = []
    for runs in by_kind.values():
        before = [state for state in runs if state.moment.at < step.at]
        again = next((state.moment.day for state in runs if state.moment.at >= step.at), None)
        if before:
            ref = RecordRef(Kind.LAUNCH_CHECK, str(before[-1].id))
            looked = [day for day in (reviewed.get(ref), again) if day is not None]
            found.append(Suspect(ref, min(looked, default=None)))
    return found


def _served(states: tuple[State, ...], step: Step) -> bool:
    """Whether the record served the requirement when it became another one."""
    by_then = [state for state in states if state.moment.at < step.at]
    serving = {step.requirement, step.old}
    if not by_then or by_then[-1].data.get("deleted"):
        return False
    if step.entered_anew is not None:  # a removal frees what served the old one, before the new one comes
        return any(state.data["requirement"] == step.old for state in by_then)
    return by_then[-1].data["requirement"] in serving


def _gone(scene: Scene, kind: Kind, campaign: int) -> dict[int, tuple[State, ...]]:
    histories = scene.reading.gone.get(kind, {})
    return {pk: states for pk, states in histories.items() if _campaign(states) == campaign}


def _gone_on(states: tuple[State, ...]) -> date | None:
    return states[-1].moment.day if states[-1].data.get("deleted") else None


def _campaign(states: tuple[State, ...]) -> int:
    return int(states[-1].data["campaign"])


def _metric(state: State) -> str:
    return str(state.data["metric"]).strip().casefold()


def _day(scene: Scene, at: datetime) -> date:
    return at.astimezone(scene.reading.zone).date()


def _apart(one: date, other: date) -> int:
    return working_days_after(min(one, other), max(one, other))


def open_ones(found: Iterable[Suspect]) -> list[RecordRef]:
    """The records that nobody has looked at again."""
    return [one.record for one in found if one.reviewed_on is None]
