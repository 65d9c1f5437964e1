"""The room connect as a Django app."""

from django.apps import AppConfig


class ConnectConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.connect"
    label = "connect"

    def ready(self) -> None:
        """Its line in the sidebar, its kinds of record, its instances and signals."""
        from django.utils.translation import gettext_lazy as _

        from riser.connect import evidence, jobs, records
        from riser.connect.actions.pulls import PULL_NOTICE
        from riser.connect.actions.quality import QUALITY_NOTICE
        from riser.foundation.registries import NavEntry, NoticeKind, instances, nav, notices, signals
        from riser.foundation.registries import jobs as work
        from riser.foundation.registries import records as kinds

        nav.register("connect", NavEntry("connect", _("Connect"), "connect", "connect", group=4, order=1))
        for kind, entry in records.KINDS.items():
            kinds.register(kind, entry)
        for name, job in jobs.KINDS.items():
            work.register(name, job)
        notices.register(PULL_NOTICE, NoticeKind(_("A pull from a platform stopped")))
        notices.register(QUALITY_NOTICE, NoticeKind(_("A rule of data quality fails now")))
        instances.register(evidence.SOURCE_MONTH, evidence.source_months)
        signals.register("DAT 2.1", evidence.names_and_links)
        signals.register("DAT 2.2", evidence.arrival)
