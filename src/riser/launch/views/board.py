"""The launches of the house, the lists of the classes, frozen records, and where a record is shown."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound, Refused
from riser.foundation.queries import Person, people
from riser.foundation.registries import records
from riser.foundation.roles import allows, require
from riser.foundation.web import RiserRequest, member_view
from riser.launch import actions
from riser.launch.actions import SEE_LAUNCHES, SEE_LISTS, SET_LISTS
from riser.launch.forms import ClassForm
from riser.launch.lists import check_list
from riser.launch.models import GateDecision, Launch, LaunchCheck, LinkFetch, Waiver
from riser.launch.queries.decisions import decided
from riser.launch.queries.reading import ClassState, read_gate
from riser.launch.queries.upcoming import board
from riser.launch.sentences import WHO, decision_word
from riser.launch.views.shown import why_ungated
from riser.launch.words import CLASSES, Kind, Purpose
from riser.plan.forms.pages import tell
from riser.plan.queries.visible import find_visible
from riser.ui import formats

ROWS = {Kind.LAUNCH: Launch, Kind.CHECK: LaunchCheck, Kind.WAIVER: Waiver, Kind.FETCH: LinkFetch}
FIRST_UNGATED = 10


@member_view(SEE_LAUNCHES)
def launches(request: RiserRequest) -> HttpResponse:
    """Launches to come with what stops them, money without a GO (all by `?ungated=all`), what was decided."""
    found = board(request.act, request.as_of)
    query = request.GET.copy()
    whole = query.pop("ungated", [""])[-1] == "all"
    query["ungated"] = "all"
    context = {
        "board": found,
        "ungated": [(one, why_ungated(one)) for one in found.ungated[: None if whole else FIRST_UNGATED]],
        "all_ungated": "" if whole or len(found.ungated) <= FIRST_UNGATED else f"?{query.urlencode()}",
        "stopped": sum(bool(one.stopping) for one in found.coming),
        "may_see_lists": allows(request.act.actor, SEE_LISTS),
    }
    return render(request, "launch/launches.html", context)


@member_view(SEE_LISTS)
def classes(request: RiserRequest) -> HttpResponse:
    """What each class asks for; deciders change systems and claims."""
    gate = read_gate(request.house.id, request.as_of, request.act.now)
    members = [one for one in people(request.house.id) if one.is_active]
    chosen = request.POST.get("campaign_class", "")
    entries, refused = [], False
    for size in CLASSES:
        state = gate.class_state(size, gate.day)
        posted = request.POST if request.method == "POST" and size == chosen else None
        form = _class_form(posted, state, members, size)
        if posted is not None:
            require(request.act, SET_LISTS)
            if _stored(request, size, form):
                return redirect("launch_classes")
            refused = True
        entries.append(_entry(size, state, form, members))
    context = {"classes": entries, "may_set": allows(request.act.actor, SET_LISTS)}
    return render(request, "launch/classes.html", context, status=422 if refused else 200)


@member_view(SEE_LAUNCHES)
def decision(request: RiserRequest, decision_id: int) -> HttpResponse:
    """One frozen launch record."""
    row = GateDecision.objects.filter(organisation_id=request.house.id, pk=decision_id).first()
    if row is None:
        raise NotFound(_("There is no such record in this organisation."))
    card = find_visible(request.act, row.campaign_id)
    found = decided(request.house.id, row.pk)
    checks = [one | {"shown": _behind(one["evidence"])} for one in found.data["checks"]]
    context = {
        "row": row,
        "card": card,
        "found": found,
        "checks": checks,
        "word": decision_word(row.decision),
    }
    return render(request, "launch/decision.html", context)


def _behind(evidence: Sequence[str]) -> list[tuple[str, str]]:
    """What a check rested on: records by their kind with their page, the rest as it was written."""
    found: dict[str, str] = {}
    for text in evidence:
        name, _slash, record_id = text.partition("/")
        kind = records.get(name)
        label, url = (str(kind.label), kind.url(record_id)) if kind else (text, "")
        found.setdefault(url or label, label)
    return [(label, "" if place == label else place) for place, label in found.items()]


@member_view(SEE_LAUNCHES)
def record(request: RiserRequest, kind: str, record_id: int) -> HttpResponse:
    """A result, waiver, opened link or launch on the page of its campaign."""
    model = ROWS.get(Kind(kind)) if kind in {one.value for one in ROWS} else None
    row: Any = (
        model._default_manager.filter(organisation_id=request.house.id, pk=record_id).first()
        if model
        else None
    )
    if row is None:
        raise NotFound(_("There is no such record in this organisation."))
    card = find_visible(request.act, row.campaign_id)
    code = getattr(row, "kind", "links_answer" if kind == Kind.FETCH else "")
    anchor = f"#check-{code}" if code else ""
    return redirect(f"{reverse('launch_campaign', args=[card.id])}{anchor}")


def _stored(request: RiserRequest, size: str, form: ClassForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.set_class_list(
            request.act, campaign_class=size, systems=form.systems(), claims=form.cleaned_data["claims"]
        )
    except Refused as refusal:
        tell(form, refusal.problems, str(refusal), {"systems": "bidding"})
        return False
    messages.success(request, _("Saved. It counts from today on."))
    return True


def _class_form(posted: Any, state: ClassState, members: list[Person], size: str) -> ClassForm:
    known = {calling.casefold(): one.member_id for one in members for calling in (one.name, one.email)}
    names = {one.member_id: one.name for one in members}
    initial = {
        "bidding": "\n".join(one.name for one in state.systems if one.purpose == Purpose.BID),
        "counting": "\n".join(one.name for one in state.systems if one.purpose == Purpose.COUNT),
        "claims": "\n".join(
            f"{'!' if claim.regulated else ''}{claim.name} = "
            + "; ".join(names[one] for one in claim.entitled if one in names)
            for claim in state.claims
        ),
    }
    return ClassForm(posted, members=known, initial=initial, auto_id=f"class-{size}-%s")


def _entry(size: str, state: ClassState, form: ClassForm, members: list[Person]) -> dict[str, Any]:
    listed = check_list()
    names = {one.member_id: one.name for one in members}
    asked = listed.blocking(size)
    return {
        "code": size,
        "name": listed.classes[size].name,
        "state": state,
        "form": form,
        "lines": [
            (listed.lines[code], blocks, WHO[listed.lines[code].who]) for code, blocks in asked.items()
        ],
        "claims": [
            (claim, formats.listed(names.get(one, "–") for one in claim.entitled)) for claim in state.claims
        ],
    }
