"""A system check of this room: an indicator that no room computes would look like a missing source."""

from typing import Any

from django.core.checks import CheckMessage, Warning

from riser.assess import library
from riser.foundation import registries


def indicators_are_computed(**_kwargs: Any) -> list[CheckMessage]:
    """A warning for each practice whose indicator is described in the model and registered by no room."""
    return [
        Warning(
            f"{practice.id} has an indicator, and no room computes it.", id="assess.W001", obj=practice.id
        )
        for practice in library.model().practices.values()
        if practice.indicator and practice.id not in registries.signals
    ]
