"""The nightly chore of this room: ratings are computed anew, kept where they changed, and moves are told."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from riser.assess.actions import keep_ratings, tell_foreseen
from riser.assess.queries import profile
from riser.foundation.registries import JobKind, JobRun


def recompute(run: JobRun) -> str:
    """What changed overnight, in a sentence. Done twice it changes nothing more."""
    run.progress(0.1, _("Reading the records"))
    found = profile(run.organisation_id, run.act.now.date())
    run.progress(0.8, _("Keeping what changed"))
    changed, foreseen = keep_ratings(run.act, found), tell_foreseen(run.act, found)
    said = ngettext("%(count)s rating changed.", "%(count)s ratings changed.", len(changed))
    soon = ngettext(
        "%(count)s will move within 14 days.", "%(count)s will move within 14 days.", len(foreseen)
    )
    return f"{said % {'count': len(changed)}} {soon % {'count': len(foreseen)}}"


RECOMPUTE = JobKind(gettext_lazy("Compute the ratings anew"), recompute, every=timedelta(days=1))
