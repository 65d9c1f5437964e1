"""The page that compares: what moved between two days and why, and groups of instances beside each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from riser.assess.comparison import Cause, Comparison, Direction, Moved, Mover, PriceMoved
from riser.assess.pages.links import Links
from riser.assess.pages.profile.steps import amount
from riser.assess.pages.records import RecordLink, record_links
from riser.assess.profile import Profile
from riser.assess.rules.prices import Price
from riser.assess.split import Grouping, GroupProfile, Part, compared
from riser.connect.mappings import source_name
from riser.foundation.evidence import Characterisation, RecordRef
from riser.foundation.periods import month_of
from riser.ui.formats import day, money
from riser.ui.prices import WORDS

Records = Mapping[RecordRef, RecordLink]
MOST_MOVERS = 6
MOST_GROUPS = 8
CAUSES = {
    Cause.CAME: gettext_lazy("new in the window"),
    Cause.LEFT: gettext_lazy("left the window"),
    Cause.CHANGED: gettext_lazy("records changed"),
}
HEADINGS = {
    Direction.ROSE: gettext_lazy("Rose"),
    Direction.FELL: gettext_lazy("Fell"),
    Direction.APPEARED: gettext_lazy("Appeared"),
    Direction.VANISHED: gettext_lazy("No longer rated"),
}
GROUPINGS = {
    Grouping.CHANNEL: gettext_lazy("Platform"),
    Grouping.CLASS: gettext_lazy("Campaign class"),
    Grouping.OWNER: gettext_lazy("Owner"),
}


@dataclass(frozen=True, slots=True)
class MoverLine:
    """One instance that moved a practice; it opens to the practice on this instance, and to its record."""

    mover: Mover
    cause: str
    href: str
    record: RecordLink | None


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One practice that moved. ``hidden`` movers are not listed."""

    moved: Moved
    href: str
    movers: tuple[MoverLine, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One class of price on both days; a dash where it was not priced."""

    name: str
    before: str
    before_href: str
    after: str
    after_href: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Everything the upper part of the page draws."""

    title: str
    lead: str
    found: Comparison
    before_href: str
    after_href: str
    sections: tuple[tuple[str, tuple[MovedLine, ...]], ...]
    areas: tuple[tuple[str, str, str, str, str], ...]
    prices: tuple[PriceLine, ...]


def page(found: Comparison, before: Links, after: Links, *, organisation_id: int) -> ComparePage:
    """What moved between two days; ``before`` and ``after`` build the addresses of either day."""
    refs = {
        mover.result.instance.record
        for moved in found.practices
        for mover in moved.movers[:MOST_MOVERS]
        if mover.result.instance.record
    }
    records = record_links(organisation_id, refs)
    sections = []
    for direction, heading in HEADINGS.items():
        lines = tuple(
            _line(moved, before, after, records) for moved in found.practices if moved.direction is direction
        )
        if lines:
            sections.append((str(heading), lines))
    return ComparePage(
        title=title(found),
        lead=lead(found),
        found=found,
        before_href=before.profile(),
        after_href=after.profile(),
        sections=tuple(sections),
        areas=tuple(_areas(found, after)),
        prices=tuple(_price(one, before, after) for one in found.prices),
    )


def month_end_before(shown: date) -> date:
    """The last day of the month before."""
    return month_of(shown).from_day - timedelta(days=1)


def title(found: Comparison) -> str:
    """ "Since 31 Oct 2026: 3 rose, 1 fell, 2 appeared."."""
    words = {
        "day": day(found.before.as_of),
        "rose": found.count(Direction.ROSE),
        "fell": found.count(Direction.FELL),
        "appeared": found.count(Direction.APPEARED),
    }
    if not found.practices:
        return _("Since %(day)s no rating moved.") % words
    return _("Since %(day)s: %(rose)s rose, %(fell)s fell, %(appeared)s appeared.") % words


def lead(found: Comparison) -> str:
    """The level on both days."""
    words = {"before": found.before.level_indicative, "after": found.after.level_indicative}
    if words["before"] == words["after"]:
        return _("The records show level %(after)s on both days.") % words
    return _("The records showed level %(before)s then and show level %(after)s now.") % words


def _line(moved: Moved, before: Links, after: Links, records: Records) -> MovedLine:
    shown = tuple(_mover(moved, mover, before, after, records) for mover in moved.movers[:MOST_MOVERS])
    return MovedLine(moved, after.practice(moved.one.id), shown, max(0, len(moved.movers) - MOST_MOVERS))


def _mover(moved: Moved, mover: Mover, before: Links, after: Links, records: Records) -> MoverLine:
    # What left the window is seen on the earlier day only.
    links = before if mover.cause is Cause.LEFT else after
    return MoverLine(
        mover=mover,
        cause=str(CAUSES[mover.cause]),
        href=links.instance(moved.one.id, mover.result.instance.id),
        record=records.get(record) if (record := mover.result.instance.record) else None,
    )


def _areas(found: Comparison, links: Links) -> Iterator[tuple[str, str, str, str, str]]:
    """Code, name, address, and the stated and the evidenced level on both days."""
    for one in found.areas:
        area = one.area.area
        yield area.code, str(area.name), links.area(area.code), _pair(one.stated), _pair(one.evidenced)


def _pair(levels: tuple[int | None, int | None]) -> str:
    before, after = (str(level) if level else "–" for level in levels)
    return before if before == after else f"{before} → {after}"


def _price(one: PriceMoved, before: Links, after: Links) -> PriceLine:
    return PriceLine(
        name=str(WORDS[one.price_class]),
        before=_amount(one.before),
        before_href=before.price(one.price_class) if one.before else "",
        after=_amount(one.after),
        after_href=after.price(one.price_class) if one.after else "",
    )


def _amount(price: Price | None) -> str:
    return amount(price) if price else "–"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One practice over the groups; None where a group says nothing about it."""

    id: str
    statement: str
    href: str
    parts: tuple[Part | None, ...]


@dataclass(frozen=True, slots=True)
class GroupHead:
    """One group: what it holds of what is rated, and what it spent."""

    name: str
    instances: str
    met: str
    spend: str


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The lower part of the page: groups beside each other. ``hidden`` smaller groups are not shown."""

    by: Grouping
    choices: tuple[tuple[str, str], ...]
    heads: tuple[GroupHead, ...]
    rows: tuple[GroupRow, ...]
    hidden: int


def groups(profile: Profile, found: Sequence[GroupProfile], by: Grouping, links: Links) -> GroupsPage:
    """The largest groups beside each other, on the practices about which two of them say something."""
    shown = found[:MOST_GROUPS]
    return GroupsPage(
        by=by,
        choices=tuple((one.value, str(name)) for one, name in GROUPINGS.items()),
        heads=tuple(_head(one, by) for one in shown),
        rows=tuple(
            GroupRow(
                id=id_,
                statement=str(profile.practices[id_].practice.statement),
                href=links.practice(id_),
                parts=tuple(_rated(one.parts.get(id_)) for one in shown),
            )
            for id_ in compared(profile, shown)
        ),
        hidden=len(found) - len(shown),
    )


def _rated(part: Part | None) -> Part | None:
    return part if part and part.rating not in (None, Characterisation.NY) else None


def _head(one: GroupProfile, by: Grouping) -> GroupHead:
    instances = ngettext("%(count)s instance", "%(count)s instances", one.instances)
    return GroupHead(
        name=source_name(one.name) if by is Grouping.CHANNEL else one.name,
        instances=instances % {"count": one.instances},
        met=_("%(met)s of %(of)s hold") % {"met": one.met, "of": one.rated},
        spend=_spend(one.spend.items()),
    )


def _spend(sums: Iterable[tuple[str, object]]) -> str:
    return " · ".join(money(sum_, currency, whole=True) for currency, sum_ in sums if sum_)  # type: ignore[arg-type]
