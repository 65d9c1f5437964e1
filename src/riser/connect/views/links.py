"""Pages about links: check some, the rules of the channels, and the policy that links are held against."""

import csv
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from riser.connect import queries
from riser.connect.actions import SEE, SET_POLICY, set_utm_policy
from riser.connect.channels import book_on, rulesets
from riser.connect.channels.bulk import Asked, BulkError, links_in, links_of_lines
from riser.connect.channels.plain import results_table, rule_words, said_here
from riser.connect.channels.sentences import finding_remedy, finding_words
from riser.connect.forms import LinksForm, PolicyForm, TrafficForm
from riser.connect.intake.uploads import SizeLimit
from riser.connect.rules.channels import Assigned, Ruleset, Traffic, channel_of
from riser.connect.rules.links import LinkContext, LinkReport, report
from riser.connect.views.words import path_to
from riser.foundation.errors import Refused, Stale
from riser.foundation.roles import allows, require
from riser.foundation.web import RiserRequest, member_view

LARGEST_UPLOAD = 5 * 1024 * 1024
MOST_IN_FILE, MOST_IN_BOX, SHOWN = 50_000, 2000, 200
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Line:
    """One link on the page: its channel with the rule behind it, and each finding with its remedy."""

    url: str
    channel: str
    rule: str
    findings: tuple[tuple[str, str, str], ...]


@csrf_exempt
def links(request: HttpRequest) -> HttpResponseBase:
    """Checks links that were pasted or sent as a file. Nothing is stored; the findings come as a file too.

    An upload is stopped at the limit, as on the page where exports are dropped.
    """
    # The limit has to stand before the form is parsed, and the check against forgery parses it.
    limit = SizeLimit(request, most=LARGEST_UPLOAD)
    request.upload_handlers.insert(0, limit)
    answer: HttpResponseBase = _links(request, limit)
    return answer


@csrf_protect
@member_view(SEE)
def _links(request: RiserRequest, limit: SizeLimit) -> HttpResponse:
    posted = request.method == "POST"
    form = LinksForm(request.POST if posted else None, request.FILES if posted else None)
    found: list[LinkReport] = []
    if posted:
        try:
            _refuse_stopped(limit)
            found = _checked(request, form)
        except (Refused, BulkError) as error:
            form.add_error(None, str(error))
    if found and "download" in request.POST:
        return _as_file(found)
    context = {
        "crumbs": path_to(_("Check links")),
        "form": form,
        "total": len(found),
        "faulty": sum(bool(one.findings) for one in found),
        "counted": _counted(found),
        "lines": [_line(one) for one in _worst_first(found)[:SHOWN]],
        "hidden": max(0, len(found) - SHOWN),
    }
    return render(request, "connect/links.html", context, status=422 if form.errors else 200)


def _checked(request: RiserRequest, form: LinksForm) -> list[LinkReport]:
    if not form.is_valid():
        return []
    said = form.cleaned_data
    rules = queries.link_rules(request.house.id, as_of=said["on"] or _today(request))
    return [
        report(one.url, rules, LinkContext(said["campaign_is_paid"], one.referrer or said["referrer"]))
        for one in _asked(said["urls"], said["file"])
    ]


def _today(request: RiserRequest) -> date:
    """The day it is where the organisation counts its days, or the one the address names."""
    return request.as_of if "as_of" in request.GET else request.house.day(request.act.now)


def _asked(text: str, file: "UploadedFile[bytes] | None") -> list[Asked]:
    """The links of box and file. Raises Refused for none or too many, BulkError for a file that is none."""
    found = links_of_lines(text)
    if len(found) > MOST_IN_BOX:
        raise Refused(_("The box takes %(most)s links at once. Send more as a file.") % {"most": MOST_IN_BOX})
    if file is not None:
        found += _in_upload(file)
    if not found:
        raise Refused(_("Paste at least one link, or choose a file."))
    return found


def _in_upload(file: "UploadedFile[bytes]") -> list[Asked]:
    name = Path(file.name or "").name[:255] or _("The file")
    with tempfile.NamedTemporaryFile(prefix="riser-") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        return links_in(Path(copy.name), name=name, largest=LARGEST_UPLOAD, most=MOST_IN_FILE)


