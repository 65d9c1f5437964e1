"""Words and sentences of this room that more than one face says."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from riser.foundation.approvals.sentences import verb_word
from riser.foundation.registries import wordings
from riser.plan.rules.trouble import Trouble, Unclear
from riser.plan.words import Pacing, RequestState, RoleWord

PLAN_FIELD_NAMES: dict[str, StrOrPromise] = {
    "objective": gettext_lazy("objective"),
    "audience": gettext_lazy("audience"),
    "channels": gettext_lazy("channels"),
    "cap": gettext_lazy("cap"),
    "dates": gettext_lazy("dates"),
    "deliverables": gettext_lazy("deliverables"),
}
REQUIREMENT_FIELD_NAMES: dict[str, StrOrPromise] = {
    "metric": gettext_lazy("metric"),
    "operator": gettext_lazy("comparison"),
    "bound": gettext_lazy("bound"),
    "window": gettext_lazy("window"),
    "source": gettext_lazy("source of the figure"),
    "acceptor": gettext_lazy("who accepts the result"),
}
# The fields of every record of this room by the names that their versions use.
FIELD_WORDS: dict[str, StrOrPromise] = {
    "code": gettext_lazy("short name"),
    "name": gettext_lazy("name"),
    "kind": gettext_lazy("kind"),
    "class": gettext_lazy("class"),
    "owner": gettext_lazy("owner"),
    "objective": gettext_lazy("objective"),
    "audience": gettext_lazy("audience"),
    "channels": gettext_lazy("channels"),
    "deliverables": gettext_lazy("deliverables"),
    "start": gettext_lazy("first day"),
    "end": gettext_lazy("last day"),
    "caps": gettext_lazy("caps"),
    "metric": gettext_lazy("metric"),
    "operator": gettext_lazy("comparison"),
    "bound": gettext_lazy("bound"),
    "unit": gettext_lazy("unit"),
    "baseline": gettext_lazy("baseline"),
    "target": gettext_lazy("target"),
    "due": gettext_lazy("due day"),
    "initiative": gettext_lazy("initiative"),
    "from": gettext_lazy("from"),
    "to": gettext_lazy("to"),
    "source": gettext_lazy("source of the figure"),
    "acceptor": gettext_lazy("who accepts the result"),
    "cap": gettext_lazy("cap"),
    "currency": gettext_lazy("currency"),
    "url": gettext_lazy("landing link"),
    "requirement": gettext_lazy("requirement"),
    "title": gettext_lazy("what is asked for"),
    "purpose": gettext_lazy("what for"),
    "wished": gettext_lazy("wished for"),
    "hours": gettext_lazy("hours"),
    "amount": gettext_lazy("amount"),
}
ROLE_NAMES: dict[RoleWord, StrOrPromise] = {
    RoleWord.PREPARER: gettext_lazy("prepares the plan"),
    RoleWord.APPROVER: gettext_lazy("approves"),
    RoleWord.CHANNEL: gettext_lazy("runs the channel"),
    RoleWord.CREATIVE: gettext_lazy("makes the creatives"),
    RoleWord.ANALYST: gettext_lazy("measures"),
    RoleWord.CLAIMS: gettext_lazy("checks claims and rights"),
    RoleWord.AGENCY: gettext_lazy("works for it outside"),
}
STATE_NAMES: dict[RequestState, StrOrPromise] = {
    RequestState.OPEN: gettext_lazy("waits for a decision"),
    RequestState.ACCEPTED: gettext_lazy("accepted"),
    RequestState.WAITING: gettext_lazy("waits"),
    RequestState.DECLINED: gettext_lazy("declined"),
}
PACING_NAMES: dict[Pacing, StrOrPromise] = {
    Pacing.NOT_STARTED: gettext_lazy("not started"),
    Pacing.BEHIND: gettext_lazy("behind the days"),
    Pacing.ON_PACE: gettext_lazy("with the days"),
    Pacing.AHEAD: gettext_lazy("ahead of the days"),
    Pacing.ABOVE: gettext_lazy("above the cap"),
    Pacing.ENDED: gettext_lazy("ended"),
}
TROUBLES: dict[Trouble, StrOrPromise] = {
    Trouble.NOT_A_NUMBER: gettext_lazy("“%(given)s” is not a number. Write digits, such as 22000 or 22.50."),
    Trouble.AMBIGUOUS_NUMBER: gettext_lazy("“%(given)s” can be %(one)s or %(two)s. Write one of these two."),
    Trouble.NOT_POSITIVE: gettext_lazy("“%(given)s” is not more than nothing. Leave the cell empty instead."),
    Trouble.NOT_A_DATE: gettext_lazy("“%(given)s” is not a date. Write it as 2026-03-01."),
    Trouble.AMBIGUOUS_DATE: gettext_lazy("“%(given)s” can be %(one)s or %(two)s. Write one of these two."),
    Trouble.SHORT_YEAR: gettext_lazy("“%(given)s” has no full year. Write it as 2026-03-01."),
    Trouble.OTHER_CURRENCY: gettext_lazy("“%(given)s” is in another currency than the spend. Write %(one)s."),
    Trouble.UNCLEAR_CURRENCY: gettext_lazy(
        "The sign in “%(given)s” can mean %(all)s. Write one of these codes."
    ),
    Trouble.NO_METRIC: gettext_lazy("“%(given)s” names no metric. Write for example “CPA at most 32”."),
    Trouble.NO_OPERATOR: gettext_lazy(
        "“%(given)s” can neither be met nor missed. Add a bound, for example “CPA at most 32”."
    ),
    Trouble.NO_BOUND: gettext_lazy("“%(given)s” names no number. Write for example “CPA at most 32”."),
    Trouble.NOT_A_CHOICE: gettext_lazy("“%(given)s” cannot stand here. Write %(all)s."),
    Trouble.NOT_A_KEY: gettext_lazy(
        "“%(given)s” names no platform campaign. Write source/account/campaign, such as google_ads/12/345."
    ),
    Trouble.TOO_LONG: gettext_lazy("This is longer than %(one)s characters. Shorten it."),
    Trouble.EMPTY: gettext_lazy("This cell is empty, and nothing can be stored without it. Fill it in."),
    Trouble.NEEDS: gettext_lazy("“%(given)s” means nothing without %(one)s. Fill in that column too."),
    Trouble.IN_FUTURE: gettext_lazy("%(given)s has not come yet. Write the day on which it happened."),
    Trouble.BEFORE: gettext_lazy("%(given)s is earlier than %(one)s. Change one of the two days."),
    Trouble.TOO_MANY: gettext_lazy("Write one requirement in a row; add others on the campaign's page."),
    Trouble.TWICE: gettext_lazy("“%(given)s” stands in row %(one)s already. Leave one of the two out."),
}


VERBS: dict[str, StrOrPromise] = {
    "create campaign": gettext_lazy("Campaign created"),
    "update campaign": gettext_lazy("Plan changed"),
    "archive campaign": gettext_lazy("Campaign archived"),
    "restore campaign": gettext_lazy("Campaign brought back"),
    "duplicate campaign": gettext_lazy("Campaign copied from another one"),
    "displace campaign": gettext_lazy("Gave way to a request"),
    "create objective": gettext_lazy("Objective created"),
    "update objective": gettext_lazy("Objective changed"),
    "archive objective": gettext_lazy("Objective archived"),
    "restore objective": gettext_lazy("Objective brought back"),
    "approve plan": gettext_lazy("Plan approved"),
    "approve cap": gettext_lazy("Cap approved"),
    "approve go": gettext_lazy("GO given"),
    "declare approval of plan": gettext_lazy("Approval of the plan declared"),
    "declare approval of cap": gettext_lazy("Approval of the cap declared"),
    "add requirement": gettext_lazy("Requirement added"),
    "update requirement": gettext_lazy("Requirement changed"),
    "remove requirement": gettext_lazy("Requirement removed"),
    "set cap": gettext_lazy("Cap set"),
    "remove cap": gettext_lazy("Cap removed"),
    "raise cap": gettext_lazy("Cap raised"),
    "stop spend": gettext_lazy("Stop decided"),
    "map platform campaign": gettext_lazy("Platform campaign mapped"),
    "change mapping": gettext_lazy("Mapping of a platform campaign changed"),
    "unmap platform campaign": gettext_lazy("Platform campaign taken out"),
    "add link": gettext_lazy("Landing link added"),
    "change link": gettext_lazy("Landing link changed"),
    "remove link": gettext_lazy("Landing link removed"),
    "name role": gettext_lazy("Role named"),
    "clear role": gettext_lazy("Role cleared"),
    "admit guest": gettext_lazy("Guest admitted"),
    "dismiss guest": gettext_lazy("Guest taken off"),
    "file request": gettext_lazy("Work asked for"),
    "edit request": gettext_lazy("Request changed"),
    "accept request": gettext_lazy("Request accepted"),
    "let request wait": gettext_lazy("Request waits"),
    "decline request": gettext_lazy("Request declined"),
}
SIGNS = {"<=": "≤", ">=": "≥"}


def readable(name: str) -> str:
    """The name of a requirement as pages show it: "CPA ≤ 30 EUR"."""
    return " ".join(SIGNS.get(word, word) for word in name.split(" "))


def verb(said: str) -> str:
    """What an audit event says happened, in words."""
    return str(VERBS[said]) if said in VERBS else verb_word(said)


def happened(kind: str, said: str, after: Mapping[str, Any] | None) -> str:
    """What happened to a record of any room, in the words of the room that keeps it."""
    wording = wordings.get(kind)
    return wording(said, after or {}) if wording else verb(said)


def plan_field(name: str) -> str:
    """The word for one of the six fields of a plan."""
    return str(PLAN_FIELD_NAMES[name])


def field_word(name: str) -> str:
    """The word for a field by the name that versions use."""
    return str(FIELD_WORDS.get(name, name))


def requirement_field(name: str) -> str:
    """The word for one of the six fields of a requirement."""
    return str(REQUIREMENT_FIELD_NAMES[name])


def unclear(trouble: Unclear) -> str:
    """What is wrong with a typed value, and what would mend it."""
    one, two = (*trouble.offers, "", "")[:2]
    either = _(" or ").join(trouble.offers)
    return str(TROUBLES[trouble.trouble]) % {
        "given": trouble.given[:80],
        "one": one,
        "two": two,
        "all": either,
    }
