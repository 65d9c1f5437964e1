"""The room plan as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.plan"
    label = "plan"

    def ready(self) -> None:
        """Fills the registries: records, instances, signals, charges and the line in the sidebar."""
        from riser.foundation.registries import (
            NavEntry,
            RecordKind,
            charges,
            instances,
            nav,
            records,
            signals,
        )
        from riser.plan import evidence
        from riser.plan.queries import records as mine
        from riser.plan.words import Kind

        records.register(
            Kind.OBJECTIVE, RecordKind(_("Objective"), mine.objective_titles, mine.objective_url)
        )
        records.register(Kind.CAMPAIGN, RecordKind(_("Campaign"), mine.campaign_titles, mine.campaign_url))
        records.register(
            Kind.REQUIREMENT, RecordKind(_("Requirement"), mine.requirement_titles, mine.requirement_url)
        )
        records.register(Kind.BUDGET_LINE, RecordKind(_("Cap"), mine.line_titles, mine.line_url))
        instances.register("campaign", evidence.campaigns)
        instances.register("unplanned", evidence.unplanned)
        for practice, indicator in evidence.SIGNALS.items():
            signals.register(practice, indicator)
        charges.register("plan", evidence.outside_plan)
        charges.register("cap", evidence.above_cap)
        nav.register("plan", NavEntry("plan", _("Plan"), "plan", "plan", group=1, order=1))
