"""The room assess as a Django app."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.assess"
    label = "assess"
