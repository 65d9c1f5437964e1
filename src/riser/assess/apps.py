"""The room assess as a Django app."""

from django.apps import AppConfig


class AssessConfig(AppConfig):
    """Registers what this room offers to the others."""

    name = "riser.assess"
    label = "assess"

    def ready(self) -> None:
        """Fills the registries, and adds the check that no indicator is forgotten."""
        from django.core.checks import register
        from django.utils.translation import gettext_lazy as _

        from riser.assess import jobs as chores
        from riser.assess import records as mine
        from riser.assess import waiting
        from riser.assess.actions.affirming import NOTICE
        from riser.assess.actions.ratings import MOVED_NOTICE, SOON_NOTICE
        from riser.assess.byhand import PRACTICE_INSTANCE
        from riser.assess.checks import indicators_are_computed
        from riser.assess.targets import TARGET
        from riser.foundation.registries import NavEntry, NoticeKind, jobs, nav, notices, records, tasks

        nav.register("assess", NavEntry("assess", _("Assess"), "assess", "assess", group=3, order=0))
        records.register("submission", mine.SUBMISSIONS)
        records.register("practice", mine.PRACTICES)
        records.register(PRACTICE_INSTANCE, mine.PRACTICE_INSTANCES)
        records.register("appraisal", mine.APPRAISALS)
        records.register("affirmation", mine.AFFIRMATIONS)
        records.register(TARGET, mine.TARGETS)
        tasks.register(waiting.ASKED, waiting.asked_of_me)
        tasks.register(waiting.TO_JUDGE, waiting.mine_to_judge)
        jobs.register("assess.recompute", chores.RECOMPUTE)
        notices.register(NOTICE, NoticeKind(_("I am asked to affirm something, or was answered")))
        notices.register(MOVED_NOTICE, NoticeKind(_("A rating moved")))
        notices.register(
            SOON_NOTICE, NoticeKind(_("A rating will move by itself within 14 days"), by_mail=False)
        )
        register(indicators_are_computed)
