"""VAL 2.1 from the records: readings against the cap in force, and what was decided."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.evidence import Fact, Instance, RecordRef, SignalContext
from riser.foundation.periods import month_of
from riser.foundation.verdict import Thresholds
from riser.measure.evidence.facts import provenance_of
from riser.measure.evidence.reading import Check, Room, read
from riser.measure.rules import (
    FlightFacts,
    MonthFacts,
    Rated,
    Reading,
    Reason,
    Said,
    Weakness,
    continued_in_a_row,
    decided_in_flight,
    read_every_month,
    share_of,
)
from riser.measure.rules.checkpoints import Reach, reach_on
from riser.measure.sentences import decision_word
from riser.measure.words import Decision, Result
from riser.plan.evidence.results import Flight
from riser.plan.words import Kind as Plan
from riser.ui import formats

RECORDS_NAMED = 25
READINGS_TOLD = 3


def signal(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
    """The indicator VAL 2.1: one fact for each campaign and programme-quarter."""
    room = read(context.organisation_id, context.as_of, context.go_live)
    blind = habitual(room, context.thresholds)
    mine = (room.flights[one.id] for one in instances if one.id in room.flights)
    return {flight.instance: _fact(room, flight, context.thresholds, blind) for flight in mine}


def habitual(room: Room, limits: Thresholds) -> frozenset[str]:
    """The ids of checkpoints in a run of "continue" while too many requirements miss; empty otherwise."""
    missed = share_of(standing_results(room), Result.MISSED, as_of=room.as_of)
    if missed is None or missed <= limits["missed_share"]:
        return frozenset()
    decisions = [
        Said(_key(one.record), one.at, one.day, one.decision)
        for checks in room.checks.values()
        for one in checks
        if one.decision
    ]
    return continued_in_a_row(decisions, word=Decision.CONTINUE, least=int(limits["continue_run"]))


def standing_results(room: Room) -> list[Said]:
    """The newest result of every requirement that has one."""
    newest = (rulings[-1] for rulings in room.rulings.values())
    return [Said(_key(one.record), one.given.at, one.given.day, one.given.result) for one in newest]


def checks_of(room: Room, flight: Flight) -> tuple[Check, ...]:
    """The checkpoints of a campaign, of a programme those whose figures end in the quarter."""
    checks = room.checks.get(flight.campaign, ())
    return tuple(one for one in checks if flight.window is None or one.data_day in flight.window)


def reading_of(flight: Flight, check: Check) -> Reading:
    """A checkpoint against the cap in force on the last day of its figures."""
    return Reading(check.data_day, check.decided_on, reach_on(flight.lines, flight.spend, check.data_day))


def is_running(flight: Flight, as_of: date) -> bool:
    """Whether the plan says that it still runs."""
    return flight.ends is None or as_of <= flight.ends


def reach_now(flight: Flight, as_of: date) -> Reach | None:
    """How far a running campaign's money has gone; None where it runs no longer or no cap is in force."""
    return reach_on(flight.lines, flight.spend, as_of) if is_running(flight, as_of) else None


def flight_days(flight: Flight) -> int:
    """How long it flies: as planned or as it was spent, whichever is longer."""
    spending = flight.spending
    planned = (flight.ends - flight.begins).days + 1 if flight.begins and flight.ends else 0
    ran = (spending.last - spending.first).days + 1 if spending.first and spending.last else 0
    return max(planned, ran)


def months_over(flight: Flight, as_of: date) -> tuple[date, ...]:
    """The months of a programme's quarter that are over and saw spend."""
    window = flight.window
    spent = {
        day.replace(day=1) for day, amount in flight.spend.items() if amount > 0 and window and day in window
    }
    return tuple(sorted(month for month in spent if month_of(month).to_day < as_of))


def _fact(room: Room, flight: Flight, limits: Thresholds, blind: frozenset[str]) -> Fact:
    if flight.open is not None:
        return flight.open
    checks = checks_of(room, flight)
    readings = tuple(reading_of(flight, one) for one in checks)
    if flight.window is not None:
        months = months_over(flight, room.as_of)
        rated = read_every_month(MonthFacts(readings, months), limits)
        sentence = _month_sentence(rated, checks, readings, months, limits)
    else:
        facts = FlightFacts(readings, flight_days(flight), reach_now(flight, room.as_of))
        rated = decided_in_flight(facts, limits)
        sentence = _sentence(rated, checks, facts, limits)
    rated = rated.noting(Weakness.ALWAYS_CONTINUE, any(_key(one.record) in blind for one in checks))
    return Fact(
        value=rated.value,
        reason=sentence,
        records=(
            RecordRef(Plan.CAMPAIGN, str(flight.campaign)),
            *(one.record for one in checks[-RECORDS_NAMED:]),
        ),
        provenance=provenance_of(one.provenance for one in checks),
        imported=any(one.imported for one in checks),
        notes=tuple(_note(room, limits) for _weakness in rated.weaknesses),
        day=flight.spending.last,
    )


