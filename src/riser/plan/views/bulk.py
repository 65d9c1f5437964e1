"""Many campaigns at once: a verb and its value, then every change before and after, then one yes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from riser.foundation.errors import Refused
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import EDIT_PLANS
from riser.plan.forms.bulk import ARCHIVE, CLASS, OBJECTIVE, OWNER, SHIFT, UNIT, VERB_NAMES, BulkForm
from riser.plan.queries import CampaignLine, campaign_lines
from riser.plan.rules.moving import moved
from riser.plan.views.campaign import objectives
from riser.ui import formats


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One campaign of the preview: what stands there and what would stand there."""

    id: int
    version: int
    name: str
    before: str
    after: str

    @property
    def changes(self) -> bool:
        """Whether anything would change."""
        return self.before != self.after


@require_POST
@member_view(EDIT_PLANS)
def preview(request: RiserRequest) -> HttpResponse:
    """What would change; nothing is stored. Without the value of the verb, its form."""
    verb, lines = _verb(request), _chosen(request)
    asked = "asked" in request.POST
    form = BulkForm(request.POST if asked else None, verb=verb, objectives=objectives(request))
    is_ready = not form.fields or (asked and form.is_valid())
    changes = [_line(line, verb, form) for line in lines] if is_ready else []
    return _page(request, verb, form, lines, changes)


@require_POST
@member_view(EDIT_PLANS)
def change(request: RiserRequest) -> HttpResponse:
    """Does it: all of them, or none with the reason."""
    verb, lines = _verb(request), _chosen(request)
    form = BulkForm(request.POST, verb=verb, objectives=objectives(request))
    if not form.is_valid():
        return _page(request, verb, form, lines, [])
    try:
        done = _do(request, verb, form.cleaned_data, [line.id for line in lines])
    except Refused as refusal:
        changes = [_line(line, verb, form) for line in lines]
        return _page(request, verb, form, lines, changes, refusal)
    text = ngettext("%(count)d campaign changed.", "%(count)d campaigns changed.", len(done))
    messages.success(request, text % {"count": len(done)})
    return redirect("plan")


def _do(request: RiserRequest, verb: str, values: Mapping[str, Any], ids: Sequence[int]) -> list[int]:
    if verb == ARCHIVE:
        return actions.archive_campaigns(request.act, campaign_ids=ids)
    act = {
        OWNER: actions.assign_owner,
        OBJECTIVE: actions.assign_objective,
        CLASS: actions.assign_class,
        UNIT: actions.assign_unit,
        SHIFT: actions.shift_dates,
    }[verb]
    done: list[int] = act(request.act, campaign_ids=ids, seen=_seen(request), **values)  # type: ignore[operator]
    return done


def _verb(request: RiserRequest) -> str:
    verb = request.POST.get("verb", "")
    if verb not in VERB_NAMES:
        raise Refused(_("Choose what to do with the campaigns."))
    return verb


def _chosen(request: RiserRequest) -> list[CampaignLine]:
    """The campaigns that were ticked, as they stand now."""
    said = set(request.POST.getlist("campaign"))
    lines = campaign_lines(request.house.id, request.act.now.date(), archived=True)
    found = [line for line in lines if str(line.id) in said]
    if not found:
        raise Refused(_("No campaign is chosen. Tick at least one."))
    return found


def _seen(request: RiserRequest) -> dict[int, int]:
    """The versions that the preview showed: "12:3" is version 3 of campaign 12."""
    pairs = [said.partition(":") for said in request.POST.getlist("seen")]
    numbers = [(one, two) for one, _colon, two in pairs if _is_number(one) and _is_number(two)]
    return {int(one): int(two) for one, two in numbers}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18


def _line(line: CampaignLine, verb: str, form: BulkForm) -> BulkLine:
    before, after = _both(line, verb, form)
    return BulkLine(line.id, line.version, line.name, before, after)


def _both(line: CampaignLine, verb: str, form: BulkForm) -> tuple[str, str]:
    values = form.cleaned_data if form.is_bound else {}
    match verb:
        case "owner":
            return line.owner, values["owner"]
        case "objective":
            chosen = dict(form.fields["objective_id"].choices)  # type: ignore[attr-defined]
            return line.objective, "" if values["objective_id"] is None else chosen[values["objective_id"]]
        case "class":
            return line.campaign_class, values["campaign_class"]
        case "unit":
            return line.unit, values["unit"]
        case "shift":
            days = values["days"]
            return _dates(line.start, line.end), _dates(moved(line.start, days), moved(line.end, days))
    gone = _("in the archive")
    return gone if line.archived else _("in the list"), gone


def _dates(start: Any, end: Any) -> str:
    return " – ".join(formats.day(day) if day else "…" for day in (start, end))


def _page(
    request: RiserRequest,
    verb: str,
    form: BulkForm,
    lines: Sequence[CampaignLine],
    changes: Sequence[BulkLine],
    refusal: Refused | None = None,
) -> HttpResponse:
    context = {
        "verb": verb,
        "verb_name": VERB_NAMES[verb],
        "form": form,
        "lines": lines,
        "changes": changes,
        "changing": sum(one.changes for one in changes),
        "refusal": refusal,
    }
    status = 422 if refusal or form.errors else 200
    return render(request, "plan/bulk.html", context, status=status)
