"""Results of campaigns against what was asked: readings, verdicts, and what of both is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.kept import keep
from riser.foundation.periods import working_days_after
from riser.foundation.registries import records
from riser.foundation.roles import Act
from riser.measure.evidence.checkpoints import flight_days, is_running, reach_now
from riser.measure.evidence.reading import Check, Room, Ruling, read
from riser.measure.evidence.verdicts import Case, case_of
from riser.measure.rules import last_day_in_time, mismatches
from riser.measure.rules.checkpoints import Reach, day_of_share, reach_on
from riser.measure.rules.due import VERDICT_DAYS, Point, next_point
from riser.measure.sentences import decision_word, part_word, result_word, sign
from riser.measure.words import Kind
from riser.plan.evidence.results import Asked, Flight, Part, Terms, parts
from riser.plan.queries import find_visible, visible_ids
from riser.ui import formats


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One reading: its figures' last day, the share of the cap by then, what was decided, by whom, when."""

    record: RecordRef
    url: str
    data_day: date
    decision: str
    says: str
    reach: Reach | None
    decided_on: date | None
    days_after: int  # working days between the figures and the decision
    by: str
    note: str
    provenance: Provenance

    @property
    def is_mine(self) -> bool:
        """Whether it was recorded here."""
        return self.record.kind == Kind.CHECKPOINT


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """The verdict that stands. `otherwise` names what of it is not as agreed, in words."""

    record: RecordRef
    url: str
    result: str
    says: str
    value: Decimal | None
    n: int | None
    metric: str
    from_day: date | None
    to_day: date | None
    source: str
    note: str
    by: str
    given_on: date
    otherwise: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """A requirement as it stood at the first spend, the verdict on it, and until when one is in time.

    `changed` names in words what was changed since; `agreed` is false where it was written later.
    """

    id: int
    campaign: int
    name: str
    terms: Terms
    agreed: bool
    changed: tuple[str, ...]
    since: date | None
    lag_days: int
    due_from: date | None
    until: date | None
    verdict: VerdictLine | None
    is_due: bool
    is_overdue: bool

    @property
    def bound(self) -> str:
        """ "≤ 42 EUR"; empty without a bound."""
        terms = self.terms
        if terms.bound is None:
            return ""
        number = formats.number(Decimal(f"{terms.bound.normalize():f}"))
        return " ".join(part for part in (sign(terms.operator), number, terms.unit) if part)


@dataclass(frozen=True, slots=True)
class CampaignResults:
    """A campaign's page in this room. `reach` is where the spend stands against the cap, None without one.

    `point` is the checkpoint that waits, `point_since` the day the spend passed it.
    """

    campaign: int
    code: str
    name: str
    owner: str
    start: date | None
    end: date | None
    is_running: bool
    currency: str
    spent: Decimal
    reach: Reach | None
    assumed: bool
    newest: date | None
    point: Point | None
    point_since: date | None
    checks: tuple[CheckLine, ...]
    requirements: tuple[RequirementResult, ...]

    @property
    def verdicts_due(self) -> int:
        """How many requirements wait for a verdict."""
        return sum(one.is_due for one in self.requirements)


def campaign_results(act: Act, campaign_id: int, as_of: date) -> CampaignResults:
    """One campaign's results. Raises NotFound, for one that a guest may not see too."""
    card = find_visible(act, campaign_id)
    room = read(act.organisation_id, as_of)
    return results_of(room, parts(act.organisation_id, as_of)[card.id])


def all_results(act: Act, as_of: date) -> list[CampaignResults]:
    """Those of every campaign that the one who acts may see and that is not archived, by name."""
    asked, only = ("results", as_of), visible_ids(act)
    found = keep(act.organisation_id, asked, lambda: _every_result(act.organisation_id, as_of))
    return [one for one in found if only is None or one.campaign in only]


def _every_result(organisation_id: int, as_of: date) -> tuple[CampaignResults, ...]:
    room = read(organisation_id, as_of)
    there = [part for part in parts(organisation_id, as_of).values() if not part.archived]
    return tuple(results_of(room, part) for part in sorted(there, key=lambda part: part.name.casefold()))


