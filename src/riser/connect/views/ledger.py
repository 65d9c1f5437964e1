"""The front page of the room, one load, and what people decide about loads and accounts."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.connect import queries, sentences
from riser.connect.actions import CONFIRM, IMPORT, SEE, UNDO, accept_load, confirm_account, discard_load
from riser.connect.records import rows_url
from riser.connect.rules.findings import Finding
from riser.connect.tables import in_words
from riser.connect.views.tables import finding_lines, spending
from riser.connect.views.words import common, path_to
from riser.connect.views.work_tables import SHOWN_ITEMS, by_kind, item_lines
from riser.foundation.kept import keep
from riser.foundation.registries import NextStep, after_load
from riser.foundation.roles import Act, allows
from riser.foundation.web import RiserRequest, member_view

NEWEST_LOADS, MOST_LOADS = 10, 500


@member_view(SEE)
def connect(request: RiserRequest) -> HttpResponse:
    """Sources with their newest day, loads with their state, and the way to drop a file."""
    limit = MOST_LOADS if request.GET.get("loads") == "all" else NEWEST_LOADS
    begun = queries.begun(request.house.id, limit=limit + 1)  # no event tells that a load began
    found = keep(request.house.id, ("connected", limit, begun), lambda: _connected(request.house.id, limit))
    context = common() | {
        **found,
        "begun": begun,
        "more_loads": len(begun) > limit == NEWEST_LOADS,
        "may_import": allows(request.act.actor, IMPORT),
        "may_confirm": allows(request.act.actor, CONFIRM),
    }
    return render(request, "connect/connect.html", context)


def _connected(organisation_id: int, limit: int) -> Mapping[str, Any]:
    sources = queries.connected_sources(organisation_id)
    accounts = {(one.source, one.account): one for one in queries.accounts(organisation_id)}
    return {
        "sources": [
            (one, rows_url(source=one.source, account=one.account), accounts.get((one.source, one.account)))
            for one in sources
        ],
        "tools": queries.work_sources(organisation_id, to_day=date.max),
        "open_words": sum(word.is_open for word in queries.board_words(organisation_id)),
        "to_confirm": [source for source in sources if source.assumed],
        "loads": _by_day(queries.loads(organisation_id, limit=limit)),
    }


def _by_day(loads: Sequence[queries.LoadRecord]) -> list[tuple[date, list[queries.LoadRecord]]]:
    """Loads in their order, under the day on which each began."""
    return [(day, list(found)) for day, found in groupby(loads, key=lambda one: one.started_at.date())]


@member_view(SEE)
def load(request: RiserRequest, load_id: str) -> HttpResponse:
    """One load: what was read, skipped and rejected, what was found in it, and what waits for a decision."""
    record = queries.load(request.house.id, load_id)
    if record.is_work:
        return _work_load(request, record)
    if not record.is_ads:
        return _table_load(request, record)
    days = queries.load_days(request.house.id, load_id)
    context = common() | {
        "load": record,
        "crumbs": path_to(record.file_name),
        "may_undo": allows(request.act.actor, UNDO) and record.may_be_undone,
        "may_redo": allows(request.act.actor, UNDO) and record.may_be_redone,
        "spending": spending(days, linked=True),
        "findings": finding_lines(_found(request, load_id), linked=True),
        "assumed": sentences.assumed(days),
        "to_confirm": [
            one for one in queries.connected_sources(request.house.id) if _is_assumed(one, record)
        ],
        "may_import": allows(request.act.actor, IMPORT),
        "may_confirm": allows(request.act.actor, CONFIRM),
        "next": _next_step(request.act),
    }
    return render(request, "connect/load.html", context)


def _next_step(act: Act) -> NextStep | None:
    """What the rooms above suggest now that the figures are there."""
    steps = [step for _room, ask in after_load.items() if (step := ask(act))]
    return min(steps, key=lambda step: step.order, default=None)


def _work_load(request: RiserRequest, record: queries.LoadRecord) -> HttpResponse:
    """The page of a load that told of work: its items by kind instead of spend."""
    items = [
        item for item in queries.work_items(request.house.id, to_day=date.max) if item.load_id == record.id
    ]
    context = common() | {
        "load": record,
        "crumbs": path_to(record.file_name),
        "kinds": by_kind(items),
        "shown": item_lines(items[:SHOWN_ITEMS]),
        "count": len(items),
        "open_words": sum(word.is_open for word in queries.board_words(request.house.id)),
        "may_import": allows(request.act.actor, IMPORT),
        "may_undo": allows(request.act.actor, UNDO) and record.may_be_undone,
        "may_redo": allows(request.act.actor, UNDO) and record.may_be_redone,
    }
    return render(request, "connect/load_work.html", context)


def _table_load(request: RiserRequest, record: queries.LoadRecord) -> HttpResponse:
    """The page of a load of any other table: its first rows."""
    context = common() | {
        "load": record,
        "crumbs": path_to(record.file_name),
        "table_title": in_words(queries.table(request.house.id, record.table).table.title),
        "shown": queries.table_rows(request.house.id, record.table, load_id=record.id, limit=SHOWN_ITEMS),
        "may_import": allows(request.act.actor, IMPORT),
        "may_undo": allows(request.act.actor, UNDO) and record.may_be_undone,
        "may_redo": allows(request.act.actor, UNDO) and record.may_be_redone,
    }
    return render(request, "connect/load_table.html", context)


@require_POST
@member_view(IMPORT)
def accept(request: RiserRequest, load_id: str) -> HttpResponse:
    """Stores the good rows of a waiting load."""
    accept_load(request.act, load_id)
    messages.success(request, _("Stored. The rejected rows were left out."))
    return redirect("connect_load", load_id)


@require_POST
@member_view(IMPORT)
def discard(request: RiserRequest, load_id: str) -> HttpResponse:
    """Discards a waiting load."""
    discard_load(request.act, load_id)
    messages.success(request, _("Discarded. Nothing was stored."))
    return redirect("connect_load", load_id)


@require_POST
@member_view(CONFIRM)
def confirm(request: RiserRequest) -> HttpResponse:
    """Confirms an account and its currency."""
    said = {name: request.POST.get(name, "") for name in ("source", "account", "currency")}
    confirm_account(request.act, **said)
    messages.success(request, _("Confirmed. The figures of this account are no longer assumed."))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe and back else "connect")


def _found(request: RiserRequest, load_id: str) -> list[Finding]:
    today = request.house.day(request.act.now)
    return queries.findings(request.house.id, today=today, load_id=load_id)


def _is_assumed(source: queries.ConnectedSource, record: queries.LoadRecord) -> bool:
    return source.assumed and source.source == record.source
