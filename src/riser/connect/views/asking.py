"""The page on which an administrator asks the lake in SQL, and the button that exports a table."""

from io import StringIO
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.connect import queries
from riser.connect.actions import SEE, ask_lake, export_table
from riser.connect.actions.permissions import QUERY
from riser.connect.commands.query import MOST_ROWS, cut_words, write_csv
from riser.connect.forms import ExportForm, QueryForm
from riser.connect.lake.bench import Spool
from riser.connect.lake.sandbox import Answer
from riser.connect.queries.tables import told
from riser.connect.tables import in_words
from riser.connect.views.words import path_to
from riser.foundation.errors import Refused
from riser.foundation.web import RiserRequest, member_view

SHOWN = 200  # rows on the page; a file holds more
EXAMPLES = (
    "SELECT source, month, currency, sum(spend) AS spend\n"
    "FROM ad_daily\nGROUP BY ALL\nORDER BY month DESC, source",
    "SELECT day, count(*) AS sessions, sum(purchases) AS purchases\n"
    "FROM session\nGROUP BY day\nORDER BY day DESC",
    "SELECT hour, currency, sum(spend) AS spend\n"
    "FROM ad_breakdown\nWHERE kind = 'hour'\nGROUP BY ALL\nORDER BY hour",
)


@member_view(QUERY)
def query(request: RiserRequest) -> HttpResponse:
    """The box, the tables beside it, and the answer to what was asked."""
    if request.method != "POST":
        return _page(request, QueryForm(initial={"sql": request.GET.get("sql", "") or EXAMPLES[0]}))
    form = QueryForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    as_file = "download" in request.POST
    try:
        found = ask_lake(request.act, form.cleaned_data["sql"], limit=MOST_ROWS if as_file else SHOWN)
    except Refused as refusal:
        form.add_error("sql", str(refusal))
        return _page(request, form, status=422)
    return _as_file(found) if as_file else _page(request, form, found)


@require_POST
@member_view(SEE)
def export(request: RiserRequest, table: str) -> HttpResponseBase:
    """A table as a file."""
    form, spool = ExportForm(request.POST), Spool()
    try:
        if not form.is_valid():
            raise Refused(form.first_error)
        said = form.cleaned_data
        path = spool.path(f".{said['as_file']}")
        export_table(request.act, table, path, from_day=said["from_day"], to_day=said["to_day"])
        # The open file outlives its name: the folder can go at once.
        return FileResponse(path.open("rb"), as_attachment=True, filename=f"{table}.{said['as_file']}")
    finally:
        spool.close()


def _page(
    request: RiserRequest, form: QueryForm, found: Answer | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "examples": [f"?{urlencode({'sql': sql})}" for sql in EXAMPLES],
        "tables": [(one, in_words(one.table.title)) for one in queries.tables(request.house.id)],
        "found": found,
        "rows": [[told(value) for value in row] for row in found.rows] if found else (),
        "cut": cut_words(found) if found and found.is_cut else "",
        "crumbs": path_to(_("Ask in SQL"), (_("Data dictionary"), reverse("connect_tables"))),
    }
    return render(request, "connect/query.html", context, status=status)


def _as_file(found: Answer) -> HttpResponse:
    """The answer as CSV that spreadsheets open in the right encoding."""
    text = StringIO()
    write_csv(found, text)
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="riser-query.csv"'
    return answer
