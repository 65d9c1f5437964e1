"""The plan as a file: the empty template, and the import of a filled one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import EDIT_PLANS, SEE_ALL_PLANS
from riser.plan.forms.sheet import COLUMNS, FORMATS, write_template
from riser.plan.forms.uploads import file_name, uploaded_rows
from riser.plan.queries.waiting import waiting_caps_of

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}


@member_view(EDIT_PLANS)
def import_plan(request: RiserRequest) -> HttpResponse:
    """Takes a filled template: every row or none, and every bad cell is named."""
    sentence = ""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            return _take(request)
        except Refused as refusal:
            sentence, problems = str(refusal), refusal.problems
    return _page(request, sentence, problems)


@member_view(SEE_ALL_PLANS)
def template(request: RiserRequest, form: str) -> HttpResponse:
    """The empty template as a download."""
    if form not in FORMATS:
        raise Http404
    answer = HttpResponse(write_template(form), content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="plan.{form}"'
    return answer


def _take(request: RiserRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        raise Refused(_("No file arrived. Choose the filled template."))
    done = actions.import_plan(request.act, uploaded_rows(upload), file_name=file_name(upload))
    counts = {"created": done.created, "updated": done.updated, "unchanged": done.unchanged}
    messages.success(
        request, _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged.") % counts
    )
    for cap in waiting_caps_of(request.house.id, done.campaigns, request.act.now.date()):
        messages.warning(request, cap.says)
    return redirect("plan")


def _page(request: RiserRequest, sentence: str, problems: tuple[Problem, ...]) -> HttpResponse:
    context = {"sentence": sentence, "problems": problems, "columns": COLUMNS.items(), "formats": FORMATS}
    return render(request, "plan/import.html", context, status=422 if sentence else 200)
