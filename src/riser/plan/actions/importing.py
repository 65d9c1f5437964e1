"""A whole plan from a filled template: every row or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.roles import Act, require
from riser.foundation.storing import is_storable
from riser.plan.actions.approval import store_declared
from riser.plan.actions.batch import Batch
from riser.plan.actions.budget import cap_window, store_cap
from riser.plan.actions.campaigns import store_changed, store_new
from riser.plan.actions.keeping import Claim, ref
from riser.plan.actions.mapping import store_key
from riser.plan.actions.objectives import change_objective, store_objective
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.actions.requirements import change_requirement, store_requirement
from riser.plan.models import BudgetLine, Campaign, Objective, Requirement
from riser.plan.rules.rows import Cells, PlanRow, Wrong, read_rows, words
from riser.plan.rules.rows import cap_window as stated_window
from riser.plan.sentences import unclear
from riser.plan.words import Kind, MadeBy, Topic


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: campaigns by outcome, ids of all of them in the order of the rows."""

    created: int
    updated: int
    unchanged: int
    campaigns: tuple[int, ...]


@transaction.atomic
def import_plan(act: Act, rows: Sequence[tuple[int, Cells]], *, file_name: str = "") -> Imported:
    """The plan of a filled template, stored in one transaction.

    Days of agreement and approval become *declared* versions and approvals; an empty cell changes nothing.
    Raises Refused with one problem per bad cell, and then stores nothing.
    """
    require(act, EDIT_PLANS)
    found, wrong = read_rows(rows, today=act.now.date())
    if strange := tuple(_strange(rows)):
        raise _refused(file_name, strange)
    if wrong:
        raise _refused(file_name, tuple(map(problem, wrong)))
    if not found:
        raise Refused(_("Nothing was stored. The template holds no campaign. Fill in a row for each."))
    outcomes: list[str] = []
    campaigns: list[int] = []
    problems: list[Problem] = []
    with Batch(act) as batch:
        _open(batch, found)
        for row in found:
            try:
                with transaction.atomic():  # what is refused halfway must not stand in the way of later rows
                    campaign, outcome = _store(batch, row)
            except Refused as refusal:
                problems += [Problem(one.text, row.number, one.column) for one in refusal.problems] or [
                    Problem(str(refusal), row.number)
                ]
                batch.forget()
            else:
                outcomes.append(outcome)
                campaigns.append(campaign)
        if problems:
            raise _refused(file_name, tuple(problems))
    counts = {word: outcomes.count(word) for word in ("created", "updated", "unchanged")}
    return Imported(**counts, campaigns=tuple(campaigns))


def _refused(file_name: str, problems: tuple[Problem, ...]) -> Refused:
    """The refusal of a whole plan for its cells; it names the file where there is one."""
    if not file_name:
        return Refused(_("Nothing was stored. Some cells cannot be taken."), problems)
    text = _("Nothing was stored. Some cells of %(name)s cannot be taken.")
    return Refused(text % {"name": file_name}, problems)


def _strange(rows: Sequence[tuple[int, Cells]]) -> Iterator[Problem]:
    """Cells with characters that PostgreSQL would not even look up."""
    for number, cells in rows:
        for column, value in cells.items():
            if value is not None and not is_storable(words(value)):
                text = _("The text holds characters that cannot be shown. Type it again.")
                yield Problem(text, number, column)


def problem(wrong: Wrong) -> Problem:
    """The sentence of a bad cell."""
    return Problem(unclear(wrong.unclear), wrong.row, wrong.column)


def _open(batch: Batch, rows: Sequence[PlanRow]) -> None:
    """Locks the organisation's mappings, then the campaigns, and reads what the rows will ask for."""
    batch.register.lock_keys()
    batch.register.look_up(key for row in rows for key in row.get("platform_campaigns"))
    batch.open_called([row.get("code") for row in rows], [row.get("name") for row in rows])


def _store(batch: Batch, row: PlanRow) -> tuple[int, str]:
    """The campaign of one row, and whether it was created, updated or unchanged."""
    before, claim = batch.trail.told, _claim(row)
    known = _known(batch, row)
    campaign = _campaign(batch, row, known, claim)
    requirement = _requirement(batch, row, campaign, claim)
    for key in row.get("platform_campaigns"):
        store_key(batch, campaign, key, requirement, made_by=MadeBy.IMPORT, claim=claim)
    line = _cap(batch, row, campaign, claim)
    _approvals(batch, row, campaign, line)
    if known is None:
        return campaign.pk, "created"
    return campaign.pk, "updated" if batch.trail.told > before else "unchanged"


