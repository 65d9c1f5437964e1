"""The look: base page, components, drawings. It knows no room and no row."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Nothing to register: templates, tags and static files are found by place."""

    name = "riser.ui"
    label = "ui"
    verbose_name = _("Look")
