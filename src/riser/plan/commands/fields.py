"""FIELD=VALUE on the command line, read with the rules of the template: two meanings are refused."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.plan.rules.dates import day
from riser.plan.rules.keys import key
from riser.plan.rules.numbers import amount
from riser.plan.rules.rows import choice, currency, quantity, several, text
from riser.plan.rules.trouble import Trouble, Unclear
from riser.plan.sentences import unclear
from riser.plan.words import CampaignClass, CampaignKind, RoleWord
from riser.ui.formats import listed

Reader = Callable[[str], Any]


def _empty_or(reader: Reader) -> Reader:
    return lambda said: reader(said) if said.strip() else None


def _id(said: str) -> int:
    if not said.isascii() or not said.isdecimal() or len(said) > 17:
        raise Unclear(Trouble.NOT_A_NUMBER, said)
    return int(said)


def _kind(said: str) -> CampaignKind:
    return CampaignKind(choice(CampaignKind)(said))


def _size(said: str) -> str:
    return choice(CampaignClass)(said) if said.strip() else ""


def _role(said: str) -> RoleWord:
    if said not in list(RoleWord):
        raise Unclear(Trouble.NOT_A_CHOICE, said, *(word.value for word in RoleWord))
    return RoleWord(said)


_DAY, _NUMBER, _ID = _empty_or(day), _empty_or(quantity), _empty_or(_id)
READERS: Mapping[str, Mapping[str, Reader]] = {
    "objective": {
        **dict.fromkeys(("name", "initiative", "owner"), text(200)),
        "metric": text(120),
        "unit": text(40),
        "due": _DAY,
        **dict.fromkeys(("baseline", "target"), _NUMBER),
    },
    "campaign": {
        "name": text(200),
        "code": text(40),
        "kind": _kind,
        "class": _size,
        "unit": text(120),
        "owner": text(400),
        "objective": _ID,
        "channels": several,
        "start": _DAY,
        "end": _DAY,
        **dict.fromkeys(("audience", "deliverables"), text(4000)),
    },
    "requirement": {
        **dict.fromkeys(("name", "source", "acceptor"), text(200)),
        "metric": text(120),
        "operator": text(2),
        "unit": text(40),
        "bound": _NUMBER,
        "baseline": _NUMBER,
        "window_from": _DAY,
        "window_to": _DAY,
    },
    "cap": {"amount": lambda said: amount(said).value, "currency": currency, "from_day": day, "to_day": day},
    "key": {"key": key, "requirement": _ID, "from_day": _DAY, "to_day": _DAY},
    "link": {"url": text(2000), "requirement": _ID},
    "role": {"role": _role, "name": text(200)},
    "request": {
        "title": text(200),
        "purpose": text(4000),
        "wished": _DAY,
        "currency": currency,
        **dict.fromkeys(("hours", "amount"), _NUMBER),
    },
}
# The fields that actions call otherwise.
CALLED = {"class": "campaign_class", "objective": "objective_id", "requirement": "requirement_id"}


def read_fields(kind: str, said: Sequence[str]) -> dict[str, Any]:
    """The typed fields of a kind of record, by the names of its actions. Raises Refused, naming each."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for one in said:
        name, equals, value = one.partition("=")
        reader = READERS[kind].get(name)
        if reader is None or not equals:
            allowed = listed(f"{field}=…" for field in READERS[kind])
            problems.append(Problem(_("Write one of %(fields)s.") % {"fields": allowed}, column=name))
            continue
        try:
            found[CALLED.get(name, name)] = reader(value)
        except Unclear as trouble:
            problems.append(Problem(unclear(trouble), column=name))
    if problems:
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), tuple(problems))
    return found