def _claim(row: PlanRow) -> Claim | None:
    """The day on which the plan is said to have stood: agreed, or approved at the latest."""
    day = row.get("agreed_on") or row.get("approved_on")
    return Claim(day) if day else None


def _known(batch: Batch, row: PlanRow) -> Campaign | None:
    mine = Campaign.objects.filter(organisation_id=batch.act.organisation_id)
    if row.get("code"):
        found = batch.register.holder_of_code(row.get("code"))
    else:
        called = mine.filter(name__iexact=row.get("name"), archived_at=None).order_by("pk")
        found = called.values_list("pk", flat=True).first()
    return None if found is None else batch.campaign(found)


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", (), [])}


def _campaign(batch: Batch, row: PlanRow, known: Campaign | None, claim: Claim | None) -> Campaign:
    objective = _objective(batch, row, claim)
    same = ("code", "name", "kind", "unit", "owner", "audience", "deliverables", "start", "end")
    fields: Any = _filled({name: row.get(name) for name in same})
    fields |= _filled({"campaign_class": row.get("class"), "channels": list(row.get("channels"))})
    fields |= {"objective_id": objective.pk} if objective else {}
    if known is None:
        new = Campaign(organisation_id=batch.act.organisation_id)
        return store_new(batch, new, fields, "create campaign", claim=claim)
    return store_changed(batch, known, fields, claim=claim)


def _objective(batch: Batch, row: PlanRow, claim: Claim | None) -> Objective | None:
    name = row.get("objective")
    if not name:
        return None
    parts = ("metric", "baseline", "target", "unit", "due")
    fields: Any = _filled({part: row.get(f"objective_{part}") for part in parts})
    fields |= _filled({"initiative": row.get("initiative")})
    known = batch.register.objective_named(name)
    if known is None:
        return store_objective(batch, fields | {"name": name}, claim=claim)
    return change_objective(batch, known, fields, claim=claim)


def _requirement(batch: Batch, row: PlanRow, campaign: Campaign, claim: Claim | None) -> Requirement | None:
    bound = row.get("requirement")
    if bound is None:
        return None
    fields: Any = {"operator": bound.operator, "bound": bound.bound} | _filled(
        {
            "unit": bound.unit,
            "window_from": row.get("requirement_from"),
            "window_to": row.get("requirement_to"),
            "source": row.get("requirement_source"),
            "baseline": row.get("requirement_baseline"),
            "acceptor": row.get("acceptor"),
        }
    )
    known = _known_requirement(batch, campaign, bound.metric)
    if known is None:
        return store_requirement(batch, campaign, fields | {"metric": bound.metric}, claim=claim)
    return change_requirement(batch, known, fields, claim=claim)


def _known_requirement(batch: Batch, campaign: Campaign, metric: str) -> Requirement | None:
    """The oldest that asks for this metric. The database says which letters are the same, as everywhere."""
    stored = batch.requirements(campaign.pk)
    if not stored:
        return None
    same = campaign.requirements.filter(metric__iexact=metric).order_by("pk")
    found = same.values_list("pk", flat=True).first()
    return next((one for one in stored if one.pk == found), None)


def _cap(batch: Batch, row: PlanRow, campaign: Campaign, claim: Claim | None) -> BudgetLine | None:
    cap, window = row.get("cap"), stated_window(row.values)
    if cap is None or window is None:
        return None
    stated = {code for code in (cap.currency, row.get("currency")) if code}
    if len(stated) > 1:
        text = _("The cap is written in %(one)s, the column currency says %(two)s. Write one currency.")
        words = {"one": cap.currency, "two": row.get("currency")}
        raise Refused(str(text), (Problem(text % words, row.number, "currency"),))
    currency = next(iter(stated), "") or batch.register.currency
    approved_on = row.get("cap_approved_on")
    agreed = claim or (Claim(approved_on) if approved_on else None)
    days = cap_window(currency, *window)
    return store_cap(batch, campaign, amount=Decimal(cap.value), window=days, claim=agreed)


def _approvals(batch: Batch, row: PlanRow, campaign: Campaign, line: BudgetLine | None) -> None:
    asked = row.get("requested_by")
    if row.get("approved_on"):
        store_declared(
            batch,
            ref(Kind.CAMPAIGN, campaign),
            topic=Topic.PLAN,
            approver_name=row.get("approved_by"),
            on=row.get("approved_on"),
            requested_by=asked,
        )
    if row.get("cap_approved_on") and line is not None:
        store_declared(
            batch,
            ref(Kind.BUDGET_LINE, line),
            topic=Topic.CAP,
            approver_name=row.get("cap_approved_by"),
            on=row.get("cap_approved_on"),
            requested_by=asked,
        )
