"""Tells members something: a row for each, in every language, and a job for the mail."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils import translation
from django_stubs_ext import StrOrPromise

from riser.foundation.evidence import RecordRef
from riser.foundation.jobs import enqueue
from riser.foundation.models import Job, Notice, Standing
from riser.foundation.notices.choices import Choice, choices
from riser.foundation.registries import notices
from riser.foundation.roles import SYSTEM, Act, Face

MAIL_JOB = "foundation.mail"


def notify(
    act: Act,
    *,
    kind: str,
    to: Iterable[int],
    text: StrOrPromise | Callable[[], str],
    url: str = "",
    record: RecordRef | None = None,
) -> list[int]:
    """The ids of the notices: one for each active member behind `to` who did not switch the kind off.

    Call inside the action's transaction: nobody is told of what was rolled back. `text` is one sentence
    without secrets; give a lazy text or a function that says it, and everybody reads it in the language
    that they read in at the time. `url` is a path inside Riser. Raises LookupError for a kind that no room
    registered.
    """
    if kind not in notices:
        raise LookupError(f"no room registered the kind of notice {kind!r}")
    chosen, says = choices(act.organisation_id, list(to)), _in_every_language(text)
    rows = [
        _row(act, member_id, choice, kind=kind, says=says, url=url, record=record)
        for member_id, choice in sorted(chosen.items())
    ]
    told = Notice.objects.bulk_create([row for row in rows if row.in_app or row.by_mail])
    _mail(act, [row.pk for row in told if row.by_mail])
    return [row.pk for row in told]


def take_as_told(organisation_id: int, *, before: datetime) -> None:
    """For a history that was made up at once: its mail is not sent any more, its older notices are read."""
    Job.objects.filter(organisation_id=organisation_id, kind=MAIL_JOB, state=Standing.QUEUED).delete()
    rows = Notice.objects.filter(organisation_id=organisation_id)
    rows.filter(by_mail=True, mailed_at=None).update(mailed_at=F("created_at"))
    rows.filter(read_at=None, created_at__lt=before).update(read_at=F("created_at"))


def _in_every_language(text: StrOrPromise | Callable[[], str]) -> dict[str, str]:
    says = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            says[language] = str(text() if callable(text) else text)
    return says


def _row(
    act: Act,
    member_id: int,
    choice: Choice,
    *,
    kind: str,
    says: Mapping[str, str],
    url: str,
    record: RecordRef | None,
) -> Notice:
    ways = choice.ways(kind)
    return Notice(
        organisation_id=act.organisation_id,
        member_id=member_id,
        kind=kind,
        text=says[choice.language],
        says=says,
        url=url,
        record_kind=record.kind if record else "",
        record_id=record.id if record else "",
        in_app=ways.app,
        by_mail=ways.mail,
        created_at=act.now,
    )


def _mail(act: Act, notice_ids: list[int]) -> None:
    """The machine sends, not the one who acted: they may have left by then."""
    if notice_ids:
        machine = Act(organisation_id=act.organisation_id, actor=SYSTEM, face=Face.JOB, now=act.now)
        enqueue(machine, MAIL_JOB, {"notices": notice_ids})
