"""What the ad data itself shows: source-months as instances, and the signals DAT 2.1 and DAT 2.2.

Each signal reads the lake a constant number of times, however many instances it is asked about.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.connect import queries
from riser.connect.mappings import source_name
from riser.connect.queries import LinkHistory
from riser.connect.records import id_of
from riser.connect.rules.facts import AccountDay, AccountTotal, CampaignDay
from riser.connect.rules.practices import (
    Arrivals,
    Punctuality,
    RulesOf,
    SchemeShare,
    arrive_in_time,
    difference_from,
    follow_scheme,
    punctuality,
    scheme_share,
)
from riser.foundation.evidence import (
    Characterisation,
    Fact,
    Instance,
    PlatformKey,
    Provenance,
    RecordRef,
    SignalContext,
)
from riser.foundation.periods import Period, month_of
from riser.foundation.queries import house
from riser.ui import formats

SOURCE_MONTH = "source-month"
NAMES_SHOWN = 3


# --- instances -------------------------------------------------------------------------------------------


def source_months(organisation_id: int, as_of: date) -> Sequence[Instance]:
    """One instance per source and month since its first day; months without a row too.

    A source goes on until its newest day, and beyond it until somebody says that it is used no longer: one
    that stopped arriving is not silence. Only what goes on after go-live is a feed; a file of history that
    ends before it owes nothing.
    """
    by_source: dict[str, list[AccountDay]] = defaultdict(list)
    for day in queries.account_days(organisation_id, to_day=as_of):
        by_source[day.source].append(day)
    retired, go_live = queries.retired_after(organisation_id), house(organisation_id).go_live
    return [
        _source_month(source, month, days)
        for source, days in by_source.items()
        for month in _months_of(days, retired, go_live=go_live, as_of=as_of)
    ]


def _months_of(
    days: Sequence[AccountDay], retired: Mapping[tuple[str, str], date], *, go_live: date, as_of: date
) -> list[Period]:
    """The months in which rows of a source are here, or expected."""
    newest = max(day.day for day in days)
    accounts = {(day.source, day.account) for day in days}
    ends = [min(as_of, retired.get(account, as_of)) for account in accounts]
    months = _months(min(day.day for day in days), max(newest, *ends))
    return [month for month in months if month.from_day <= newest or month.to_day >= go_live]


def _months(first: date, last: date) -> list[Period]:
    found = [month_of(first)]
    while found[-1].to_day < last:
        found.append(month_of(found[-1].to_day + timedelta(days=1)))
    return found


def _source_month(source: str, month: Period, days: Sequence[AccountDay]) -> Instance:
    spend: dict[str, Decimal] = defaultdict(Decimal)
    for day in days:
        if day.day in month:
            spend[day.currency] += day.spend
    # Two currencies in one source are rare; the larger sum weighs the month, the two are never added.
    currency = max(spend, key=lambda code: spend[code], default="")
    record = f"{source}/{month.from_day:%Y-%m}"
    return Instance(
        id=f"{SOURCE_MONTH}:{record}",
        kind=SOURCE_MONTH,
        title=f"{source_name(source)}, {formats.day(month.from_day, 'month')}",
        record=RecordRef("source_month", record),
        from_day=month.from_day,
        to_day=month.to_day,
        spend=spend.get(currency, Decimal(0)),
        currency=currency,
    )


# --- DAT 2.1 ---------------------------------------------------------------------------------------------


def names_and_links(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
    """DAT 2.1 per campaign: the share of its spend under names and links by the scheme."""
    by_key: dict[PlatformKey, list[CampaignDay]] = defaultdict(list)
    for day in queries.link_days(context.organisation_id, to_day=context.as_of):
        by_key[day.key].append(day)
    covered = {(key.source, key.account) for key in by_key}
    campaigns = (one for one in instances if one.kind == "campaign")
    rules = _rules_before(queries.link_history(context.organisation_id), by_key)
    return {one.id: _scheme_fact(one, by_key, covered, rules, context) for one in campaigns}


def _rules_before(history: LinkHistory, by_key: Mapping[PlatformKey, Sequence[CampaignDay]]) -> RulesOf:
    """What each ad is held against: the policy and channels in force on the day before its first with spend.

    An ad is told from others of its campaign by where it leads; a change of the policy counts for the ads
    that begin after it.
    """
    begun: dict[tuple[PlatformKey, str | None], date] = {}
    for key, days in by_key.items():
        for day in days:
            if day.spend > 0:
                ad = (key, day.final_url)
                begun[ad] = min(day.day, begun.get(ad, day.day))
    return lambda day: history.rules_on(begun[day.key, day.final_url] - timedelta(days=1))


def _scheme_fact(
    instance: Instance,
    by_key: Mapping[PlatformKey, Sequence[CampaignDay]],
    covered: set[tuple[str, str]],
    rules: RulesOf,
    context: SignalContext,
) -> Fact:
    days = [day for key in instance.keys for day in by_key.get(key, ()) if _runs(instance, day.day)]
    share = scheme_share(days, rules)
    if not share.total and not _is_covered(instance, covered, context.as_of):
        return Fact(Characterisation.NE, _("No connected source shows the spend and names of this campaign."))
    spent = [day.day for day in days if day.spend > 0]
    return Fact(
        value=follow_scheme(share, context.thresholds),
        reason=_scheme_reason(share),
        records=tuple(_platform_record(key) for key in instance.keys if key in by_key),
        provenance=Provenance.SOURCED,
        imported=bool(spent) and min(spent) < context.go_live,
        day=max(spent, default=None),
    )


def _runs(instance: Instance, day: date) -> bool:
    after_start = instance.from_day is None or day >= instance.from_day
    return after_start and (instance.to_day is None or day <= instance.to_day)


def _is_covered(instance: Instance, covered: set[tuple[str, str]], as_of: date) -> bool:
    """Whether silence means something: its account is connected, or it has not started yet."""
    not_started = instance.from_day is not None and instance.from_day > as_of
    return not_started or any((key.source, key.account) in covered for key in instance.keys)


def _platform_record(key: PlatformKey) -> RecordRef:
    return RecordRef("platform_campaign", id_of(key))


def _scheme_reason(share: SchemeShare) -> str:
    if not share.total:
        return _("Nothing has been spent yet.")
    if not share.known:
        return _("The import tells neither names nor landing pages. Export them with the figures.")
    sentences = [
        _("%(share)s of the spend runs under names and links by the scheme.")
        % {"share": formats.share(share.passed, share.total)}
    ]
    if share.broken:
        sentences.append(_("Outside it: %(names)s.") % {"names": _few(share.broken)})
    if not share.ad_level:
        sentences.append(_("Rows per campaign do not show the link of each ad; rows per ad would."))
    return " ".join(sentences)


def _few(names: Sequence[str]) -> str:
    shown = formats.listed(f"“{name}”" for name in names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    return shown if more <= 0 else _("%(names)s and %(n)s more") % {"names": shown, "n": more}


# --- DAT 2.2 ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Arrived:
    """Everything DAT 2.2 reads, fetched once for all months."""

    days: Mapping[tuple[str, str], Sequence[AccountDay]]
    totals: Sequence[AccountTotal]
    quiet: Mapping[tuple[str, str], set[date]]
    latencies: Mapping[str, int]
    retired: Mapping[tuple[str, str], date]

    def accounts(self, source: str) -> list[Arrivals]:
        """When the days of each account of a source first arrived."""
        return [one for account, one in self._arrivals.items() if account[0] == source]

    @cached_property
    def _arrivals(self) -> Mapping[tuple[str, str], Arrivals]:
        return {
            account: Arrivals(_first_loaded(days), self.quiet.get(account, set()), self.retired.get(account))
            for account, days in self.days.items()
        }

    def difference(self, source: str, month: Period) -> Decimal | None:
        """The largest relative difference from the platform's own totals that touch the month."""
        found = (self._difference(total) for total in self.totals if _touches(total, source, month))
        return max((one for one in found if one is not None), default=None)

    def _difference(self, total: AccountTotal) -> Decimal | None:
        window = Period(total.from_day, total.to_day)
        days = self.days.get((total.source, total.account), ())
        same = (day.spend for day in days if day.day in window and day.currency == total.currency)
        return difference_from(total, sum(same, Decimal(0)))


