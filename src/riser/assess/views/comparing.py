"""Two days beside each other, and one day taken apart by platform, class or owner."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from riser.assess.groups import split_by
from riser.assess.pages import comparing as pages
from riser.assess.pages.links import Links
from riser.assess.queries import comparison
from riser.assess.split import Grouping
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
        "today": today,
        "crumbs": crumbs(request, _("Compare")),
    }
    return render(request, "assess/compare.html", context)


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
