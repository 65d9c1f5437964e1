"""Writes: one function, one business verb, one transaction, one audit event, one version."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.errors import Problem, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.notices import notify
from riser.foundation.periods import FIRST_DAY, LAST_DAY
from riser.foundation.queries import today
from riser.foundation.roles import CAMPAIGN_EDITORS, CAMPAIGN_READERS, EDITORS, Act, Permission, require
from riser.foundation.storing import checked
from riser.foundation.trail import record_event, record_version
from riser.measure.models import Checkpoint, RequirementVerdict, SourceLag
from riser.measure.queries.found import find_asked
from riser.measure.rules import folded
from riser.measure.sentences import decision_word, result_word, sign
from riser.measure.words import Decision, Kind, Result
from riser.plan.evidence.results import Asked
from riser.plan.queries import CampaignCard, find_visible

SEE_RESULTS = Permission("measure.see_results", CAMPAIGN_READERS, gettext_lazy("see results"))
RECORD_CHECKPOINTS = Permission("measure.checkpoint", CAMPAIGN_EDITORS, gettext_lazy("record checkpoints"))
GIVE_VERDICTS = Permission(
    "measure.verdict", EDITORS, gettext_lazy("give verdicts")
)  # nobody from outside judges their own work
AGREE_LAGS = Permission("measure.lag", EDITORS, gettext_lazy("agree on how late conversions count"))
CHECKPOINT_NOTICE, VERDICT_NOTICE = "checkpoint", "verdict"
LONGEST_LAG = 365


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict as a person gives it: on which metric, window and source, with value and number of cases."""

    result: Result
    value: Decimal | None
    n: int | None
    metric: str
    window_from: date
    window_to: date
    source: str
    note: str = ""


@transaction.atomic
def record_checkpoint(
    act: Act, *, campaign_id: int, data_day: date, decision: Decision, note: str = ""
) -> Checkpoint:
    """The checkpoint of a campaign for figures up to a day; said again for that day it is a correction.

    Its owners are told. Raises NotFound for a campaign that a guest may not see, Refused for a day to come.
    """
    require(act, RECORD_CHECKPOINTS)
    card = find_visible(act, campaign_id)
    if data_day < FIRST_DAY:
        _refuse(_("%(given)s is no day of our time. Write it as 2026-03-01."), "data_day", data_day)
    if data_day > today(act):
        _refuse(
            _("%(day)s has not come yet. Name the last day whose figures you read."), "data_day", data_day
        )
    mine = Checkpoint.objects.select_for_update().filter(organisation_id=act.organisation_id)
    row = mine.filter(campaign_id=card.id, data_day=data_day).first()
    before = checkpoint_values(row) if row else None
    row = row or Checkpoint(
        organisation_id=act.organisation_id, campaign_id=card.id, data_day=data_day, recorded_at=act.now
    )
    row.decision, row.note = decision, note.strip()
    if before == checkpoint_values(row):
        return row
    row.member_id, row.member_name = act.actor.member_id, act.actor.name
    checked(row, by_label=False).save()
    verb = "change checkpoint" if before else "record checkpoint"
    _keep(act, Kind.CHECKPOINT, row, verb, before, checkpoint_values(row))
    if decision != Decision.CONTINUE:
        _tell(act, card, CHECKPOINT_NOTICE, RecordRef(Kind.CHECKPOINT, str(row.pk)), decision=decision)
    return row


def give_verdict(act: Act, *, requirement_id: int, outcome: Outcome) -> RequirementVerdict:
    """The verdict on a requirement; given again it is another version, and what it turns counts from now.

    Raises Refused while the window runs, and where the value and the verdict contradict each other by the
    bound that was agreed.
    """
    require(act, GIVE_VERDICTS)
    one = find_asked(act, requirement_id)  # reads the lake, so it stands before the transaction
    _refuse_contradiction(one, outcome)
    _refuse_early(act, one, outcome)
    return _store_verdict(act, one, outcome)


@transaction.atomic
def _store_verdict(act: Act, one: Asked, outcome: Outcome) -> RequirementVerdict:
    mine = RequirementVerdict.objects.select_for_update().filter(organisation_id=act.organisation_id)
    row = mine.filter(requirement_id=one.id).first()
    before = verdict_values(row) if row else None
    row = row or RequirementVerdict(
        organisation_id=act.organisation_id, requirement_id=one.id, recorded_at=act.now
    )
    _fill(row, one, outcome)
    if before == verdict_values(row):
        return row
    row.member_id, row.member_name = act.actor.member_id, act.actor.name
    checked(row, by_label=False).save()
    verb = "change verdict" if before else "give verdict"
    _keep(act, Kind.VERDICT, row, verb, before, verdict_values(row))
    card = find_visible(act, one.campaign)
    about = RecordRef(Kind.VERDICT, str(row.pk))
    _tell(act, card, VERDICT_NOTICE, about, result=outcome.result, requirement=one.now.name)
    return row


@transaction.atomic
def agree_lag(act: Act, *, source: str, days: int) -> SourceLag:
    """How many days a source needs after a window before its figures stand; holds for later first spends."""
    require(act, AGREE_LAGS)
    said = " ".join(source.split())
    if not said:
        _refuse(_("Name the source, as requirements call it."), "source", said)
    if not 0 <= days <= LONGEST_LAG:
        _refuse(_("%(given)s is not between 0 and 365 days. Write such a number."), "days", days)
    mine = SourceLag.objects.select_for_update().filter(organisation_id=act.organisation_id)
    row = mine.filter(key=folded(said)).first()
    before = lag_values(row) if row else None
    row = row or SourceLag(
        organisation_id=act.organisation_id, source=said, key=folded(said), recorded_at=act.now
    )
    row.days = days
    if before != lag_values(row):
        checked(row, by_label=False).save()
        _keep(act, Kind.LAG, row, "agree lag", before, lag_values(row))
    return row


