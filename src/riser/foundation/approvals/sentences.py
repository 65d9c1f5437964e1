"""Words of approvals that more than one face says."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from riser.foundation.models import ChangeState, RequestState
from riser.foundation.registries import topics
from riser.foundation.roles import Role

# Roles that decide, as they stand inside a sentence.
ROLE_WORDS: dict[Role, StrOrPromise] = {
    Role.MANAGER: gettext_lazy("any manager"),
    Role.ADMINISTRATOR: gettext_lazy("any administrator"),
}
# What an audit event of an approval says happened; %(topic)s is the word of the room.
VERBS: dict[str, StrOrPromise] = {
    "submit": gettext_lazy("%(topic)s submitted for approval"),
    "withdraw": gettext_lazy("%(topic)s taken back"),
    "send back": gettext_lazy("%(topic)s sent back"),
    "review": gettext_lazy("%(topic)s commented on"),
    "delegate": gettext_lazy("%(topic)s handed to a colleague"),
    "approve": gettext_lazy("%(topic)s approved"),
}
CHANGE_VERBS: dict[str, StrOrPromise] = {
    "ask for change": gettext_lazy("Change asked for"),
    "agree to change": gettext_lazy("Change agreed to"),
    "decline change": gettext_lazy("Change declined"),
    "withdraw change": gettext_lazy("Change request taken back"),
    "freeze baseline": gettext_lazy("Agreed change came into force: new baseline"),
    "review after change": gettext_lazy("Looked at again after a change"),
}


def topic_word(topic: str) -> str:
    """What the room calls a topic; the topic itself where no room knows it any more."""
    found = topics.get(topic)
    return str(found.label) if found else topic


def verb_word(verb: str) -> str:
    """What an audit event says happened, in words; the verb itself where it is none of approvals."""
    if verb in CHANGE_VERBS:
        return str(CHANGE_VERBS[verb])
    did, _space, topic = verb.rpartition(" ")
    return str(VERBS[did]) % {"topic": topic_word(topic)} if did in VERBS else verb


def request_state(state: str, *, is_stale: bool) -> str:
    """Where a request stands, in words."""
    return _("changed since: submit anew") if is_stale else str(RequestState(state).label)


def change_state(state: str) -> str:
    """Where a change request stands, in words."""
    return str(ChangeState(state).label)
