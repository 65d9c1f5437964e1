"""The ui room as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, components, drawings."""

    name = "riser.ui"
    label = "ui"
