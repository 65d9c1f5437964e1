"""How a program comes in: the personal token behind a secret, and how often it may ask."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from riser.foundation.errors import NotPermitted, TooMany, Unknown
from riser.foundation.models import PersonalToken
from riser.foundation.queries import House, Person, house, person_of
from riser.foundation.roles import Scope
from riser.ui.formats import listed

NOTED_EVERY = timedelta(minutes=1)  # a use is noted once a minute, not with every request
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Opened:
    """A valid token: whose it is, where, and how far it reaches."""

    token_id: int
    person: Person
    house: House
    scope: Scope
    rooms: tuple[str, ...]


def digest(secret: str) -> str:
    """What is stored of a secret. It is random and long, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_door(secret: str, *, now: datetime) -> Opened:
    """The token behind a secret; its use is noted. Raises Unknown where there is none that is valid."""
    row = _row(secret)
    if row is None or row.revoked_at is not None:
        raise Unknown(_("This token is unknown or was revoked. Make a new one under “My tokens”."))
    if row.expires_at <= now:
        raise Unknown(
            _("This token ended on %(day)s. Make a new one under “My tokens”.")
            % {"day": row.expires_at.date().isoformat()}
        )
    if row.last_used_at is None or now - row.last_used_at >= NOTED_EVERY:
        PersonalToken.objects.filter(pk=row.pk).update(last_used_at=now)
    person = person_of(row.member)
    return Opened(row.pk, person, house(row.member.organisation_id), Scope(row.scope), tuple(row.rooms))


def opens(secret: str, *, now: datetime) -> bool:
    """Whether there is a valid token behind this secret. Notes nothing."""
    row = _row(secret)
    return row is not None and row.revoked_at is None and row.expires_at > now


def require_reach(opened: Opened, *, method: str, room: str) -> None:
    """Raises NotPermitted where the token's scope or rooms do not reach this request."""
    if opened.rooms and room not in opened.rooms:
        raise NotPermitted(
            _("This token reaches only %(rooms)s, not %(room)s.")
            % {"rooms": listed(opened.rooms), "room": room}
        )
    if method not in SAFE and not opened.scope.covers(Scope.WRITE):
        raise NotPermitted(_("This token may only read. Use one with the scope “write”."))


def count_request(token_id: int, *, now: datetime) -> None:
    """Counts one request of a token. Raises TooMany above the number a minute that the settings allow.

    Counts are kept in the database cache: every process of the server sees the same ones, and two at the
    same moment may count as one.
    """
    key = f"riser.requests.{token_id}.{now:%Y%m%d%H%M}"
    cache.add(key, 0, timeout=120)
    if cache.incr(key) > settings.API_REQUESTS_A_MINUTE:
        most = {"most": settings.API_REQUESTS_A_MINUTE, "seconds": 60 - now.second}
        raise TooMany(
            _("More than %(most)d requests in a minute. Ask again in %(seconds)d seconds.") % most,
            after=60 - now.second,
        )


def _row(secret: str) -> PersonalToken | None:
    rows = PersonalToken.objects.select_related("member__user")
    return rows.filter(secret_hash=digest(secret), member__is_active=True).first()
