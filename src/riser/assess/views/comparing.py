"""Two days or two units beside each other, and one day taken apart by platform, class or owner."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.assess.beside import two_days
from riser.assess.groups import split_by
from riser.assess.pages import beside as besides
from riser.assess.pages import comparing as pages
from riser.assess.pages.links import Links
from riser.assess.queries import comparison
from riser.assess.split import Grouping
from riser.assess.units import UnitLine, asked_beside, read_day, units
from riser.assess.views.way import SEE_PROFILE, crumbs
from riser.foundation.errors import Refused
from riser.foundation.periods import FIRST_DAY, LAST_DAY
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE_PROFILE)
def compare_page(request: RiserRequest) -> HttpResponse:
    """What rose, fell and appeared between two days; the groups of the later one beside each other."""
    today = request.act.now.date()
    after = asked_day(request.GET.get("to", ""), today)
    before = asked_day(request.GET.get("from", ""), pages.month_end_before(after))
    found = comparison(request.house.id, before, after)
    by = grouping(request.GET.get("by", ""))
    links = Links(found.after.as_of.isoformat())
    context = {
        "page": pages.page(
            found, Links(found.before.as_of.isoformat()), links, organisation_id=request.house.id
        ),
        "groups": pages.groups(found.after, split_by(request.house.id, found.after, by), by, links),
        "beside": besides.page(two_days(found.before, found.after), links),
        "by": "days",
        "day": found.after.as_of,
        "today": today,
        "crumbs": crumbs(request, _("Compare")),
        **_shared(request, reverse("assess_compare"), found.before.as_of.isoformat(), found.after.as_of),
    }
    return render(request, "assess/compare.html", context)


@member_view(SEE_PROFILE)
def units_page(request: RiserRequest) -> HttpResponse:
    """The profile of one unit beside another's, or beside the whole organisation's, on the as-of day."""
    house, day = request.house.id, request.as_of
    if earlier := _asked_day_alone(request):
        return redirect(f"{reverse('assess_compare')}?{urlencode({'from': earlier, 'to': day})}")
    known = units(house, day)
    context: dict[str, Any] = {
        "by": "units",
        "day": day,
        "today": request.act.now.date(),
        "units": [one.name for one in known if one.name],
        "without": next((one.campaigns for one in known if not one.name), 0),
        "crumbs": crumbs(request, _("Compare units")),
    }
    if found := asked_beside(house, day, *_sides(request, known)):
        context["beside"] = besides.page(found, Links(day.isoformat()))
        context |= _shared(
            request, reverse("assess_units"), found.left.unit or "", day, found.right.unit or ""
        )
    return render(request, "assess/units.html", context)


def _asked(request: RiserRequest) -> tuple[str, str]:
    return request.GET.get("compare", "").strip(), request.GET.get("against", "").strip()


def _asked_day_alone(request: RiserRequest) -> date | None:
    """A day somebody wrote where units are compared: two days have a page of their own."""
    asked, against = _asked(request)
    return None if against else read_day(asked)


def _sides(request: RiserRequest, known: list[UnitLine]) -> tuple[str, str]:
    """What the address asks for; without a word the two units with the most campaigns. "" where none is."""
    asked, against = _asked(request)
    if asked or against:
        return asked, against
    largest = sorted((one for one in known if one.name), key=lambda one: -one.campaigns)
    left, right, *_rest = [*(one.name for one in largest), "", ""]
    return left, right


def _shared(request: RiserRequest, page: str, compare: str, day: date, against: str = "") -> dict[str, str]:
    """The address of a comparison, and what carries it along to the documents."""
    asked = {"as_of": day.isoformat(), "compare": compare} | ({"against": against} if against else {})
    shown = {"from": compare, "to": day.isoformat()} if page == reverse("assess_compare") else asked
    return {
        "compared": urlencode(asked),
        "share_url": request.build_absolute_uri(f"{page}?{urlencode(shown)}"),
    }


def asked_day(said: str, otherwise: date) -> date:
    """The day in the address, or another one where there is none. Raises Refused."""
    try:
        day = date.fromisoformat(said) if said else otherwise
    except ValueError:
        day = date.min
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refused(_("“%(said)s” is no day. Write it as 2026-03-01.") % {"said": said})
    return day


def grouping(said: str) -> Grouping:
    """What the reader wants instances put together by; the platform where nothing else is asked."""
    return Grouping(said) if said in set(Grouping) else Grouping.CHANNEL
