"""Changes of an approved plan in words: which record, which field, what it was, what it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from riser.foundation.differences import MISSING, Change, Worded
from riser.plan.models import BudgetLine, Link, Objective, PlatformLink, Requirement
from riser.plan.sentences import SIGNS, field_word, readable
from riser.ui import formats

DAYS = frozenset({"start", "end", "from", "to"})
NUMBERS = frozenset({"bound", "baseline"})


@dataclass(frozen=True, slots=True)
class Names:
    """What the records behind ids are called, by group and id; the currency of each cap before and after."""

    objectives: Mapping[str, str]
    requirements: Mapping[str, str]
    caps: Mapping[str, str]
    links: Mapping[str, str]
    keys: Mapping[str, str]
    currencies: Mapping[str, tuple[str, str]]


def worded(organisation_id: int, changes: Sequence[Change]) -> list[Worded]:
    """The changes as people read them, in their order; six queries at most."""
    names = _names(organisation_id, changes) if changes else Names({}, {}, {}, {}, {}, {})
    return [_worded(change, names) for change in changes]


def _worded(change: Change, names: Names) -> Worded:
    group, *rest = change.parts
    if group == "campaign" or not rest:
        name = rest[-1] if rest else group
        return Worded("", field_word(name), *_both(change, name, names))
    if len(rest) == 1:
        return Worded(_group_word(group), "", *_records(change, group, rest[0], names))
    called = getattr(names, group, {}).get(rest[0]) or f"{_group_word(group)} {rest[0]}"
    if rest[-1] == "cap" and rest[0] in names.currencies:
        return Worded(called, field_word("cap"), *_amounts(change, *names.currencies[rest[0]]))
    return Worded(called, field_word(rest[-1]), *_both(change, rest[-1], names))


def _both(change: Change, name: str, names: Names) -> tuple[str, str]:
    return _said(name, change.before, names), _said(name, change.after, names)


def _amounts(change: Change, before: str, after: str) -> tuple[str, str]:
    """A changed cap as money; a cap that was or is none stays empty."""

    def said(value: Any, currency: str) -> str:
        return "" if value in (MISSING, None, "") else formats.money(Decimal(str(value)), currency)

    return said(change.before, before), said(change.after, after)


def _records(change: Change, group: str, pk: str, names: Names) -> tuple[str, str]:
    """A record that came or went, by its own words: it may be gone by now."""

    def said(values: Any) -> str:
        return _summary(group, values) if isinstance(values, Mapping) else ""

    return said(change.before), said(change.after)


def _summary(group: str, values: Mapping[str, Any]) -> str:
    match group:
        case "requirements":
            return readable(str(values.get("name", "")))
        case "caps":
            amount = formats.money(Decimal(values["cap"]), values["currency"])
            return f"{amount}, {_day(values['from'])} – {_day(values['to'])}"
        case "keys":
            return f"{values['source']}/{values['account']}/{values['key']}"
    return str(values.get("url", ""))


def _said(name: str, value: Any, names: Names) -> str:
    """One value as people read it; "" for nothing."""
    if value is MISSING or value in (None, "", []):
        return ""
    if name == "objective":
        return names.objectives.get(str(value), f"{field_word(name)} {value}")
    if name == "requirement":
        return names.requirements.get(str(value), f"{field_word(name)} {value}")
    if name == "operator":
        return SIGNS.get(str(value), str(value))
    if name in DAYS:
        return _day(value)
    if name in NUMBERS:
        with suppress(ArithmeticError):
            return formats.number(Decimal(str(value)))
    return formats.listed(map(str, value)) if isinstance(value, list) else readable(str(value))


def _day(value: Any) -> str:
    with suppress(ValueError, TypeError):
        return formats.day(date.fromisoformat(value))
    return str(value or formats.EN_DASH)


def _group_word(group: str) -> str:
    words = {
        "requirements": _("Requirement"),
        "caps": _("Cap"),
        "links": _("Landing link"),
        "keys": _("Platform campaign"),
    }
    return words.get(group, group)


def _names(organisation_id: int, changes: Iterable[Change]) -> Names:
    ids: dict[str, set[str]] = {
        name: set() for name in ("objective", "requirements", "caps", "links", "keys")
    }
    for change in changes:
        group, *rest = change.parts
        if group in ids and rest:
            ids[group].add(rest[0])
        for value in (change.before, change.after):
            if rest and rest[-1] == "objective" and isinstance(value, int):
                ids["objective"].add(str(value))
            if rest and rest[-1] == "requirement" and isinstance(value, int):
                ids["requirements"].add(str(value))
    mine = {"campaign__organisation_id": organisation_id}
    return Names(
        objectives=_called(Objective, ids["objective"], {"organisation_id": organisation_id}, str),
        requirements=_called(Requirement, ids["requirements"], mine, lambda row: readable(row.name)),
        caps=_called(BudgetLine, ids["caps"], mine, _cap_name),
        links=_called(Link, ids["links"], mine, str),
        keys=_called(PlatformLink, ids["keys"], mine, str),
        currencies=_currencies(changes, _called(BudgetLine, ids["caps"], mine, lambda row: row.currency)),
    )


def _currencies(changes: Iterable[Change], now: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The currency of each cap before and after the changes, which may be of the currency itself."""
    found = {pk: (currency, currency) for pk, currency in now.items()}
    for change in changes:
        group, *rest = change.parts
        if group == "caps" and rest[1:] == ["currency"]:
            found[rest[0]] = (str(change.before), str(change.after))
    return found


def _called(
    model: type[Model], ids: set[str], mine: Mapping[str, int], name: Callable[[Any], str]
) -> dict[str, str]:
    if not ids:
        return {}
    rows = model._default_manager.filter(pk__in=[pk for pk in ids if pk.isdecimal()], **mine)
    return {str(row.pk): name(row) for row in rows}


def _cap_name(row: BudgetLine) -> str:
    words = {"from": formats.day(row.window_from), "to": formats.day(row.window_to)}
    return _("Cap %(from)s – %(to)s") % words
