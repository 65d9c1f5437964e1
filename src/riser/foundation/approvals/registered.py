"""What approvals enter into foundation's registries: records, tasks, notices, the line in the sidebar."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.approvals import telling
from riser.foundation.approvals.reading import ChangeLine, RequestLine, inbox
from riser.foundation.approvals.sentences import topic_word
from riser.foundation.evidence import RecordRef
from riser.foundation.models import ApprovalRequest, ChangeRequest, RequestState
from riser.foundation.registries import (
    NavEntry,
    NoticeKind,
    RecordKind,
    Task,
    nav,
    notices,
    records,
    tasks,
)
from riser.foundation.roles import READERS, Act, Role

REQUEST, CHANGE = "approval_request", "change_request"


def register_approvals() -> None:
    """Enters requests and change requests, what waits of them, and the page on which they stand."""
    request = gettext_lazy("Request for approval")
    records.register(REQUEST, RecordKind(request, request_titles, lambda pk: telling.request_url(int(pk))))
    change = gettext_lazy("Change request")
    records.register(CHANGE, RecordKind(change, change_titles, lambda pk: telling.change_url(int(pk))))
    tasks.register("approvals", waiting_tasks)
    notices.register(telling.ASKED, NoticeKind(gettext_lazy("Something waits for my approval")))
    notices.register(telling.ANSWERED, NoticeKind(gettext_lazy("What became of what I submitted")))
    notices.register(telling.CHANGES, NoticeKind(gettext_lazy("Change requests, and what was decided")))
    nav.register(
        "approvals",
        NavEntry("approvals", gettext_lazy("Approvals"), "approvals", "approvals", group=0, order=1),
    )


def request_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """What is asked for, by id; one query."""
    rows = ApprovalRequest.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return {str(row.pk): f"{topic_word(row.topic)}: {row.title}" for row in rows}


def change_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """What is to be changed, by id; one query."""
    rows = ChangeRequest.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return {str(row.pk): row.title for row in rows}


def waiting_tasks(act: Act) -> list[Task]:
    """What waits for the acting person: to decide, to agree to, or to mend and submit anew."""
    if act.actor.member_id is None or act.actor.role not in READERS - {Role.SYSTEM}:
        return []
    found = inbox(act)
    mine = [one for one in found.by_me if one.is_stale or one.state == RequestState.SENT_BACK]
    return [
        *(_request_task(one, _("Approve: %(what)s, asked by %(name)s")) for one in found.for_me),
        *(_request_task(one, _mend(one)) for one in mine),
        *(_change_task(one) for one in found.changes_for_me),
    ]


def _mend(one: RequestLine) -> str:
    if one.is_stale:
        return _("Submit anew, it was changed since: %(what)s")
    return _("Sent back by %(decided)s: %(what)s")


def _request_task(one: RequestLine, text: str) -> Task:
    words = {
        "what": f"{topic_word(one.topic)} · {one.title}",
        "name": one.asked_name,
        "decided": one.decided_name,
    }
    since = one.decided_at or one.asked_at
    return Task(
        "approvals", text % words, telling.request_url(one.id), since, RecordRef(REQUEST, str(one.id))
    )


def _change_task(one: ChangeLine) -> Task:
    text = _("Agree to a change or decline it: %(what)s, asked by %(name)s")
    words = {"what": one.title, "name": one.filed_name}
    since = one.requester_at or one.filed_at
    return Task("approvals", text % words, telling.change_url(one.id), since, RecordRef(CHANGE, str(one.id)))
