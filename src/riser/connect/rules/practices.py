"""The two practices that the ad data itself can show: DAT 2.1 (names and links) and DAT 2.2 (arrival)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from riser.connect.rules.facts import AccountTotal, CampaignDay, Level
from riser.connect.rules.links import LinkRules, lint_paid
from riser.connect.rules.names import passes_name_rule
from riser.foundation.evidence import Characterisation
from riser.foundation.periods import Period

FM, LM, PM, DM, NY, NE = (Characterisation(c) for c in ("FM", "LM", "PM", "DM", "NY", "NE"))
Thresholds = Mapping[str, Decimal]
RulesOf = Callable[[CampaignDay], LinkRules]


# --- DAT 2.1: paid links and platform names follow one written scheme ---------------------------------------


@dataclass(frozen=True, slots=True)
class SchemeShare:
    """How much of an instance's spend follows the scheme.

    `known` is the spend whose name or link the file tells; the unknown rest counts as not shown.
    """

    total: Decimal
    known: Decimal
    passed: Decimal
    ad_level: bool
    broken: tuple[str, ...]

    @property
    def share(self) -> Decimal:
        """Passed spend of all spend, 0 to 1."""
        return self.passed / self.total if self.total else Decimal(0)


def scheme_share(days: Iterable[CampaignDay], rules: RulesOf) -> SchemeShare:
    """The spend of these campaign-days that stands under a name and links by the scheme.

    `rules` says what the ad of a campaign-day is held against: the same for all days of one ad.
    """
    spent = [day for day in days if day.spend > 0]
    known = passed = Decimal(0)
    broken, verdicts = set(), {}
    for day in spent:
        told = (day.key, day.campaign_name, day.final_url)
        if told not in verdicts:
            verdicts[told] = _follows(day, rules(day))
        verdict = verdicts[told]
        known += day.spend if verdict is not None else 0
        passed += day.spend if verdict else 0
        if verdict is False:
            broken.add(day.campaign_name)
    return SchemeShare(
        total=sum((day.spend for day in spent), Decimal(0)),
        known=known,
        passed=passed,
        ad_level=bool(spent) and all(day.level == Level.AD and day.final_url is not None for day in spent),
        broken=tuple(sorted(broken)),
    )


def _follows(day: CampaignDay, rules: LinkRules) -> bool | None:
    """Whether name and link follow the scheme; None where the file tells neither."""
    named = name_is_known(day)
    if not named and day.final_url is None:
        return None
    link_ok = day.final_url is None or not lint_paid(day.final_url, rules)
    return link_ok and (not named or passes_name_rule(day.campaign_name))


def name_is_known(day: CampaignDay) -> bool:
    """Whether the platform told a name; without one the id stands in its place."""
    return day.campaign_name != day.key.campaign or not day.key.campaign.isdigit()


def follow_scheme(share: SchemeShare, thresholds: Thresholds) -> Characterisation:
    """DAT 2.1: FM from `full_share` of spend, LM from `largely_share`, PM from `partly_share`, else DM.

    Campaign rows alone show no ad's link: at most LM. No spend yet is NY; neither name nor link known is NE.
    """
    if not share.total:
        return NY
    if not share.known:
        return NE
    if share.share >= thresholds["full_share"] and share.ad_level:
        return FM
    if share.share >= thresholds["largely_share"]:
        return LM
    return PM if share.share >= thresholds["partly_share"] else DM


# --- DAT 2.2: every source arrives in its agreed time, holes are noticed ------------------------------------


@dataclass(frozen=True)
class Arrivals:
    """When the days of one account first arrived; `excused` are days marked as without delivery.

    `until` is the last day of an account that is used no longer, None while rows are expected.
    """

    first_loaded: Mapping[date, datetime]
    excused: Collection[date] = ()
    until: date | None = None

    def expects(self, day: date) -> bool:
        """Whether rows of this day should be here."""
        used = self.since <= day and (self.until is None or day <= self.until)
        return used and day not in self.excused

    @cached_property
    def since(self) -> date:
        """The first day of which there are rows."""
        return min(self.first_loaded)

    @cached_property
    def filled(self) -> set[date]:
        """The days that arrived only after days on both sides of them had."""
        return filled_holes(self.first_loaded)


@dataclass(frozen=True, slots=True)
class Punctuality:
    """What one source's month shows. `difference` is the largest relative one, None without any total.

    `imported` is true where days from before go-live are among them: nobody could be late for those.
    """

    open_gaps: tuple[date, ...]
    filled_gaps: tuple[date, ...]
    late: tuple[date, ...]
    difference: Decimal | None
    imported: bool


def punctuality(
    month: Period,
    accounts: Iterable[Arrivals],
    *,
    go_live: date,
    latency: timedelta,
    difference: Decimal | None,
    as_of: date | None = None,
) -> Punctuality:
    """The holes, late days and difference of one source in one month, over all its accounts.

    A day is expected from the account's first day on, until it is used no longer. It is late where it first
    arrived later than `latency` after its end (UTC); lateness is judged from go-live on. A day that is not
    yet due on `as_of` is no hole.
    """
    gaps, filled, late = set(), set(), set()
    for account in accounts:
        expected = [day for day in month if account.expects(day)]
        missing = {day for day in expected if day not in account.first_loaded}
        gaps |= {day for day in missing if as_of is None or (_end(day) + latency).date() <= as_of}
        filled |= account.filled.intersection(expected)
        late |= {
            day
            for day in expected
            if day not in missing and day >= go_live and account.first_loaded[day] > _end(day) + latency
        }
    return Punctuality(
        open_gaps=tuple(sorted(gaps)),
        filled_gaps=tuple(sorted(filled)),
        late=tuple(sorted(late)),
        difference=difference,
        imported=month.from_day < go_live,
    )


def filled_holes(first_loaded: Mapping[date, datetime]) -> set[date]:
    """The days that arrived only after days on both sides of them had."""
    days = sorted(first_loaded)
    moments = [first_loaded[day] for day in days]
    before = list(accumulate(moments, min))
    after = list(accumulate(reversed(moments), min))[::-1]
    inner = range(1, len(days) - 1)
    return {days[n] for n in inner if before[n - 1] < moments[n] > after[n + 1]}


def arrive_in_time(found: Punctuality, thresholds: Thresholds) -> Characterisation:
    """DAT 2.2: DM an open hole; PM a hole filled later, too many late days or too large a difference.

    FM at most `full_late` late days and a difference within `full_difference`; without a total of the
    platform at most LM.
    """
    if found.open_gaps:
        return DM
    late, difference = len(found.late), found.difference
    too_far = difference is not None and difference > thresholds["largely_difference"]
    if found.filled_gaps or late > thresholds["largely_late"] or too_far:
        return PM
    close = difference is not None and difference <= thresholds["full_difference"]
    return FM if close and late <= thresholds["full_late"] else LM


def difference_from(total: AccountTotal, spend: Decimal) -> Decimal | None:
    """How far our sum is from the platform's own total, relative to the latter; None where that is 0."""
    if not total.amount:
        return None if not spend else Decimal(1)
    return abs(spend - total.amount) / abs(total.amount)


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, UTC)
