"""The heat map: one row an area, stated beside evidenced, the target, and which practices keep it open."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from riser.assess.pages.drawn import area_levels
from riser.assess.pages.links import Links
from riser.assess.profile import AreaProfile, Cell, PracticeProfile, Profile
from riser.assess.rules.levels import HIGHEST, LOWEST
from riser.assess.rules.prices import Price, class_totals
from riser.foundation.evidence import Characterisation
from riser.ui.drawings.dumbbell import AreaLevels
from riser.ui.formats import money
from riser.ui.prices import WORDS

LEVELS = range(LOWEST + 1, HIGHEST + 1)
OWN_COLUMN = 3  # a level gets its own column where at least every third area has practices there


class Show(StrEnum):
    """Which areas the heat map lists, and in which order."""

    ALL = "all"
    WAY = "way"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a level with its name, or several levels at which few areas have practices."""

    levels: tuple[int, ...]
    name: str
    is_next: bool

    @property
    def is_merged(self) -> bool:
        """Whether its cells have to say their level."""
        return len(self.levels) > 1


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Stated beside evidenced at one level; ``count`` says how many practices of the group hold."""

    level: int
    stated: Characterisation | None
    evidenced: Characterisation | None
    count: str
    href: str


@dataclass(frozen=True, slots=True)
class OpenPractice:
    """A practice that keeps an area from the next level; ``code`` is empty where it is not rated."""

    id: str
    code: str
    href: str
    statement: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One area. ``cells`` stand by column; ``note`` stands in for what cannot be drawn."""

    area: AreaProfile
    href: str
    levels: AreaLevels | None
    note: str
    cells: tuple[tuple[HeatCell, ...], ...]
    kept_open_by: tuple[OpenPractice, ...]
    prices: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole map. ``empty`` names the levels without practices, ``outside`` the areas without any."""

    show: Show
    columns: tuple[Column, ...]
    headings: tuple[tuple[str, tuple[HeatRow, ...]], ...]
    empty: tuple[int, ...]
    outside: tuple[tuple[str, str, str], ...]
    has_targets: bool
    has_prices: bool

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.columns) + 3 + self.has_prices


def heat(profile: Profile, links: Links, show: Show) -> Heat:
    """The heat map of a profile."""
    columns = heat_columns(profile)
    headings = _headings(profile, links, show, columns)
    shown = {level for column in columns for level in column.levels}
    return Heat(
        show=show,
        columns=columns,
        headings=headings,
        empty=tuple(level for level in LEVELS if level not in shown),
        outside=tuple(
            (area.area.code, str(area.area.name), links.area(area.area.code))
            for area in profile.areas
            if not area.in_scope
        ),
        has_targets=bool(profile.targets),
        has_prices=any(row.prices for _name, rows in headings for row in rows),
    )


def heat_columns(profile: Profile) -> tuple[Column, ...]:
    """A column for each level at which many areas have practices; the others share the last one."""
    in_scope = [area for area in profile.areas if area.in_scope]
    counts = {level: sum(level in area.area.levels for area in in_scope) for level in LEVELS}
    own = [
        level
        for level, count in counts.items()
        if count * OWN_COLUMN >= len(in_scope) > 0 or (count and level == profile.next_level)
    ]
    rest = tuple(level for level, count in counts.items() if count and level not in own)
    columns = [_column((level,), profile) for level in own]
    return tuple([*columns, _column(rest, profile)] if rest else columns)


def _column(levels: tuple[int, ...], profile: Profile) -> Column:
    if len(levels) == 1:
        (level,) = levels
        return Column(levels, str(profile.model.level(level).name), level == profile.next_level)
    words = {"first": levels[0], "last": levels[-1]}
    return Column(levels, _("Levels %(first)s to %(last)s") % words, is_next=False)


def _headings(
    profile: Profile, links: Links, show: Show, columns: tuple[Column, ...]
) -> tuple[tuple[str, tuple[HeatRow, ...]], ...]:
    """The rows under their headings: by category, or all in one list by the size of the gap."""
    in_scope = [area for area in profile.areas if area.in_scope]
    if show is Show.GAP:
        ordered = sorted(in_scope, key=_gap_of, reverse=True)
        return ((_("Largest gap first"), _rows(ordered, profile, links, columns)),) if ordered else ()
    areas = [area for area in in_scope if show is Show.ALL or _is_in_the_way(area, profile)]
    named = (
        (str(category.name), [area for area in areas if area.area.category == category.code])
        for category in profile.model.categories
    )
    return tuple((name, _rows(found, profile, links, columns)) for name, found in named if found)


def _rows(
    areas: Iterable[AreaProfile], profile: Profile, links: Links, columns: tuple[Column, ...]
) -> tuple[HeatRow, ...]:
    return tuple(heat_row(area, profile, links, columns) for area in areas)


def _is_in_the_way(area: AreaProfile, profile: Profile) -> bool:
    return area.in_scope and profile.next_level is not None and not area.evidenced.holds(profile.next_level)


def _gap_of(area: AreaProfile) -> int:
    """Stated minus evidenced; an area on which nobody answered has none."""
    return (area.stated_level or 0) - (area.evidenced_level or 0) if area.stated_level else 0


def heat_row(
    area: AreaProfile, profile: Profile, links: Links, columns: tuple[Column, ...] | None = None
) -> HeatRow:
    """One area of the heat map."""
    shown = heat_columns(profile) if columns is None else columns
    return HeatRow(
        area=area,
        href=links.area(area.area.code),
        levels=area_levels(area, profile.targets.get(area.area.code)) if area.in_scope else None,
        note="" if area.area.complete else _("not all of its practices are written yet"),
        cells=tuple(tuple(_cells(area, column, links)) for column in shown),
        kept_open_by=tuple(_open(one, links) for one in area.kept_open_by(profile.next_level)),
        prices=_area_prices(area, profile, links),
    )


def _cells(area: AreaProfile, column: Column, links: Links) -> Iterable[HeatCell]:
    return (_cell(cell, area, links) for level in column.levels if (cell := area.cell(level)))


def _cell(cell: Cell, area: AreaProfile, links: Links) -> HeatCell:
    # One practice opens at once; several are listed first.
    href = links.practice(cell.practices[0].id) if cell.total == 1 else links.area(area.area.code, cell.level)
    return HeatCell(cell.level, cell.stated, _evidenced(cell), _count(cell), href)


def _evidenced(cell: Cell) -> Characterisation | None:
    return Characterisation.NE if cell.has_no_source else cell.evidenced


def _count(cell: Cell) -> str:
    """ "1/2" where some of several practices hold; nothing where it would say no more than the word."""
    return f"{cell.met}/{cell.total}" if cell.total > 1 and cell.met < cell.total else ""


def _open(one: PracticeProfile, links: Links) -> OpenPractice:
    code = Characterisation.NE if one.has_no_source else one.rating
    return OpenPractice(one.id, code or "", links.practice(one.id), str(one.practice.statement))


def _area_prices(area: AreaProfile, profile: Profile, links: Links) -> tuple[tuple[str, str, str], ...]:
    """Class, amount and address of what the gaps of an area cost; areas overlap, class totals do not."""
    gaps = {gap.practice for gap in profile.gaps if gap.prices}
    causes = {cause for one in area.practices if one.id in gaps for cause in one.practice.action.lowers}
    found = class_totals([charge for charge in profile.charges if charge.cause in causes])
    return tuple((str(WORDS[p.price_class]), _headline(p), links.price(p.price_class)) for p in found)


def _headline(price: Price) -> str:
    """The amount in whole units, for the narrow column; it opens to the exact one."""
    return money(price.amount or Decimal(0), price.currency, whole=True)
