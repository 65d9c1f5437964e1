"""The profile as lines of text, for `riser assess appraise` without --json."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.assess.beside import Beside
from riser.assess.pages import beside
from riser.assess.pages.links import Links
from riser.assess.profile import AreaProfile, PracticeProfile, Profile
from riser.assess.rules.prices import Price
from riser.foundation.evidence import Characterisation
from riser.ui.formats import day, listed, money, number
from riser.ui.prices import WORDS as CLASSES
from riser.ui.ratings import RATINGS

NONE = "–"
CODE_WIDTH = 9


def lines(profile: Profile, compared: Beside | None = None) -> Iterator[str]:
    """The report: levels, areas with their practices, prices, what to do, what has no source, what moves."""
    yield from _head(profile)
    for area in profile.areas:
        yield from _area(area)
    yield from _prices(profile)
    yield from _steps(profile)
    yield from _sources(profile)
    yield from _moves(profile)
    if compared:
        yield from _beside(compared)
    yield ""
    yield _("Prepares for an appraisal. This is no official rating.")


def _head(profile: Profile) -> Iterator[str]:
    yield _("%(model)s %(version)s, as of %(day)s") % {
        "model": profile.model.name,
        "version": profile.model.version,
        "day": day(profile.as_of),
    }
    stated = NONE if profile.level_stated is None else profile.level_stated
    yield _("Stated level %(stated)s, records level %(records)s (indicative), appraised %(appraised)s") % {
        "stated": stated,
        "records": profile.level_indicative,
        "appraised": profile.level_appraised or NONE,
    }
    if profile.undecided:
        yield _("A person has to decide: %(ids)s") % {"ids": listed(profile.undecided)}


def _area(area: AreaProfile) -> Iterator[str]:
    name = f"{area.area.code}  {area.area.name}"
    if not area.in_scope:
        yield ""
        yield _("%(area)s: no practices in this version of the model, out of scope") % {"area": name}
        return
    yield ""
    yield _("%(area)s: stated %(stated)s, records %(records)s%(part)s") % {
        "area": name,
        "stated": area.stated_level or NONE,
        "records": area.evidenced_level,
        "part": "" if area.area.complete else _(" (not all its practices are written yet)"),
    }
    yield from map(_practice, area.practices)


def _practice(one: PracticeProfile) -> str:
    counts = "  ".join(f"{code} {count}" for code, count in one.tally.items() if count)
    stated = _word(one.stated.rating) if one.stated.rating else NONE
    return f"  {one.id:{CODE_WIDTH}} {_evidenced(one):14} {_('stated')} {stated:10} {counts}".rstrip()


def _evidenced(one: PracticeProfile) -> str:
    if one.rating is None:
        return _("No source") if one.has_no_source else _("Not rated")
    return _word(one.rating) + (" *" if one.outcome.needs_judgement else "")


def _word(rating: Characterisation) -> str:
    return f"{rating} {RATINGS[rating].word}"


def _prices(profile: Profile) -> Iterator[str]:
    yield ""
    yield _("What it costs, %(from)s to %(to)s; three classes, never added") % {
        "from": day(profile.window_from),
        "to": day(profile.as_of),
    }
    if not profile.totals:
        yield f"  {_('No price in this window.')}"
    for price in profile.totals:
        yield f"  {CLASSES[price.price_class]}: {_amount(price)} ({_rows(price)})"
    for reason in profile.reasons:
        yield f"  {reason}"


def _amount(price: Price) -> str:
    if price.amount is None:
        return NONE
    assumed = f", {_('currency assumed')}" if price.assumed else ""
    return f"{money(price.amount, price.currency)}{assumed}"


def _rows(price: Price) -> str:
    told = ngettext("%(count)s row behind it", "%(count)s rows behind it", price.rows)
    return told % {"count": number(price.rows)}


def _steps(profile: Profile) -> Iterator[str]:
    if not profile.steps or profile.next_level is None:
        return
    yield ""
    yield _("What stands between here and level %(level)s, in the order in which to take it") % {
        "level": profile.next_level
    }
    for step in profile.steps:
        practice = profile.practices[step.candidate.practice].practice
        prices = listed(f"{CLASSES[p.price_class]} {_amount(p)}" for p in step.candidate.prices)
        yield f"  {step.rank}. {practice.id} {practice.action.title}" + (f" ({prices})" if prices else "")


def _sources(profile: Profile) -> Iterator[str]:
    if profile.without_source:
        yield ""
        yield _("No evidence source, which is not the same as not done")
    for one in profile.without_source:
        yield f"  {one.id}: {one.remedy}" + (f" {_('Or attach it by hand.')}" if one.results else "")


def _beside(compared: Beside) -> Iterator[str]:
    found = beside.page(compared, Links())
    yield ""
    yield found.title
    yield f"  {found.lead}"
    for line in (*found.differing, *found.too_few):
        yield f"  {line.id:{CODE_WIDTH}} {line.left_said} | {line.right_said}"
    if found.shared:
        ids = listed(line.id for line in found.shared)
        yield "  " + _("Shared by all units, not compared: %(ids)s") % {"ids": ids}


def _moves(profile: Profile) -> Iterator[str]:
    if profile.moves:
        yield ""
        yield _("What will move by itself")
    for one, move in profile.moves:
        before, after = (_word(code) if code else _("Not rated") for code in (move.before, move.after))
        yield f"  {day(move.day)}  {one.id}: {before} → {after}"
