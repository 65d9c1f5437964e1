"""Sets the level that an area is to reach."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.assess import library
from riser.assess.actions.appraisals import needed_reason
from riser.assess.library import PracticeArea
from riser.assess.targets import Target, case, target, target_of
from riser.foundation.errors import Clash, NotFound, Refused, Stale
from riser.foundation.roles import DECIDERS, Act, Permission, require
from riser.foundation.trail import record_event, record_version
from riser.ui.formats import listed

SET_TARGET = Permission("assess.set_target", DECIDERS, gettext_lazy("set a target level"))


@transaction.atomic
def set_target(act: Act, *, area: str, level: int | None, reason: str, based_on: int | None = None) -> Target:
    """The level that an area is to reach, with the reason; None takes the target back.

    `based_on` is the version that was read before, 0 where there was none. Raises Refused for a level at
    which the model has no practices in this area, and Stale where somebody set another one meanwhile.
    """
    require(act, SET_TARGET)
    found = _area(area)
    _require_level(found, level)
    reason = needed_reason(reason)
    standing = target(act.organisation_id, found.code)
    _require_newest(standing, level, based_on)
    values = {"level": level, "reason": reason}
    before = {"level": standing.level, "reason": standing.reason} if standing else None
    version = record_version(act, case(found.code), values)
    record_event(act, case(found.code), "set target", before=before, after=values)
    return target_of(version)


def levels_of(area: PracticeArea) -> tuple[int, ...]:
    """The levels that can be a target: those at which the area has practices written or planned."""
    return tuple(sorted({*area.levels, *(level for level, count in area.planned.items() if count)}))


def _area(code: str) -> PracticeArea:
    found = library.model().area(code.strip().upper())
    if found is None:
        raise NotFound(_("This model has no area “%(code)s”.") % {"code": code})
    return found


def _require_level(area: PracticeArea, level: int | None) -> None:
    allowed = levels_of(area)
    if level is None or level in allowed:
        return
    text = _("%(area)s has no practices at level %(level)s. Nothing was stored. Levels: %(levels)s.")
    levels = listed(str(one) for one in allowed) or "–"
    raise Refused(text % {"area": area.code, "level": level, "levels": levels})


def _require_newest(standing: Target | None, level: int | None, based_on: int | None) -> None:
    """Somebody who saw an older target is told the newer one; the same level twice is no clash."""
    newest = standing.version if standing else 0
    if based_on is None or based_on == newest or standing is None or standing.level == level:
        return
    clash = Clash("level", _("Target"), _said(level), _said(standing.level))
    text = _("%(name)s set the target to %(level)s meanwhile. Nothing was stored.")
    raise Stale(
        text % {"name": standing.by, "level": _said(standing.level)},
        version=newest,
        by=standing.by,
        clashes=(clash,),
    )


def _said(level: int | None) -> str:
    return _("no target") if level is None else str(level)
