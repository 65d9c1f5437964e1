"""Foundation as a Django app."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Organisation, people, trail, approval, registries."""

    name = "riser.foundation"
    label = "foundation"
    default_auto_field = "django.db.models.BigAutoField"
