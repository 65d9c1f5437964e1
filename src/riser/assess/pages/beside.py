"""Two sides in one heat map: what pages and reports draw of a comparison."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.assess import beside as sides
from riser.assess.beside import Beside, By, Part, Side
from riser.assess.library.model import PracticeArea
from riser.assess.pages.links import Links
from riser.assess.pages.profile.heat import Column, heat_columns
from riser.assess.rules.units import INSTANCES_NEEDED, Standing
from riser.foundation.evidence import Characterisation
from riser.ui.formats import day, money
from riser.ui.ratings import RATINGS
from riser.ui.tiles import Half


@dataclass(frozen=True, slots=True)
class SideHead:
    """One side: what it is called, what it holds of what is rated, and what it spent."""

    name: str
    instances: str
    met: str
    spend: str


@dataclass(frozen=True, slots=True)
class BesideCell:
    """An area at one level on both sides."""

    level: int
    halves: tuple[Half, Half]


@dataclass(frozen=True, slots=True)
class BesideRow:
    """One area; `cells` stand by column, `held` is what either side holds of what is rated there."""

    code: str
    name: str
    href: str
    held: str
    cells: tuple[tuple[BesideCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One practice on both sides."""

    id: str
    statement: str
    href: str
    left_href: str
    right_href: str
    left: Part
    right: Part
    left_said: str
    right_said: str


