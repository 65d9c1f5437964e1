"""The room assess as a Django app."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.assess"
    label = "assess"

    def ready(self) -> None:
        """Registers its line of the sidebar, its records, and the check that no indicator is forgotten."""
        from django.core.checks import register
        from django.utils.translation import gettext_lazy as _

        from riser.assess.checks import indicators_are_computed
        from riser.assess.records import SUBMISSIONS
        from riser.foundation.registries import NavEntry, nav, records

        nav.register("assess", NavEntry("assess", _("Assess"), "assess", "assess", group=3, order=0))
        records.register("submission", SUBMISSIONS)
        register(indicators_are_computed)
