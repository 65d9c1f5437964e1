"""The room connect as a Django app."""

from django.apps import AppConfig


class ConnectConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.connect"
    label = "connect"
