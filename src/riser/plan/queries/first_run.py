"""Where an organisation stands on its first way, and what comes after new figures."""

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation.kept import keep
from riser.foundation.models import AuditEvent
from riser.foundation.registries import NextStep
from riser.foundation.roles import Act, allows
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.queries.draft import draft_from_spend

# The first way has five steps; these are its third and fourth, and what comes when it is behind.
CORRECT_THE_PLAN, FOUR_QUESTIONS, BEYOND = 3, 4, 6
# What the trail calls an answered fitness test; the room that asks it lies above this one.
ANSWERED = ("answer fitness test", "import answers")


def is_first_run(organisation_id: int) -> bool:
    """Whether nobody has answered the fitness test yet, the last step of the first way."""
    answered = AuditEvent.objects.filter(organisation_id=organisation_id, verb__in=ANSWERED)
    return keep(organisation_id, "first run", lambda: not answered.exists())


def after_load(act: Act) -> NextStep | None:
    """The draft of what has no plan; with all of it planned the four questions, or the plan itself."""
    if not allows(act.actor, EDIT_PLANS):
        return None
    if draft_from_spend(act.organisation_id, to_day=act.now.date()):
        order = CORRECT_THE_PLAN if is_first_run(act.organisation_id) else BEYOND
        return NextStep(_("Correct the drafted plan"), reverse("plan_grid"), order)
    if is_first_run(act.organisation_id):
        return NextStep(_("Answer four questions"), reverse("assess_fitness"), FOUR_QUESTIONS)
    return NextStep(_("See spend against the plan"), reverse("plan"), BEYOND)
