"""The room launch as a Django app."""

from django.apps import AppConfig


class LaunchConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.launch"
    label = "launch"

    def ready(self) -> None:
        """Fills the registries: records, signals, jobs, tasks, notices and the line in the sidebar."""
