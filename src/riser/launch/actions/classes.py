"""What a class asks for in this organisation: receiving systems, claims and who approves them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.queries import people
from riser.foundation.roles import Act, require
from riser.launch.actions.keeping import keep
from riser.launch.actions.permissions import SET_LISTS
from riser.launch.models import ClassList
from riser.launch.words import CLASSES, Kind, Purpose
from riser.ui.formats import listed

LONGEST_NAME, MOST = 80, 30


@dataclass(frozen=True, slots=True)
class NamedSystem:
    """A receiving system, and whether it bids or only counts."""

    name: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class NamedClaim:
    """A claim check, the members entitled to it, and whether the claim is under regulation."""

    name: str
    entitled: tuple[int, ...]
    regulated: bool = False


@transaction.atomic
def set_class_list(
    act: Act, *, campaign_class: str, systems: Sequence[NamedSystem], claims: Sequence[NamedClaim]
) -> ClassList:
    """What the class asks for from now on; launches of the past are judged by what it asked then.

    No claim at all is an answer too. Raises Refused for a name that is empty or stands twice, a class without
    a system, and a claim that no active member is entitled to.
    """
    require(act, SET_LISTS)
    _refuse_odd(act, campaign_class, systems, claims)
    row, _new = ClassList.objects.select_for_update().get_or_create(
        organisation_id=act.organisation_id,
        campaign_class=campaign_class,
        defaults={"recorded_at": act.now},
    )
    before = None if _new else class_values(row)
    row.systems = [{"name": one.name.strip(), "purpose": str(one.purpose)} for one in systems]
    row.claims = [
        {"name": one.name.strip(), "entitled": sorted(set(one.entitled)), "regulated": one.regulated}
        for one in claims
    ]
    row.recorded_at = act.now
    if before != class_values(row):
        row.save()
        keep(act, Kind.CLASS_LIST, row, "set class list", before=before, after=class_values(row))
    return row


def class_values(row: ClassList) -> dict[str, Any]:
    """What a version of a class list holds."""
    return {"class": row.campaign_class, "systems": row.systems, "claims": row.claims}


def _refuse_odd(
    act: Act, campaign_class: str, systems: Sequence[NamedSystem], claims: Sequence[NamedClaim]
) -> None:
    problems = [*_odd_class(campaign_class), *_odd_names("systems", [one.name for one in systems])]
    problems += _odd_names("claims", [one.name for one in claims])
    if not systems:
        problems.append(Problem(_("Name at least one system that receives conversions."), column="systems"))
    active = {one.member_id for one in people(act.organisation_id) if one.is_active}
    for claim in claims:
        if not claim.entitled or not set(claim.entitled) <= active:
            text = _("“%(name)s”: name the members who may approve it; each has to be active.")
            problems.append(Problem(text % {"name": claim.name}, column="claims"))
    if problems:
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), tuple(problems))


def _odd_class(campaign_class: str) -> list[Problem]:
    if campaign_class in CLASSES:
        return []
    text = _("There is no class “%(class)s”. Choose one of %(all)s.")
    return [Problem(text % {"class": campaign_class, "all": listed(CLASSES)}, column="campaign_class")]


def _odd_names(column: str, names: Sequence[str]) -> list[Problem]:
    plain = [name.strip() for name in names]
    if any(not name or len(name) > LONGEST_NAME or not name.isprintable() for name in plain):
        return [Problem(_("Every name has between 1 and 80 characters."), column=column)]
    if len({name.casefold() for name in plain}) < len(plain):
        return [Problem(_("A name stands here twice."), column=column)]
    if len(plain) > MOST:
        return [Problem(_("These are more than %(most)d.") % {"most": MOST}, column=column)]
    return []
