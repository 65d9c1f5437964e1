"""Writes: connections to platforms, and the rows that are pulled over them.

A pull's pages land in a folder of its own; at the end they are one file, which takes the path of every other
file. A pull that stopped, by a kill or by a platform, goes on in its folder.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.connect.actions.loads import import_file
from riser.connect.actions.permissions import CONNECT, IMPORT
from riser.connect.lake.lease import Busy, writing
from riser.connect.mappings import sources
from riser.connect.models import Connection, Load, Pull, PullState
from riser.connect.pulling import (
    ConnectionRecord,
    PullRecord,
    connection_of,
    connection_record,
    platform_of,
    pull_record,
)
from riser.connect.pulls.engine import Clock, Progress, Stopped, Watch, Wish, fetch, joined, progress_in
from riser.connect.pulls.sending import SECONDS, Send, sender
from riser.connect.queries.pulls import due
from riser.connect.rules.pulls import Platform, Trouble, place_of, window
from riser.foundation.errors import Later, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.guarded import Guard
from riser.foundation.home import home
from riser.foundation.notices import notify
from riser.foundation.queries import house, people
from riser.foundation.roles import DECIDERS, Act, Face, require
from riser.foundation.secrets import Sealed, opened, seal
from riser.foundation.trail import record_event

PULL_NOTICE = "connect.pull"
LOOPBACK = ("127.0.0.1", "::1")
MOST_HOURS = 31 * 24
LONGEST_URL = 255
GOES_ON = frozenset({"", Trouble.UNOPENED, Trouble.REFUSED, Trouble.GAVE_UP, Trouble.TOLD_TO_WAIT})
_ACCOUNT = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,79}")


@dataclass(frozen=True)
class Said:
    """What a person says of a connection. `secret` None leaves the stored one as it is."""

    platform: str
    account: str = ""
    base_url: str = ""
    secret: str | None = None
    every_hours: int = 0


def keep_connection(act: Act, said: Said) -> ConnectionRecord:
    """The connection, made or changed. Raises Refused where account, address or rhythm cannot be."""
    require(act, CONNECT)
    platform = platform_of(said.platform)
    base_url = (said.base_url or platform.base_url).rstrip("/")
    _refuse_odd(said, platform, base_url)
    values: dict[str, object] = {
        "base_url": base_url,
        "every_hours": said.every_hours,
        "member_name": act.actor.name,
        "changed_at": act.now,
    }
    if said.secret is not None:
        values["secret"] = seal(json.dumps(_parts(said.secret))) if said.secret.strip() else ""
    with transaction.atomic():
        if said.secret is None and _moves(act, said, base_url):
            values["secret"] = ""  # what opens one address is never sent to another
        row, _created = Connection.objects.update_or_create(
            organisation_id=act.organisation_id,
            platform=platform.id,
            account=said.account,
            defaults=values,
        )
        told = {"platform": row.platform, "account": row.account, "base_url": base_url}
        more = {"every_hours": said.every_hours, "new_secret": bool(said.secret)}
        record_event(act, _case(row), "keep connection", after=told | more)
    return connection_record(row, row.pulls.order_by("-started_at").first())


@transaction.atomic
def forget_connection(act: Act, connection_id: int) -> None:
    """The connection, its secret and its history of pulls are gone; what was loaded stays."""
    require(act, CONNECT)
    row = connection_of(act.organisation_id, connection_id)
    told = {"platform": row.platform, "account": row.account}
    record_event(act, _case(row), "forget connection", before=told)
    row.delete()


def pull(
    act: Act,
    connection_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    secret: str = "",
    send: Send | None = None,
    clock: Clock | None = None,
    watch: Watch | None = None,
) -> PullRecord:
    """The pull: done, waiting where its load waits, or failed with a sentence that says what to do.

    Without `since` it asks again for the days that may have been restated, and for those after. `secret` is
    used in place of the stored one and not kept. Raises Later where the connection is being pulled already.
    """
    require(act, IMPORT)
    row = connection_of(act.organisation_id, connection_id)
    try:
        with writing(f"pull/{row.pk}", patience=timedelta(0)) as renew:
            begun = _begun(act, row, since, until)

            def heard(progress: Progress) -> None:
                renew()
                if watch:
                    watch(progress)

            return _through(act, begun, secret, send or _sender(act, row), clock, heard)
    except Busy:
        raise Later(_("This account is being pulled already. Wait until that pull has ended.")) from None


def run_due(act: Act, *, send: Send | None = None, clock: Clock | None = None) -> list[PullRecord]:
    """The pulls of all connections whose turn it is. One that fails does not hold up the others."""
    require(act, IMPORT)
    found = []
    for connection_id in due(act.organisation_id, act.now):
        try:
            found.append(pull(act, connection_id, send=send, clock=clock))
        except Later:
            continue
    return found


def pulls_folder(organisation_id: int) -> Path:
    """Where the pages of pulls lie that are under way."""
    return home() / "pulls" / str(int(organisation_id))


def _through(act: Act, pull: Pull, secret: str, send: Send, clock: Clock | None, watch: Watch) -> PullRecord:
    folder = pulls_folder(act.organisation_id) / pull.pk
    connection = pull.connection
    platform = platform_of(connection.platform)
    try:
        parts = _parts(secret) if secret else _stored_parts(connection)
        wish = Wish(platform, connection.base_url, connection.account, pull.since, pull.until, parts)
        progress = fetch(wish, folder, send, clock=clock, watch=watch)
        _note(pull, progress)
        load = _store(act, pull, folder) if progress.rows else None
    except Stopped as stopped:
        _note(pull, progress_in(folder))
        facts = {"page": stopped.page, "status": stopped.status, "said": stopped.said}
        return _ended(act, pull, PullState.FAILED, trouble=stopped.trouble.value, facts=facts)
    except Refused as refused:
        return _ended(act, pull, PullState.FAILED, trouble="import", facts={"said": str(refused)})
    rmtree(folder, ignore_errors=True)
    waits = load is not None and load.state == "waiting"
    return _ended(act, pull, PullState.WAITING if waits else PullState.DONE, load=load)


def _begun(act: Act, row: Connection, since: date | None, until: date | None) -> Pull:
    """The pull that goes on, or a new one of the days in question."""
    last = row.pulls.order_by("-started_at", "-pk").first()
    if last is not None and _goes_on(last, since, until, now=act.now):
        last.state, last.trouble, last.facts = PullState.STARTED, "", {}
        last.save()
        return last
    if last is not None:
        rmtree(pulls_folder(act.organisation_id) / last.pk, ignore_errors=True)
    newest = row.pulls.filter(state__in=[PullState.DONE, PullState.WAITING]).order_by("-until").first()
    yesterday = house(act.organisation_id).day(act.now) - timedelta(days=1)
    first, end = window(
        newest.until if newest else None,
        since=since,
        until=until or yesterday,
        restated_days=sources()[row.platform].restated_days,
    )
    return Pull.objects.create(
        connection=row,
        state=PullState.STARTED,
        since=first,
        until=end,
        member_name=act.actor.name,
        started_at=act.now,
    )


def _goes_on(last: Pull, since: date | None, until: date | None, *, now: datetime) -> bool:
    """Whether the newest pull stopped on its way not long ago, and these days are the ones it was after.

    What a platform gave to go on by is worth nothing after a day, and after an answer that made no sense.
    """
    stopped = last.state in {PullState.STARTED, PullState.FAILED} and last.trouble in GOES_ON
    same = since in {None, last.since} and until in {None, last.until}
    return stopped and same and now - last.started_at < timedelta(days=1)


def _store(act: Act, pull: Pull, folder: Path) -> Load:
    """The load that the pages became."""
    connection = pull.connection
    record = import_file(
        act,
        joined(folder),
        source=connection.platform,
        account=connection.account,
        file_name=f"{connection.platform}-{connection.account or 'all'}-{pull.since}-{pull.until}.ndjson",
        within_upload=False,
    )
    return Load.objects.get(pk=record.id)


def _note(pull: Pull, progress: Progress) -> None:
    for name in ("pages", "rows", "retries", "repeated", "skewed"):
        setattr(pull, name, getattr(progress, name))


@transaction.atomic
def _ended(
    act: Act,
    pull: Pull,
    state: PullState,
    *,
    load: Load | None = None,
    trouble: str = "",
    facts: Mapping[str, object] | None = None,
) -> PullRecord:
    pull.state, pull.load, pull.trouble, pull.facts = state, load, trouble, dict(facts or {})
    pull.finished_at = act.now
    pull.save()
    told = {"since": pull.since, "until": pull.until, "state": state.value, "rows": pull.rows}
    record_event(act, _case(pull.connection), "pull", after=told | {"load": pull.load_id or ""})
    if trouble and act.face == Face.JOB:
        _tell(act, pull)
    return pull_record(pull)


def _tell(act: Act, pull: Pull) -> None:
    """Who decides hears of a pull that failed while nobody looked on."""
    to = [one.member_id for one in people(act.organisation_id) if one.is_active and one.role in DECIDERS]

    def text() -> str:
        record = pull_record(pull)
        return _("The pull from %(platform)s stopped. %(why)s") % {
            "platform": record.title,
            "why": record.why,
        }

    notify(act, kind=PULL_NOTICE, to=to, text=text, url=reverse("connect_pulls"))


def _sender(act: Act, row: Connection) -> Send:
    """What sends: to public addresses by https; to this very machine only for who sits at it."""
    at_home = urlsplit(row.base_url).hostname in LOOPBACK
    allowed = LOOPBACK if at_home and act.face == Face.CLI else getattr(settings, "PULLS_ALLOWED", ())
    return sender(Guard(allowed=allowed, seconds=SECONDS), seconds=SECONDS)


def _moves(act: Act, said: Said, base_url: str) -> bool:
    """Whether the connection is there already, at another address."""
    known = Connection.objects.filter(
        organisation_id=act.organisation_id, platform=said.platform, account=said.account
    )
    return known.exclude(base_url=base_url).exists()


def _refuse_odd(said: Said, platform: Platform, base_url: str) -> None:
    asks_account = any("{account}" in text for text in (platform.path, *platform.query.values()))
    if asks_account and not _ACCOUNT.fullmatch(said.account):
        raise Refused(
            _("%(title)s is asked by account: give its id as the platform shows it, without blanks.")
            % {"title": platform.title}
        )
    if said.account and not _ACCOUNT.fullmatch(said.account):
        raise Refused(_("“%(account)s” cannot be an account.") % {"account": said.account[:60]})
    place = place_of(base_url)
    more = ("@", "?", "#")
    odd = len(base_url) > LONGEST_URL or not base_url.isprintable() or any(one in base_url for one in more)
    if place is None or place[0] not in {"http", "https"} or odd:
        raise Refused(_("“%(url)s” is no address. Write it as https://host.") % {"url": base_url[:120]})
    if place[0] == "http" and place[1] not in LOOPBACK:
        raise Refused(_("“%(url)s” is not encrypted. Write it with https.") % {"url": base_url[:120]})
    if not 0 <= said.every_hours <= MOST_HOURS:
        raise Refused(_("Pull every 1 to %(most)s hours, or 0 for by hand only.") % {"most": MOST_HOURS})


def _parts(secret: str) -> dict[str, str]:
    """The parts of a secret: a JSON object of them, or the token alone. Raises Refused."""
    text = secret.strip()
    if not text.startswith("{"):
        return {"token": text}
    try:
        found = json.loads(text)
    except ValueError:
        raise Refused(_("The secret begins like JSON and is none. Write the token alone.")) from None
    return {str(name): str(value) for name, value in found.items()}


def _stored_parts(connection: Connection) -> dict[str, str]:
    if not connection.secret:
        return {}
    try:
        found: dict[str, str] = json.loads(opened(connection.secret))
    except Sealed:
        raise Refused(
            _("The stored secret was closed with another key of this installation. Store it again.")
        ) from None
    return found


def _case(row: Connection) -> RecordRef:
    return RecordRef("connection", str(row.pk))
