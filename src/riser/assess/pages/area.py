"""The page of one practice area: its purpose, and its practices level by level."""

from dataclasses import dataclass

from riser.assess.pages.links import Links
from riser.assess.pages.profile import HeatRow, amount, heat_row
from riser.assess.profile import PracticeProfile, Profile
from riser.ui.prices import WORDS


@dataclass(frozen=True, slots=True)
class Line:
    """One practice of the area."""

    one: PracticeProfile
    href: str
    prices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LevelSection:
    """The practices at one level; `planned` is how many the finished model has here."""

    level: int
    name: str
    result: str
    planned: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class AreaPage:
    """Everything the page draws."""

    row: HeatRow
    sections: tuple[LevelSection, ...]


def page(profile: Profile, code: str, links: Links) -> AreaPage | None:
    """The page of an area, or None where the model has none with this code."""
    area = next((area for area in profile.areas if area.area.code == code), None)
    if area is None:
        return None
    results = {group.level: group.result for group in area.evidenced.groups}
    sections = tuple(
        LevelSection(
            level=level,
            name=str(profile.model.level(level).name),
            result=results[level].value if level in results else "",
            planned=planned,
            lines=tuple(_line(one, profile, links) for one in area.practices if one.practice.level == level),
        )
        for level, planned in sorted(area.area.planned.items())
    )
    return AreaPage(heat_row(area, profile, links), sections)


def _line(one: PracticeProfile, profile: Profile, links: Links) -> Line:
    gap = profile.gap(one.id)
    prices = gap.prices if gap and gap.prices else ()
    return Line(one, links.practice(one.id), tuple(f"{WORDS[p.price_class]} {amount(p)}" for p in prices))
