"""The room plan as a Django app."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from riser.foundation.registries import RecordKind


class PlanConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.plan"
    label = "plan"

    def ready(self) -> None:
        """Fills the registries: records, approvals, tasks, notices, evidence, the sidebar."""
        _register_records()
        _register_approvals()
        _register_requests()
        _register_evidence()
        _register_next_step()
        _register_sidebar()
        _register_template()


def _register_records() -> None:
    from riser.foundation.registries import owned, records
    from riser.plan.queries import own
    from riser.plan.words import Kind

    for kind, entry in _kinds().items():
        records.register(kind, entry)
    owned.register(Kind.CAMPAIGN, own.running_of)


def _kinds() -> "dict[str, RecordKind]":
    """What records of this room are called, where their pages are, how they are found and whose they are."""
    from riser.foundation.registries import RecordKind
    from riser.plan.queries import own, search
    from riser.plan.queries import records as mine
    from riser.plan.words import Kind

    return {
        Kind.CAMPAIGN: RecordKind(
            _("Campaign"), mine.campaign_titles, mine.campaign_url, search.campaigns, own.campaigns
        ),
        Kind.OBJECTIVE: RecordKind(
            _("Objective"), mine.objective_titles, mine.objective_url, search.objectives, own.objectives
        ),
        Kind.REQUIREMENT: RecordKind(
            _("Requirement"),
            mine.requirement_titles,
            mine.requirement_url,
            search.requirements,
            own.requirements,
        ),
        Kind.BUDGET_LINE: RecordKind(_("Cap"), mine.line_titles, mine.line_url, search.caps, own.caps),
        Kind.LINK: RecordKind(_("Landing link"), mine.link_titles, mine.link_url, search.links, own.links),
        Kind.PLATFORM_LINK: RecordKind(_("Platform campaign"), mine.key_titles, mine.key_url, own=own.keys),
        Kind.REQUEST: RecordKind(
            _("Request"), mine.request_titles, mine.request_url, search.requests, own.requests
        ),
    }


def _register_approvals() -> None:
    from riser.foundation.registries import topics
    from riser.plan.queries.approving import approval_topics

    for topic, described in approval_topics().items():
        topics.register(topic, described)


def _register_requests() -> None:
    from riser.foundation.registries import NoticeKind, notices, tasks
    from riser.plan.actions.telling import REQUEST_NOTICE
    from riser.plan.queries.requests import requests_waiting

    tasks.register("requests", requests_waiting)
    notices.register(REQUEST_NOTICE, NoticeKind(_("Requests for work, and what was decided")))


def _register_evidence() -> None:
    from riser.foundation.registries import charges, instances, signals
    from riser.plan import evidence

    instances.register("campaign", evidence.campaigns)
    instances.register("unplanned", evidence.unplanned)
    instances.register("month", evidence.months)
    instances.register("class", evidence.classes)
    instances.register("change", evidence.changed_requirements)
    for practice, indicator in evidence.SIGNALS.items():
        signals.register(practice, indicator)
    charges.register("plan", evidence.outside_plan)
    charges.register("cap", evidence.above_cap)


def _register_next_step() -> None:
    from riser.foundation.registries import after_load
    from riser.plan.queries.first_run import after_load as next_step

    after_load.register("plan", next_step)


def _register_template() -> None:
    from riser.foundation.registries import OwnFile, own_files
    from riser.plan.rules.rows import READERS

    template = OwnFile(
        _("plan template"), frozenset(READERS), "plan_import", _("Import a plan"), "riser plan import"
    )
    own_files.register("plan", template)


def _register_sidebar() -> None:
    from riser.foundation.registries import NavEntry, nav
    from riser.foundation.roles import CAMPAIGN_READERS

    line = NavEntry("plan", _("Plan"), "plan", "plan", group=1, order=1, roles=CAMPAIGN_READERS)
    nav.register("plan", line)
