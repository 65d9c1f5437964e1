"""Pages of the profile: the whole, an area, a practice, the rows behind a price."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.assess import memory
from riser.assess.actions import APPRAISE
from riser.assess.appraisals import of_sitting, open_sitting
from riser.assess.library import FLAGSHIP
from riser.assess.pages import practice as practice_pages
from riser.assess.pages import prices as price_pages
from riser.assess.pages import profile as profile_pages
from riser.assess.pages.judged import judge_href
from riser.assess.pages.profile.days import days
from riser.assess.queries import offered_day, profile
from riser.assess.units import belonging, named, read_day
from riser.assess.views.way import SEE_PROFILE, crumbs, links
from riser.foundation.errors import NotFound
from riser.foundation.evidence import PriceClass
from riser.foundation.registries import nav
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE_PROFILE)
def profile_page(request: RiserRequest) -> HttpResponse:
    """The maturity profile on the as-of day; with `?compare=` what moved since a day, or a unit
    beside another or beside the whole.

    All but the frame is the same for everybody who asks for this address, so it is drawn once per state.
    """
    if request.GET.get("compare", ""):
        return redirect(_comparison_address(request))
    state = memory.state(request.house.id, request.as_of, FLAGSHIP)
    key = (state, request.act.now.date(), request.build_absolute_uri())
    return render(request, "assess/profile.html", {"body": memory.drawn(key, lambda: _profile_body(request))})


def _profile_body(request: RiserRequest) -> SafeString:
    found = profile(request.house.id, request.as_of)
    asked = request.GET.get("show", "")
    show = profile_pages.Show(asked) if asked in set(profile_pages.Show) else profile_pages.Show.ALL
    shown, day = days(found, request.act.now.date()), request.as_of.isoformat()
    context = {
        "page": profile_pages.page(found, links(request), show),
        "days": shown,
        "share_url": request.build_absolute_uri(f"{reverse('assess')}?{urlencode({'as_of': day})}"),
        "compare_url": _compare_address(shown.before.isoformat(), day),
        "offered": offered_day(request.house.id, request.as_of),
        "connect_url": _connect_url(),
        "has_records": found.has_records,
    }
    return render_to_string("assess/profile_body.html", context, request)


def _comparison_address(request: RiserRequest) -> str:
    """Where the comparison that the address asks for stands: with a day, or of a unit."""
    day, compare = request.as_of.isoformat(), request.GET["compare"].strip()
    if read_day(compare):
        return _compare_address(compare, day)
    asked = {"as_of": day, "compare": compare, "against": request.GET.get("against", "")}
    return f"{reverse('assess_units')}?{urlencode(asked)}"


def _compare_address(since: str, until: str) -> str:
    return f"{reverse('assess_compare')}?{urlencode({'from': since, 'to': until})}"


@member_view(SEE_PROFILE)
def practice_page(request: RiserRequest, slug: str) -> HttpResponse:
    """One practice with its instances and their records."""
    whole, unit = profile(request.house.id, request.as_of), request.GET.get("unit", "").strip()
    found = practice_pages.page(
        whole,
        slug.replace("-", " ", 1),
        replace(links(request), unit=named(request.house.id, request.as_of, unit) if unit else ""),
        organisation_id=request.house.id,
        belonging=belonging(request.house.id, whole) if unit else None,
    )
    if found is None:
        raise NotFound(_("This model has no practice “%(id)s”.") % {"id": slug})
    area = (f"{found.one.practice.area} {found.area_name}", found.area_href)
    path = crumbs(request, area, found.one.id)
    context = {"page": found, "crumbs": path, "deciding": _deciding(request, found.one.id)}
    return render(request, "assess/practice.html", context)


@member_view(SEE_PROFILE)
def prices_page(request: RiserRequest, price_class: str) -> HttpResponse:
    """The rows behind one class of price."""
    if price_class not in set(PriceClass):
        raise NotFound(_("There is no such class of price."))
    given = request.GET.get("page", "1")
    found = price_pages.page(
        profile(request.house.id, request.as_of),
        PriceClass(price_class),
        organisation_id=request.house.id,
        number=int(given) if given.isdecimal() and len(given) < 9 else 1,
    )
    return render(request, "assess/prices.html", {"page": found, "crumbs": crumbs(request, found.title)})


def _deciding(request: RiserRequest, practice: str) -> tuple[str, str] | None:
    """Where an appraiser decides the practice, or opens the appraisal to decide it in; None for others."""
    if not allows(request.act.actor, APPRAISE):
        return None
    sat = open_sitting(request.house.id)
    if sat is None:
        return _("Open an appraisal"), reverse("assess_appraisals")
    if practice not in of_sitting(request.house.id, sat).practices:
        return None
    return _("Decide or override it in the open appraisal"), judge_href(sat.id, practice)


def _connect_url() -> str:
    entry = nav.get("connect")
    return reverse(entry.url_name) if entry else ""
