"""What the pages of decisions share: an appraisal by its address, a decision or its refusal, the path."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.assess.actions import APPRAISE
from riser.assess.appraisals import of_sitting, sitting
from riser.assess.appraised import Appraised
from riser.assess.views.way import crumbs, to_appraisals
from riser.foundation.errors import NotFound, Refused
from riser.foundation.roles import allows, require
from riser.foundation.web import RiserRequest


def appraised(request: RiserRequest, appraisal_id: int) -> Appraised:
    """The appraisal of this address, on its own evidence. Raises NotFound."""
    return of_sitting(request.house.id, sitting(request.house.id, appraisal_id))


def practice_of(request: RiserRequest, appraisal_id: int, slug: str) -> tuple[Appraised, str]:
    """The appraisal and the practice that the address names. Raises NotFound."""
    found, practice = appraised(request, appraisal_id), slug.replace("-", " ", 1)
    if practice not in found.practices:
        raise NotFound(_("“%(id)s” is not in the scope of this appraisal.") % {"id": practice})
    return found, practice


def may_decide(request: RiserRequest, found: Appraised) -> bool:
    """Whether the one who asks can decide in this appraisal."""
    return allows(request.act.actor, APPRAISE) and found.sitting.is_open


def decided(request: RiserRequest, form: Form, decide: Callable[[], object]) -> bool:
    """Whether the decision was stored; what was refused stands in the form."""
    require(request.act, APPRAISE)
    if not form.is_valid():
        return False
    try:
        decide()
    except Refused as refusal:
        complain(form, refusal)
        return False
    messages.success(request, _("Stored, with your name and reason."))
    return True


def complain(form: Form, refusal: Refused) -> None:
    """Says in the form why nothing was stored."""
    form.add_error(None, " ".join([str(refusal), *map(str, refusal.problems)]))


def status(form: Form | None) -> int:
    """422 where a form was refused."""
    return 422 if form is not None and form.errors else 200


def way(request: RiserRequest, found: Appraised, here: str) -> list[tuple[str, str]]:
    """The path of a page below an appraisal."""
    sat = found.sitting
    own = (str(sat.as_of), reverse("assess_appraisal", args=[sat.id]))
    return crumbs(request, to_appraisals(), own, here)
