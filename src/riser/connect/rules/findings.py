"""What is worth a look in a set of campaign-days. A finding is a value; the shell makes its sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import median

from riser.connect.rules.facts import CampaignDay
from riser.connect.rules.links import LinkRules, lint_paid
from riser.connect.rules.names import folded, passes_name_rule
from riser.foundation.evidence import PlatformKey

JUMP_TIMES = 3
JUMP_FLOOR = Decimal(50)  # platform currency units: below it a jump is small change
JUMP_LEAST_DAYS = 7  # with fewer days there is no "usual" day


class FindingKind(StrEnum):
    """The kinds of finding, in the order people should look at them."""

    NO_CONVERSION = "no_conversion"
    JUMP = "jump"
    SAME_NAME = "same_name"
    LINK = "link"
    GAP = "gap"
    NAME_RULE = "name_rule"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: which campaigns, on which days, with how much spend (None = unknown).

    `facts` hold the values of its sentence as text.
    """

    kind: FindingKind
    keys: tuple[PlatformKey, ...]
    names: tuple[str, ...]
    from_day: date
    to_day: date
    spend: Decimal | None
    currency: str
    facts: Mapping[str, str] = field(default_factory=dict)


Group = Sequence[CampaignDay]
ByKey = dict[PlatformKey, list[CampaignDay]]


def find_all(days: Iterable[CampaignDay], rules: LinkRules) -> list[Finding]:
    """Every finding in these campaign-days: by kind, then by falling spend. Currencies are kept apart."""
    by_currency: dict[str, ByKey] = defaultdict(lambda: defaultdict(list))
    for day in sorted(days, key=lambda d: d.day):
        by_currency[day.currency][day.key].append(day)
    found = []
    for groups in by_currency.values():
        found += [*_no_conversion(groups), *_jumps(groups), *_same_names(groups)]
        found += [*_links(groups, rules), *_gaps(groups), *_name_rule(groups)]
    order = {kind: place for place, kind in enumerate(FindingKind)}
    return sorted(found, key=lambda f: (order[f.kind], -(f.spend or 0), f.names))


def _finding(kind: FindingKind, groups: Sequence[Group], **facts: str) -> Finding:
    """A finding about whole campaigns: their days and spend are those of the groups."""
    rows = [day for group in groups for day in group]
    return Finding(
        kind=kind,
        keys=tuple(group[0].key for group in groups),
        names=tuple(name_of(group) for group in groups),
        from_day=min(day.day for day in rows),
        to_day=max(day.day for day in rows),
        spend=sum((day.spend for day in rows), Decimal(0)),
        currency=rows[0].currency,
        facts=facts,
    )


def name_of(group: Group) -> str:
    """The newest name of a campaign."""
    return group[-1].campaign_name


def _no_conversion(groups: ByKey) -> Iterable[Finding]:
    idle = [group for group in groups.values() if _spends_without_conversion(group)]
    if idle:
        yield _finding(FindingKind.NO_CONVERSION, idle)


def _spends_without_conversion(group: Group) -> bool:
    known = [day.conversions for day in group if day.conversions is not None]
    return bool(known) and not any(known) and any(day.spend > 0 for day in group)


def _jumps(groups: ByKey) -> Iterable[Finding]:
    for group in groups.values():
        spends = [day.spend for day in group if day.spend > 0]
        if len(spends) < JUMP_LEAST_DAYS:
            continue
        usual = median(spends)
        high = [day for day in group if day.spend >= JUMP_TIMES * usual and day.spend > JUMP_FLOOR]
        if high:
            worst = max(high, key=lambda day: day.spend)
            yield _jump(high, worst, times=worst.spend / usual)


def _jump(high: Group, worst: CampaignDay, *, times: Decimal) -> Finding:
    facts = {"times": f"{times:.1f}", "day": worst.day.isoformat(), "days": str(len(high))}
    return _finding(FindingKind.JUMP, [high], **facts)


def _same_names(groups: ByKey) -> Iterable[Finding]:
    alike: dict[tuple[str, str, str], list[Group]] = defaultdict(list)
    for key, group in groups.items():
        alike[key.source, key.account, folded(name_of(group))].append(group)
    for twins in alike.values():
        if len(twins) > 1:
            yield _finding(FindingKind.SAME_NAME, twins, name=name_of(twins[0]))


def _links(groups: ByKey, rules: LinkRules) -> Iterable[Finding]:
    by_word: dict[str, list[Group]] = defaultdict(list)
    for group in groups.values():
        urls = {day.final_url for day in group if day.final_url}
        for word in sorted({word for url in urls for word in lint_paid(url, rules)}):
            by_word[word].append(group)
    for word, hit in sorted(by_word.items()):
        yield _finding(FindingKind.LINK, hit, word=word)


def _gaps(groups: ByKey) -> Iterable[Finding]:
    by_account: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for key, group in groups.items():
        by_account[key.source, key.account].append(group)
    for account_groups in by_account.values():
        gaps = gaps_in({day.day for group in account_groups for day in group})
        if gaps:
            yield _gap(account_groups, gaps)


def _gap(groups: Sequence[Group], gaps: Sequence[tuple[date, date]]) -> Finding:
    """The longest hole of an account. Its spend is unknown: that is the point."""
    longest = max(gaps, key=lambda gap: gap[1] - gap[0])
    missing = sum((last - first).days + 1 for first, last in gaps)
    return Finding(
        kind=FindingKind.GAP,
        keys=tuple(group[0].key for group in groups),
        names=tuple(name_of(group) for group in groups),
        from_day=longest[0],
        to_day=longest[1],
        spend=None,
        currency=groups[0][0].currency,
        facts={
            "days": str((longest[1] - longest[0]).days + 1),
            "missing": str(missing),
            "gaps": str(len(gaps)),
        },
    )


def gaps_in(days: set[date]) -> list[tuple[date, date]]:
    """The holes between the first and the last of these days, both ends of each hole included."""
    ordered = sorted(days)
    one = timedelta(days=1)
    pairs = pairwise(ordered)
    return [(before + one, after - one) for before, after in pairs if after - before > one]


def _name_rule(groups: ByKey) -> Iterable[Finding]:
    broken = [
        group
        for key, group in groups.items()
        if name_of(group) != key.campaign or not key.campaign.isdigit()
        if not passes_name_rule(name_of(group))
    ]
    if broken:
        yield _finding(FindingKind.NAME_RULE, broken)
