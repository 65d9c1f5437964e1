"""Reads on the acting member's notices. Nobody reads those of somebody else."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from riser.foundation.models import Notice
from riser.foundation.registries import notices
from riser.foundation.roles import Act, Permission, Role

SEE_NOTICES = Permission("foundation.notices", frozenset(Role), _("see notices"))
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as its member sees it."""

    id: int
    kind: str
    label: StrOrPromise
    text: str
    url: str
    created_at: datetime
    is_read: bool


def own_notices(act: Act) -> list[Told]:
    """The newest notices of the acting member, unread ones first."""
    rows = list(own_rows(act).order_by("-pk")[:SHOWN])
    return sorted((_told(row) for row in rows), key=lambda one: one.is_read)


def notices_state(act: Act) -> tuple[int, int, int]:
    """How many notices the acting member got and read, and the newest: no event tells of them.

    They come and are read and never change otherwise, so these three name what there is to read.
    """
    told = own_rows(act).aggregate(got=Count("pk"), read=Count("read_at"), newest=Max("pk"))
    return told["got"], told["read"], told["newest"] or 0


def unread_count(act: Act) -> int:
    """How many notices the acting member has not read."""
    return own_rows(act).filter(read_at=None).count()


def own_rows(act: Act) -> QuerySet[Notice]:
    """The rows that the acting member may read."""
    return Notice.objects.filter(
        organisation_id=act.organisation_id, member_id=act.actor.member_id or 0, in_app=True
    )


def _told(row: Notice) -> Told:
    kind = notices.get(row.kind)
    return Told(
        id=row.pk,
        kind=row.kind,
        label=kind.label if kind else row.kind,
        text=row.says.get(get_language() or "", row.text),
        url=row.url,
        created_at=row.created_at,
        is_read=row.read_at is not None,
    )
