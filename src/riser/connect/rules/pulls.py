"""How a platform's interface is asked page by page: which request comes next, and how long to wait.

No network stands here. A request is a value, an answer is a document; what goes between is the engine's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from string import Formatter
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from riser.connect.rules.records import records_of

TRIED = 5  # times a page is asked for before the pull gives up
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 120.0  # seconds
LONGEST_SAID = 15 * 60.0  # seconds: a platform that says to wait longer is asked again another day
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
REFUSED = frozenset({401, 403})
SHORTEST_SECRET = 6
SKEW = timedelta(minutes=10)
SECRET_PARAMETERS = frozenset({"access_token", "appsecret_proof", "token"})


class PageBy(StrEnum):
    """How a platform says that there is more."""

    NEXT = "next"  # a token in the answer goes into the next request
    URL = "url"  # the answer holds the address of the next page
    OFFSET = "offset"  # so many rows are left out; a short page is the last
    NUMBER = "number"  # pages are numbered, the answer says how many there are


class Trouble(StrEnum):
    """Why a pull stopped."""

    UNOPENED = "unopened"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    NOT_FOUND = "not_found"
    TOLD_TO_WAIT = "told_to_wait"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    ENDLESS = "endless"
    OTHER_HOST = "other_host"
    INNER_ADDRESS = "inner_address"


@dataclass(frozen=True, slots=True)
class Paging:
    """`at` leads to the token, the address or the number of pages in an answer; `into` names the parameter.

    `size` is the number of rows asked for, under the name `size_into`. `in_body`: parameters stand in the
    body of the request.
    """

    by: PageBy
    at: tuple[str, ...] = ()
    into: str = ""
    size: int = 0
    size_into: str = ""
    in_body: bool = False


@dataclass(frozen=True)
class Platform:
    """A platform that can be asked, as its file describes it.

    Texts hold {since}, {until} and {account}; those of `secret_headers` what opens it, such as {token}.
    `failed_at` leads to a word in an answer that is an error although its
    status says otherwise; `fine` is what stands there when all is well.
    """

    id: str
    title: str
    base_url: str
    method: str
    path: str
    paging: Paging
    a_minute: int
    secret_headers: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    failed_at: tuple[str, ...] = ()
    fine: str = ""


@dataclass(frozen=True)
class Request:
    """One request, without the secret that goes with it."""

    method: str
    url: str
    query: Mapping[str, str]
    body: Mapping[str, Any] | None
    headers: Mapping[str, str]

    def as_kept(self) -> dict[str, Any]:
        """The request as it can be written down."""
        return {name: getattr(self, name) for name in ("method", "url", "query", "body", "headers")}


def first_request(platform: Platform, *, base_url: str, account: str, since: date, until: date) -> Request:
    """The request of the first page of these days."""
    facts = {"since": since, "until": until, "account": account}
    size = {platform.paging.size_into: str(platform.paging.size)} if platform.paging.size_into else {}
    first = {platform.paging.into: "0"} if platform.paging.by == PageBy.OFFSET else {}
    asked = {name: text.format(**facts) for name, text in platform.query.items()}
    body = None if platform.body is None else _filled(platform.body, facts)
    in_body = platform.paging.in_body
    return Request(
        platform.method,
        base_url.rstrip("/") + platform.path.format(**facts),
        asked if in_body else asked | size | first,
        {**(body or {}), **size, **first} if in_body else body,
        {name: text.format(**facts) for name, text in platform.headers.items()},
    )


def next_request(platform: Platform, asked: Request, page: Mapping[str, Any]) -> Request | None:
    """The request after this one; None after the last page."""
    paging = platform.paging
    match paging.by:
        case PageBy.URL:
            return _by_url(asked, _text_at(page, paging.at))
        case PageBy.NEXT:
            token = _text_at(page, paging.at)
            return _with(asked, paging, token) if token else None
        case PageBy.OFFSET:
            got = sum(1 for _row in records_of(page))
            return _with(asked, paging, str(_number(asked, paging, 0) + got)) if got >= paging.size else None
        case PageBy.NUMBER:
            now, last = _number(asked, paging, 1), int(_text_at(page, paging.at) or 1)
            return _with(asked, paging, str(now + 1)) if now < last else None


def rows_in(page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of a page. Raises ValueError where it holds something else."""
    found = list(records_of(page))
    # A page without rows and without its list is told as a record of its own: that is no row.
    return iter(() if found == [page] else found)


