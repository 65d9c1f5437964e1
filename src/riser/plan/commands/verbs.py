"""Which action stands behind `new`, `set` and `remove` of each kind of record."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound, Refused
from riser.foundation.roles import Act
from riser.plan import actions
from riser.plan.commands.fields import read_fields
from riser.plan.queries import find_visible
from riser.ui.formats import listed

ALONE: Mapping[str, Callable[..., Model]] = {
    "objective": actions.create_objective,
    "campaign": actions.create_campaign,
    "request": actions.file_request,
}
HANGING: Mapping[str, Callable[..., Model]] = {
    "requirement": actions.add_requirement,
    "cap": actions.set_cap,
    "key": actions.map_key,
    "link": actions.add_link,
    "role": actions.name_role,
}
CHANGES: Mapping[str, tuple[Callable[..., Model], str]] = {
    "objective": (actions.update_objective, "objective_id"),
    "campaign": (actions.update_campaign, "campaign_id"),
    "requirement": (actions.update_requirement, "requirement_id"),
    "cap": (actions.change_cap, "line_id"),
    "key": (actions.change_key, "key_id"),
    "link": (actions.change_link, "link_id"),
    "request": (actions.edit_request, "request_id"),
}
REMOVALS: Mapping[str, tuple[Callable[..., None], str]] = {
    "requirement": (actions.remove_requirement, "requirement_id"),
    "cap": (actions.remove_cap, "line_id"),
    "key": (actions.unmap_key, "key_id"),
    "link": (actions.remove_link, "link_id"),
    "role": (actions.clear_role, "role_id"),
}
NEEDED = {
    "cap": ("amount", "currency", "from_day", "to_day"),
    "key": ("key",),
    "link": ("url",),
    "role": ("role", "name"),
}


def make(act: Act, kind: str, fields: dict[str, Any], campaign: str) -> Model:
    """The new record. Raises Refused where the campaign or a field that it needs is not named."""
    missing = [name for name in NEEDED.get(kind, ()) if name not in fields]
    if missing:
        raise Refused(_("Add %(fields)s.") % {"fields": listed(f"{name}=…" for name in missing)})
    if kind in ALONE:
        return ALONE[kind](act, **fields)
    if not campaign:
        raise Refused(_("Say whose it is: --campaign CAMPAIGN."))
    return HANGING[kind](act, campaign_id=find_visible(act, campaign).id, **fields)


def change(act: Act, kind: str, record: str, fields: dict[str, Any], based_on: int | None) -> Model:
    """The changed record. Raises NotFound."""
    if kind == "key" and "key" in fields:
        raise Refused(_("Another platform campaign is another mapping: remove this one and make a new one."))
    do, name = CHANGES[kind]
    pk = find_visible(act, record).id if kind == "campaign" else _number(record)
    return do(act, **{name: pk}, based_on=based_on, **fields)


def take_off(act: Act, kind: str, pk: int) -> None:
    """Takes the record off its campaign."""
    do, name = REMOVALS[kind]
    do(act, **{name: pk})


def assign_all(act: Act, what: str, value: str, ids: Sequence[int]) -> list[int]:
    """The ids of the campaigns that changed."""
    if what == "days":
        return actions.shift_dates(act, campaign_ids=ids, days=_days(value))
    fields = read_fields("campaign", [f"{what}={value}"])
    do: Mapping[str, Callable[..., list[int]]] = {
        "owner": actions.assign_owner,
        "objective": actions.assign_objective,
        "class": actions.assign_class,
        "unit": actions.assign_unit,
    }
    return do[what](act, campaign_ids=ids, **fields)


def _number(record: str) -> int:
    if not record.isascii() or not record.isdecimal() or len(record) > 17:
        raise NotFound(
            _("“%(given)s” is no id. List them with riser plan show CAMPAIGN.") % {"given": record}
        )
    return int(record)


def _days(value: str) -> int:
    digits = value.removeprefix("-")
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 6:
        raise Refused(_("Write by how many days: 7, or -7 for a week earlier."))
    return int(value)
