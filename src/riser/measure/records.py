"""How the records of this room show themselves elsewhere: titles and pages by kind and id."""

from collections.abc import Collection, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from riser.foundation.registries import Hit, RecordKind
from riser.foundation.roles import Act
from riser.foundation.search import matching
from riser.measure.models import Checkpoint, RequirementVerdict, SourceLag
from riser.measure.sentences import decision_word, result_word
from riser.measure.words import Kind
from riser.plan.queries import visible_ids
from riser.ui import formats


def _check_title(row: Checkpoint) -> str:
    words = {"decision": decision_word(row.decision), "day": formats.day(row.data_day)}
    return _("Checkpoint: %(decision)s, figures to %(day)s") % words


def _verdict_title(row: RequirementVerdict) -> str:
    words = {"result": result_word(row.result), "metric": row.metric}
    return _("Verdict: %(result)s, %(metric)s") % words


def _check_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = Checkpoint.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return {str(row.pk): _check_title(row) for row in rows}


def _verdict_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = RequirementVerdict.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return {str(row.pk): _verdict_title(row) for row in rows}


def _lag_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = SourceLag.objects.filter(organisation_id=organisation_id, pk__in=ids)
    text = _("Figures of %(source)s stand after %(days)d days")
    return {str(row.pk): text % {"source": row.source, "days": row.days} for row in rows}


def _check_search(act: Act, words: str, most: int) -> Sequence[Hit]:
    """Checkpoints by note, decision or who decided, newest first."""
    rows = Checkpoint.objects.filter(organisation_id=act.organisation_id)
    found = rows.filter(matching(words, "note", "decision", "member_name"), **_own(act))
    return [Hit(str(row.pk), _check_title(row), row.note[:120]) for row in found.order_by("-data_day")[:most]]


def _verdict_search(act: Act, words: str, most: int) -> Sequence[Hit]:
    """Verdicts by metric, source, word, note or who gave it, newest first."""
    rows = RequirementVerdict.objects.filter(organisation_id=act.organisation_id)
    said = matching(words, "metric", "source", "result", "note", "member_name")
    found = rows.filter(said, **_own(act)).order_by("-recorded_at")[:most]
    return [Hit(str(row.pk), _verdict_title(row), row.source) for row in found]


def _own(act: Act) -> dict[str, Collection[int]]:
    """The condition that keeps a guest to their own campaigns."""
    only = visible_ids(act)
    return {} if only is None else {"campaign_id__in": only}


def _own_checks(act: Act, ids: Sequence[str]) -> Collection[str]:
    rows = Checkpoint.objects.filter(organisation_id=act.organisation_id, pk__in=ids, **_own(act))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _own_verdicts(act: Act, ids: Sequence[str]) -> Collection[str]:
    rows = RequirementVerdict.objects.filter(organisation_id=act.organisation_id, pk__in=ids, **_own(act))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def _check_url(pk: str) -> str:
    return reverse("measure_checkpoint", args=[pk])


def _verdict_url(pk: str) -> str:
    return reverse("measure_verdict", args=[pk])


def _lag_url(_pk: str) -> str:
    return reverse("measure_campaigns")


KINDS: Mapping[str, RecordKind] = {
    Kind.CHECKPOINT: RecordKind(
        gettext_lazy("Checkpoint"), _check_titles, _check_url, _check_search, _own_checks
    ),
    Kind.VERDICT: RecordKind(
        pgettext_lazy("requirement", "Verdict"), _verdict_titles, _verdict_url, _verdict_search, _own_verdicts
    ),
    Kind.LAG: RecordKind(gettext_lazy("Lag of a source"), _lag_titles, _lag_url),
}
