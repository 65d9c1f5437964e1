"""The words of this room for people: states of work, kinds of evidence, what they need, fields."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_stubs_ext import StrPromise

from riser.connect.intake.gathering import LeftOut
from riser.connect.rules.tables import Kind
from riser.connect.rules.work import EvidenceKind, WorkState
from riser.ui import formats

if TYPE_CHECKING:
    from riser.connect.queries.retention import Kept

STATES: Mapping[str, StrPromise] = {
    WorkState.TODO: _("To do"),
    WorkState.DOING: _("In progress"),
    WorkState.IN_REVIEW: _("In review"),
    WorkState.APPROVED: _("Approved"),
    WorkState.DONE: _("Done"),
    WorkState.DROPPED: _("Dropped"),
}
KINDS: Mapping[EvidenceKind, StrPromise] = {
    EvidenceKind.BRIEF: _("Brief"),
    EvidenceKind.APPROVAL: _("Approval"),
    EvidenceKind.REVIEW: _("Review"),
    EvidenceKind.WORK_ITEM: _("Work item"),
    EvidenceKind.MILESTONE: _("Milestone"),
    EvidenceKind.CHECKPOINT: _("Checkpoint"),
    EvidenceKind.VERDICT: _("Verdict"),
    EvidenceKind.TEST_CONVERSION: _("Test conversion"),
    EvidenceKind.CLASS_STANDARD: _("Class standard"),
    EvidenceKind.CLAIM_CHECK: _("Claim check"),
    EvidenceKind.PROMISE_RULE: _("Promise rule"),
}
AD_FIELDS: Mapping[str, StrPromise] = {
    "account": _("Account id"),
    "campaign_name": _("Campaign name"),
    "campaign": _("Campaign id"),
    "ad_group": _("Ad group"),
    "ad": _("Ad"),
    "day": _("Day"),
    "day_end": _("Last day of the row"),
    "impressions": _("Impressions"),
    "clicks": _("Clicks"),
    "spend": _("Spend"),
    "conversions": _("Conversions"),
    "conversion_value": _("Value of conversions"),
    "currency": _("Currency"),
    "final_url": _("Landing page"),
}
FIELDS: Mapping[str, StrPromise] = {
    "created": _("Made"),
    "state": _("State"),
    "owner": _("Owner"),
    "due": _("Due"),
    "title": _("Title"),
    "type": _("Type"),
    "labels": _("Labels"),
    "rounds": _("Review rounds agreed"),
    "accepted_at": _("Accepted at"),
    "promised": _("Launch promised for"),
    "topic": _("Approval of"),
    "requested_by": _("Requested by"),
    "requested_at": _("Requested at"),
    "round": _("Round"),
    "data_day": _("Day of the data"),
    "decision": _("Decision"),
    "requirement": _("Requirement"),
    "metric": _("Metric"),
    "window_from": _("Window from"),
    "window_to": _("Window to"),
    "result": _("Result"),
    "n": _("Sample"),
    "source": _("Source of the data"),
    "system": _("Receiving system"),
    "purpose": _("Purpose"),
    "event_id": _("Event id"),
    "file_hash": _("Hash of the file"),
    "class": _("Campaign class"),
    "version": _("Version"),
    "revised": _("Revised"),
    "closed_campaigns": _("Closed campaigns behind it"),
    "tasks": _("Tasks"),
    "steps": _("Steps"),
    "check": _("Check"),
    "role": _("Role"),
    "live_version": _("Version live"),
    "lower": _("Lower limit"),
    "upper": _("Upper limit"),
    "percentile": _("Percentile"),
    "hours": _("Hours"),
    "task": _("Task of the standard"),
    "step": _("Step of the standard"),
    "reason": _("Reason"),
    "launch": _("Is the launch"),
}

COLUMN_KINDS: Mapping[Kind, StrPromise] = {
    Kind.TEXT: _("text"),
    Kind.ID: _("name or id"),
    Kind.PERSON: _("keyed hash of a person"),
    Kind.NUMBER: _("number, six decimals"),
    Kind.WHOLE: _("whole number"),
    Kind.LINE: _("whole number"),
    Kind.MONEY: _("amount, six decimals"),
    Kind.DAY: _("day"),
    Kind.MONTH: _("month"),
    Kind.MOMENT: _("moment, UTC"),
    Kind.FLAG: _("yes or no"),
}

LEFT_OUT: Mapping[LeftOut, StrPromise] = {
    LeftOut.LINK: _("a link, which may lead anywhere"),
    LeftOut.FOLDER: _("a folder inside"),
    LeftOut.OTHER: _("no export by its name"),
}


def state_word(state: str) -> str:
    """A state as people say it; a board's own word as the board writes it."""
    return str(STATES.get(state, state))


def kind_word(kind: EvidenceKind) -> str:
    """A kind of evidence as people say it."""
    return str(KINDS[kind])


def field_word(name: str) -> str:
    """A field or attribute as people say it; a tool's own one as it is written there."""
    return str(FIELDS.get(name, name.replace("_", " ")))


def column_kind(kind: Kind) -> str:
    """How the values of a column are kept, as people say it."""
    return str(COLUMN_KINDS[kind])


def ad_field(name: str) -> str:
    """A field of an ad export as people say it."""
    return str(AD_FIELDS[name])


def left_out_word(why: LeftOut) -> str:
    """Why something in a folder is not read, as people say it."""
    return str(LEFT_OUT[why])


def kept_for(kept: "Kept") -> str:
    """How long the rows of a table are kept, as people say it."""
    if kept.months is None or kept.first_day is None:
        return str(_("Its rows are kept for good."))
    text = ngettext(
        "Its rows are kept for %(n)s month: from %(day)s on.",
        "Its rows are kept for %(n)s months: from %(day)s on.",
        kept.months,
    )
    return text % {"n": kept.months, "day": formats.day(kept.first_day)}
