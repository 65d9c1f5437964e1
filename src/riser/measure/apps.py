"""The room measure as a Django app."""

from django.apps import AppConfig


class MeasureConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.measure"
    label = "measure"

    def ready(self) -> None:
        """Its line in the sidebar."""
        from django.utils.translation import gettext_lazy as _

        from riser.foundation.registries import NavEntry, nav

        nav.register("measure", NavEntry("measure", _("Measure"), "measure", "measure", group=1, order=3))
