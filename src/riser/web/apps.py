"""The web face as a Django app: home page, settings pages, account pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Root urls, home page and the frame around every page."""

    name = "riser.web"
    label = "web"

    def ready(self) -> None:
        """Registers the front page."""
        from django.utils.translation import gettext_lazy as _

        from riser.foundation.registries import NavEntry, nav

        nav.register("home", NavEntry("home", _("Home"), "home", "home", group=0, order=0))
