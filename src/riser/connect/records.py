"""How the records of this room show themselves elsewhere: titles and pages by kind and id."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import islice
from urllib.parse import quote, unquote

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from riser.connect import queries
from riser.connect.mappings import source_name
from riser.connect.models import Account, Load
from riser.connect.rules.work import EvidenceKind, WorkItem
from riser.foundation.evidence import PlatformKey, RecordRef
from riser.foundation.periods import month_of
from riser.foundation.registries import Hit, RecordKind
from riser.foundation.roles import Act
from riser.foundation.search import holds, matching
from riser.ui import formats

MOST_KEYS = 50


def key_of(record_id: str) -> PlatformKey:
    """The platform campaign behind `source/account/campaign`; a campaign's name may hold slashes."""
    source, account, campaign = record_id.split("/", 2)
    return PlatformKey(source, unquote(account), campaign)


def id_of(key: PlatformKey) -> str:
    """The platform campaign as one text."""
    return f"{key.source}/{quote(key.account, safe='')}/{key.campaign}"


def rows_url(*keys: PlatformKey, **filters: str) -> str:
    """The page of the campaign-days behind a number; of many campaigns only the first fifty are named."""
    pairs = [("key", id_of(key)) for key in keys[:MOST_KEYS]] + list(filters.items())
    return f"{reverse('connect_rows')}?{urlencode(pairs)}"


def work_ref(item: WorkItem) -> RecordRef:
    """The record behind an item of a work tool: work itself, or the evidence it is."""
    return RecordRef("work_item" if item.kind == EvidenceKind.WORK_ITEM else "evidence", item.record_id)


def _campaign_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    names = {campaign.key: campaign.name for campaign in queries.platform_campaigns(organisation_id)}
    return {id_: names.get(key_of(id_), key_of(id_).campaign) for id_ in ids}


def _campaign_url(record_id: str) -> str:
    return rows_url(key_of(record_id))


def _month(record_id: str) -> tuple[str, date]:
    source, _slash, month = record_id.partition("/")
    return source, date.fromisoformat(f"{month}-01")


def _month_titles(_organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    named = ((id_, *_month(id_)) for id_ in ids)
    return {id_: f"{source_name(source)}, {formats.day(first, 'month')}" for id_, source, first in named}


def _month_url(record_id: str) -> str:
    source, first = _month(record_id)
    month = month_of(first)
    return rows_url(source=source, **{"from": month.from_day.isoformat(), "to": month.to_day.isoformat()})


def _load_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = Load.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return dict(rows.values_list("pk", "file_name"))


def _load_url(record_id: str) -> str:
    return reverse("connect_load", args=[record_id])


def _campaign_search(act: Act, words: str, most: int) -> Sequence[Hit]:
    """Platform campaigns whose name, number or account holds every word, by name."""
    found = (
        one
        for one in queries.platform_campaigns(act.organisation_id)
        if holds(words, one.name, one.key.campaign, one.key.account)
    )
    shown = sorted(found, key=lambda one: one.name)[:most]
    return [Hit(id_of(one.key), one.name, source_name(one.key.source)) for one in shown]


def _load_search(act: Act, words: str, most: int) -> Sequence[Hit]:
    """Loads whose file name holds every word, newest first."""
    rows = Load.objects.filter(organisation_id=act.organisation_id)
    found = rows.filter(matching(words, "file_name", "source")).order_by("-started_at")[:most]
    return [Hit(row.pk, row.file_name, source_name(row.source)) for row in found]


def _account_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    rows = Account.objects.filter(organisation_id=organisation_id, pk__in=[int(id_) for id_ in ids])
    return {str(row.pk): f"{source_name(row.source)} {row.account}" for row in rows}


def _account_url(record_id: str) -> str:
    return reverse("connect_account", args=[int(record_id)])


def _words_titles(_organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    return {id_: source_name(id_) for id_ in ids}


def _words_url(_record_id: str) -> str:
    return reverse("connect_words")


def _policy_titles(_organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    return dict.fromkeys(ids, gettext("UTM policy"))


def _policy_url(_record_id: str) -> str:
    return reverse("connect_policy")


def _work_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    wanted = set(ids)
    found = queries.work_items(organisation_id, to_day=date.max)
    return {item.record_id: item.title for item in found if item.record_id in wanted}


def _work_url(record_id: str) -> str:
    source, _slash, item = record_id.partition("/")
    return reverse("connect_item", args=[source, item])


def _work_search(act: Act, words: str, most: int) -> Sequence[Hit]:
    return _items_found(act, words, most, evidence=False)


def _evidence_search(act: Act, words: str, most: int) -> Sequence[Hit]:
    return _items_found(act, words, most, evidence=True)


def _items_found(act: Act, words: str, most: int, *, evidence: bool) -> Sequence[Hit]:
    """Items of work, or of evidence, whose title, number or campaign holds every word, newest first."""
    found = (
        item
        for item in reversed(queries.work_items(act.organisation_id, to_day=date.max))
        if (item.kind != EvidenceKind.WORK_ITEM) == evidence
        and holds(words, item.title, item.id, *item.campaign_words)
    )
    return [
        Hit(item.record_id, item.title, f"{source_name(item.source)} {item.id}")
        for item in islice(found, most)
    ]


KINDS: Mapping[str, RecordKind] = {
    "ad_account": RecordKind(_("Ad account"), _account_titles, _account_url),
    "load": RecordKind(_("Load"), _load_titles, _load_url, _load_search),
    "platform_campaign": RecordKind(
        _("Platform campaign"), _campaign_titles, _campaign_url, _campaign_search
    ),
    "source_month": RecordKind(_("Month of a source"), _month_titles, _month_url),
    "work_item": RecordKind(_("Work item"), _work_titles, _work_url, _work_search),
    "evidence": RecordKind(_("Evidence"), _work_titles, _work_url, _evidence_search),
    "utm_policy": RecordKind(_("UTM policy"), _policy_titles, _policy_url),
    "board_words": RecordKind(_("Words of a board"), _words_titles, _words_url),
}
