"""Who is told of what waits for them; everybody reads it in their own language."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation.notices import notify
from riser.foundation.queries import people
from riser.foundation.roles import DECIDERS, Act
from riser.plan.actions.keeping import ref
from riser.plan.words import Kind, RequestState

REQUEST_NOTICE = "request"


def tell_deciders(act: Act, request_id: int, title: str) -> None:
    """Tells everybody who may decide a request, but not who filed it, that it waits."""
    to = [
        one.member_id
        for one in people(act.organisation_id)
        if one.is_active and one.role in DECIDERS and one.member_id != act.actor.member_id
    ]

    def text() -> str:
        return _("%(name)s asks for work: %(title)s") % {"name": act.actor.name, "title": title}

    _tell(act, request_id, to, text)


def tell_requester(act: Act, request_id: int, title: str, member_id: int | None, state: str) -> None:
    """Tells who filed a request what was decided."""

    def text() -> str:
        said = {
            RequestState.ACCEPTED: _("%(name)s accepted your request: %(title)s"),
            RequestState.WAITING: _("%(name)s lets your request wait: %(title)s"),
            RequestState.DECLINED: _("%(name)s declined your request: %(title)s"),
        }[RequestState(state)]
        return said % {"name": act.actor.name, "title": title}

    _tell(act, request_id, [] if member_id is None else [member_id], text)


def _tell(act: Act, request_id: int, to: list[int], text: Callable[[], str]) -> None:
    url = reverse("plan_request", args=[request_id])
    notify(act, kind=REQUEST_NOTICE, to=to, text=text, url=url, record=ref(Kind.REQUEST, request_id))