def results_of(room: Room, part: Part) -> CampaignResults:
    """The results of one campaign out of what was read."""
    flight, as_of = _flight(room, part.campaign), room.as_of
    checks = tuple(_check_line(flight, one) for one in room.checks.get(part.campaign, ()))
    point, since = _point(flight, checks, as_of) if flight else (None, None)
    asked = (one for one in room.asked.values() if one.campaign == part.campaign)
    spent = sum(flight.spend.values(), Decimal(0)) if flight else Decimal(0)
    return CampaignResults(
        campaign=part.campaign,
        code=part.code,
        name=part.name,
        owner=part.owner,
        start=part.start,
        end=part.end,
        is_running=(part.start is None or part.start <= as_of) and (part.end is None or as_of <= part.end),
        currency=flight.currency if flight else "",
        spent=spent,
        reach=_reach(flight, as_of) if flight else None,
        assumed=bool(flight and flight.assumed),
        newest=max(flight.spend, default=None) if flight else None,
        point=point,
        point_since=since,
        checks=tuple(sorted(checks, key=lambda line: line.data_day, reverse=True)),
        requirements=tuple(requirement_result(room, one) for one in asked),
    )


def requirement_result(room: Room, asked: Asked) -> RequirementResult:
    """A requirement with its verdict, and whether one is due."""
    case = case_of(room, asked)
    due, is_open = case.facts.due_from, case.ruling is None and asked.spending.first is not None
    until = last_day_in_time(due, VERDICT_DAYS) if due else None
    return RequirementResult(
        id=asked.id,
        campaign=asked.campaign,
        name=asked.now.name,
        terms=asked.agreed or asked.now,
        agreed=asked.agreed is not None,
        changed=tuple(_changed(asked)),
        since=asked.since,
        lag_days=case.lag_days,
        due_from=due,
        until=until,
        verdict=_verdict_line(case, case.ruling) if case.ruling else None,
        is_due=is_open and due is not None and due < room.as_of,
        is_overdue=is_open and until is not None and until < room.as_of,
    )


def _flight(room: Room, campaign: int) -> Flight | None:
    """The campaign's flight, of a programme the newest quarter's."""
    found = [one for one in room.flights.values() if one.campaign == campaign]
    return max(found, key=lambda one: one.window.from_day if one.window else date.min, default=None)


def _reach(flight: Flight, as_of: date) -> Reach | None:
    """Where the spend stands today, or where it stood on its last day once no window holds today."""
    now = reach_on(flight.lines, flight.spend, as_of)
    last = max((day for day, amount in flight.spend.items() if amount > 0), default=None)
    return now or (reach_on(flight.lines, flight.spend, last) if last else None)


def _point(flight: Flight, checks: tuple[CheckLine, ...], as_of: date) -> tuple[Point | None, date | None]:
    if flight.window is not None or not is_running(flight, as_of):
        return None, None
    decided = [one.reach for one in checks if one.decided_on is not None]
    point = next_point(decided, reach_now(flight, as_of), flight_days(flight))
    if point is None or not point.passed:
        return point, None
    return point, day_of_share(flight.lines, flight.spend, point.share, sorted(flight.spend))


def _check_line(flight: Flight | None, check: Check) -> CheckLine:
    return CheckLine(
        record=check.record,
        url=_url(check.record),
        data_day=check.data_day,
        decision=check.decision,
        says=decision_word(check.decision),
        reach=reach_on(flight.lines, flight.spend, check.data_day) if flight else None,
        decided_on=check.decided_on,
        days_after=working_days_after(check.data_day, check.decided_on) if check.decided_on else 0,
        by=check.by,
        note=check.note,
        provenance=check.provenance,
    )


def _verdict_line(case: Case, ruling: Ruling) -> VerdictLine:
    given, agreed = ruling.given, case.facts.agreed
    otherwise = mismatches(agreed, given) if agreed else ()
    return VerdictLine(
        record=ruling.record,
        url=_url(ruling.record),
        result=given.result,
        says=result_word(given.result),
        value=None if ruling.value is None else Decimal(f"{ruling.value.normalize():f}"),
        n=given.n,
        metric=given.metric,
        from_day=given.from_day,
        to_day=given.to_day,
        source=given.source,
        note=ruling.note,
        by=ruling.by,
        given_on=case.facts.given_on or given.day,
        otherwise=tuple(part_word(name) for name in otherwise),
        provenance=ruling.provenance,
    )


def _changed(asked: Asked) -> Iterator[str]:
    """What of metric, window and source is another one now than at the first spend."""
    before, now = asked.agreed, asked.now
    if before is None:
        return
    if before.metric != now.metric:
        yield part_word("metric")
    if (before.from_day, before.to_day) != (now.from_day, now.to_day):
        yield part_word("window")
    if before.source != now.source:
        yield part_word("source")


def _url(record: RecordRef) -> str:
    kind = records.get(record.kind)
    return kind.url(record.id) if kind else ""
