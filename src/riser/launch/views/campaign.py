"""One campaign at the gate: what stops it, every check, and the forms that move it on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.approvals import circle
from riser.foundation.attachments import attached_to
from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.jobs import enqueue, open_job
from riser.foundation.queries import people
from riser.foundation.registries import records
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.launch import actions
from riser.launch.actions import (
    ASK_FOR_GO,
    CHECK_LAUNCHES,
    DECIDE_LAUNCHES,
    SEE_LAUNCHES,
    WAIVE_CHECKS,
)
from riser.launch.actions.going import GO
from riser.launch.forms import AskForm, DecideForm, SignForm, WaiveForm, signing_of
from riser.launch.jobs import FETCH, fetch_key
from riser.launch.models import Waiver
from riser.launch.queries import CheckLine, Report, report
from riser.launch.sentences import WHO
from riser.launch.views.shown import headline, lead
from riser.plan.forms.pages import tell
from riser.plan.queries.visible import find_visible, visible_ids


@member_view(SEE_LAUNCHES)
def campaign(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """The campaign at the gate."""
    return _page(request, campaign_id)


@require_POST
@member_view(CHECK_LAUNCHES)
def run(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Has the machine look again and keeps what it finds."""
    actions.run_checks(request.act, campaign_id=campaign_id)
    messages.success(request, _("Riser looked again."))
    return redirect("launch_campaign", campaign_id)