@dataclass(frozen=True, slots=True)
class BesidePage:
    """Everything that is drawn. `shared` and `too_few` say in words what is not compared."""

    found: Beside
    title: str
    lead: str
    heads: tuple[SideHead, SideHead]
    columns: tuple[Column, ...]
    headings: tuple[tuple[str, tuple[BesideRow, ...]], ...]
    differing: tuple[Line, ...]
    too_few: tuple[Line, ...]
    shared: tuple[Line, ...]
    note: str

    @property
    def names(self) -> str:
        """ "North | South"."""
        return " | ".join(head.name for head in self.heads)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every practice of the model on both sides, for a table that is worked on."""
        return tuple(_lines(self.found, self.found.profile.practices, Links()))


def page(found: Beside, links: Links) -> BesidePage:
    """Both sides in one heat map, with the practices that differ."""
    columns = heat_columns(found.profile)
    return BesidePage(
        found=found,
        title=title(found),
        lead=_lead(found),
        heads=(_head(found.left, found.by), _head(found.right, found.by)),
        columns=columns,
        headings=tuple(_headings(found, columns, links)),
        differing=tuple(_lines(found, found.differing, links)),
        too_few=tuple(_lines(found, found.too_few, links)),
        shared=tuple(_lines(found, found.shared, links)),
        note=_note(found),
    )


def name(side: Side, by: By) -> str:
    """What a side is called: its day, its unit, or the whole organisation."""
    if by is By.DAYS:
        return day(side.as_of)
    return _("The whole organisation") if side.unit is None else side.unit or _("no unit")


def title(found: Beside) -> str:
    """ "North and South: 5 of 18 practices are rated differently."."""
    words = {
        "left": name(found.left, found.by),
        "right": name(found.right, found.by),
        "n": len(found.differing),
        "of": found.compared,
    }
    if not found.compared:
        return _("%(left)s and %(right)s: no practice is rated on both sides.") % words
    text = ngettext(
        "%(left)s and %(right)s: %(n)s of %(of)s practice is rated differently.",
        "%(left)s and %(right)s: %(n)s of %(of)s practices are rated differently.",
        found.compared,
    )
    return text % words


def _lead(found: Beside) -> str:
    return _("%(left)s: %(left_met)s. %(right)s: %(right_met)s.") % {
        "left": name(found.left, found.by),
        "left_met": _met(found.left),
        "right": name(found.right, found.by),
        "right_met": _met(found.right),
    }


def _met(side: Side) -> str:
    return _("%(met)s of %(of)s hold") % {"met": side.met, "of": side.rated}


def _note(found: Beside) -> str:
    if found.by is By.DAYS:
        return _("Each day by its own records. A dash: not rated on that day.")
    return _(
        "The same rules and the same window on the campaigns of each side. On fewer than %(least)s due "
        "instances a unit is not rated; n is how many there are. “=”: rated on no campaign, so the same for "
        "every unit. What people state is asked of the whole organisation and is not compared."
    ) % {"least": INSTANCES_NEEDED}


def _head(side: Side, by: By) -> SideHead:
    instances = ngettext("%(count)s instance", "%(count)s instances", side.instances)
    return SideHead(
        name=name(side, by),
        instances=instances % {"count": side.instances},
        met=_met(side),
        spend=" · ".join(_money(side.spend.items())),
    )


def _money(sums: Iterable[tuple[str, Decimal]]) -> Iterator[str]:
    return (money(amount, currency, whole=True) for currency, amount in sorted(sums) if amount)


def _headings(
    found: Beside, columns: tuple[Column, ...], links: Links
) -> Iterator[tuple[str, tuple[BesideRow, ...]]]:
    areas = [area.area for area in found.profile.areas if area.in_scope]
    for category in found.profile.model.categories:
        rows = tuple(_row(found, one, columns, links) for one in areas if one.category == category.code)
        if rows:
            yield str(category.name), rows


def _row(found: Beside, area: PracticeArea, columns: tuple[Column, ...], links: Links) -> BesideRow:
    held = (sides.held(side, area) for side in (found.left, found.right))
    return BesideRow(
        code=area.code,
        name=str(area.name),
        href=links.area(area.code),
        held=" | ".join(f"{met}/{of}" if of else "–" for met, of in held),
        cells=tuple(
            tuple(_cell(found, area, level, links) for level in column.levels if area.at(level))
            for column in columns
        ),
    )


def _cell(found: Beside, area: PracticeArea, level: int, links: Links) -> BesideCell:
    left, right = (
        _half(side, found.by, area, level, _of(side, found.by, links)) for side in (found.left, found.right)
    )
    return BesideCell(level=level, halves=(left, right))


def _of(side: Side, by: By, links: Links) -> Links:
    """Where the records of one side open: those of its day, or those of its unit."""
    return replace(links, as_of=side.as_of.isoformat(), unit=side.unit or "" if by is By.UNITS else "")


def _half(side: Side, by: By, area: PracticeArea, level: int, links: Links) -> Half:
    cell, here = sides.cell(side, area, level), area.at(level)
    if cell.standings == {Standing.SHARED}:  # no campaign of the unit stands behind it
        links = replace(links, unit="")
    href = links.practice(here[0].id) if len(here) == 1 else links.area(area.code, level)
    return Half(name(side, by), *_shown(cell), href)


def _shown(cell: sides.Cell) -> tuple[str, str, str]:
    """What a half shows, the count on it, and both in words."""
    if cell.rating is not None:
        count = f"{cell.met}/{cell.of}" if cell.of > 1 and cell.met < cell.of else ""
        return cell.rating, count, str(RATINGS[cell.rating].meaning)
    if cell.due is not None:
        return Characterisation.NE, f"n={cell.due}", _too_few(cell.due)
    if Standing.NO_SOURCE in cell.standings:
        return Characterisation.NE, "", str(RATINGS[Characterisation.NE].meaning)
    if cell.standings == {Standing.SHARED}:
        return "", "=", _("shared by all units, not compared")
    return "", "", _("not rated")


def _too_few(due: int) -> str:
    text = ngettext(
        "%(n)s due instance, %(least)s are needed", "%(n)s due instances, %(least)s are needed", due
    )
    return text % {"n": due, "least": INSTANCES_NEEDED}


def _lines(found: Beside, ids: Iterable[str], links: Links) -> Iterator[Line]:
    for id_ in ids:
        left, right = found.left.parts[id_], found.right.parts[id_]
        yield Line(
            id=id_,
            statement=str(found.profile.practices[id_].practice.statement),
            href=links.practice(id_),
            left_href=_of(found.left, found.by, links).practice(id_),
            right_href=_of(found.right, found.by, links).practice(id_),
            left=left,
            right=right,
            left_said=said(left),
            right_said=said(right),
        )


def said(part: Part) -> str:
    """A side in words: its rating, or why it has none."""
    if part.rating is not None:
        return str(RATINGS[part.rating].word)
    match part.said.standing:
        case Standing.TOO_FEW:
            return _("Not evaluated: %(why)s") % {"why": _too_few(part.said.due)}
        case Standing.NO_SOURCE:
            return str(RATINGS[Characterisation.NE].word)
        case Standing.SHARED:
            return _("shared by all units, not compared")
    return _("Not rated")
