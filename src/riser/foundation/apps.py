"""Foundation as a Django app."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Organisation, people, trail, approval, registries."""

    name = "riser.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the settings pages and the people."""
        from django.utils.translation import gettext_lazy as _

        from riser.foundation.approvals.registered import register_approvals
        from riser.foundation.registered import register_records, register_work
        from riser.foundation.registries import NavEntry, nav

        settings = NavEntry("settings", _("Settings"), "settings", "settings", group=4, order=2)
        nav.register("settings", settings)
        register_records()
        register_work()
        register_approvals()
