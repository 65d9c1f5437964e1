"""What hangs on a campaign: requirements, caps, mapped platform campaigns, landing links."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.errors import NotFound, Refused
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import DECIDE_CAPS, EDIT_BRIEFS, EDIT_PLANS, SEE_PLANS
from riser.plan.forms.pages import CapForm, KeyEditForm, LinkForm, RequirementForm, tell
from riser.plan.models import BudgetLine, Link, PlatformLink, Requirement
from riser.plan.queries import CampaignDetail
from riser.plan.queries.visible import visible_campaigns
from riser.plan.views.campaign import newest, page, page_forms
from riser.plan.views.changing import PLACES, Store, attempt
from riser.plan.words import Decision

Line = TypeVar("Line")


@require_POST
@member_view(EDIT_PLANS)
def requirement_add(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Adds a requirement."""
    return take(request, campaign_id, "requirement", lambda values: actions.add_requirement(
        request.act, campaign_id=campaign_id, **values
    ))  # fmt: skip


@require_POST
@member_view(EDIT_PLANS)
def cap_set(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Sets the cap of a window; it waits for approval."""
    return take(request, campaign_id, "cap", lambda values: actions.set_cap(
        request.act, campaign_id=campaign_id, **_cap_fields(values)
    ))  # fmt: skip


@require_POST
@member_view(EDIT_PLANS)
def key_map(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Maps a platform campaign to the campaign."""
    return take(request, campaign_id, "key", lambda values: actions.map_key(
        request.act, campaign_id=campaign_id, **values
    ))  # fmt: skip


@require_POST
@member_view(EDIT_BRIEFS)
def link_add(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Adds a landing link and checks it."""
    return take(request, campaign_id, "link", lambda values: actions.add_link(
        request.act, campaign_id=campaign_id, **values
    ))  # fmt: skip


@require_POST
@member_view(DECIDE_CAPS)
def cap_decide(request: RiserRequest, line_id: int) -> HttpResponse:
    """Raises a cap or stops the spend."""
    campaign_id = campaign_of(BudgetLine, request, line_id)
    return take(request, campaign_id, "decision", lambda values: actions.decide_cap(
        request.act, line_id=line_id, decision=Decision(values["decision"]), amount=values["amount"]
    ))  # fmt: skip


@member_view(SEE_PLANS)
def requirement(request: RiserRequest, requirement_id: int) -> HttpResponse:
    """The requirement on its campaign's page."""
    return _on_the_page(request, Requirement, requirement_id, "requirement")


@member_view(SEE_PLANS)
def line(request: RiserRequest, line_id: int) -> HttpResponse:
    """The cap on its campaign's page."""
    return _on_the_page(request, BudgetLine, line_id, "cap")


@member_view(SEE_PLANS)
def link(request: RiserRequest, link_id: int) -> HttpResponse:
    """The landing link on its campaign's page."""
    return _on_the_page(request, Link, link_id, "link")


@member_view(SEE_PLANS)
def key(request: RiserRequest, key_id: int) -> HttpResponse:
    """The mapped platform campaign on its campaign's page."""
    return _on_the_page(request, PlatformLink, key_id, "key")


@member_view(EDIT_PLANS)
def requirement_edit(request: RiserRequest, requirement_id: int) -> HttpResponse:
    """A form that changes a requirement; the earlier bound stays on record."""
    detail = newest(request, campaign_of(Requirement, request, requirement_id))
    stored = _one(detail.requirements, requirement_id)
    initial = {name: getattr(stored, name, None) for name in RequirementForm.base_fields}
    initial |= {"window_from": stored.from_day, "window_to": stored.to_day}
    return _edit(
        request,
        detail,
        RequirementForm(request.POST or None, initial=initial),
        stored.version,
        lambda values, seen: actions.update_requirement(
            request.act, requirement_id=requirement_id, based_on=seen, **values
        ),
        {
            "title": stored.name,
            "lead": _("The first bound stays on record. One that moves after results arrived is a weakness."),
            "remove_url": reverse("plan_requirement_remove", args=[requirement_id]),
        },
        places={"to": "window_to"},
    )


@member_view(EDIT_PLANS)
def cap_edit(request: RiserRequest, line_id: int) -> HttpResponse:
    """A form that changes a cap; the changed one waits for approval, the approved one counts until then."""
    detail = newest(request, campaign_of(BudgetLine, request, line_id))
    stored = _one(detail.caps, line_id)
    initial = {name: getattr(stored, name) for name in ("cap", "currency", "from_day", "to_day")}
    return _edit(
        request,
        detail,
        CapForm(request.POST or None, initial=initial),
        stored.version,
        lambda values, seen: actions.change_cap(
            request.act, line_id=line_id, based_on=seen, **_cap_fields(values)
        ),
        {
            "title": _("Cap"),
            "lead": _("A changed cap waits for approval. Until then the approved one counts."),
            "remove_url": "" if stored.in_force else reverse("plan_cap_remove", args=[line_id]),
        },
    )


@member_view(EDIT_PLANS)
def key_edit(request: RiserRequest, key_id: int) -> HttpResponse:
    """A form that changes the days of a mapping and what it serves."""
    detail = newest(request, campaign_of(PlatformLink, request, key_id))
    stored = _one(detail.keys, key_id)
    initial = {name: getattr(stored, name) for name in ("requirement_id", "from_day", "to_day")}
    return _edit(
        request,
        detail,
        KeyEditForm(request.POST or None, initial=initial, requirements=_requirements(detail)),
        stored.version,
        lambda values, seen: actions.change_key(request.act, key_id=key_id, based_on=seen, **values),
        {
            "title": stored.name or stored.key.campaign,
            "lead": _("Its spend belongs to this plan on these days; an empty day leaves that end open."),
            "remove_url": reverse("plan_key_remove", args=[key_id]),
        },
    )


@member_view(EDIT_BRIEFS)
def link_edit(request: RiserRequest, link_id: int) -> HttpResponse:
    """A form that changes a landing link; it is checked anew."""
    detail = newest(request, campaign_of(Link, request, link_id))
    stored = _one(detail.links, link_id)
    initial = {"url": stored.url, "requirement_id": stored.requirement_id}
    return _edit(
        request,
        detail,
        LinkForm(request.POST or None, initial=initial, requirements=_requirements(detail)),
        stored.version,
        lambda values, seen: actions.change_link(request.act, link_id=link_id, based_on=seen, **values),
        {
            "title": _("Landing link"),
            "lead": _("A changed link is checked anew."),
            "remove_url": reverse("plan_link_remove", args=[link_id]),
        },
    )


@require_POST
@member_view(EDIT_PLANS)
def requirement_remove(request: RiserRequest, requirement_id: int) -> HttpResponse:
    """Takes a requirement off its campaign."""
    campaign_id = campaign_of(Requirement, request, requirement_id)
    return _removed(
        request, campaign_id, lambda: actions.remove_requirement(request.act, requirement_id=requirement_id)
    )


@require_POST
@member_view(EDIT_PLANS)
def cap_remove(request: RiserRequest, line_id: int) -> HttpResponse:
    """Takes a cap that nobody approved off its campaign."""
    campaign_id = campaign_of(BudgetLine, request, line_id)
    return _removed(request, campaign_id, lambda: actions.remove_cap(request.act, line_id=line_id))


@require_POST
@member_view(EDIT_PLANS)
def key_remove(request: RiserRequest, key_id: int) -> HttpResponse:
    """Takes a platform campaign out of the plan."""
    campaign_id = campaign_of(PlatformLink, request, key_id)
    return _removed(request, campaign_id, lambda: actions.unmap_key(request.act, key_id=key_id))


@require_POST
@member_view(EDIT_BRIEFS)
def link_remove(request: RiserRequest, link_id: int) -> HttpResponse:
    """Takes a landing link off its campaign."""
    campaign_id = campaign_of(Link, request, link_id)
    return _removed(request, campaign_id, lambda: actions.remove_link(request.act, link_id=link_id))


def take(
    request: RiserRequest, campaign_id: int, name: str, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Does what one of the page's forms asks; a refusal shows the page again with everything typed."""
    form = page_forms(request, newest(request, campaign_id), {name: request.POST})[name]
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            tell(form, refusal.problems, str(refusal), PLACES)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan_campaign", campaign_id)
    return page(request, campaign_id, refused={name: form})


def campaign_of(model: type[models.Model], request: RiserRequest, pk: int) -> int:
    """The campaign a record hangs on. Raises NotFound outside of what the person may see."""
    rows = model._default_manager.filter(pk=pk, campaign__in=visible_campaigns(request.act))
    found = rows.values_list("campaign_id", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such record in this organisation."))
    return int(found)


def _edit(
    request: RiserRequest,
    detail: CampaignDetail,
    form: forms.Form,
    version: int,
    store: Store,
    words: Mapping[str, str],
    places: Mapping[str, str] = PLACES,
) -> HttpResponse:
    tried = attempt(request, form, version, store, places)
    if tried.done:
        messages.success(request, _("Saved."))
        return redirect("plan_campaign", detail.line.id)
    context = {"form": tried.form, "tried": tried, "detail": detail, **words}
    return render(request, "plan/edit.html", context, status=tried.status)


def _removed(request: RiserRequest, campaign_id: int, remove: Callable[[], None]) -> HttpResponse:
    remove()
    messages.success(request, _("Removed. What it said stays on record."))
    return redirect("plan_campaign", campaign_id)


def _on_the_page(request: RiserRequest, model: type[models.Model], pk: int, name: str) -> HttpResponse:
    return redirect(f"{reverse('plan_campaign', args=[campaign_of(model, request, pk)])}#{name}-{pk}")


def _one(lines: tuple[Line, ...], pk: int) -> Line:
    """The line with this id; where a later write took it off meanwhile, NotFound."""
    for one in lines:
        if getattr(one, "id", None) == pk:
            return one
    raise NotFound(_("There is no such record in this organisation."))


def _requirements(detail: CampaignDetail) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in detail.requirements]


def _cap_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a cap as the action calls them; one whose other text was chosen is not there."""
    fields = {name: values[name] for name in ("currency", "from_day", "to_day") if name in values}
    return fields | ({"amount": values["cap"].value} if "cap" in values else {})
