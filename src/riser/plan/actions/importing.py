"""A whole plan from a filled template: every row or none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.models import AuditEvent
from riser.foundation.queries import house
from riser.foundation.roles import Act, require
from riser.foundation.storing import is_storable
from riser.plan.actions.approval import declare_approval
from riser.plan.actions.budget import set_cap
from riser.plan.actions.campaigns import create_campaign, update_campaign
from riser.plan.actions.keeping import Claim, ref
from riser.plan.actions.mapping import map_key
from riser.plan.actions.objectives import create_objective, update_objective
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.actions.requirements import add_requirement, update_requirement
from riser.plan.models import BudgetLine, Campaign, Objective, Requirement
from riser.plan.rules.rows import Cells, PlanRow, Wrong, cap_window, read_rows, words
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
    for row in found:
        try:
            campaign, outcome = _store(act, row)
        except Refused as refusal:
            problems += [Problem(one.text, row.number, one.column) for one in refusal.problems] or [
                Problem(str(refusal), row.number)
            ]
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


@transaction.atomic
def _store(act: Act, row: PlanRow) -> tuple[int, str]:
    """The campaign of one row, and whether it was created, updated or unchanged."""
    events = AuditEvent.objects.filter(organisation_id=act.organisation_id)
    before = events.count()
    claim = _claim(row)
    known = _known(act, row)
    campaign = _campaign(act, row, known, claim)
    requirement = _requirement(act, row, campaign, claim)
    for key in row.get("platform_campaigns"):
        map_key(
            act,
            campaign_id=campaign.pk,
            key=key,
            requirement_id=requirement.pk if requirement else None,
            made_by=MadeBy.IMPORT,
            claim=claim,
        )
    line = _cap(act, row, campaign, claim)
    _approvals(act, row, campaign, line)
    if known is None:
        return campaign.pk, "created"
    return campaign.pk, "updated" if events.count() > before else "unchanged"


def _claim(row: PlanRow) -> Claim | None:
    """The day on which the plan is said to have stood: agreed, or approved at the latest."""
    day = row.get("agreed_on") or row.get("approved_on")
    return Claim(day) if day else None


def _known(act: Act, row: PlanRow) -> Campaign | None:
    mine = Campaign.objects.filter(organisation_id=act.organisation_id)
    if row.get("code"):
        return mine.filter(code=row.get("code")).first()
    return mine.filter(name__iexact=row.get("name"), archived_at=None).order_by("pk").first()


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", (), [])}


def _campaign(act: Act, row: PlanRow, known: Campaign | None, claim: Claim | None) -> Campaign:
    objective = _objective(act, row, claim)
    same = ("code", "name", "kind", "owner", "audience", "deliverables", "start", "end")
    fields: dict[str, Any] = _filled({name: row.get(name) for name in same})
    fields |= _filled({"campaign_class": row.get("class"), "channels": list(row.get("channels"))})
    fields |= {"objective_id": objective.pk} if objective else {}
    if known is None:
        return create_campaign(act, claim=claim, **fields)
    return update_campaign(act, campaign_id=known.pk, claim=claim, **fields)


def _objective(act: Act, row: PlanRow, claim: Claim | None) -> Objective | None:
    name = row.get("objective")
    if not name:
        return None
    parts = ("metric", "baseline", "target", "unit", "due")
    fields: dict[str, Any] = _filled({part: row.get(f"objective_{part}") for part in parts})
    fields |= _filled({"initiative": row.get("initiative")})
    known = Objective.objects.filter(organisation_id=act.organisation_id, name__iexact=name).first()
    if known is None:
        return create_objective(act, claim=claim, name=name, **fields)
    return update_objective(act, objective_id=known.pk, claim=claim, **fields)


def _requirement(act: Act, row: PlanRow, campaign: Campaign, claim: Claim | None) -> Requirement | None:
    bound = row.get("requirement")
    if bound is None:
        return None
    fields: dict[str, Any] = {"operator": bound.operator, "bound": bound.bound} | _filled(
        {
            "unit": bound.unit,
            "window_from": row.get("requirement_from"),
            "window_to": row.get("requirement_to"),
            "source": row.get("requirement_source"),
            "baseline": row.get("requirement_baseline"),
            "acceptor": row.get("acceptor"),
        }
    )
    known = campaign.requirements.filter(metric__iexact=bound.metric).first()
    if known is None:
        return add_requirement(act, campaign_id=campaign.pk, claim=claim, metric=bound.metric, **fields)
    return update_requirement(act, requirement_id=known.pk, claim=claim, **fields)


def _cap(act: Act, row: PlanRow, campaign: Campaign, claim: Claim | None) -> BudgetLine | None:
    cap, window = row.get("cap"), cap_window(row.values)
    if cap is None or window is None:
        return None
    stated = {code for code in (cap.currency, row.get("currency")) if code}
    if len(stated) > 1:
        text = _("The cap is written in %(one)s, the column currency says %(two)s. Write one currency.")
        words = {"one": cap.currency, "two": row.get("currency")}
        raise Refused(str(text), (Problem(text % words, row.number, "currency"),))
    currency = next(iter(stated), "") or house(act.organisation_id).currency
    approved_on = row.get("cap_approved_on")
    agreed = claim or (Claim(approved_on) if approved_on else None)
    return set_cap(
        act,
        campaign_id=campaign.pk,
        amount=Decimal(cap.value),
        currency=currency,
        from_day=window[0],
        to_day=window[1],
        claim=agreed,
    )


def _approvals(act: Act, row: PlanRow, campaign: Campaign, line: BudgetLine | None) -> None:
    asked = row.get("requested_by")
    if row.get("approved_on"):
        declare_approval(
            act,
            case=ref(Kind.CAMPAIGN, campaign),
            topic=Topic.PLAN,
            approver_name=row.get("approved_by"),
            on=row.get("approved_on"),
            requested_by=asked,
        )
    if row.get("cap_approved_on") and line is not None:
        declare_approval(
            act,
            case=ref(Kind.BUDGET_LINE, line),
            topic=Topic.CAP,
            approver_name=row.get("cap_approved_by"),
            on=row.get("cap_approved_on"),
            requested_by=asked,
        )
