"""The approvals page, the page of one request, and of one change request."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.approvals import asking, changes, sentences
from riser.foundation.approvals.baselines import baseline, changes_since
from riser.foundation.approvals.forms import DelegateForm, WordForm
from riser.foundation.approvals.reading import (
    SEE_APPROVALS,
    ChangeLine,
    RequestLine,
    change_line,
    inbox,
    request_line,
    said_about,
)
from riser.foundation.approvals.thresholds import SET_THRESHOLDS
from riser.foundation.differences import Change, Worded
from riser.foundation.errors import Refused
from riser.foundation.models import ChangeState, RequestState
from riser.foundation.queries import people
from riser.foundation.registries import topics
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view

WITHDRAWABLE = {RequestState.WAITING, RequestState.SENT_BACK}


@member_view(SEE_APPROVALS)
def inbox_page(request: RiserRequest) -> HttpResponse:
    """What waits for the one who asks, what they asked for, what was decided."""
    context = {
        "inbox": inbox(request.act),
        "may_set_thresholds": allows(request.act.actor, SET_THRESHOLDS),
    }
    return render(request, "foundation/approvals/inbox.html", context)


@member_view(SEE_APPROVALS)
def request_page(request: RiserRequest, request_id: int) -> HttpResponse:
    """One request: what is asked, what changed since the last approval, what was said."""
    return _request_page(request, request_id)


@require_POST
@member_view(asking.ASK)
def request_decide(request: RiserRequest, request_id: int) -> HttpResponse:
    """Approves, sends back, or only comments, as the button says."""
    said = request.POST.get("comment", "")
    verbs: dict[str, tuple[Callable[[], object], str]] = {
        "approve": (
            lambda: asking.approve_request(request.act, request_id, comment=said),
            _("Approved."),
        ),
        "send_back": (lambda: asking.send_back(request.act, request_id, said), _("Sent back.")),
        "review": (lambda: asking.review(request.act, request_id, said), _("Saved.")),
    }
    if request.POST.get("do") not in verbs:
        raise Refused(_("There is nothing of this kind to approve."))
    do, done = verbs[request.POST["do"]]
    return _done_or_said(request, request_id, do, done)


@require_POST
@member_view(asking.ASK)
def request_delegate(request: RiserRequest, request_id: int) -> HttpResponse:
    """Hands the request to a colleague who may decide."""
    form = _delegate_form(request, request_line(request.house.id, request_id), request.POST)
    if not form.is_valid():
        return _request_page(request, request_id, delegate_form=form, status=422)
    values = form.cleaned_data
    return _done_or_said(
        request,
        request_id,
        lambda: asking.delegate(request.act, request_id, values["to_member"], reason=values["reason"]),
        _("Handed on."),
    )


@require_POST
@member_view(asking.ASK)
def request_withdraw(request: RiserRequest, request_id: int) -> HttpResponse:
    """Takes the request back."""
    asking.withdraw(request.act, request_id)
    messages.success(request, _("Taken back."))
    return redirect("approvals_request", request_id)


@member_view(SEE_APPROVALS)
def change_page(request: RiserRequest, change_id: int) -> HttpResponse:
    """One change request: what is to change and why, and what the two sides said."""
    return _change_page(request, change_id)


@require_POST
@member_view(asking.ASK)
def change_decide(request: RiserRequest, change_id: int) -> HttpResponse:
    """Agrees to a change or declines it, for the side of the one who acts."""
    agree, said = request.POST.get("do") == "agree", request.POST.get("comment", "")
    try:
        changes.decide_change(request.act, change_id, agree=agree, comment=said)
    except Refused as refusal:
        return _change_page(request, change_id, form=_with_error(request, refusal), status=422)
    messages.success(request, _("Agreed.") if agree else _("Declined."))
    return redirect("approvals_change", change_id)


@require_POST
@member_view(asking.ASK)
def change_withdraw(request: RiserRequest, change_id: int) -> HttpResponse:
    """Takes the change request back."""
    changes.withdraw_change(request.act, change_id)
    messages.success(request, _("Taken back."))
    return redirect("approvals_change", change_id)


def said_in_words(organisation_id: int, topic: str, found: list[Change]) -> list[Worded]:
    """The changes as the room of the topic says them; by path and value where it says nothing."""
    entry = topics.get(topic)
    if entry is not None and entry.worded is not None:
        return list(entry.worded(organisation_id, found))
    return [Worded("", one.field, str(one.before), str(one.after)) for one in found]


def _done_or_said(
    request: RiserRequest, request_id: int, do: Callable[[], object], done: str
) -> HttpResponse:
    """Back to the request; a refusal stands on its page with everything typed."""
    try:
        do()
    except Refused as refusal:
        return _request_page(request, request_id, form=_with_error(request, refusal), status=422)
    messages.success(request, done)
    return redirect("approvals_request", request_id)


def _with_error(request: RiserRequest, refusal: Refused) -> WordForm:
    form = WordForm(request.POST)
    form.add_error("comment", str(refusal))
    return form


def _request_page(
    request: RiserRequest,
    request_id: int,
    *,
    form: WordForm | None = None,
    delegate_form: DelegateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    line, me = request_line(request.house.id, request_id), request.act.actor.member_id
    frozen = baseline(request.house.id, line.record) if line.state == RequestState.WAITING else None
    found = changes_since(request.house.id, line.topic, line.record) if frozen else []
    context = {
        "line": line,
        "topic": sentences.topic_word(line.topic),
        "state": sentences.request_state(line.state, is_stale=line.is_stale),
        "frozen": frozen,
        "changes": said_in_words(request.house.id, line.topic, found),
        "said": _said(said_about(request.house.id, line.record, request_id=request_id)),
        "form": form or WordForm(),
        "delegate_form": delegate_form or _delegate_form(request, line, None),
        "may_decide": line.waits and me in line.circle.members,
        "may_speak": line.state == RequestState.WAITING and allows(request.act.actor, asking.ASK),
        "may_withdraw": me is not None and me == line.asked_by and line.state in WITHDRAWABLE,
        "is_mine": me is not None and me == line.asked_by,
        "deciders": [one.name for one in people(request.house.id) if one.member_id in line.circle.members],
    }
    return render(request, "foundation/approvals/request.html", context, status=status)


def _change_page(
    request: RiserRequest, change_id: int, *, form: WordForm | None = None, status: int = 200
) -> HttpResponse:
    line, me = change_line(request.house.id, change_id), request.act.actor.member_id
    context = {
        "line": line,
        "state": sentences.change_state(line.state),
        "changes": said_in_words(request.house.id, line.topic, list(line.changes)),
        "said": _said(said_about(request.house.id, line.record, change_id=change_id)),
        "form": form or WordForm(),
        "may_decide": line.waits_for(me),
        "may_withdraw": line.state == ChangeState.OPEN and me in _sides(line),
        "deciders": [one.name for one in people(request.house.id) if one.member_id in line.circle.members],
    }
    return render(request, "foundation/approvals/change.html", context, status=status)


def _sides(line: ChangeLine) -> set[int]:
    return {one for one in (line.filed_by, line.requester) if one is not None}


def _said(found: list[Any]) -> list[tuple[str, Any]]:
    return [(sentences.verb_word(one.verb), one) for one in found]


def _delegate_form(request: RiserRequest, line: RequestLine, posted: Any) -> DelegateForm:
    me = request.act.actor.member_id
    colleagues = [
        (one.member_id, one.name)
        for one in people(request.house.id)
        if one.member_id in line.circle.members and one.member_id != me
    ]
    return DelegateForm(posted, colleagues=colleagues, auto_id="delegate_%s")
