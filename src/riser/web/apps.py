"""The web face as a Django app: home page, settings pages, account pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Root urls, home page and the frame around every page."""

    name = "riser.web"
    label = "web"
