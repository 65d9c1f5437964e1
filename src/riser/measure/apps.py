"""The room measure as a Django app."""

from django.apps import AppConfig


class MeasureConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.measure"
    label = "measure"