@dataclass(frozen=True, slots=True)
class AgreedTerms:
    """On what a verdict is due as agreed at the first spend."""

    metric: str
    window_from: date
    window_to: date
    source: str


def agreed_terms(one: Asked) -> AgreedTerms:
    """Metric, window and source of a requirement. Raises Refused where its window has no two ends."""
    terms = one.agreed or one.now
    if terms.from_day is None or terms.to_day is None:
        _refuse(_("The requirement names no whole window. Name its first and its last day."), "window_to", "")
    return AgreedTerms(terms.metric, terms.from_day, terms.to_day, terms.source)


def checkpoint_values(row: Checkpoint) -> dict[str, Any]:
    """What a version of a checkpoint holds."""
    return {
        "campaign": row.campaign_id,
        "data_day": row.data_day,
        "decision": str(row.decision),
        "note": row.note,
    }


def verdict_values(row: RequirementVerdict) -> dict[str, Any]:
    """What a version of a verdict holds."""
    return {
        "requirement": row.requirement_id,
        "campaign": row.campaign_id,
        "result": str(row.result),
        "value": None if row.value is None else f"{row.value.normalize():f}",
        "n": row.n,
        "metric": row.metric,
        "from": row.window_from,
        "to": row.window_to,
        "source": row.source,
        "note": row.note,
    }


def lag_values(row: SourceLag) -> dict[str, Any]:
    """What a version of an agreed lag holds."""
    return {"source": row.source, "days": row.days}


def _fill(row: RequirementVerdict, one: Asked, outcome: Outcome) -> None:
    row.campaign_id = one.campaign
    row.result, row.value, row.n = outcome.result, outcome.value, outcome.n
    row.metric, row.source = outcome.metric.strip(), outcome.source.strip()
    row.window_from, row.window_to = outcome.window_from, outcome.window_to
    row.note = outcome.note.strip()


def _refuse_contradiction(one: Asked, outcome: Outcome) -> None:
    """A value that keeps the bound is no miss, one that breaks it is not met; another metric says nothing."""
    terms = one.agreed or one.now
    value, bound = outcome.value, terms.bound
    for name, day in (("window_from", outcome.window_from), ("window_to", outcome.window_to)):
        if not FIRST_DAY <= day <= LAST_DAY:
            _refuse(_("%(given)s is no day of our time. Write it as 2026-03-01."), name, day)
    if outcome.window_to < outcome.window_from:
        _refuse(_("The window ends before it begins. Change one of the two days."), "window_to", "")
    if value is None or bound is None or folded(terms.metric) != folded(outcome.metric):
        return
    kept = {"<=": value <= bound, "<": value < bound, ">=": value >= bound, ">": value > bound}.get(
        terms.operator, value == bound
    )
    right = Result.MET if kept else Result.MISSED
    if outcome.result in (right, Result.UNDECIDABLE):
        return
    text = _("%(value)s against %(sign)s %(bound)s is “%(right)s”. Choose it, or correct the value.")
    words = {
        "value": f"{value.normalize():f}",
        "sign": sign(terms.operator),
        "bound": f"{bound.normalize():f}",
    }
    problem = Problem(text % (words | {"right": result_word(right)}), column="result")
    raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _refuse_early(act: Act, one: Asked, outcome: Outcome) -> None:
    """A verdict waits for the end of the window it names and of the requirement's: agreed, or cut since."""
    own = [one.now.to_day, one.agreed.to_day if one.agreed else None]
    last = max(outcome.window_to, min((day for day in own if day), default=outcome.window_to))
    if today(act) < last:
        text = _("The window runs until %(day)s. Give the verdict then: today nobody knows how it ends.")
        _refuse(text, "window_to", last)


def _refuse(text: str, column: str, given: object) -> NoReturn:
    words = {"given": given, "day": given}
    problem = Problem(text % words, column=column)
    raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _keep(
    act: Act, kind: Kind, row: models.Model, verb: str, before: dict[str, Any] | None, after: dict[str, Any]
) -> None:
    case = RecordRef(kind, str(row.pk))
    record_event(act, case, verb, before=before, after=after)
    record_version(act, case, after)


def _tell(
    act: Act,
    card: CampaignCard,
    kind: str,
    about: RecordRef,
    *,
    decision: Decision | None = None,
    result: Result | None = None,
    requirement: str = "",
) -> None:
    """Tells the owners of a campaign, but not the one who acted: they know it."""

    def text() -> str:
        if decision is not None:
            said = _("%(who)s decided at a checkpoint of %(campaign)s: %(decision)s.")
            return said % {"who": act.actor.name, "campaign": card.name, "decision": decision_word(decision)}
        said = _("%(who)s gave the verdict on “%(requirement)s” of %(campaign)s: %(result)s.")
        words = {"who": act.actor.name, "requirement": requirement, "campaign": card.name}
        return said % (words | {"result": result_word(str(result))})

    to = [one for one in card.owners if one != act.actor.member_id]
    notify(act, kind=kind, to=to, text=text, url=reverse("measure_campaign", args=[card.id]), record=about)
