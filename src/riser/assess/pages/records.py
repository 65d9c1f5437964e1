"""Titles and addresses of the records behind what is shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from riser.foundation import registries
from riser.foundation.evidence import RecordRef


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A record behind an instance; without address where its room shows no page for it."""

    kind: str
    title: str
    href: str


def record_links(organisation_id: int, refs: Iterable[RecordRef]) -> dict[RecordRef, RecordLink]:
    """Title and address of each record, one query per kind; kinds that no room registered are left out."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        by_kind[ref.kind].append(ref.id)
    links: dict[RecordRef, RecordLink] = {}
    for kind, ids in by_kind.items():
        if (entry := registries.records.get(kind)) is None:
            continue
        titles = entry.titles(organisation_id, ids)
        for id_ in ids:
            if id_ in titles:
                links[RecordRef(kind, id_)] = RecordLink(str(entry.label), titles[id_], entry.url(id_))
    return links
