"""How the records of this room show themselves to others."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from riser.assess.models import Submission
from riser.assess.rules.stated import Respondent
from riser.assess.words import RESPONDENTS
from riser.foundation.registries import RecordKind


def _titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = Submission.objects.filter(
        organisation_id=organisation_id, pk__in=[id_ for id_ in ids if id_.isdecimal()]
    )
    return {str(row.pk): f"{RESPONDENTS[Respondent(row.role)]}, {row.happened_at:%Y-%m-%d}" for row in rows}


def _url(_id: str) -> str:
    return reverse("assess_answers")


SUBMISSIONS = RecordKind(_("Answers"), _titles, _url)
