"""The room measure as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasureConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.measure"
    label = "measure"

    def ready(self) -> None:
        """Fills the registries: records, instances, signals, tasks, notices, the sidebar."""
        from riser.foundation.registries import (
            NavEntry,
            NoticeKind,
            instances,
            later,
            nav,
            notices,
            records,
            signals,
            tasks,
        )
        from riser.measure import evidence
        from riser.measure.actions import CHECKPOINT_NOTICE, VERDICT_NOTICE
        from riser.measure.queries.waiting import readings_waiting
        from riser.measure.records import KINDS
        from riser.measure.words import Kind

        for kind, entry in KINDS.items():
            records.register(kind, entry)
        later.register("measure", frozenset(Kind))
        instances.register("requirement", evidence.requirements)
        for practice, indicator in evidence.SIGNALS.items():
            signals.register(practice, indicator)
        tasks.register("readings", readings_waiting)
        notices.register(CHECKPOINT_NOTICE, NoticeKind(_("Change or stop decided at a checkpoint")))
        notices.register(VERDICT_NOTICE, NoticeKind(_("Verdicts on requirements")))
        nav.register("measure", NavEntry("measure", _("Measure"), "measure", "measure", group=1, order=3))
