"""The room launch as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LaunchConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.launch"
    label = "launch"

    def ready(self) -> None:
        """Fills the registries: records, signals, jobs, tasks, notices, the gate, the line in the sidebar."""
        from riser.foundation.registries import (
            NavEntry,
            NoticeKind,
            gates,
            jobs,
            later,
            nav,
            notices,
            signals,
            tasks,
            wordings,
        )
        from riser.foundation.roles import CAMPAIGN_READERS
        from riser.launch.actions.going import GO, gate
        from riser.launch.actions.telling import DECIDED, WAIVED
        from riser.launch.evidence import SIGNALS
        from riser.launch.jobs import FETCH, FETCH_JOB
        from riser.launch.queries.upcoming import my_tasks
        from riser.launch.records import register_records
        from riser.launch.sentences import happened
        from riser.launch.words import Kind

        register_records()
        later.register("launch", frozenset(Kind))
        for practice, indicator in SIGNALS.items():
            signals.register(practice, indicator)
        gates.register(GO, gate)
        notices.register(WAIVED, NoticeKind(_("Checks of my campaigns that somebody waived")))
        notices.register(DECIDED, NoticeKind(_("GO and NO-GO for my campaigns")))
        jobs.register(FETCH, FETCH_JOB)
        tasks.register("launch", my_tasks)
        wordings.register(Kind.CHECK, happened)
        line = NavEntry("launch", _("Launch"), "launch", "launch", group=1, order=2, roles=CAMPAIGN_READERS)
        nav.register("launch", line)
