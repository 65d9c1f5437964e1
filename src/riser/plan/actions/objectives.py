"""Objectives: create, change, archive, restore."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.errors import Problem, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.roles import Act, require
from riser.foundation.storing import checked
from riser.plan.actions.batch import Batch
from riser.plan.actions.keeping import Claim, find, keep, ref
from riser.plan.actions.locking import only_mine
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.models import Objective
from riser.plan.queries.own import not_over
from riser.plan.words import Kind
from riser.ui.formats import listed

MOST = 1000
NAMED = 3  # how many campaigns a refusal names before it counts the rest


class ObjectiveFields(TypedDict, total=False):
    """What a person can say of an objective."""

    name: str
    metric: str
    baseline: Decimal | None
    target: Decimal | None
    unit: str
    due: date | None
    initiative: str
    owner: str


@transaction.atomic
def create_objective(act: Act, *, claim: Claim | None = None, **fields: Unpack[ObjectiveFields]) -> Objective:
    """A new objective. Raises Refused without a name or with one that is taken."""
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        return store_objective(batch, fields, claim=claim)


def store_objective(batch: Batch, fields: ObjectiveFields, *, claim: Claim | None = None) -> Objective:
    """The new objective, stored with its first version. Call inside an action, after `require`."""
    row = Objective(organisation_id=batch.act.organisation_id, recorded_at=batch.act.now)
    _fill(row, fields)
    row.save()
    batch.register.objective_stored(row)
    after = objective_values(row)
    batch.keep(Kind.OBJECTIVE, row, "create objective", before=None, after=after, claim=claim)
    return row


@transaction.atomic
def update_objective(
    act: Act,
    *,
    objective_id: int,
    based_on: int | None = None,
    claim: Claim | None = None,
    **fields: Unpack[ObjectiveFields],
) -> Objective:
    """The objective with these fields changed; without a change nothing is written.

    `based_on` is the version that was read before. Raises Stale where somebody changed the same field since.
    """
    require(act, EDIT_PLANS)
    row, case = find_objective(act, objective_id), RecordRef(Kind.OBJECTIVE, str(objective_id))
    fields = only_mine(act, case, row, fields, based_on, fill=_fill, values=objective_values)
    with Batch(act) as batch:
        return change_objective(batch, row, fields, claim=claim)


def change_objective(
    batch: Batch, row: Objective, fields: ObjectiveFields, *, claim: Claim | None = None
) -> Objective:
    """The objective with these fields changed and stored. Call inside an action, after `require`."""
    before = objective_values(row)
    _fill(row, fields)
    after = objective_values(row)
    if after != before:
        row.save()
        batch.keep(Kind.OBJECTIVE, row, "update objective", before=before, after=after, claim=claim)
    return row


@transaction.atomic
def archive_objective(act: Act, *, objective_id: int) -> Objective:
    """The objective, out of the lists and no longer to be named. What served it keeps it and stays evidence.

    Raises Refused while a campaign serves it that is neither archived nor over.
    """
    require(act, EDIT_PLANS)
    row = find_objective(act, objective_id)
    if row.archived_at is None:
        _refuse_served(act, row)
    return _put_away(act, row, "archive objective", archived=True)


@transaction.atomic
def restore_objective(act: Act, *, objective_id: int) -> Objective:
    """The objective, back in the lists."""
    require(act, EDIT_PLANS)
    return _put_away(act, find_objective(act, objective_id), "restore objective", archived=False)


@transaction.atomic
def archive_objectives(act: Act, *, objective_ids: Iterable[int]) -> list[int]:
    """The ids of the objectives that went out of the lists: all of them or none.

    Raises Refused with one problem per objective that is still served.
    """
    require(act, EDIT_PLANS)
    rows = [find_objective(act, objective_id) for objective_id in _few(objective_ids)]
    live = [row for row in rows if row.archived_at is None]
    problems = tuple(Problem(text) for row in live if (text := _served(act, row)))
    if problems:
        raise Refused(_("Nothing was archived. Campaigns still run for some of these objectives."), problems)
    return [_put_away(act, row, "archive objective", archived=True).pk for row in live]


def find_objective(act: Act, objective_id: int) -> Objective:
    """The objective of this organisation, locked. Raises NotFound."""
    mine = Objective.objects.filter(organisation_id=act.organisation_id)
    return find(mine, objective_id, _("objective"))


def _put_away(act: Act, row: Objective, said: str, *, archived: bool) -> Objective:
    if (row.archived_at is not None) != archived:
        before, row.archived_at = objective_values(row), act.now if archived else None
        row.save(update_fields=["archived_at"])
        keep(act, ref(Kind.OBJECTIVE, row), said, before=before, after=objective_values(row))
    return row


def _refuse_served(act: Act, row: Objective) -> None:
    if text := _served(act, row):
        raise Refused(text)


def _served(act: Act, row: Objective) -> str:
    """Why the objective cannot be archived: the campaigns that run for it, and what to do; or nothing."""
    serving = not_over(row.campaigns.all(), act.now.date()).order_by("name", "pk")
    names = list(serving.values_list("name", flat=True))
    if not names:
        return ""
    text = ngettext(
        "“%(name)s” is still served by %(campaigns)s. Give this campaign another objective or archive it; "
        "once it is over it is no hindrance.",
        "“%(name)s” is still served by %(campaigns)s. Give these campaigns another objective or archive "
        "them; once they are over they are no hindrance.",
        len(names),
    )
    return text % {"name": row.name, "campaigns": _named(names)}


def _named(names: list[str]) -> str:
    said = listed(names[:NAMED])
    rest = len(names) - NAMED
    if rest < 1:
        return said
    return _("%(names)s and %(count)d more") % {"names": said, "count": rest}


def _few(objective_ids: Iterable[int]) -> list[int]:
    ids = sorted(set(objective_ids))
    if not ids:
        raise Refused(_("No objective is chosen. Tick at least one."))
    if len(ids) > MOST:
        raise Refused(_("Archive at most %(most)d objectives at once.") % {"most": MOST})
    return ids


def objective_values(row: Objective) -> dict[str, Any]:
    """What a version of an objective holds."""
    return {
        "name": row.name,
        "metric": row.metric,
        "baseline": _plain(row.baseline),
        "target": _plain(row.target),
        "unit": row.unit,
        "due": row.due,
        "initiative": row.initiative,
        "owner": row.owner,
        "archived": row.archived_at is not None,
    }


def _plain(value: Decimal | None) -> str | None:
    """Without trailing zeros, so that 100 typed and 100.0000 read back are the same version."""
    return None if value is None else f"{value.normalize():f}"


def _fill(row: Objective, fields: ObjectiveFields) -> None:
    called = row.name
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    checked(row, known={"organisation"})
    if row.name != called or row.pk is None:
        _refuse_taken_name(row)


def _refuse_taken_name(row: Objective) -> None:
    others = Objective.objects.filter(organisation_id=row.organisation_id, name=row.name).exclude(pk=row.pk)
    other = others.first()
    if other is None:
        return
    text = _("There is an objective “%(name)s” already. Link that one.")
    if other.archived_at is not None:
        text = _("There is an objective “%(name)s” in the archive. Bring it back, or write another name.")
    raise Refused(text % {"name": row.name})