@require_POST
@member_view(CHECK_LAUNCHES)
def fetch(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Asks for the landing links to be opened; a worker does it."""
    card = find_visible(request.act, campaign_id)
    enqueue(
        request.act,
        FETCH,
        {"campaign": card.id},
        key=fetch_key(card.id),
        url=request.path_info[: -len("fetch/")],
    )
    messages.success(request, _("The links are being opened."))
    return redirect("launch_campaign", campaign_id)


@require_POST
@member_view(CHECK_LAUNCHES)
def sign(request: RiserRequest, campaign_id: int, code: str) -> HttpResponse:
    """Signs a check by hand."""
    return _take(request, campaign_id, ("sign", code), lambda form: actions.sign_check(
        request.act, campaign_id=campaign_id, code=code, signing=signing_of(form)
    ))  # fmt: skip


@require_POST
@member_view(WAIVE_CHECKS)
def waive(request: RiserRequest, campaign_id: int, code: str) -> HttpResponse:
    """Waives a check until a day."""
    return _take(request, campaign_id, ("waive", code), lambda form: actions.waive(
        request.act, campaign_id=campaign_id, code=code, **form.cleaned_data
    ))  # fmt: skip


@require_POST
@member_view(WAIVE_CHECKS)
def waiver_end(request: RiserRequest, waiver_id: int) -> HttpResponse:
    """Takes a waiver back."""
    row: Waiver = actions.end_waiver(request.act, waiver_id=waiver_id)
    messages.success(request, _("The waiver is taken back."))
    return redirect("launch_campaign", row.campaign_id)


@require_POST
@member_view(ASK_FOR_GO)
def ask(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Asks for the GO."""
    return _take(request, campaign_id, ("ask", ""), lambda form: actions.ask_go(
        request.act, campaign_id=campaign_id, **form.cleaned_data
    ))  # fmt: skip


@require_POST
@member_view(ASK_FOR_GO)
def withdraw(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Takes the request for GO back."""
    actions.withdraw_go(request.act, campaign_id=campaign_id)
    messages.success(request, _("The request is taken back."))
    return redirect("launch_campaign", campaign_id)


@require_POST
@member_view(DECIDE_LAUNCHES)
def decide(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Decides GO or NO-GO."""
    go = request.POST.get("go") == "yes"
    return _take(request, campaign_id, ("decide", ""), lambda form: actions.decide_go(
        request.act, campaign_id=campaign_id, go=go, comment=form.cleaned_data["comment"]
    ))  # fmt: skip


Which = tuple[str, str]  # the form's name, and the code of its check or ""


def _take(
    request: RiserRequest, campaign_id: int, which: Which, act: Callable[[forms.Form], object]
) -> HttpResponse:
    """Does what one of the page's forms asks; a refusal shows the page again with everything typed."""
    found = _report(request, campaign_id)
    form = _forms(request, found, {which: request.POST}).get(which)
    if form is None:
        raise Refused(
            _("The list of this campaign has no check “%(code)s”. Take a code of the list.")
            % {"code": which[1]}
        )
    if form.is_valid():
        try:
            act(form)
        except Refused as refusal:
            tell(form, refusal.problems, str(refusal), {})
        else:
            messages.success(request, _("Saved."))
            return redirect("launch_campaign", campaign_id)
    return _page(request, campaign_id, refused=(which, form))


def _report(request: RiserRequest, campaign_id: int) -> Report:
    card = find_visible(request.act, campaign_id)
    act, only = request.act, visible_ids(request.act)
    return report(request.house.id, card.id, request.as_of, now=act.now, only=only)


def _page(
    request: RiserRequest, campaign_id: int, refused: tuple[Which, forms.Form] | None = None
) -> HttpResponse:
    found = _report(request, campaign_id)
    shown = _forms(request, found, {}) | ({refused[0]: refused[1]} if refused else {})
    case = RecordRef("campaign", str(campaign_id))
    actor = request.act.actor
    members = circle(request.house.id, GO, case).without(found.asked.by if found.asked else None).members
    context = {
        "found": found,
        "plan": found.plan,
        "headline": headline(found),
        "lead": lead(found),
        "rows": _rows(found, shown, refused[0] if refused else None),
        "ask": shown[("ask", "")],
        "decide": shown[("decide", "")],
        "refused": refused[0][0] if refused else "",
        "may_check": allows(actor, CHECK_LAUNCHES),
        "may_waive": allows(actor, WAIVE_CHECKS) and not (found.asked and found.asked.by == actor.member_id),
        "may_ask": allows(actor, ASK_FOR_GO) and not found.plan.archived,
        "may_decide": actor.member_id in members,
        "deciders": _names(request, members),
        "is_asker": found.asked is not None and found.asked.by == actor.member_id,
        "job": open_job(request.act, FETCH, key=fetch_key(campaign_id)),
    }
    return render(request, "launch/campaign.html", context, status=422 if refused else 200)


def _names(request: RiserRequest, members: frozenset[int]) -> list[str]:
    return [one.name for one in people(request.house.id) if one.member_id in members]


def _forms(request: RiserRequest, found: Report, posted: Mapping[Which, Any]) -> dict[Which, forms.Form]:
    case = RecordRef("campaign", str(found.plan.campaign))
    files = [(one.id, one.name) for one in attached_to(request.act, case) if not one.url]
    deciders = circle(request.house.id, GO, case).without(request.act.actor.member_id).members
    names = [(one.member_id, one.name) for one in people(request.house.id) if one.member_id in deciders]
    live = "\n".join(f"{one.version} = {one.parent}" if one.parent else one.version for one in found.live)
    made: dict[Which, forms.Form] = {
        ("ask", ""): AskForm(
            posted.get(("ask", "")), deciders=names, initial={"live": live}, auto_id="ask-%s"
        ),
        ("decide", ""): DecideForm(posted.get(("decide", "")), auto_id="decide-%s"),
    }
    for line in found.lines:
        code = line.code
        made[("sign", code)] = SignForm(
            posted.get(("sign", code)), line=line, files=files, auto_id=f"sign-{code}-%s"
        )
        made[("waive", code)] = WaiveForm(posted.get(("waive", code)), auto_id=f"waive-{code}-%s")
    return made


def _rows(found: Report, shown: Mapping[Which, forms.Form], refused: Which | None) -> list[dict[str, Any]]:
    """The lines in the order in which they matter: in the way, waived, open, then what stands."""
    ordered = sorted(found.lines, key=_weight)
    return [
        {
            "line": line,
            "who": WHO[line.line.who],
            "records": _links(line),
            "sign": shown[("sign", line.code)] if _signable(line) else None,
            "waive": shown[("waive", line.code)] if line.stops else None,
            "open": refused[0] if refused and refused[1] == line.code else "",
        }
        for line in ordered
    ]


def _weight(line: CheckLine) -> int:
    if line.stops:
        return 0
    return {"waived": 1, "fail": 2, "unknown": 2}.get(line.counts, 3)


def _signable(line: CheckLine) -> bool:
    """Whether a person's word counts: where a machine can tell, it does not."""
    if line.line.each:
        return bool(line.parts)
    return not line.line.automatic or line.found == "unknown" or line.seen is not None


def _links(line: CheckLine) -> list[tuple[str, str]]:
    """The records behind a line, with their kind and page; those of one page once."""
    found: dict[str, str] = {}
    entries: Sequence[RecordRef] = line.records
    for record in entries:
        kind = records.get(record.kind)
        if kind is not None and record.kind != "campaign":
            found.setdefault(kind.url(record.id), str(kind.label))
    return [(label, url) for url, label in found.items()][:5]
