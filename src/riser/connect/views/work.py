"""Work items and evidence from elsewhere: the list, one item, and the words of the boards."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.connect import queries
from riser.connect.actions import CONFIRM, SEE, settle_word
from riser.connect.intake.raw import raw_row
from riser.connect.intake.template import evidence_template
from riser.connect.mappings import source_name
from riser.connect.rules.work import EvidenceKind, WorkEvent, WorkItem, WorkState
from riser.connect.views.words import common, path_to
from riser.connect.views.work_tables import item_lines
from riser.connect.words import KINDS, STATES, field_word, kind_word, state_word
from riser.foundation.errors import Refused
from riser.foundation.kept import keep
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.ui import formats

PER_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Wanted:
    """Which items are wanted; empty means all."""

    kind: str
    source: str
    state: str
    words: str

    def takes(self, item: WorkItem) -> bool:
        """Whether this item is among them."""
        pairs = ((self.kind, item.kind), (self.source, item.source), (self.state, item.state))
        told = " ".join((item.title, item.id, item.owner, *item.campaign_words)).casefold()
        return all(not want or want == has for want, has in pairs) and self.words.casefold() in told


@dataclass(frozen=True)
class Line:
    """One change of an item in words."""

    at: str
    what: str
    person: str


@member_view(SEE)
def items(request: RiserRequest) -> HttpResponse:
    """Items by `kind`, `source`, `state` and `q`, newest first."""
    wanted = _wanted(request.GET)
    every = queries.work_items(request.house.id, to_day=request.as_of)
    found = keep(
        request.house.id,
        ("work list", request.as_of, wanted),
        lambda: [item for item in reversed(every) if wanted.takes(item)],
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    used = sorted({item.source for item in every})
    context = {
        "crumbs": path_to(_("Work and evidence")),
        "wanted": wanted,
        "page": page,
        "total": len(every),
        "rows": item_lines(page.object_list),
        "sources": [(slug, source_name(slug)) for slug in used],
        "kinds": [(kind.value, str(word)) for kind, word in KINDS.items()],
        "states": [(state, str(word)) for state, word in STATES.items()],
        "tools": queries.work_sources(request.house.id, to_day=request.as_of),
        "open_words": sum(word.is_open for word in queries.board_words(request.house.id)),
    }
    return render(request, "connect/items.html", common() | context)


@member_view(SEE)
def item(request: RiserRequest, source: str, item_id: str) -> HttpResponse:
    """One item: what it holds, its changes as a timeline, its load and the row of the file."""
    found = queries.work_item(request.house.id, source, item_id, to_day=request.as_of)
    zone = ZoneInfo(request.house.time_zone)
    context = {
        "crumbs": path_to(found.title, (_("Work and evidence"), reverse("connect_items"))),
        "item": found,
        "link": found.url.startswith(("https://", "http://")),
        "source": source_name(source),
        "kind": kind_word(found.kind),
        "state": state_word(found.state),
        "happened": moment(found.happened_at, zone),
        "recorded": moment(found.recorded_at, zone),
        "attributes": [(field_word(name), text) for name, text in found.attributes.items()],
        "lines": [_line(event, zone) for event in reversed(found.events)],
        "load": queries.load(request.house.id, found.load_id),
        "raw": raw_row(request.house.id, source, item_id),
    }
    return render(request, "connect/item.html", context)


@member_view(SEE)
def words(request: RiserRequest) -> HttpResponse:
    """What the words of the boards mean here; those that nobody knows come first."""
    used = queries.board_words(request.house.id)
    states = [(state.value, str(STATES[state])) for state in WorkState]
    kinds = [(kind.value, str(KINDS[kind])) for kind in EvidenceKind]
    context = {
        "crumbs": path_to(_("Words of your boards")),
        "groups": [
            (source_name(slug), of, [one for one in used if (one.source, one.of) == (slug, of)])
            for slug, of in dict.fromkeys((one.source, one.of) for one in used)
        ],
        "states": states,
        "kinds": kinds,
        "open": sum(word.is_open for word in used),
        "may_settle": allows(request.act.actor, CONFIRM),
    }
    return render(request, "connect/words.html", context)


@require_POST
@member_view(CONFIRM)
def settle(request: RiserRequest) -> HttpResponse:
    """Takes what a person says about the words of one tool: one field `means` beside each `word`."""
    told, meanings = request.POST.getlist("word"), request.POST.getlist("means")
    if len(told) != len(meanings):
        raise Refused(_("The form came incomplete. Load the page again."))
    source, of = request.POST.get("source", ""), request.POST.get("of", "")
    known = {
        one.word: "" if one.is_open else one.means
        for one in queries.board_words(request.house.id)
        if (one.source, one.of) == (source, of)
    }
    changed = [(word, means) for word, means in zip(told, meanings, strict=True) if known.get(word) != means]
    for word, means in changed:
        settle_word(request.act, source=source, of=of, word=word, means=means)
    messages.success(request, _("Kept. What was loaded before is read by these words as well."))
    return redirect("connect_words")


@member_view(SEE)
def template(request: RiserRequest) -> HttpResponse:
    """The evidence sheet to fill in, in the reader's language."""
    answer = HttpResponse(evidence_template(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="riser-evidence.xlsx"'
    return answer


def moment(at: datetime, zone: ZoneInfo) -> str:
    """A moment in the organisation's zone: day and time."""
    local = at.astimezone(zone)
    return f"{formats.day(local.date())} {local:%H:%M}"


def _line(event: WorkEvent, zone: ZoneInfo) -> Line:
    return Line(moment(event.at, zone), _change(event), event.person)


def _change(event: WorkEvent) -> str:
    name = field_word(event.field)
    if event.field == "created":
        return name
    old, new = (state_word(text) if event.field == "state" else text for text in (event.old, event.new))
    if old and new:
        return _("%(field)s: %(old)s → %(new)s") % {"field": name, "old": old, "new": new}
    if new:
        return _("%(field)s: %(new)s") % {"field": name, "new": new}
    return _("%(field)s: %(old)s removed") % {"field": name, "old": old}


def _wanted(given: QueryDict) -> Wanted:
    return Wanted(
        kind=given.get("kind", ""),
        source=given.get("source", ""),
        state=given.get("state", ""),
        words=given.get("q", "").strip(),
    )
