"""Long work of this room: opening landing links."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from riser.foundation.registries import JobKind, JobRun
from riser.launch.actions import fetch_links
from riser.launch.words import Result

FETCH = "launch.fetch"


def fetch_key(campaign_id: int) -> str:
    """The key under which only one such job of a campaign is open."""
    return f"campaign:{campaign_id}"


def run_fetch(run: JobRun) -> str:
    """Opens the links of one campaign; says how many answered."""
    rows = fetch_links(
        run.act, campaign_id=int(run.args["campaign"]), told=lambda done, of: run.progress(done / of)
    )
    good = sum(row.result == Result.PASS for row in rows)
    if not rows:
        return _("There is no link that could be opened.")
    text = ngettext("%(good)d of %(all)d link answers.", "%(good)d of %(all)d links answer.", len(rows))
    return text % {"good": good, "all": len(rows)}


FETCH_JOB = JobKind(gettext_lazy("Open landing links"), run_fetch)
