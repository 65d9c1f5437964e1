"""Search over the records of every room, by the registry; and what a person opened last."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from riser.foundation.models import OpenedRecord
from riser.foundation.registries import Hit, RecordKind, records
from riser.foundation.roles import CAMPAIGN_READERS, Act, Permission, require
from riser.foundation.scope import visible

SEARCH = Permission("foundation.search", CAMPAIGN_READERS, _("use the search"))
LONGEST, MOST_WORDS = 200, 8
RECENT_SHOWN = 8
RECENT_KEPT = 30


@dataclass(frozen=True, slots=True)
class Found:
    """One record found or opened lately: its kind, its id, its title, the line under it, its page."""

    kind: str
    label: StrOrPromise
    id: str
    title: str
    under: str
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind. `more` says that there is more than is shown."""

    kind: str
    label: StrOrPromise
    hits: tuple[Found, ...]
    more: bool


def words_of(text: str) -> list[str]:
    """The words to look for: no control characters, at most eight, each as it was typed."""
    printable = re.sub(r"[\x00-\x1f\x7f]", " ", text)[:LONGEST]
    return printable.split()[:MOST_WORDS]


def matching(text: str, *fields: str) -> Q:
    """A condition for rows in which every word stands in one of these fields; nothing for no words.

    Django escapes what LIKE would read as a wildcard, on both databases.
    """
    whole = Q(pk__in=[]) if not words_of(text) else Q()
    for word in words_of(text):
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        whole &= anywhere
    return whole


def holds(text: str, *texts: str) -> bool:
    """Whether every word stands in one of these texts, in capitals or not: for what is no row."""
    known = [one.casefold() for one in texts]
    words = words_of(text)
    return bool(words) and all(any(word.casefold() in one for one in known) for word in words)


def search(act: Act, text: str, *, each: int = 10, kinds: Sequence[str] = ()) -> list[Group]:
    """What was found, grouped by kind in the order of the rooms; at most `each` of a kind.

    `kinds` names the kinds to look in (default: all). Without words nothing is found.
    """
    require(act, SEARCH)
    if not words_of(text):
        return []
    wanted = [(kind, entry) for kind, entry in records.items() if not kinds or kind in kinds]
    groups = (
        _group(act, kind, entry, entry.search(act, text, each + 1), each)
        for kind, entry in wanted
        if entry.search
    )
    return [group for group in groups if group.hits]


def recent(act: Act, *, most: int = RECENT_SHOWN) -> list[Found]:
    """The records this member opened last, newest first, without what they may no longer see."""
    require(act, SEARCH)
    rows = list(
        OpenedRecord.objects.filter(member_id=act.actor.member_id or 0)
        .order_by("-opened_at", "-id")
        .values_list("kind", "record_id")[:RECENT_KEPT]
    )
    titles = {
        kind: _titles(act, kind, [one for of, one in rows if of == kind])
        for kind in dict.fromkeys(kind for kind, _id in rows)
    }
    found = [
        _found(kind, entry, Hit(id_, titles[kind][id_]))
        for kind, id_ in rows
        if (entry := records.get(kind)) and id_ in titles[kind]
    ]
    return found[:most]


def _group(act: Act, kind: str, entry: RecordKind, hits: Sequence[Hit], each: int) -> Group:
    seen = visible(act, kind, [hit.id for hit in hits])  # a room that forgot its guests leaks nothing here
    shown = [_found(kind, entry, hit) for hit in hits if hit.id in seen]
    return Group(kind, entry.label, tuple(shown[:each]), more=len(shown) > each)


def _titles(act: Act, kind: str, ids: Sequence[str]) -> dict[str, str]:
    entry = records.get(kind)
    seen = visible(act, kind, ids)
    return dict(entry.titles(act.organisation_id, sorted(seen))) if entry and seen else {}


def _found(kind: str, entry: RecordKind, hit: Hit) -> Found:
    return Found(kind, entry.label, hit.id, hit.title, hit.under, entry.url(hit.id))
