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
from riser.foundation.trail import record_event
from riser.plan.actions.campaigns import campaign_values, find_campaign
from riser.plan.actions.keeping import Claim, find, keep, keep_version, ref
from riser.plan.actions.locking import only_mine
from riser.plan.actions.permissions import DECIDE_CAPS, EDIT_PLANS
from riser.plan.models import BudgetLine, CapDecision
from riser.plan.queries.visible import visible_campaigns
from riser.plan.words import Decision, Kind, Topic
from riser.ui import formats

VERSION_NAMES = {"amount": "cap", "from_day": "from", "to_day": "to"}
COLUMNS = {"amount": "cap", "from_day": "window_from", "to_day": "window_to"}


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
    campaign = find_campaign(act, campaign_id)
    window = {"currency": currency_code(currency), "window_from": from_day, "window_to": to_day}
    lines = campaign.lines.select_for_update()
    row = find_line(act, line_id) if line_id else lines.filter(**window).first()
    if row is None or row.campaign_id != campaign.pk:
        row = BudgetLine(campaign=campaign)
    return _keep_line(act, row, amount=amount, window=window, verb="set cap", claim=claim)


@transaction.atomic
def change_cap(
    act: Act, *, line_id: int, based_on: int | None = None, **fields: Unpack[LineFields]
) -> BudgetLine:
    """The budget line with another amount, currency or window; it waits for approval again.

    `based_on` is the version that was read before. Raises Stale where somebody changed the same field since,
    Refused for a cap or a window that cannot be.
    """
    require(act, EDIT_PLANS)
    row = find_line(act, line_id)
    _refuse_odd_cap(fields.get("amount", row.cap or Decimal(1)), _window(row))
    if "currency" in fields:
        fields["currency"] = currency_code(fields["currency"])
    case = ref(Kind.BUDGET_LINE, row)
    mine = only_mine(act, case, row, fields, based_on, fill=_fill, values=line_values, names=VERSION_NAMES)
    stated = _window(row) | {COLUMNS.get(name, name): value for name, value in mine.items()}
    amount = stated.pop("cap", row.cap or Decimal(0))
    return _keep_line(act, row, amount=amount, window=stated, verb="set cap", claim=None)


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
    row = find_line(act, line_id)
    if decision == Decision.RAISE and (amount is None or amount <= (row.cap or 0)):
        text = _("A raise has to be above the present cap of %(cap)s.")
        raise Refused(text % {"cap": formats.money(row.cap or Decimal(0), row.currency)})
    made = CapDecision.objects.create(
        line=row,
        decision=decision,
        amount=amount if decision == Decision.RAISE else None,
        member_id=act.actor.member_id,
        member_name=act.actor.name,
        happened_at=happened_at or act.now,
        recorded_at=act.now,
    )
    if decision == Decision.RAISE and amount is not None:
        _keep_line(act, row, amount=amount, window=_window(row), verb="raise cap", claim=None)
        approvals.approve(act, ref(Kind.BUDGET_LINE, row), topic=Topic.CAP, own_decision=True)
    else:
        record_event(act, ref(Kind.BUDGET_LINE, row), "stop spend", after={"cap": str(row.cap)})
    return made


def find_line(act: Act, line_id: int) -> BudgetLine:
    """The budget line of this organisation, locked. Raises NotFound."""
    mine = BudgetLine.objects.filter(campaign__in=visible_campaigns(act))
    return find(mine, line_id, _("budget line"))


def line_values(row: BudgetLine) -> dict[str, Any]:
    """What a version of a budget line holds."""
    return {
        "campaign": row.campaign_id,
        "cap": str(row.cap),
        "currency": row.currency,
        "from": row.window_from,
        "to": row.window_to,
    }


def _window(row: BudgetLine) -> dict[str, Any]:
    return {"currency": row.currency, "window_from": row.window_from, "window_to": row.window_to}


def _keep_line(
    act: Act,
    row: BudgetLine,
    *,
    amount: Decimal,
    window: dict[str, Any],
    verb: str,
    claim: Claim | None,
) -> BudgetLine:
    _refuse_odd_cap(amount, window)
    before = line_values(row) if row.pk else None
    row.cap, row.recorded_at = from_micros(to_micros(amount)), act.now
    for name, value in window.items():
        setattr(row, name, value)
    if line_values(checked(row)) != before:
        row.save()
        case = ref(Kind.BUDGET_LINE, row)
        keep(act, case, verb, before=before, after=line_values(row), claim=claim)
        # The plan states its caps, so the plan has a new version too; the verb was said once already.
        keep_version(act, ref(Kind.CAMPAIGN, row.campaign_id), campaign_values(row.campaign), claim=claim)
    return row


def _fill(row: BudgetLine, fields: LineFields) -> None:
    """As it would be stored, so that 100 typed and 100.00 read back are the same."""
    for name, value in fields.items():
        stored = from_micros(to_micros(value)) if isinstance(value, Decimal) else value
        setattr(row, COLUMNS.get(name, name), stored)


def _refuse_odd_cap(amount: Decimal, window: dict[str, Any]) -> None:
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
