"""From a rule's verdict to the fact that travels: the sentence, the records behind it, their origin."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.evidence import Fact, Provenance, RecordRef
from riser.foundation.periods import working_days_after
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import Moment
from riser.plan.rules.practices import Reason, Spending, Verdict, Weakness
from riser.plan.words import Kind
from riser.ui import formats


@dataclass(frozen=True)
class Judged:
    """A verdict with its sentence, the records that decided it, and sentences for weaknesses."""

    verdict: Verdict
    sentence: str
    records: Sequence[RecordRef] = ()
    moments: Sequence[Moment] = ()
    weaknesses: Callable[[], Mapping[Weakness, str]] = dict

    @property
    def critical(self) -> str | None:
        """The sentence of the critical weakness, None where there is none."""
        return self.weaknesses()[self.verdict.critical] if self.verdict.critical else None

    @property
    def notes(self) -> tuple[str, ...]:
        """The sentences of the lesser weaknesses."""
        found = self.verdict.weaknesses
        said = self.weaknesses() if found else {}
        return tuple(said[weakness] for weakness in found)


def fact(judged: Judged, unit: Unit, spending: Spending) -> Fact:
    """The fact of one unit. Records typed later alone make it declared: one that arose by itself lifts that.

    History from before go-live makes it imported. Where one that was typed later claims a time after go-live
    it is no longer history alone.
    """
    verdict = judged.verdict
    claimed = [moment for moment in judged.moments if moment.provenance == Provenance.DECLARED]
    return Fact(
        value=verdict.value,
        reason=_common(verdict.reason, unit) or judged.sentence,
        records=(RecordRef(Kind.CAMPAIGN, str(unit.campaign)), *judged.records),
        provenance=_provenance(judged.moments),
        imported=any(moment.imported for moment in judged.moments)
        and all(moment.imported for moment in claimed),
        critical=judged.critical,
        notes=judged.notes,
        day=spending.last,
    )


def _provenance(moments: Sequence[Moment]) -> Provenance:
    """Where the deciding records come from: the best origin among them; native where there is none."""
    origins = {moment.provenance for moment in moments}
    by_worth = (Provenance.NATIVE, Provenance.SOURCED, Provenance.DECLARED)
    return next((origin for origin in by_worth if origin in origins), Provenance.NATIVE)


def _common(reason: Reason, unit: Unit) -> str:
    """The sentence of a reason that every practice shares, or ""."""
    match reason:
        case Reason.NOT_STARTED:
            return _("Not started yet: no spend, and the planned start lies ahead.")
        case Reason.NO_SPEND_YET:
            return _("Its ad account is connected and has charged nothing for it yet.")
        case Reason.NO_SOURCE if unit.mapped:
            return _("Its ad account is not connected. Import that account's export.")
        case Reason.NO_SOURCE:
            return _(
                "No connected source shows its spend. Map its platform campaigns, or import their export."
            )
    return ""


def day(value: date | None) -> str:
    """The day as prose."""
    return formats.day(value) if value else formats.EN_DASH


def against(moment: date, first: date) -> str:
    """Where a day lies against the first spend day, in words."""
    if moment < first:
        return _("before the first spend on %(first)s") % {"first": day(first)}
    if moment == first:
        return _("on the first spend day itself, %(first)s") % {"first": day(first)}
    count = working_days_after(first, moment)
    text = ngettext(
        "%(count)d working day after the first spend on %(first)s",
        "%(count)d working days after the first spend on %(first)s",
        count,
    )
    return text % {"count": count, "first": day(first)}


def money(amount: Decimal, currency: str) -> str:
    """The amount with its currency."""
    return formats.money(amount, currency)


def percent(ratio: Decimal) -> str:
    """A ratio in percent with one place, rounded down so that it never looks better or worse than a limit."""
    tenths = int(ratio * 1000)
    return f"{tenths // 10} %" if tenths % 10 == 0 else f"{Decimal(tenths) / 10} %"
