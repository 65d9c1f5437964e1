"""The day of somebody who runs campaigns, and which of the two front pages a person begins with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.web import RiserRequest, member_view
from riser.measure.actions import SEE_RESULTS
from riser.measure.queries import runs_campaigns
from riser.measure.queries.today import Today, today
from riser.ui import formats

FRONT, TODAY, ORGANISATION = "front", "today", "organisation"


@member_view(SEE_RESULTS)
def today_page(request: RiserRequest) -> HttpResponse:
    """My campaigns today; who opens this page begins here from now on."""
    _begin_with(request, TODAY)
    found = today(request.act, request.as_of)
    context = {"today": found, "title": title(found), "lead": lead(found)}
    return render(request, "web/today.html", context)


def begins_with_campaigns(request: RiserRequest) -> bool:
    """Whether the front page of this person is their campaigns: as they chose, else where they run some.

    An address that asks for something, a day or the other front page, gets what it asks for.
    """
    if request.GET.get(FRONT) in (TODAY, ORGANISATION):
        _begin_with(request, request.GET[FRONT])
        return request.GET[FRONT] == TODAY
    if request.GET:
        return False
    chosen = _chosen(request)
    return chosen == TODAY if chosen else runs_campaigns(request.act, request.as_of)


def title(found: Today) -> str:
    """The finding of the day in one sentence."""
    count = len(found.campaigns)
    if not count:
        return _("No campaign of yours runs today")
    words = {"burning": found.burning, "count": count}
    if found.burning:
        text = ngettext(
            "%(burning)s of your %(count)s campaign burns",
            "%(burning)s of your %(count)s campaigns burn",
            count,
        )
        return text % words
    return (
        ngettext("Nothing burns in your campaign", "Nothing burns in your %(count)s campaigns", count) % words
    )


def lead(found: Today) -> str:
    """How much wants somebody, and how much waits for this person elsewhere."""
    wanting = ngettext(
        "%(count)s thing in your campaigns wants you",
        "%(count)s things in your campaigns want you",
        found.flags,
    ) % {"count": found.flags}
    waiting = ngettext("%(count)s other task waits", "%(count)s other tasks wait", len(found.tasks))
    return _("%(day)s: %(wanting)s, %(waiting)s.") % {
        "day": formats.day(found.as_of),
        "wanting": wanting,
        "waiting": waiting % {"count": len(found.tasks)},
    }


def _begin_with(request: RiserRequest, front: str) -> None:
    """Stored only where it is another one: a session that is written costs more than the page."""
    if _chosen(request) != front:
        request.session[FRONT] = front


def _chosen(request: HttpRequest) -> str:
    return str(request.session.get(FRONT, ""))
