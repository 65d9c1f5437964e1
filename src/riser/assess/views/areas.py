"""The page of one practice area, and the form that sets the level it is to reach."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from riser.assess.actions import SET_TARGET, set_target
from riser.assess.actions.targets import levels_of
from riser.assess.forms import TargetForm
from riser.assess.library import PracticeArea
from riser.assess.pages import area as pages
from riser.assess.queries import profile
from riser.assess.targets import Target, target
from riser.assess.views.way import SEE_PROFILE, crumbs, links
from riser.foundation.errors import NotFound, Refused, Stale
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE_PROFILE)
def area_page(request: RiserRequest, code: str) -> HttpResponse:
    """One practice area, level by level."""
    return _shown(request, code, None)


@member_view(SET_TARGET)
def target_page(request: RiserRequest, code: str) -> HttpResponse:
    """Stores the target of an area; the same page again where it cannot be taken."""
    if request.method != "POST":
        return redirect("assess_area", code)
    page = _found(request, code)
    area = page.row.area.area
    form = TargetForm(levels_of(area), request.POST)
    if form.is_valid():
        try:
            set_target(request.act, area=area.code, **form.said())
        except Stale as stale:
            form.move_on(stale.version)
            form.add_error("level", str(stale))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("assess_area", area.code)
    return _shown(request, code, form)


def _shown(request: RiserRequest, code: str, form: TargetForm | None) -> HttpResponse:
    page = _found(request, code)
    area = page.row.area.area
    standing = target(request.house.id, area.code)
    may_set = allows(request.act.actor, SET_TARGET) and page.row.area.in_scope
    context = {
        "page": page,
        "target": standing if standing and standing.level else None,
        "form": (form or _form(area, standing)) if may_set else None,
        "crumbs": crumbs(request, area.code),
    }
    return render(request, "assess/area.html", context, status=422 if form and form.errors else 200)


def _form(area: PracticeArea, standing: Target | None) -> TargetForm:
    level = standing.level if standing else None
    initial = {"level": level or "", "based_on": standing.version if standing else 0}
    return TargetForm(levels_of(area), initial=initial)


def _found(request: RiserRequest, code: str) -> pages.AreaPage:
    found = pages.page(profile(request.house.id, request.as_of), code, links(request))
    if found is None:
        raise NotFound(_("This model has no area “%(code)s”.") % {"code": code})
    return found