def _key(record: RecordRef) -> str:
    return f"{record.kind}:{record.id}"


def _note(room: Room, limits: Thresholds) -> str:
    missed = share_of(standing_results(room), Result.MISSED, as_of=room.as_of)
    text = _("“Continue” %(count)d times in a row, while %(share)s of the year's verdicts are “missed”.")
    share = formats.share(missed or 0, 1)
    return text % {"count": int(limits["continue_run"]), "share": share}


def _sentence(rated: Rated, checks: Sequence[Check], facts: FlightFacts, limits: Thresholds) -> str:
    first, second = _percent(limits["first_share"]), _percent(limits["second_share"])
    match rated.reason:
        case Reason.FIRST_NOT_DUE if facts.reach is not None:
            text = _("%(share)s of the cap is spent. The first checkpoint is due by %(limit)s.")
            return text % {"share": _share(facts.reach), "limit": first}
        case Reason.NO_CHECKPOINT:
            return _("Money was spent and no checkpoint is on record.")
        case Reason.UNDECIDED:
            return _undecided(facts.readings, limits)
        case Reason.NO_CAP:
            return _("Decided, but no approved cap was in force on these days: nobody knows at what share.")
    told = _told(checks, facts.readings, limits)
    match rated.reason:
        case Reason.DECIDED_TWICE:
            return _("Decided in time: %(readings)s.") % {"readings": told}
        case Reason.DECIDED_SHORT_FLIGHT:
            text = ngettext(
                "Decided in time: %(readings)s. A flight of %(days)d day needs no second one.",
                "Decided in time: %(readings)s. A flight of %(days)d days needs no second one.",
                facts.days,
            )
            return text % {"readings": told, "days": facts.days}
        case Reason.DECIDED_LATE:
            return _("Decided only after half of the cap: %(readings)s.") % {"readings": told}
    in_time = any(one.by(limits["first_share"]) for one in facts.readings if one.counts(limits))
    if in_time:
        text = _("Decided: %(readings)s. No second decision by %(limit)s of the cap.")
        return text % {"readings": told, "limit": second}
    text = _("Decided: %(readings)s. The first one came after %(limit)s of the cap.")
    return text % {"readings": told, "limit": first}


def _month_sentence(
    rated: Rated,
    checks: Sequence[Check],
    readings: Sequence[Reading],
    months: Sequence[date],
    limits: Thresholds,
) -> str:
    match rated.reason:
        case Reason.MONTH_RUNS:
            return _("Its first month of the quarter is not over yet.")
        case Reason.NO_CHECKPOINT:
            return _("Money was spent and no checkpoint is on record.")
        case Reason.UNDECIDED:
            return _undecided(readings, limits)
        case Reason.EVERY_MONTH:
            return _("Every month that is over has a decided reading.")
    decided = {one.data_day.replace(day=1) for one in readings if one.counts(limits)}
    missing = formats.listed(formats.day(month, "month") for month in months if month not in decided)
    return _("No decided reading in %(months)s.") % {"months": missing}


def _undecided(readings: Sequence[Reading], limits: Thresholds) -> str:
    days = len({one.data_day for one in readings})
    text = ngettext(
        "Figures were read up to %(count)d day, and nothing was decided within %(days)d working days.",
        "Figures were read up to %(count)d days, and nothing was decided within %(days)d working days.",
        days,
    )
    return text % {"count": days, "days": int(limits["decide_days"])}


def _told(checks: Sequence[Check], readings: Sequence[Reading], limits: Thresholds) -> str:
    """The decided readings in the order of their figures: "change at 31 % of the cap (figures to 5 Mar)"."""
    decided = sorted(
        ((reading, check) for reading, check in zip(readings, checks, strict=True) if reading.counts(limits)),
        key=lambda pair: pair[0].data_day,
    )
    return formats.listed(_one(reading, check) for reading, check in decided[:READINGS_TOLD])


def _one(reading: Reading, check: Check) -> str:
    words = {"decision": decision_word(check.decision), "day": formats.day(reading.data_day)}
    if reading.reach is None:
        return _("%(decision)s without a cap in force (figures to %(day)s)") % words
    text = _("%(decision)s at %(share)s of the cap (figures to %(day)s)")
    return text % (words | {"share": _share(reading.reach)})


def _share(reach: Reach) -> str:
    return formats.share(reach.spent, reach.cap)


def _percent(limit: Decimal) -> str:
    return formats.share(limit, 1)
