"""The room plan as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.plan"
    label = "plan"

    def ready(self) -> None:
        """Fills the registries: records, tasks, notices, instances, signals, charges, the sidebar."""
        from riser.foundation.registries import (
            NavEntry,
            NoticeKind,
            RecordKind,
            after_load,
            charges,
            instances,
            nav,
            notices,
            owned,
            records,
            signals,
            tasks,
            topics,
        )
        from riser.foundation.roles import CAMPAIGN_READERS
        from riser.plan import evidence
        from riser.plan.actions.telling import REQUEST_NOTICE
        from riser.plan.queries import own, search
        from riser.plan.queries import records as mine
        from riser.plan.queries.approving import approval_topics
        from riser.plan.queries.first_run import after_load as next_step
        from riser.plan.queries.requests import requests_waiting
        from riser.plan.words import Kind

        for kind, entry in (
            (
                Kind.CAMPAIGN,
                RecordKind(
                    _("Campaign"), mine.campaign_titles, mine.campaign_url, search.campaigns, own.campaigns
                ),
            ),
            (
                Kind.OBJECTIVE,
                RecordKind(
                    _("Objective"),
                    mine.objective_titles,
                    mine.objective_url,
                    search.objectives,
                    own.objectives,
                ),
            ),
            (
                Kind.REQUIREMENT,
                RecordKind(
                    _("Requirement"),
                    mine.requirement_titles,
                    mine.requirement_url,
                    search.requirements,
                    own.requirements,
                ),
            ),
            (Kind.BUDGET_LINE, RecordKind(_("Cap"), mine.line_titles, mine.line_url, search.caps, own.caps)),
            (
                Kind.LINK,
                RecordKind(_("Landing link"), mine.link_titles, mine.link_url, search.links, own.links),
            ),
            (
                Kind.PLATFORM_LINK,
                RecordKind(_("Platform campaign"), mine.key_titles, mine.key_url, own=own.keys),
            ),
            (
                Kind.REQUEST,
                RecordKind(
                    _("Request"), mine.request_titles, mine.request_url, search.requests, own.requests
                ),
            ),
        ):
            records.register(kind, entry)
        tasks.register("requests", requests_waiting)
        after_load.register("plan", next_step)
        notices.register(REQUEST_NOTICE, NoticeKind(_("Requests for work, and what was decided")))
        for topic, described in approval_topics().items():
            topics.register(topic, described)
        instances.register("campaign", evidence.campaigns)
        instances.register("unplanned", evidence.unplanned)
        instances.register("month", evidence.months)
        instances.register("class", evidence.classes)
        instances.register("change", evidence.changed_requirements)
        for practice, indicator in evidence.SIGNALS.items():
            signals.register(practice, indicator)
        charges.register("plan", evidence.outside_plan)
        charges.register("cap", evidence.above_cap)
        owned.register(Kind.CAMPAIGN, own.running_of)
        line = NavEntry("plan", _("Plan"), "plan", "plan", group=1, order=1, roles=CAMPAIGN_READERS)
        nav.register("plan", line)