def arrival(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
    """DAT 2.2 per source-month: holes, late days, and the difference from the platform's own total."""
    arrived = _arrived(context)
    months = (one for one in instances if one.kind == SOURCE_MONTH and one.record is not None)
    return {one.id: _arrival_fact(one, arrived, context) for one in months}


def _arrived(context: SignalContext) -> _Arrived:
    days: dict[tuple[str, str], list[AccountDay]] = defaultdict(list)
    for day in queries.account_days(context.organisation_id, to_day=context.as_of):
        days[day.source, day.account].append(day)
    return _Arrived(
        days=days,
        totals=_newest_totals(
            [
                total
                for total in queries.account_totals(context.organisation_id)
                if total.to_day <= context.as_of
            ]
        ),
        quiet=queries.quiet_days(context.organisation_id),
        latencies=queries.agreed_latencies(context.organisation_id),
        retired=queries.retired_after(context.organisation_id),
    )


def _arrival_fact(instance: Instance, arrived: _Arrived, context: SignalContext) -> Fact:
    month = Period(instance.from_day or context.as_of, instance.to_day or context.as_of)
    records = (instance.record,) if instance.record else ()
    if context.as_of <= month.to_day:
        return Fact(Characterisation.NY, _("The month is still running."), records)
    source = instance.id.removeprefix(f"{SOURCE_MONTH}:").partition("/")[0]
    hours = arrived.latencies.get(source, int(context.thresholds["latency_hours"]))
    found = punctuality(
        month,
        arrived.accounts(source),
        go_live=context.go_live,
        latency=timedelta(hours=hours),
        as_of=context.as_of,
        difference=arrived.difference(source, month),
    )
    return Fact(
        value=arrive_in_time(found, context.thresholds),
        reason=_arrival_reason(found, hours),
        records=records,
        imported=found.imported,
        day=month.to_day,
    )


def _arrival_reason(found: Punctuality, hours: int) -> str:
    sentences = [*_gap_sentences(found), *_late_sentences(found, hours), _difference_sentence(found)]
    if found.imported:
        sentences.append(_("Days before go-live are imported history and cannot be late."))
    return " ".join(sentences)


def _gap_sentences(found: Punctuality) -> list[str]:
    said = []
    if found.open_gaps:
        text = ngettext(
            "%(n)s day is missing (%(day)s) and carries no mark that nothing was delivered.",
            "%(n)s days are missing, the first is %(day)s; they carry no mark that nothing was delivered.",
            len(found.open_gaps),
        )
        said.append(text % _first_of(found.open_gaps))
    if found.filled_gaps:
        text = ngettext(
            "%(n)s day was missing and filled later (%(day)s).",
            "%(n)s days were missing and filled later, the first is %(day)s.",
            len(found.filled_gaps),
        )
        said.append(text % _first_of(found.filled_gaps))
    return said or [_("No day is missing.")]


def _late_sentences(found: Punctuality, hours: int) -> list[str]:
    if not found.late:
        return []
    text = ngettext(
        "%(n)s day arrived later than the agreed %(hours)s hours after its end (%(day)s).",
        "%(n)s days arrived later than the agreed %(hours)s hours after their end, the first is %(day)s.",
        len(found.late),
    )
    return [text % (_first_of(found.late) | {"hours": hours})]


def _difference_sentence(found: Punctuality) -> str:
    if found.difference is None:
        return _("No total of the platform was supplied to compare with.")
    percent = (found.difference * 100).quantize(Decimal("0.01"))
    return _("The sum differs from the platform's own total by %(percent)s %%.") % {"percent": percent}


def _first_of(days: Sequence[date]) -> dict[str, object]:
    return {"n": len(days), "day": formats.day(days[0])}


def _first_loaded(days: Sequence[AccountDay]) -> dict[date, datetime]:
    found: dict[date, datetime] = {}
    for day in days:
        found[day.day] = min(day.first_loaded_at, found.get(day.day, day.first_loaded_at))
    return found


def _touches(total: AccountTotal, source: str, month: Period) -> bool:
    return total.source == source and Period(total.from_day, total.to_day).overlaps(month)


def _newest_totals(totals: Sequence[AccountTotal]) -> list[AccountTotal]:
    """The totals, without those whose days a later, longer one covers: it has taken their place."""
    kept: list[AccountTotal] = []
    for total in sorted(totals, key=lambda one: (one.to_day - one.from_day, one.to_day), reverse=True):
        if not any(_covers(other, total) for other in kept):
            kept.append(total)
    return kept


def _covers(longer: AccountTotal, total: AccountTotal) -> bool:
    same = (longer.source, longer.account) == (total.source, total.account)
    return same and longer.from_day <= total.from_day and longer.to_day >= total.to_day
