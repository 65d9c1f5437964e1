"""The room plan as a Django app."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.plan"
    label = "plan"
