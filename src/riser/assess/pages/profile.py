"""The profile page: the finding, stair, prices, stated beside evidenced, what to do, what moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.assess.pages.drawn import area_levels, figures, stair
from riser.assess.pages.links import Links
from riser.assess.profile import AreaProfile, Cell, PracticeProfile, Profile
from riser.assess.rules.forecast import Move
from riser.assess.rules.prices import Price, class_totals
from riser.assess.rules.scale import MET, is_ordered, rank
from riser.foundation.evidence import Characterisation
from riser.ui.drawings.dumbbell import AreaLevels
from riser.ui.drawings.levels import Stair
from riser.ui.formats import day, money
from riser.ui.prices import WORDS, PriceFigure

HEAT_LEVELS = (2, 3, 4, 5)


class Show(StrEnum):
    """Which areas the heat map lists, and in which order."""

    ALL = "all"
    WAY = "way"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Stated beside evidenced at one level; ``count`` says how many practices of the group hold."""

    level: int
    stated: Characterisation | None
    evidenced: Characterisation | None
    count: str
    href: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One area. ``note`` stands in for what cannot be drawn."""

    area: AreaProfile
    href: str
    levels: AreaLevels | None
    note: str
    cells: tuple[HeatCell | None, ...]
    prices: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One practice in the way of the next level."""

    one: PracticeProfile
    rank: int
    href: str
    after: tuple[str, ...]
    prices: tuple[str, ...]
    moves_on: date | None


