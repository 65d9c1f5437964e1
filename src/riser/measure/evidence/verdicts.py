"""VAL 2.2 from the records: the verdict on each requirement against what was agreed at the first spend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.evidence import Characterisation, Fact, Instance, RecordRef, SignalContext
from riser.foundation.periods import working_days_after
from riser.foundation.verdict import Thresholds
from riser.measure.evidence.checkpoints import standing_results
from riser.measure.evidence.facts import provenance_of
from riser.measure.evidence.instances import requirement_id
from riser.measure.evidence.reading import Room, Ruling, read
from riser.measure.rules import (
    Agreed,
    Rated,
    Reason,
    VerdictFacts,
    Weakness,
    due_day,
    judged_requirement,
    last_day_in_time,
    mismatches,
    share_of,
    standing,
)
from riser.measure.sentences import part_word, result_word
from riser.measure.words import Result
from riser.plan.evidence.results import Asked, Terms
from riser.plan.words import Kind as Plan
from riser.ui import formats


@dataclass(frozen=True, slots=True)
class Case:
    """One requirement with the verdict that stands, ready to be judged."""

    asked: Asked
    facts: VerdictFacts
    lag_days: int
    ruling: Ruling | None


def signal(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
    """The indicator VAL 2.2: one fact for each requirement."""
    room = read(context.organisation_id, context.as_of, context.go_live)
    undecidable = share_of(standing_results(room), Result.UNDECIDABLE, as_of=context.as_of) or Decimal(0)
    asked = {requirement_id(pk): one for pk, one in room.asked.items()}
    mine = (one.id for one in instances if one.id in asked)
    return {name: _fact(case_of(room, asked[name]), context.thresholds, undecidable) for name in mine}


def case_of(room: Room, asked: Asked) -> Case:
    """A requirement with what was agreed, when its verdict came due, and the one that stands."""
    terms = asked.agreed or asked.now
    lag = room.lag(terms.source, asked.since)
    ends = terms.to_day or asked.now.to_day or asked.ends
    rulings = room.rulings.get(asked.id, ())
    found = standing([one.given for one in rulings], ends)
    facts = VerdictFacts(
        agreed=_agreed(asked.agreed) if asked.agreed else None,
        due_from=due_day(ends, lag) if ends else None,
        as_of=room.as_of,
        verdict=found[0] if found else None,
        given_on=found[1] if found else None,
        ends=ends,
    )
    return Case(asked, facts, lag, rulings[-1] if rulings else None)


def _agreed(terms: Terms) -> Agreed:
    return Agreed(terms.metric, terms.from_day, terms.to_day, terms.source)


def _fact(case: Case, limits: Thresholds, undecidable: Decimal) -> Fact:
    asked, ruling = case.asked, case.ruling
    records = (RecordRef(Plan.REQUIREMENT, str(asked.id)), RecordRef(Plan.CAMPAIGN, str(asked.campaign)))
    if ruling is None and (silent := _open(asked)) is not None:
        value, sentence = silent
        return Fact(value=value, reason=sentence, records=records, day=case.facts.due_from)
    rated = judged_requirement(case.facts, limits)
    sheltered = ruling is not None and ruling.given.result == Result.UNDECIDABLE
    rated = rated.noting(
        Weakness.UNDECIDABLE_SHELTER, sheltered and undecidable > limits["undecidable_share"]
    )
    return Fact(
        value=rated.value,
        reason=_sentence(rated, case, limits),
        records=(*records, ruling.record) if ruling else records,
        provenance=provenance_of([ruling.provenance] if ruling else []),
        imported=ruling is not None and ruling.imported,
        critical=_swapped(case) if rated.critical else None,
        notes=tuple(_note(undecidable) for _weakness in rated.weaknesses),
        day=ruling.given.day if ruling else case.facts.due_from,
    )


def _open(asked: Asked) -> tuple[Characterisation, str] | None:
    """What is said of a requirement without a verdict whose campaign never spent anything we could see."""
    if asked.spending.first is not None:
        return None
    if asked.spending.covered:
        text = _("Its ad account is connected and has charged nothing for the campaign yet.")
        return Characterisation.NY, text
    if asked.spending.started:
        text = _("No connected source shows the campaign's spend or a verdict on it.")
        return Characterisation.NE, text
    return Characterisation.NY, _("Not started yet: no spend, and the planned start lies ahead.")


def _swapped(case: Case) -> str:
    ruling, agreed = case.ruling, case.asked.agreed
    text = _("Agreed was “%(agreed)s”; the verdict speaks of “%(given)s”.")
    words = {
        "agreed": agreed.metric if agreed else "",
        "given": ruling.given.metric if ruling else "",
    }
    return text % words


def _note(share: Decimal) -> str:
    text = _("%(share)s of the year's verdicts are “undecidable”.")
    return text % {"share": formats.share(share, 1)}


def _sentence(rated: Rated, case: Case, limits: Thresholds) -> str:
    facts, ruling = case.facts, case.ruling
    if ruling is None or facts.verdict is None:
        return _silent(rated, facts.due_from, limits)
    said = _said(case, ruling)
    match rated.reason:
        case Reason.WRITTEN_AFTERWARDS:
            text = _("The requirement was written after the first spend: nothing had been agreed.")
            return formats.sentences(said, text)
        case Reason.VERDICT_TOO_EARLY:
            return formats.sentences(said, _too_early(facts))
        case Reason.VERDICT_OTHERWISE:
            return formats.sentences(said, _otherwise(case))
        case Reason.VERDICT_WITHOUT_CASES:
            return formats.sentences(said, _("The number of cases is missing."))
    return said


def _silent(rated: Rated, due_from: date | None, limits: Thresholds) -> str:
    if due_from is None:
        return _("It names no last day, so no verdict can come due. Add its window.")
    until = formats.day(last_day_in_time(due_from, int(limits["due_days"])))
    if rated.reason == Reason.NO_VERDICT:
        return _("No verdict is on record; it was due by %(until)s.") % {"until": until}
    return _("No verdict yet; it is in time until %(until)s.") % {"until": until}


def _cases(count: int) -> str:
    return ngettext("%(count)s case", "%(count)s cases", count) % {"count": formats.number(count)}


def _said(case: Case, ruling: Ruling) -> str:
    """The verdict in one sentence: word, value, cases, and how long after it came due."""
    given, unit = ruling.given, (case.asked.agreed or case.asked.now).unit
    value = "" if ruling.value is None else f"{formats.number(ruling.value.normalize())} {unit}".strip()
    cases = "" if given.n is None else _cases(given.n)
    what = formats.listed((result_word(given.result), value, cases))
    day = case.facts.given_on or given.day
    words = {"what": what[:1].upper() + what[1:], "day": formats.day(day)}
    if case.facts.due_from is None:
        return _("%(what)s: recorded on %(day)s.") % words
    late = working_days_after(case.facts.due_from, day)
    if late == 0:
        return _("%(what)s: recorded on %(day)s, before it came due.") % words
    text = ngettext(
        "%(what)s: recorded on %(day)s, %(late)d working day after it came due.",
        "%(what)s: recorded on %(day)s, %(late)d working days after it came due.",
        late,
    )
    return text % (words | {"late": late})


def _too_early(facts: VerdictFacts) -> str:
    if facts.ends is None:
        return ""
    text = _("The window runs until %(day)s: what is said before then decides nothing. Give it again after.")
    return text % {"day": formats.day(facts.ends)}


def _otherwise(case: Case) -> str:
    if case.facts.agreed is None or case.facts.verdict is None:
        return ""
    parts = formats.listed(part_word(name) for name in mismatches(case.facts.agreed, case.facts.verdict))
    return _("Not as agreed at the first spend: %(parts)s.") % {"parts": parts}
