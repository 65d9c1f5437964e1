"""How the records of this room show themselves elsewhere: a title for each id, and the page that holds it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.registries import RecordKind, records
from riser.foundation.roles import Act
from riser.launch.lists import check_list
from riser.launch.models import ClassList, GateDecision, Launch, LaunchCheck, LinkFetch, Waiver
from riser.launch.sentences import RESULTS, decision_word
from riser.launch.words import Kind
from riser.plan.queries.records import campaign_titles
from riser.plan.queries.visible import visible_ids
from riser.ui import formats

Title = Callable[[Any, Mapping[str, str]], str]


def register_records() -> None:
    """Fills the registry."""
    for kind, label, model, title in (
        (Kind.LAUNCH, gettext_lazy("Launch"), Launch, _launch),
        (Kind.CHECK, gettext_lazy("Launch check"), LaunchCheck, _check),
        (Kind.WAIVER, gettext_lazy("Waiver"), Waiver, _waiver),
        (Kind.FETCH, gettext_lazy("Opened link"), LinkFetch, _fetch),
        (Kind.DECISION, gettext_lazy("Launch record"), GateDecision, _decision),
    ):
        entry = RecordKind(label, _titles(model, title), _url(kind), own=_own(model))
        records.register(kind, entry)
    records.register(
        Kind.CLASS_LIST,
        RecordKind(gettext_lazy("List of a class"), _class_titles, lambda _pk: reverse("launch_classes")),
    )


def _titles(model: type[Model], title: Title) -> Callable[[int, Sequence[str]], Mapping[str, str]]:
    """Titles by id; two queries."""

    def titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
        known = [one for one in ids if one.isdecimal()]
        rows: list[Any] = list(model._default_manager.filter(organisation_id=organisation_id, pk__in=known))
        names = campaign_titles(organisation_id, [str(row.campaign_id) for row in rows])
        return {str(row.pk): title(row, names) for row in rows}

    return titles


def _own(model: type[Model]) -> Callable[[Act, Sequence[str]], Collection[str]]:
    """Those of these records that belong to a guest's own campaigns."""

    def own(act: Act, ids: Sequence[str]) -> Collection[str]:
        rows = model._default_manager.filter(organisation_id=act.organisation_id, pk__in=ids)
        return {
            str(pk) for pk in rows.filter(campaign_id__in=visible_ids(act) or ()).values_list("pk", flat=True)
        }

    return own


def _url(kind: Kind) -> Callable[[str], str]:
    if kind == Kind.DECISION:
        return lambda pk: reverse("launch_decision", args=[pk])
    return lambda pk: reverse("launch_record", args=[kind.value, pk])


def _launch(row: Launch, names: Mapping[str, str]) -> str:
    return _("Launch of %(campaign)s") % {"campaign": names.get(str(row.campaign_id), "")}


def _check(row: LaunchCheck, names: Mapping[str, str]) -> str:
    line = check_list().lines.get(row.kind)
    words = {
        "check": line.name if line else row.kind,
        "item": f" ({row.item})" if row.item else "",
        "result": RESULTS[row.result],
        "campaign": names.get(str(row.campaign_id), ""),
    }
    return _("%(campaign)s: %(check)s%(item)s: %(result)s") % words


def _waiver(row: Waiver, names: Mapping[str, str]) -> str:
    line = check_list().lines.get(row.kind)
    words = {
        "campaign": names.get(str(row.campaign_id), ""),
        "check": line.name if line else row.kind,
        "until": formats.day(row.until),
    }
    return _("%(campaign)s: “%(check)s” waived until %(until)s") % words


def _fetch(row: LinkFetch, _names: Mapping[str, str]) -> str:
    return f"{row.url}: {RESULTS[row.result]}"


def _decision(row: GateDecision, names: Mapping[str, str]) -> str:
    words = {
        "decision": decision_word(row.decision),
        "campaign": names.get(str(row.campaign_id), ""),
        "name": row.member_name,
    }
    return _("%(decision)s for %(campaign)s by %(name)s") % words


def _class_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = ClassList.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return {str(row.pk): _("List of class %(class)s") % {"class": row.campaign_class} for row in rows}
