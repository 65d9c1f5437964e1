"""How the records of this room show themselves to others."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.assess import library
from riser.assess.byhand import parts
from riser.assess.instances import all_instances
from riser.assess.models import Affirmation, Appraisal, Submission
from riser.assess.pages.links import instance_address, slug
from riser.assess.rules.stated import Respondent
from riser.assess.targets import area_of
from riser.assess.words import RESPONDENTS
from riser.foundation import clock
from riser.foundation.registries import Hit, RecordKind
from riser.foundation.roles import READERS, Act


def _target_titles(_organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    areas = {id_: library.model().area(area_of(id_)) for id_ in ids}
    text = _("Target of %(code)s %(name)s")
    return {id_: text % {"code": area.code, "name": area.name} for id_, area in areas.items() if area}


def _submission_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = Submission.objects.filter(organisation_id=organisation_id, pk__in=_numbers(ids))
    return {str(row.pk): f"{RESPONDENTS[Respondent(row.role)]}, {row.happened_at:%Y-%m-%d}" for row in rows}


def _appraisal_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = Appraisal.objects.filter(organisation_id=organisation_id, pk__in=_numbers(ids))
    return {str(row.pk): _("Appraisal as of %(day)s") % {"day": row.as_of.isoformat()} for row in rows}


def _affirmation_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = Affirmation.objects.filter(organisation_id=organisation_id, pk__in=_numbers(ids))
    text = _("%(what)s, asked of %(name)s")
    return {
        str(row.pk): text % {"what": row.practice or row.record_kind, "name": row.of_name} for row in rows
    }


def _practice_titles(_organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    known = library.model().practices
    return {id_: f"{id_} {known[id_].statement}" for id_ in ids if id_ in known}


def _instance_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """ "VER 2.3 · Spring" for each practice on an instance that there is today."""
    model = library.model()
    asked = {id_: parts(id_) for id_ in ids}
    known = {id_: pair for id_, pair in asked.items() if pair[0] in model.practices}
    if not known:
        return {}
    instances = all_instances(organisation_id, clock.now().date(), model)
    return {
        id_: f"{practice} · {instances[instance].title}"
        for id_, (practice, instance) in known.items()
        if instance in instances
    }


def search_practices(act: Act, words: str, most: int) -> Sequence[Hit]:
    """Practices whose id, statement or action holds every word, in either language, in the model's order."""
    wanted = words.casefold().split()
    if act.actor.role not in READERS or not wanted:
        return []
    hits = []
    for one in library.model().practices.values():
        texts = (one.statement, one.why, one.action.title)
        said = " ".join([one.id, *(part for text in texts for part in (text.en, text.zh))]).casefold()
        if all(word in said for word in wanted):
            hits.append(Hit(one.id, f"{one.id} {one.statement}", str(one.action.title)))
    return hits[:most]


def _numbers(ids: Sequence[str]) -> list[str]:
    return [id_ for id_ in ids if id_.isdecimal()]


def _practice_url(id_: str) -> str:
    return reverse("assess_practice", args=[slug(id_)])


def _instance_url(id_: str) -> str:
    practice, instance = parts(id_)
    return instance_address(practice, instance)


SUBMISSIONS = RecordKind(gettext_lazy("Answers"), _submission_titles, lambda _id: reverse("assess_answers"))
APPRAISALS = RecordKind(
    gettext_lazy("Appraisal"), _appraisal_titles, lambda id_: reverse("assess_appraisal", args=[id_])
)
AFFIRMATIONS = RecordKind(
    gettext_lazy("Affirmation"), _affirmation_titles, lambda id_: reverse("assess_affirmation", args=[id_])
)
TARGETS = RecordKind(
    gettext_lazy("Target"), _target_titles, lambda id_: reverse("assess_area", args=[area_of(id_)])
)
PRACTICES = RecordKind(gettext_lazy("Practice"), _practice_titles, _practice_url, search_practices)
PRACTICE_INSTANCES = RecordKind(gettext_lazy("Evidence by hand"), _instance_titles, _instance_url)