@dataclass(frozen=True, slots=True)
class NoSource:
    """Practices that wait for the same thing; ``by_hand`` are those for which evidence can be attached."""

    practices: tuple[tuple[str, str], ...]
    remedy: str
    by_hand: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A rating that will move by itself."""

    move: Move
    one: PracticeProfile
    href: str
    why: str
    is_up: bool


@dataclass(frozen=True, slots=True)
class AppraisalNote:
    """The appraisal in force: what it came to, or what it waits for."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """Everything the page draws."""

    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    profile: Profile
    stair: Stair
    figures: list[PriceFigure]
    price_note: str
    show: Show
    headings: tuple[tuple[str, tuple[HeatRow, ...]], ...]
    columns: tuple[tuple[int, str, bool], ...]
    steps: tuple[StepLine, ...]
    effort: str
    no_source: tuple[NoSource, ...]
    moves: tuple[MoveLine, ...]
    appraisal: AppraisalNote | None


def page(profile: Profile, links: Links, show: Show = Show.ALL) -> ProfilePage:
    """The profile page."""
    return ProfilePage(
        title=title(profile),
        lead=lead(profile),
        facts=_facts(profile),
        profile=profile,
        stair=stair(profile, links),
        figures=figures(profile, links),
        price_note=_("%(from)s to %(to)s.") % {"from": day(profile.window_from), "to": day(profile.as_of)},
        show=show,
        headings=_headings(profile, links, show),
        columns=tuple(
            (level, str(profile.model.level(level).name), level == profile.next_level)
            for level in HEAT_LEVELS
        ),
        steps=step_lines(profile, links),
        effort=_effort(profile),
        no_source=no_source(profile, links),
        moves=move_lines(profile, links),
        appraisal=_appraisal(profile),
    )


def _appraisal(profile: Profile) -> AppraisalNote | None:
    found = profile.appraised
    if found is None:
        return None
    waiting = len(found.undecided)
    said = ngettext("%(count)s practice to decide", "%(count)s practices to decide", waiting)
    text = (
        said % {"count": waiting} if waiting else _("Judged by %(name)s") % {"name": found.sitting.opened_by}
    )
    href = reverse("assess_appraisal", args=[found.sitting.id])
    return AppraisalNote(f"{text}, {day(found.sitting.as_of)}", href)


def title(profile: Profile) -> str:
    """The first finding: stated against evidenced."""
    records, stated = profile.level_indicative, profile.level_stated
    if stated is None:
        return _("Your records show level %(records)s.") % {"records": records}
    if stated == records:
        return _("You stated level %(level)s, and your records show it.") % {"level": records}
    words = {"stated": stated, "records": records}
    return _("You stated level %(stated)s. Your records show level %(records)s.") % words


def lead(profile: Profile) -> str:
    """How many areas hold the next level, and what stands between."""
    if profile.next_level is None:
        return _("Nothing stands above: every level that has practices is held.")
    held = profile.held_at(profile.next_level)
    said = ngettext(
        "%(held)s of %(of)s area holds level %(level)s.",
        "%(held)s of %(of)s areas hold level %(level)s.",
        held["of"],
    ) % {**held, "level": profile.next_level}
    return f"{said} {_between(profile)}"


def _between(profile: Profile) -> str:
    unmet, missing = len(profile.steps), len(profile.without_source)
    practices = ngettext("%(count)s practice is not met", "%(count)s practices are not met", unmet)
    sources = ngettext("%(count)s has no evidence source", "%(count)s have no evidence source", missing)
    return _("%(practices)s, %(sources)s.") % {
        "practices": practices % {"count": unmet},
        "sources": sources % {"count": missing},
    }


def _facts(profile: Profile) -> tuple[tuple[str, str], ...]:
    campaigns = {r.instance.id for one in profile.practices.values() for r in one.counting}
    total = len(profile.practices)
    return (
        (
            _("Scope"),
            ngettext("%(count)s instance", "%(count)s instances", len(campaigns)) % {"count": len(campaigns)},
        ),
        (_("Model"), f"{profile.model.name} {profile.model.version}"),
        (_("Window"), _("longer of 180 days and three instances")),
        (
            _("Coverage"),
            _("%(rated)s of %(total)s practices rated") % {"rated": len(profile.rated), "total": total},
        ),
        (_("Stated by"), _stated_by(profile)),
    )


def _stated_by(profile: Profile) -> str:
    answers = sum(one.stated.answers for one in profile.practices.values())
    roles = {role for one in profile.practices.values() for role in one.stated.by_role}
    if not answers:
        return _("nobody yet; the fitness test stands apart")
    return _("%(answers)s answers, %(roles)s roles") % {"answers": answers, "roles": len(roles)}


def _headings(profile: Profile, links: Links, show: Show) -> tuple[tuple[str, tuple[HeatRow, ...]], ...]:
    """The rows under their headings: by category, or all in one list by the size of the gap."""
    if show is Show.GAP:
        in_scope = [area for area in profile.areas if area.in_scope]
        return ((_("Largest gap first"), _rows(sorted(in_scope, key=_gap_of, reverse=True), profile, links)),)
    areas = [area for area in profile.areas if show is Show.ALL or _is_in_the_way(area, profile)]
    named = (
        (str(category.name), [area for area in areas if area.area.category == category.code])
        for category in profile.model.categories
    )
    return tuple((name, _rows(found, profile, links)) for name, found in named if found)


def _rows(areas: Iterable[AreaProfile], profile: Profile, links: Links) -> tuple[HeatRow, ...]:
    return tuple(heat_row(area, profile, links) for area in areas)


def _is_in_the_way(area: AreaProfile, profile: Profile) -> bool:
    return area.in_scope and profile.next_level is not None and not area.evidenced.holds(profile.next_level)


def _gap_of(area: AreaProfile) -> int:
    """Stated minus evidenced; an area on which nobody answered has none."""
    return (area.stated_level or 0) - (area.evidenced_level or 0) if area.stated_level else 0


def heat_row(area: AreaProfile, profile: Profile, links: Links) -> HeatRow:
    """One area of the heat map."""
    return HeatRow(
        area=area,
        href=links.area(area.area.code),
        levels=area_levels(area) if area.in_scope else None,
        note="" if area.area.complete else _("not all of its practices are written yet"),
        cells=tuple(_cell(area, level, links) for level in HEAT_LEVELS),
        prices=_area_prices(area, profile, links),
    )


def _cell(area: AreaProfile, level: int, links: Links) -> HeatCell | None:
    cell = area.cell(level)
    if cell is None:
        return None
    # One practice opens at once; several are listed first.
    href = links.practice(cell.practices[0].id) if cell.total == 1 else links.area(area.area.code, level)
    return HeatCell(level, cell.stated, _evidenced(cell), _count(cell), href)


def _evidenced(cell: Cell) -> Characterisation | None:
    return Characterisation.NE if cell.has_no_source else cell.evidenced


def _count(cell: Cell) -> str:
    """ "1/2" where some of several practices hold; nothing where it would say no more than the word."""
    return f"{cell.met}/{cell.total}" if cell.total > 1 and cell.met < cell.total else ""


def _area_prices(area: AreaProfile, profile: Profile, links: Links) -> tuple[tuple[str, str, str], ...]:
    """Class, amount and address of what the gaps of an area cost; areas overlap, class totals do not."""
    gaps = {gap.practice for gap in profile.gaps if gap.prices}
    causes = {cause for one in area.practices if one.id in gaps for cause in one.practice.action.lowers}
    found = class_totals([charge for charge in profile.charges if charge.cause in causes])
    return tuple((str(WORDS[p.price_class]), _headline(p), links.price(p.price_class)) for p in found)


def _headline(price: Price) -> str:
    """The amount in whole units, for the narrow column; it opens to the exact one."""
    return money(price.amount or Decimal(0), price.currency, whole=True)


def amount(price: Price) -> str:
    """The amount of a price, exact, with its currency."""
    return money(price.amount or Decimal(0), price.currency)


def step_lines(profile: Profile, links: Links) -> tuple[StepLine, ...]:
    """What stands between here and the next level, in the order in which to take it."""
    return tuple(
        StepLine(
            one=profile.practices[step.candidate.practice],
            rank=step.rank,
            href=links.practice(step.candidate.practice),
            after=step.after,
            prices=tuple(f"{WORDS[price.price_class]} {amount(price)}" for price in step.candidate.prices),
            moves_on=_met_by_itself(profile.practices[step.candidate.practice]),
        )
        for step in profile.steps
    )


def _met_by_itself(one: PracticeProfile) -> date | None:
    """The day on which old evidence ages out far enough; None: not within reach."""
    return next((move.day for move in one.moves if move.after in MET), None)


def _effort(profile: Profile) -> str:
    days = sum((step.candidate.effort_days for step in profile.steps), Decimal(0))
    return _("%(days)s person-days, ranked by exposure only") % {"days": f"{days:f}"} if days else ""


def no_source(profile: Profile, links: Links) -> tuple[NoSource, ...]:
    """The practices without a source, together where one thing would help them all."""
    by_remedy: dict[str, list[PracticeProfile]] = {}
    for one in profile.without_source:
        by_remedy.setdefault(one.remedy, []).append(one)
    return tuple(
        NoSource(
            practices=tuple((one.id, links.practice(one.id)) for one in waiting),
            remedy=remedy,
            by_hand=tuple((one.id, f"{links.practice(one.id)}#attach") for one in waiting if one.results),
        )
        for remedy, waiting in by_remedy.items()
    )


def move_lines(profile: Profile, links: Links) -> tuple[MoveLine, ...]:
    """Every rating that will move by itself, soonest first."""
    return tuple(
        MoveLine(move, one, links.practice(one.id), _why(one, move.leaving), _is_up(move))
        for one, move in profile.moves
    )


def _why(one: PracticeProfile, leaving: Sequence[str]) -> str:
    titles = {result.instance.id: result.instance.title for result in one.results}
    return _("%(names)s leaves the window.") % {"names": ", ".join(titles[id_] for id_ in leaving)}


def _is_up(move: Move) -> bool:
    """Whether the rating gets better; to "not rated" is no improvement."""
    if move.before is None or move.after is None or not (is_ordered(move.before) and is_ordered(move.after)):
        return move.before is None
    return rank(move.after) > rank(move.before)
