"""Pages of jobs: the list, one job with its progress, and the verbs on it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.jobs import actions
from riser.foundation.jobs.queries import SEE_JOBS, JobState, find_job, job_list
from riser.foundation.roles import ADMINISTRATORS, Act
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE_JOBS)
def jobs(request: RiserRequest) -> HttpResponse:
    """The jobs that this member may see; htmx asks again for the table while one is open."""
    rows = job_list(request.act)
    context = {
        "jobs": rows,
        "live": any(one.is_open for one in rows),
        "sees_all": request.act.actor.role in ADMINISTRATORS,
    }
    part = "#table" if request.headers.get("HX-Request") else ""
    return render(request, f"foundation/jobs/list.html{part}", context)


@member_view(SEE_JOBS)
def job(request: RiserRequest, job_id: int) -> HttpResponse:
    """One job; htmx asks again for the part that moves while it is open."""
    part = "#state" if request.headers.get("HX-Request") else ""
    found = find_job(request.act, job_id)
    context = {"job": found, "crumbs": [(_("Jobs"), reverse("jobs")), (found.label, "")]}
    return render(request, f"foundation/jobs/job.html{part}", context)


def _verb(act_on: Callable[[Act, int], JobState], said: Callable[[], str]) -> Callable[..., HttpResponseBase]:
    """A view that does one verb on a job and goes back to its page."""

    def view(request: RiserRequest, job_id: int) -> HttpResponse:
        act_on(request.act, job_id)
        messages.success(request, said())
        return redirect("job", job_id=job_id)

    return require_POST(member_view(SEE_JOBS)(view))


job_cancel = _verb(actions.cancel, lambda: _("It is cancelled, at the latest with its next step."))
job_retry = _verb(actions.retry, lambda: _("It waits to be tried again."))
job_put_away = _verb(actions.put_away, lambda: _("Put away."))
