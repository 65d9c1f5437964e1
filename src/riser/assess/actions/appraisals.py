"""Opens an appraisal on the evidence of a day, and closes it: finished with a frozen record, or withdrawn."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.assess import frozen, library
from riser.assess.appraisals import (
    APPRAISAL,
    EVIDENCE,
    find_appraisal,
    of_sitting,
    open_sitting,
    outcome_plain,
    sitting_of,
    version,
)
from riser.assess.appraised import Sitting
from riser.assess.library import FLAGSHIP
from riser.assess.models import Appraisal
from riser.assess.profile import Profile
from riser.assess.queries import profile
from riser.assess.rules.judgement import AppraisalState
from riser.foundation.errors import Problem, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Organisation
from riser.foundation.periods import FIRST_DAY
from riser.foundation.roles import APPRAISERS, Act, Permission, require
from riser.foundation.trail import record_event, record_version
from riser.ui.formats import listed

APPRAISE = Permission("assess.appraise", APPRAISERS, gettext_lazy("decide in an appraisal"))
LONGEST_SPONSOR, LONGEST_REASON = 150, 2000


def open_appraisal(
    act: Act, *, as_of: date, left_out: Mapping[str, str] | None = None, sponsor: str = ""
) -> Sitting:
    """A new appraisal of the evidence of a day; what is recorded from now on is no part of it.

    Args:
        left_out: why an area is not applicable, by its code; the others are in scope.
    Raises:
        Refused: another one is open, the day lies ahead, an area is unknown or left out without a reason.
    """
    require(act, APPRAISE)
    if not FIRST_DAY <= as_of <= act.now.date():
        raise Refused(_("%(day)s lies ahead or is no day of our time.") % {"day": as_of.isoformat()})
    reasons = {code: plain_reason(why) for code, why in (left_out or {}).items()}
    _refuse_scope(reasons)
    sponsor = sponsor.replace("\x00", "").strip()
    if len(sponsor) > LONGEST_SPONSOR:
        raise Refused(_("The sponsor's name is longer than %(most)s letters.") % {"most": LONGEST_SPONSOR})
    # Before the transaction: a profile reads the lake.
    return _open(act, profile(act.organisation_id, as_of), reasons, sponsor)


@transaction.atomic
def _open(act: Act, found: Profile, left_out: Mapping[str, str], sponsor: str) -> Sitting:
    model = found.model
    Organisation.objects.select_for_update().get(pk=act.organisation_id)  # two never open one at once
    if open_sitting(act.organisation_id, model.id):
        raise Refused(_("An appraisal is open already. Finish or withdraw it first."))
    row = Appraisal.objects.create(
        organisation_id=act.organisation_id,
        model=model.id,
        version=model.version,
        as_of=found.as_of,
        sponsor=sponsor,
        left_out=dict(left_out),
        opened_by_id=act.actor.member_id,
        opened_by_name=act.actor.name,
        began_at=act.now,
    )
    case = RecordRef(APPRAISAL, str(row.pk))
    evidence = {"as_of": found.as_of, "practices": frozen.to_plain(frozen.seen(found))}
    kept = record_version(act, case, {"model": model.id, "version": model.version, **evidence})
    after = {"as_of": found.as_of, "left_out": dict(left_out), "sponsor": sponsor, "sha256": kept.sha256}
    record_event(act, case, "open appraisal", after=after)
    return sitting_of(row)


def _refuse_scope(left_out: Mapping[str, str]) -> None:
    """Raises Refused for an unknown area, one without a reason, and where nothing would be left."""
    areas = {area.code: area for area in library.model(FLAGSHIP).areas}
    problems = []
    for code, why in left_out.items():
        if code not in areas:
            problems.append(Problem(_("This model has no area “%(code)s”.") % {"code": code}))
        elif not why:
            problems.append(Problem(_("%(code)s: say why it is not applicable.") % {"code": code}))
    if all(code in left_out for code, area in areas.items() if area.practices):
        problems.append(Problem(_("Nothing would be left to appraise.")))
    if problems:
        raise Refused(_("The appraisal was not opened: its scope is not clear."), tuple(problems))


@transaction.atomic
def finish_appraisal(act: Act, appraisal_id: int) -> Sitting:
    """The appraisal, closed; its record with ratings, judgements and level is kept under its SHA-256.

    Raises Refused while a practice still waits for a decision.
    """
    require(act, APPRAISE)
    row = locked(act, appraisal_id)
    found = of_sitting(act.organisation_id, sitting_of(row))
    if found.undecided:
        ids = listed(found.undecided)
        raise Refused(_("Not finished: a person has to decide on %(ids)s first.") % {"ids": ids})
    case = RecordRef(APPRAISAL, str(row.pk))
    evidence = version(act.organisation_id, row.pk, EVIDENCE).sha256
    kept = record_version(act, case, outcome_plain(found, evidence))
    row.state, row.closed_at, row.sha256 = AppraisalState.FINISHED, act.now, kept.sha256
    row.save(update_fields=["state", "closed_at", "sha256"])
    record_event(act, case, "finish appraisal", after={"level": found.level, "sha256": kept.sha256})
    return sitting_of(row)


@transaction.atomic
def withdraw_appraisal(act: Act, appraisal_id: int, *, reason: str) -> Sitting:
    """The appraisal, withdrawn: it counts no more and stays on record. A finished one can be, too."""
    require(act, APPRAISE)
    known = find_appraisal(act.organisation_id, appraisal_id)
    found = Appraisal.objects.select_for_update().get(pk=known.pk)
    if found.state == AppraisalState.WITHDRAWN:
        raise Refused(_("This appraisal is withdrawn already."))
    why = needed_reason(reason)
    before, found.state, found.closed_at = found.state, AppraisalState.WITHDRAWN, act.now
    found.save(update_fields=["state", "closed_at"])
    case = RecordRef(APPRAISAL, str(found.pk))
    record_event(act, case, "withdraw appraisal", before={"state": before}, after={"reason": why})
    return sitting_of(found)


def locked(act: Act, appraisal_id: int) -> Appraisal:
    """The row of an open appraisal, locked. Raises NotFound, and Refused where it is closed."""
    found = find_appraisal(act.organisation_id, appraisal_id)
    row = Appraisal.objects.select_for_update().get(pk=found.pk)
    if row.state != AppraisalState.OPEN:
        raise Refused(_("This appraisal is closed. Open a new one to judge again."))
    return row


def needed_reason(reason: str) -> str:
    """The reason as it is kept. Raises Refused without one: a judgement without a reason is none."""
    if not (kept := plain_reason(reason)):
        raise Refused(_("Say why, in a sentence that somebody else can check."))
    return kept


def plain_reason(text: str) -> str:
    """The text without what no database keeps. Raises Refused where it is too long."""
    kept = text.replace("\x00", "").strip()
    if len(kept) > LONGEST_REASON:
        raise Refused(_("The text is longer than %(most)s letters.") % {"most": LONGEST_REASON})
    return kept
