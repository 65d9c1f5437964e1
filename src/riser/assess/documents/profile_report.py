"""What the profile report says: frozen, the same for PDF, Word and Excel."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from riser.assess.beside import Beside
from riser.assess.documents.evidence import Entry, Line, entries, lines
from riser.assess.documents.head import Head, head
from riser.assess.pages.beside import BesidePage
from riser.assess.pages.beside import page as beside_page
from riser.assess.pages.drawn import figures, stair
from riser.assess.pages.links import Links
from riser.assess.pages.profile.forecast import MoveLine, move_lines
from riser.assess.pages.profile.sources import NoSource, no_source
from riser.assess.pages.profile.steps import TheWay, the_way
from riser.assess.profile import AreaProfile, Cell, Profile
from riser.foundation.evidence import Characterisation
from riser.foundation.queries import House
from riser.ui.drawings.levels import Stair
from riser.ui.prices import PriceFigure

LEVELS = (2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """An area at one level: stated beside evidenced, `met` of `total` practices hold."""

    level: int
    stated: Characterisation | None
    evidenced: Characterisation | None
    met: int
    total: int

    @property
    def count(self) -> str:
        """ "1/2" where some of several hold; nothing where it would say no more than the word."""
        return f"{self.met}/{self.total}" if self.met < self.total and self.total > 1 else ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One area; `cells` are (level, cell), None where it has no practices at that level.

    `complete` is false while not all of its practices are written.
    """

    code: str
    name: str
    complete: bool
    stated: int | None
    evidenced: int | None
    target: int | None
    cells: tuple[tuple[int, HeatCell | None], ...]


@dataclass(frozen=True, slots=True)
class Price:
    """One figure with the window of the rows behind it."""

    figure: PriceFigure
    from_day: date
    to_day: date


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """Everything the report says. `levels` are those at which the model has practices.

    `out_of_scope` are areas without practices in this version of the model, `beside` a comparison
    where one is asked for.
    """

    head: Head
    profile: Profile
    stair: Stair
    prices: tuple[Price, ...]
    reasons: tuple[str, ...]
    levels: tuple[tuple[int, str], ...]
    categories: tuple[tuple[str, tuple[HeatRow, ...]], ...]
    out_of_scope: tuple[HeatRow, ...]
    way: TheWay
    no_source: tuple[NoSource, ...]
    moves: tuple[MoveLine, ...]
    evidence: tuple[Line, ...]
    entries: tuple[Entry, ...]
    beside: BesidePage | None = None

    @property
    def rows(self) -> tuple[HeatRow, ...]:
        """Every area, categories aside."""
        return tuple(row for _name, rows in self.categories for row in rows)


def profile_report(
    profile: Profile, house: House, *, made: datetime, address: str = "", compared: Beside | None = None
) -> ProfileReport:
    """The report of a profile, with a comparison where one is asked for."""
    nowhere = Links()
    levels = [level for level in LEVELS if any(level in area.area.levels for area in profile.areas)]
    return ProfileReport(
        head=head(profile, house, name=_("Maturity profile"), made=made, address=address),
        profile=profile,
        stair=stair(profile, nowhere),
        prices=prices(profile),
        reasons=profile.reasons,
        levels=tuple((level, str(profile.model.level(level).name)) for level in levels),
        categories=tuple(_categories(profile, levels)),
        out_of_scope=tuple(_row(area, profile, levels) for area in profile.areas if not area.in_scope),
        way=the_way(profile, nowhere),
        no_source=no_source(profile, nowhere),
        moves=move_lines(profile, nowhere),
        evidence=lines(profile),
        entries=entries(profile),
        beside=beside_page(compared, nowhere) if compared else None,
    )


def prices(profile: Profile) -> tuple[Price, ...]:
    """Lost, at risk, uncontrolled: a figure per currency with its window, or the reason why there is none."""
    windows = {(str(one.price_class), one.currency): (one.from_day, one.to_day) for one in profile.totals}
    whole = (profile.window_from, profile.as_of)
    return tuple(
        Price(figure, *windows.get((figure.kind, figure.currency), whole))
        for figure in figures(profile, Links())
    )


def _categories(profile: Profile, levels: list[int]) -> Iterator[tuple[str, tuple[HeatRow, ...]]]:
    for category in profile.model.categories:
        rows = [_row(area, profile, levels) for area in profile.areas if _is_shown(area, category.code)]
        if rows:
            yield str(category.name), tuple(rows)


def _row(area: AreaProfile, profile: Profile, levels: list[int]) -> HeatRow:
    return HeatRow(
        code=area.area.code,
        name=str(area.area.name),
        complete=area.area.complete,
        stated=area.stated_level,
        evidenced=area.evidenced_level,
        target=profile.targets.get(area.area.code),
        cells=tuple((level, _cell(area.cell(level))) for level in levels),
    )


def _is_shown(area: AreaProfile, category: str) -> bool:
    return area.in_scope and area.area.category == category


def _cell(cell: Cell | None) -> HeatCell | None:
    if cell is None:
        return None
    evidenced = Characterisation.NE if cell.has_no_source else cell.evidenced
    return HeatCell(cell.level, cell.stated, evidenced, cell.met, cell.total)
