"""What the board report says on one page: where we are, what it costs, what changed, what to decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.assess.documents.evidence import rating
from riser.assess.documents.head import Head, head
from riser.assess.documents.profile_report import Price, prices
from riser.assess.pages.drawn import stair
from riser.assess.pages.links import Links
from riser.assess.pages.profile.steps import StepLine, step_lines
from riser.assess.profile import Profile
from riser.assess.rules.prices import CLASS_ORDER
from riser.foundation.evidence import Characterisation
from riser.foundation.queries import House
from riser.ui.drawings.levels import Stair
from riser.ui.formats import EN_DASH, day, listed, money_range, number, sentences
from riser.ui.prices import WORDS

MOST_DECISIONS = 3
MOST_MOVES = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the comparison: what it is, then, now."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A practice whose rating differs from that of the earlier day; None: not rated."""

    practice: str
    statement: str
    before: Characterisation | None
    now: Characterisation | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the board is asked for: the action, why, and what it takes."""

    title: str
    why: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardReport:
    """Everything on the page. `note` stands in where there is nothing to compare with."""

    head: Head
    stair: Stair
    prices: tuple[Price, ...]
    since: date
    measures: tuple[Measure, ...]
    moved: tuple[Moved, ...]
    note: str
    decisions: tuple[Decision, ...]

    @property
    def shown(self) -> tuple[Moved, ...]:
        """The first few of the practices that moved; `more` says how many are left."""
        return self.moved[:MOST_MOVES]

    @property
    def more(self) -> int:
        """How many practices moved that are not shown."""
        return max(0, len(self.moved) - MOST_MOVES)


def board_report(
    profile: Profile, earlier: Profile, house: House, *, made: datetime, address: str = ""
) -> BoardReport:
    """The board report of a profile, held against an earlier one of the same organisation."""
    return BoardReport(
        head=head(profile, house, name=_("Board report"), made=made, address=address),
        stair=stair(profile, Links()),
        prices=prices(profile),
        since=earlier.as_of,
        measures=tuple(_measures(earlier, profile)),
        moved=_moved(earlier, profile),
        note=_note(earlier, profile),
        decisions=tuple(islice(_decisions(profile), MOST_DECISIONS)),
    )


def quarter_before(as_of: date) -> date:
    """The same day three months earlier, or the last day of that month where it is shorter."""
    month = as_of.month - 3
    year, month = (as_of.year - 1, month + 12) if month < 1 else (as_of.year, month)
    for last in (as_of.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise ValueError(f"{year}-{month} has no 28th day")


def _measures(before: Profile, now: Profile) -> Iterator[Measure]:
    yield Measure(_("Stated level"), _level(before.level_stated), _level(now.level_stated))
    yield Measure(_("Level by the records"), str(before.level_indicative), str(now.level_indicative))
    yield Measure(_("Appraised level"), _level(before.level_appraised), _level(now.level_appraised))
    yield Measure(_("Practices met"), _met(before), _met(now))
    yield Measure(_("Practices rated"), _rated(before), _rated(now))
    for kind in CLASS_ORDER:
        was, is_now = (_priced(profile, kind.value) for profile in (before, now))
        if was != EN_DASH or is_now != EN_DASH:
            yield Measure(str(WORDS[kind]), was, is_now)


def _level(level: int | None) -> str:
    return EN_DASH if level is None else str(level)


def _met(profile: Profile) -> str:
    met = sum(one.is_met for one in profile.practices.values())
    return _("%(part)s of %(whole)s") % {"part": met, "whole": len(profile.practices)}


def _rated(profile: Profile) -> str:
    return _("%(part)s of %(whole)s") % {"part": len(profile.rated), "whole": len(profile.practices)}


def _priced(profile: Profile, kind: str) -> str:
    """The figures of a class, one per currency; two currencies never add."""
    figures = [one.figure for one in prices(profile) if one.figure.kind == kind]
    said = [money_range(f.low, f.high or f.low, f.currency) for f in figures if f.low is not None]
    return listed(said) or EN_DASH


def _moved(before: Profile, now: Profile) -> tuple[Moved, ...]:
    earlier = before.practices
    return tuple(
        Moved(id_, str(one.practice.statement), rating(earlier[id_]), rating(one))
        for id_, one in now.practices.items()
        if id_ in earlier and rating(earlier[id_]) != rating(one)
    )


def _note(before: Profile, now: Profile) -> str:
    if not now.has_records:
        return _("Nothing is recorded yet, so nothing could change.")
    if not before.has_records:
        return _("Nothing was recorded by %(day)s.") % {"day": day(before.as_of)}
    return "" if _moved(before, now) else _("No rating moved since then.")


def _decisions(profile: Profile) -> Iterator[Decision]:
    """What to ask for, most urgent first: records, the next level, sources, opinions, a person who judges."""
    if not profile.has_records:
        yield Decision(
            _("Connect the first source"),
            _("One export of an ad platform is enough for a first profile."),
            (),
        )
    yield from map(_of_step, step_lines(profile, Links()))
    if profile.without_source:
        yield _of_sources(profile)
    if profile.level_stated is None:
        yield Decision(
            _("Have the self-assessment answered"),
            _("Three answers from different seats are needed before anything counts as stated."),
            (_("12 minutes a person"),),
        )
    if profile.level_appraised is None:
        yield _of_appraisal(profile)


def _of_step(line: StepLine) -> Decision:
    action = line.one.practice.action
    days = _("%(days)s person-days") % {"days": number(action.effort_days)}
    after = [_("after %(ids)s") % {"ids": listed(line.after)}] if line.after else []
    counts = [_("counts from %(day)s") % {"day": day(line.counts_from)}] if line.counts_from else []
    return Decision(
        title=str(action.title),
        why=sentences(str(line.one.practice.statement), line.weakness),
        facts=(line.one.id, days, *line.prices, *counts, *after),
    )


def _of_sources(profile: Profile) -> Decision:
    missing = [one.id for one in profile.without_source]
    said = ngettext(
        "Give %(count)s practice an evidence source",
        "Give %(count)s practices an evidence source",
        len(missing),
    )
    return Decision(
        said % {"count": len(missing)},
        _("Nothing connected could hold their records, so they are neither rated nor priced."),
        (listed(missing[:4]) + (" …" if len(missing) > 4 else ""),),
    )


def _of_appraisal(profile: Profile) -> Decision:
    waiting = len(profile.undecided)
    why = _("The level stays indicative until a named person judges it.")
    said = ngettext(
        "%(count)s practice allows two ratings.", "%(count)s practices allow two ratings.", waiting
    )
    return Decision(_("Name an appraiser"), sentences(why, said % {"count": waiting} if waiting else ""), ())
