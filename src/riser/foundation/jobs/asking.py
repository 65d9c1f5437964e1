"""How long work is asked for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from riser.foundation.evidence import RecordRef
from riser.foundation.logs import request_id
from riser.foundation.models import OPEN, Job
from riser.foundation.registries import jobs
from riser.foundation.roles import Act, Role
from riser.foundation.trail import plain, record_event


def enqueue(
    act: Act,
    kind: str,
    args: Mapping[str, Any],
    *,
    key: str = "",
    run_at: datetime | None = None,
    url: str = "",
) -> int:
    """The id of the job that will do this; an open job of the same kind and `key` is the same job.

    Workers see it once the transaction around the call is through. `args` must be plain JSON and hold no
    secret. The job runs as the acting person, with the role they have then. `url` is where its result is
    seen. Raises LookupError for a kind that no room registered.
    """
    if kind not in jobs:
        raise LookupError(f"no room registered the kind of job {kind!r}")
    wanted = _row(act, kind, args, key=key, run_at=run_at, url=url)
    while True:
        try:
            with transaction.atomic():
                wanted.save(force_insert=True)
        except IntegrityError:
            known = Job.objects.filter(
                organisation_id=act.organisation_id, kind=kind, key=key, state__in=OPEN
            ).first()
            if known is not None:
                return known.pk
            if not key:
                raise
        else:
            _record(act, wanted)
            return wanted.pk


def _row(act: Act, kind: str, args: Mapping[str, Any], *, key: str, run_at: datetime | None, url: str) -> Job:
    return Job(
        organisation_id=act.organisation_id,
        kind=kind,
        key=key,
        args=plain(args),
        url=url,
        run_at=run_at or act.now,
        language=get_language() or "en",
        asked_by_id=act.actor.member_id,
        asked_by_name=act.actor.name,
        by_system=act.actor.role == Role.SYSTEM,
        scope=act.scope,
        request_id=request_id(),
        created_at=act.now,
    )


def _record(act: Act, job: Job) -> None:
    """People's wishes stand in the trail. What the machine asks of itself would only fill it."""
    if act.actor.role != Role.SYSTEM:
        record_event(act, RecordRef("job", str(job.pk)), "ask for job", after={"kind": job.kind})