def said_wrong(platform: Platform, page: Mapping[str, Any]) -> str:
    """The error that an answer tells although its status is well; "" where it tells none."""
    if not platform.failed_at:
        return ""
    told = _text_at(page, platform.failed_at)
    return "" if told in ("", platform.fine) else told


def same_host(url: str, base_url: str) -> bool:
    """Whether an address leads to the very host that was named, by the same scheme and port."""
    return place_of(url) == place_of(base_url) is not None


def place_of(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an address; None where it is none."""
    try:
        parts = urlsplit(url)
        return (parts.scheme, parts.hostname, parts.port) if parts.hostname else None
    except ValueError:
        return None


def pause(attempt: int, *, retry_after: str, now: datetime, jitter: float) -> float:
    """Seconds to wait after so many attempts: what the platform says, else twice as long each time.

    `jitter` of 0..1 spreads the waiting over half of it, so that many who were refused do not come back
    together. 1, 2, 4, 8 seconds without it.
    """
    said = _said_pause(retry_after, now)
    if said is not None:
        return said
    usual: float = min(FIRST_PAUSE * 2.0 ** (attempt - 1), LONGEST_PAUSE)
    return usual * (0.5 + jitter / 2)


def spacing(a_minute: int) -> float:
    """Seconds between two requests that keep within a quota of so many a minute."""
    return 60.0 / a_minute


def window(newest: date | None, *, since: date | None, until: date, restated_days: int) -> tuple[date, date]:
    """The days to ask for: again all that may have been restated, and what is new.

    With the newest stored day 30 March and 28 restated days it begins on 2 March; without any stored day on
    `since`, else as many days back as are restated.
    """
    if since is None:
        since = (newest or until) - timedelta(days=restated_days)
    return min(since, until), until


def skewed(server_date: str, now: datetime) -> bool:
    """Whether the clock of the server and ours are more than ten minutes apart; False where it says none."""
    told = _moment(server_date)
    return told is not None and abs(told - now) > SKEW


def without_secrets(text: str, secrets: Sequence[str]) -> str:
    """The text with every secret in it covered. One of fewer than six characters would cover half of it."""
    for secret in secrets:
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, "…")
    return text


def _by_url(asked: Request, url: str) -> Request | None:
    """The request of an address that the platform told. A secret in it is left out: it goes in the header."""
    if not url:
        return None
    parts = urlsplit(asked.url)
    if url.startswith("/"):
        url = f"{parts.scheme}://{parts.netloc}{url}"
    found = urlsplit(url)
    query = {name: value for name, value in parse_qsl(found.query) if name not in SECRET_PARAMETERS}
    return replace(asked, url=urlunsplit(found._replace(query="", fragment="")), query=query)


def _with(asked: Request, paging: Paging, value: str) -> Request:
    if paging.in_body:
        return replace(asked, body={**(asked.body or {}), paging.into: value})
    return replace(asked, query={**asked.query, paging.into: value})


def _number(asked: Request, paging: Paging, otherwise: int) -> int:
    holds = (asked.body or {}) if paging.in_body else asked.query
    return int(holds.get(paging.into, otherwise))


def _text_at(page: object, path: Sequence[str]) -> str:
    for name in path:
        page = page.get(name) if isinstance(page, Mapping) else None
    return "" if page is None else str(page)


def _filled(value: Any, facts: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        return {name: _filled(one, facts) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, facts) for one in value]
    return value.format(**facts) if isinstance(value, str) else value


def _said_pause(text: str, now: datetime) -> float | None:
    if text.strip().isdigit():
        return float(text)
    until = _moment(text)
    return None if until is None else max(0.0, (until - now).total_seconds())


def _moment(text: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return told if told is not None and told.tzinfo is not None else None


def secret_names(platform: Platform) -> list[str]:
    """What has to be known to open the platform: token, and whatever else it wants."""
    parts = (part for text in platform.secret_headers.values() for part in Formatter().parse(text))
    return sorted({name for _text, name, _spec, _turn in parts if name})
