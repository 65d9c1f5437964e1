"""Caps: set, change, raise, stop."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation import approvals
from riser.foundation.errors import Problem, Refused
from riser.foundation.money import currency_code, from_micros, to_micros
from riser.foundation.roles import Act, require
from riser.foundation.storing import SMALLEST, checked
from riser.plan.actions.batch import Batch
from riser.plan.actions.campaigns import campaign_values
from riser.plan.actions.keeping import Claim, only, ref
from riser.plan.actions.locking import only_mine
from riser.plan.actions.permissions import DECIDE_CAPS, EDIT_PLANS
from riser.plan.models import BudgetLine, Campaign, CapDecision
from riser.plan.queries.visible import visible_campaigns
from riser.plan.words import Decision, Kind, Topic
from riser.ui import formats

VERSION_NAMES = {"amount": "cap", "from_day": "from", "to_day": "to"}
COLUMNS = {"amount": "cap", "from_day": "window_from", "to_day": "window_to"}
Window = dict[str, Any]  # currency, first and last day of a cap


class LineFields(TypedDict, total=False):
    """What a person can change of a budget line."""

    amount: Decimal
    currency: str
    from_day: date
    to_day: date


@transaction.atomic
def set_cap(
    act: Act,
    *,
    campaign_id: int,
    amount: Decimal,
    currency: str,
    from_day: date,
    to_day: date,
    line_id: int | None = None,
    claim: Claim | None = None,
) -> BudgetLine:
    """The cap of a campaign for a window of days; the same window and currency is changed, not doubled.

    It counts from its approval on. Raises Refused for an amount or a window that cannot be.
    """
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        campaign = batch.campaign(campaign_id)
        if line_id:
            find_line(batch, line_id)
        window = cap_window(currency, from_day, to_day)
        return store_cap(batch, campaign, amount=amount, window=window, line_id=line_id, claim=claim)


def cap_window(currency: str, from_day: date, to_day: date) -> Window:
    """What tells the caps of one campaign apart. Raises Refused for a currency that is none."""
    return {"currency": currency_code(currency), "window_from": from_day, "window_to": to_day}


def store_cap(
    batch: Batch,
    campaign: Campaign,
    *,
    amount: Decimal,
    window: Window,
    line_id: int | None = None,
    claim: Claim | None = None,
) -> BudgetLine:
    """The cap for this window, or the one with this id, changed or new. Call inside an action."""
    same = [
        line
        for line in batch.lines(campaign.pk)
        if (line.pk == line_id if line_id else _window(line) == window)
    ]
    row = min(same, key=lambda line: line.pk, default=None) or BudgetLine(campaign=campaign)
    return _keep_line(batch, row, amount=amount, window=window, verb="set cap", claim=claim)


@transaction.atomic
def change_cap(
    act: Act, *, line_id: int, based_on: int | None = None, **fields: Unpack[LineFields]
) -> BudgetLine:
    """The budget line with another amount, currency or window; it waits for approval again.

    `based_on` is the version that was read before. Raises Stale where somebody changed the same field since,
    Refused for a cap or a window that cannot be.
    """
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        row = find_line(batch, line_id)
        _refuse_odd_cap(fields.get("amount", row.cap or Decimal(1)), _window(row))
        if "currency" in fields:
            fields["currency"] = currency_code(fields["currency"])
        case = ref(Kind.BUDGET_LINE, row)
        mine = only_mine(
            act, case, row, fields, based_on, fill=_fill, values=line_values, names=VERSION_NAMES
        )
        stated = _window(row) | {COLUMNS.get(name, name): value for name, value in mine.items()}
        amount = stated.pop("cap", row.cap or Decimal(0))
        return _keep_line(batch, row, amount=amount, window=stated, verb="set cap", claim=None)


@transaction.atomic
def decide_cap(
    act: Act,
    *,
    line_id: int,
    decision: Decision,
    amount: Decimal | None = None,
    happened_at: datetime | None = None,
) -> CapDecision:
    """A recorded raise or stop by an entitled person.

    A raise is a new approved cap from now on; it never heals what was spent before. Raises Refused where a
    raise does not raise.
    """
    require(act, DECIDE_CAPS)
    with Batch(act) as batch:
        row = find_line(batch, line_id)
        return _decide(batch, row, decision, amount, happened_at or act.now)


def _decide(
    batch: Batch, row: BudgetLine, decision: Decision, amount: Decimal | None, happened_at: datetime
) -> CapDecision:
    act, case = batch.act, ref(Kind.BUDGET_LINE, row)
    if decision == Decision.RAISE and (amount is None or amount <= (row.cap or 0)):
        text = _("A raise has to be above the present cap of %(cap)s.")
        raise Refused(text % {"cap": formats.money(row.cap or Decimal(0), row.currency)})
    made = CapDecision.objects.create(
        line=row,
        decision=decision,
        amount=amount if decision == Decision.RAISE else None,
        member_id=act.actor.member_id,
        member_name=act.actor.name,
        happened_at=happened_at,
        recorded_at=act.now,
    )
    if decision == Decision.RAISE and amount is not None:
        _keep_line(batch, row, amount=amount, window=_window(row), verb="raise cap", claim=None)
        batch.trail.write()
        approvals.approve(act, case, topic=Topic.CAP, own_decision=True)
    else:
        batch.trail.event(case, "stop spend", after={"cap": str(row.cap)})
    return made


def find_line(batch: Batch, line_id: int) -> BudgetLine:
    """The budget line of this organisation, locked after its campaign. Raises NotFound."""
    mine = BudgetLine.objects.filter(campaign__in=visible_campaigns(batch.act), pk=line_id)
    of = mine.values_list("campaign_id", flat=True).first()
    lines = batch.lines(batch.campaign(of).pk) if of else []
    return only(lines, line_id, _("budget line"))


def line_values(row: BudgetLine) -> dict[str, Any]:
    """What a version of a budget line holds."""
    return {
        "campaign": row.campaign_id,
        "cap": str(row.cap),
        "currency": row.currency,
        "from": row.window_from,
        "to": row.window_to,
    }


def _window(row: BudgetLine) -> Window:
    return {"currency": row.currency, "window_from": row.window_from, "window_to": row.window_to}


def _keep_line(
    batch: Batch,
    row: BudgetLine,
    *,
    amount: Decimal,
    window: Window,
    verb: str,
    claim: Claim | None,
) -> BudgetLine:
    _refuse_odd_cap(amount, window)
    before = line_values(row) if row.pk else None
    row.cap, row.recorded_at = from_micros(to_micros(amount)), batch.act.now
    for name, value in window.items():
        setattr(row, name, value)
    if line_values(checked(row, known={"campaign"})) != before:
        row.save()
        if before is None:
            batch.lines(row.campaign_id).append(row)
        batch.keep(Kind.BUDGET_LINE, row, verb, before=before, after=line_values(row), claim=claim)
        # The plan states its caps, so the plan has a new version too; the verb was said once already.
        campaign = batch.campaign(row.campaign_id)
        batch.keep_version(ref(Kind.CAMPAIGN, campaign), campaign_values(batch, campaign), claim=claim)
    return row


def _fill(row: BudgetLine, fields: LineFields) -> None:
    """As it would be stored, so that 100 typed and 100.00 read back are the same."""
    for name, value in fields.items():
        stored = from_micros(to_micros(value)) if isinstance(value, Decimal) else value
        setattr(row, COLUMNS.get(name, name), stored)


def _refuse_odd_cap(amount: Decimal, window: Window) -> None:
    problem = None
    if not amount.is_finite() or amount <= 0:
        problem = Problem(_("A cap is more than nothing. Leave it empty where none is agreed."), column="cap")
    elif amount >= Decimal(10) ** 12:
        problem = Problem(_("This cap is too large to be meant. Check the number."), column="cap")
    elif amount % SMALLEST:
        problem = Problem(_("At most six decimals are kept. Round the amount."), column="cap")
    elif window["window_to"] < window["window_from"]:
        problem = Problem(_("The window ends before it begins. Change one of the two days."), column="to")
    if problem:
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
