"""Waivers: named leave to launch with a check red or unknown, until a day."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound, NotPermitted, Problem, Refused
from riser.foundation.queries import house
from riser.foundation.roles import Act, require
from riser.foundation.storing import checked
from riser.launch.actions.checking import run_checks
from riser.launch.actions.keeping import campaign_at_gate, keep, open_launch, refuse_machine
from riser.launch.actions.permissions import WAIVE_CHECKS
from riser.launch.actions.telling import tell_waived
from riser.launch.lists import check_list
from riser.launch.models import Waiver
from riser.launch.queries import CheckLine, report
from riser.launch.words import Kind, Result
from riser.plan.queries.visible import find_visible
from riser.ui import formats


@transaction.atomic
def waive(act: Act, *, campaign_id: int, code: str, why: str, until: date) -> Waiver:
    """Leave to launch although this check is red or unknown, until and with a day of the organisation's zone.

    Raises Refused without a reason, for a day that has gone or lies too far ahead, and where nothing stands
    in the way; NotPermitted for whoever asks for the GO, and for the system.
    """
    require(act, WAIVE_CHECKS)
    refuse_machine(act)
    card = campaign_at_gate(act, campaign_id)
    open_launch(act, card)
    run_checks(act, campaign_id=campaign_id)
    found = report(act.organisation_id, campaign_id, act.now.date(), now=act.now)
    if found.asked is not None and found.asked.by == act.actor.member_id:
        raise NotPermitted(_("You ask for this GO yourself. Somebody else has to waive the check."))
    line = next((one for one in found.lines if one.code == code), None)
    _refuse_nothing_to_waive(line, code)
    _refuse_without_reason(why)
    _refuse_odd_day(house(act.organisation_id).day(act.now), until)
    row = Waiver(
        organisation_id=act.organisation_id,
        campaign_id=campaign_id,
        kind=code,
        reason=why.strip(),
        until=until,
        member_id=act.actor.member_id,
        member_name=act.actor.name,
        recorded_at=act.now,
    )
    checked(row).save()
    keep(act, Kind.WAIVER, row, "waive check", before=None, after=waiver_values(row))
    tell_waived(act, card, row)
    return row


@transaction.atomic
def end_waiver(act: Act, *, waiver_id: int) -> Waiver:
    """The waiver, taken back: from today on the check counts again as it was found."""
    require(act, WAIVE_CHECKS)
    refuse_machine(act)
    rows = Waiver.objects.select_for_update(of=("self",)).filter(organisation_id=act.organisation_id)
    row = rows.filter(pk=waiver_id).first()
    if row is None:
        raise NotFound(_("There is no such waiver in this organisation."))
    find_visible(act, row.campaign_id)
    if row.ended_at is not None:
        raise Refused(_("%(name)s took this waiver back already.") % {"name": row.ended_by})
    before = waiver_values(row)
    row.ended_at, row.ended_by = act.now, act.actor.name
    row.save(update_fields=["ended_at", "ended_by"])
    keep(act, Kind.WAIVER, row, "end waiver", before=before, after=waiver_values(row))
    return row


def waiver_values(row: Waiver) -> dict[str, Any]:
    """What a version of a waiver holds."""
    return {
        "campaign": row.campaign_id,
        "kind": row.kind,
        "why": row.reason,
        "until": row.until,
        "by": row.member_id,
        "by_name": row.member_name,
        "given_at": row.recorded_at.isoformat(),
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "ended_by": row.ended_by,
    }


def _refuse_nothing_to_waive(line: CheckLine | None, code: str) -> None:
    if line is None:
        raise Refused(
            _("The list of this campaign has no check “%(code)s”. Take a code of the list.") % {"code": code}
        )
    if line.found == Result.PASS:
        raise Refused(_("“%(name)s” passes. There is nothing to waive.") % {"name": line.line.name})
    if not line.blocking:
        raise Refused(_("“%(name)s” stops nothing. It needs no waiver.") % {"name": line.line.name})


def _refuse_without_reason(why: str) -> None:
    if not why.strip():
        problem = Problem(_("Say why it may run like this: a waiver without a reason is none."), column="why")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _refuse_odd_day(today: date, until: date) -> None:
    last = today + timedelta(days=check_list().waiver_longest_days)
    if today <= until <= last:
        return
    words = {"today": formats.day(today), "last": formats.day(last)}
    text = _("A waiver ends between %(today)s and %(last)s. Choose such a day.")
    raise Refused(
        _("Nothing was stored. Some fields cannot be taken."), (Problem(text % words, column="until"),)
    )
