"""The room launch as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LaunchConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.launch"
    label = "launch"

    def ready(self) -> None:
        """Fills the registries: records, signals, jobs, tasks, notices, the gate, the line in the sidebar."""
        from riser.foundation.registries import NoticeKind, gates, notices, signals
        from riser.launch.actions.going import GO, gate
        from riser.launch.actions.telling import DECIDED, WAIVED
        from riser.launch.evidence import SIGNALS
        from riser.launch.records import register_records

        register_records()
        for practice, indicator in SIGNALS.items():
            signals.register(practice, indicator)
        gates.register(GO, gate)
        notices.register(WAIVED, NoticeKind(_("Checks of my campaigns that somebody waived")))
        notices.register(DECIDED, NoticeKind(_("GO and NO-GO for my campaigns")))
