"""Pulls in words: what stands of a connection and of a pull, and the sentence of each trouble."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from riser.connect.models import Connection, Pull, PullState
from riser.connect.pulls import platforms
from riser.connect.rules.pulls import Platform, Trouble
from riser.foundation.errors import NotFound, Refused
from riser.ui import formats

TROUBLES: Mapping[str, StrPromise] = {
    Trouble.UNOPENED: gettext_lazy("The secret lacks %(said)s. Store it again with every part."),
    Trouble.REFUSED: gettext_lazy(
        "The platform refused page %(page)s (%(status)s): %(said)s. The token may have expired: store a new "
        "one and pull again; what has arrived is kept, and the pull goes on where it stopped."
    ),
    Trouble.NOT_FOUND: gettext_lazy(
        "The platform answered page %(page)s with %(status)s: %(said)s. Check account and address."
    ),
    Trouble.GAVE_UP: gettext_lazy(
        "Page %(page)s did not come after five attempts. Pull again later: it goes on where it stopped."
    ),
    Trouble.TOLD_TO_WAIT: gettext_lazy(
        "The platform says to wait %(said)s seconds: its quota is used up. Pull again after that."
    ),
    Trouble.UNREADABLE: gettext_lazy("Page %(page)s is no answer of this platform: %(said)s"),
    Trouble.TOO_LARGE: gettext_lazy("Page %(page)s is larger than 64 MB. Pull fewer days at a time."),
    Trouble.ENDLESS: gettext_lazy(
        "The platform sends the same page again and again (page %(page)s). Nothing is stored."
    ),
    Trouble.OTHER_HOST: gettext_lazy(
        "Page %(page)s would lie at another address than the one you named. Nothing was sent there."
    ),
    Trouble.INNER_ADDRESS: gettext_lazy(
        "The address lies inside this network, or is not https. Nothing was sent. Only who works in the "
        "shell of this machine may name one of its own."
    ),
    "import": gettext_lazy("The rows arrived and cannot be taken in: %(said)s"),
}


@dataclass(frozen=True, slots=True)
class PullRecord:
    """A pull as every face shows it; `why` is a sentence, empty where all went well."""

    id: str
    connection: int
    platform: str
    title: str
    account: str
    state: str
    since: date
    until: date
    pages: int
    rows: int
    retries: int
    repeated: int
    skewed: bool
    load: str
    why: str
    member_name: str
    started_at: datetime
    finished_at: datetime | None

    @property
    def has_failed(self) -> bool:
        """Whether it stopped before its rows were stored."""
        return self.state == PullState.FAILED


@dataclass(frozen=True, slots=True)
class ConnectionRecord:
    """A connection as every face shows it: never its secret, only whether there is one."""

    id: int
    platform: str
    title: str
    account: str
    base_url: str
    has_secret: bool
    every_hours: int
    next_at: datetime | None
    last: PullRecord | None = field(default=None)


def platform_of(name: str) -> Platform:
    """The platform of this name. Raises Refused where there is none that can be asked."""
    found = platforms().get(name)
    if found is None:
        raise Refused(
            _("“%(name)s” cannot be pulled. These can: %(known)s.")
            % {"name": name, "known": formats.listed(platforms())}
        )
    return found


def connection_of(organisation_id: int, connection_id: int) -> Connection:
    """A connection of this organisation. Raises NotFound."""
    found = Connection.objects.filter(organisation_id=organisation_id, pk=connection_id).first()
    if found is None:
        raise NotFound(_("There is no such connection in this organisation."))
    return found


def pull_record(pull: Pull) -> PullRecord:
    """The frozen value behind a row, with its sentence in the reader's language."""
    connection = pull.connection
    return PullRecord(
        id=pull.pk,
        connection=connection.pk,
        platform=connection.platform,
        title=platforms()[connection.platform].title,
        account=connection.account,
        state=pull.state,
        since=pull.since,
        until=pull.until,
        pages=pull.pages,
        rows=pull.rows,
        retries=pull.retries,
        repeated=pull.repeated,
        skewed=pull.skewed,
        load=pull.load_id or "",
        why=_why(pull.trouble, pull.facts),
        member_name=pull.member_name,
        started_at=pull.started_at,
        finished_at=pull.finished_at,
    )


def connection_record(connection: Connection, last: Pull | None) -> ConnectionRecord:
    """The frozen value behind a row; `last` is its newest pull."""
    return ConnectionRecord(
        id=connection.pk,
        platform=connection.platform,
        title=platforms()[connection.platform].title,
        account=connection.account,
        base_url=connection.base_url,
        has_secret=bool(connection.secret),
        every_hours=connection.every_hours,
        next_at=due_at(connection, last),
        last=pull_record(last) if last else None,
    )


def due_at(connection: Connection, last: Pull | None) -> datetime | None:
    """When it is pulled next; None where only by hand."""
    if not connection.every_hours:
        return None
    return (last.started_at + timedelta(hours=connection.every_hours)) if last else connection.changed_at


def _why(trouble: str, facts: Mapping[str, Any]) -> str:
    return str(TROUBLES[trouble]) % ({"page": "", "status": "", "said": ""} | dict(facts)) if trouble else ""