def _refuse_stopped(limit: SizeLimit) -> None:
    if limit.stopped:
        text = _("%(name)s is larger than %(most)s MB. Split the file.")
        name = Path(limit.stopped).name[:255]
        raise Refused(text % {"name": name, "most": LARGEST_UPLOAD // (1024 * 1024)})


def _worst_first(found: Sequence[LinkReport]) -> list[LinkReport]:
    """Links with findings before clean ones, else in their order."""
    return sorted(found, key=lambda one: not one.findings)


def _counted(found: Sequence[LinkReport]) -> list[tuple[str, int]]:
    """What was found how often, the commonest first."""
    counts = Counter(finding_words(word) for one in found for word in set(one.findings))
    return counts.most_common()


def _line(one: LinkReport) -> Line:
    return Line(
        url=one.url,
        channel=one.channel or "",
        rule=rule_words(one.assigned) if one.assigned else "",
        findings=tuple((word, finding_words(word), finding_remedy(word)) for word in one.findings),
    )


def _as_file(found: Sequence[LinkReport]) -> HttpResponse:
    """The findings as CSV that spreadsheets open in the right encoding."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Link"), _("Channel"), _("Codes"), _("What is wrong"), _("What to do")])
    writer.writerows([_harmless(cell) for cell in row] for row in results_table(found))
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="riser-links.csv"'
    return answer


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


# --- channels ----------------------------------------------------------------------------------------------


@member_view(SEE)
def channels(request: RiserRequest) -> HttpResponse:
    """The rules of GA4's channels in their order, and which of them a visit meets first."""
    asked = any(name in request.GET for name in ("source", "medium", "campaign", "on"))
    form = TrafficForm(request.GET if asked else None)
    found = _channel(request, form) if asked and form.is_valid() else None
    day = form.cleaned_data["on"] if asked and form.is_valid() and form.cleaned_data["on"] else None
    ruleset = book_on(day or _today(request)).ruleset
    context = {
        "crumbs": path_to(_("Channels")),
        "form": form,
        "found": found,
        "ruleset": ruleset,
        "why": said_here(ruleset.why),
        "rules": _rule_lines(ruleset, found),
        "rulesets": [(one, said_here(one.why)) for one in rulesets()],
    }
    return render(request, "connect/channels.html", context, status=422 if form.errors else 200)


def _channel(request: RiserRequest, form: TrafficForm) -> Assigned:
    said = form.cleaned_data
    traffic = Traffic(said["source"], said["medium"], said["campaign"])
    return channel_of(traffic, book_on(said["on"] or _today(request)))


def _rule_lines(ruleset: Ruleset, found: Assigned | None) -> list[tuple[int, str, str, bool]]:
    """Number, channel and words of each rule, and whether it is the one that fired."""
    return [
        (number, rule.channel, said_here(rule.says), found is not None and found.rule == rule.id)
        for number, rule in enumerate(ruleset.rules, start=1)
    ]


# --- the policy --------------------------------------------------------------------------------------------


@member_view(SEE)
def policy(request: RiserRequest) -> HttpResponse:
    """The policy that links are held against; deciders change it."""
    state = queries.utm_policy(request.house.id)
    initial: dict[str, Any] = {**state.values, "based_on": state.number}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        require(request.act, SET_POLICY)
        if form.is_valid() and _kept(request, form):
            messages.success(request, _("Kept. Links are held against this policy from now on."))
            return redirect("connect_policy")
    context = {
        "crumbs": path_to(_("UTM policy")),
        "form": form,
        "state": state,
        "may_set": allows(request.act.actor, SET_POLICY),
    }
    return render(request, "connect/policy.html", context, status=422 if form.errors else 200)


def _kept(request: RiserRequest, form: PolicyForm) -> bool:
    values = dict(form.cleaned_data)
    based_on = values.pop("based_on")
    try:
        set_utm_policy(request.act, values=values, based_on=based_on)
    except Stale as stale:
        form.add_error(None, str(stale))
        # Who saves again has read what it says.
        form.data = {**request.POST.dict(), "based_on": str(stale.version)}
    except Refused as refusal:
        for problem in refusal.problems:
            form.add_error(None, str(problem))
    return not form.errors
