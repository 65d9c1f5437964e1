"""A platform of our own making, on this machine only: for tests, and to see a pull before trusting it.

It answers as the documented interfaces do, with rows that follow from its seed, and misbehaves on demand.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

CAMPAIGNS = ("spring_search", "spring_social", "always_on", "brand")
RESTATED = 7  # days whose figures still grow
LOOPBACK = "127.0.0.1"
ACCOUNT, CURRENCY = "4102201001", "EUR"


class Scenario(StrEnum):
    """How the platform behaves."""

    FINE = "fine"
    ERROR_500 = "error_500"
    LIMITED_429 = "limited_429"
    SLOW = "slow"
    REPEATED = "repeated"
    RESTATED = "restated"
    TOKEN_EXPIRES = "token_expires"  # noqa: S105 - the name of what happens
    SKEWED_CLOCK = "skewed_clock"


@dataclass(frozen=True, slots=True)
class Sold:
    """What one campaign did on one day. `cents` are hundredths of the currency."""

    campaign: int
    day: date
    impressions: int
    clicks: int
    cents: int
    conversions: int

    @property
    def spend(self) -> Decimal:
        """The amount spent."""
        return Decimal(self.cents) / 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the platform reads it."""

    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any]

    def days(self) -> tuple[date, date]:
        """The first and last day that it names; from the first on until 3000 where it names but one."""
        named = re.findall(r"\d{4}-\d\d-\d\d", json.dumps([self.path, self.query, self.body]))
        if not named:
            start, end = (_day_in(self.query, f"dateRange.{side}.") for side in ("start", "end"))
            return start, end
        return date.fromisoformat(named[0]), date.fromisoformat(named[-1] if len(named) > 1 else "3000-01-01")


def sold_on(day: date, *, seed: int, generation: int, newest: date) -> Iterator[Sold]:
    """What the campaigns did on a day. The newest days grow by a tenth with each generation."""
    for number in range(1, len(CAMPAIGNS) + 1):
        chance = Random(f"{seed}/{day}/{number}")  # noqa: S311 - rows of a demo
        cents = chance.randrange(500, 20_000)
        if (newest - day).days < RESTATED:
            cents += cents * generation // 10
        impressions = chance.randrange(500, 5000)
        yield Sold(number, day, impressions, impressions // 40, cents, chance.randrange(0, 9))


# --- how each platform writes a page -----------------------------------------------------------------------

Rows = list[Sold]
Write = Callable[
    [Rows, Asked, int, int], dict[str, Any]
]  # rows, request, place of the next page (0: none), pages


def _google(rows: Rows, _asked: Asked, following: int, _pages: int) -> dict[str, Any]:
    found = [
        {
            "customer": {"resourceName": f"customers/{ACCOUNT}", "id": ACCOUNT, "currencyCode": CURRENCY},
            "campaign": {"resourceName": f"customers/{ACCOUNT}/campaigns/{one.campaign}", **_name(one)},
            "segments": {"date": one.day.isoformat(), "device": "MOBILE"},
            "metrics": {
                "impressions": str(one.impressions),
                "clicks": str(one.clicks),
                "costMicros": str(one.cents * 10_000),
                "conversions": one.conversions,
            },
        }
        for one in rows
    ]
    page: dict[str, Any] = {"results": found, "fieldMask": "campaign.id", "requestId": "1"}
    return page | ({"nextPageToken": f"p{following}"} if following else {})


def _meta(rows: Rows, asked: Asked, following: int, _pages: int) -> dict[str, Any]:
    found = [
        {
            "account_id": ACCOUNT,
            "account_currency": CURRENCY,
            "campaign_id": str(one.campaign),
            "campaign_name": CAMPAIGNS[one.campaign - 1],
            "date_start": one.day.isoformat(),
            "date_stop": one.day.isoformat(),
            "impressions": str(one.impressions),
            "inline_link_clicks": str(one.clicks),
            "spend": str(one.spend),
        }
        for one in rows
    ]
    paging: dict[str, Any] = {"cursors": {"before": "a", "after": "b"}}
    if following:
        kept = {**asked.query, "after": f"p{following}"}
        paging["next"] = asked.path + "?" + "&".join(f"{name}={value}" for name, value in kept.items())
    return {"data": found, "paging": paging}


def _linkedin(rows: Rows, _asked: Asked, _following: int, _pages: int) -> dict[str, Any]:
    found = [
        {
            "dateRange": {"start": _parts(one.day), "end": _parts(one.day)},
            "pivotValues": [f"urn:li:sponsoredCampaign:{one.campaign}"],
            "impressions": one.impressions,
            "clicks": one.clicks,
            "costInLocalCurrency": str(one.spend),
            "externalWebsiteConversions": one.conversions,
        }
        for one in rows
    ]
    return {"elements": found, "paging": {"start": 0, "count": len(found), "links": []}}


def _tiktok(rows: Rows, _asked: Asked, _following: int, pages: int) -> dict[str, Any]:
    found = [
        {
            "dimensions": {"campaign_id": str(one.campaign), "stat_time_day": f"{one.day} 00:00:00"},
            "metrics": {
                "campaign_name": CAMPAIGNS[one.campaign - 1],
                "impressions": str(one.impressions),
                "clicks": str(one.clicks),
                "spend": str(one.spend),
                "conversion": str(one.conversions),
                "currency": CURRENCY,
            },
        }
        for one in rows
    ]
    info = {"page": 1, "page_size": len(found), "total_page": pages, "total_number": 0}
    return {"code": 0, "message": "OK", "request_id": "1", "data": {"list": found, "page_info": info}}


def _hubspot(rows: Rows, _asked: Asked, following: int, _pages: int) -> dict[str, Any]:
    found = [
        {
            "id": f"{one.day:%Y%m%d}{one.campaign}",
            "properties": {
                "dealname": f"{CAMPAIGNS[one.campaign - 1]} {one.day}",
                "createdate": f"{one.day}T09:00:00Z",
                "closedate": f"{one.day}T15:00:00Z",
                "dealstage": "closedwon",
                "pipeline": "default",
                "amount": str(one.spend),
                "deal_currency_code": CURRENCY,
            },
            "createdAt": f"{one.day}T09:00:00Z",
            "updatedAt": f"{one.day}T15:00:00Z",
            "archived": False,
        }
        for one in rows
    ]
    onward = {"paging": {"next": {"after": f"p{following}", "link": ""}}} if following else {}
    return {"total": len(found), "results": found, **onward}


def _salesforce(rows: Rows, asked: Asked, following: int, _pages: int) -> dict[str, Any]:
    found = [
        {
            "attributes": {"type": "Opportunity", "url": "/services/data/v62.0/sobjects/Opportunity/1"},
            "Id": f"006{one.day:%Y%m%d}{one.campaign:04}",
            "Name": f"{CAMPAIGNS[one.campaign - 1]} {one.day}",
            "CreatedDate": f"{one.day}T09:00:00.000+0000",
            "CloseDate": one.day.isoformat(),
            "StageName": "Closed Won",
            "Amount": str(one.spend),
            "IsDeleted": False,
        }
        for one in rows
    ]
    page: dict[str, Any] = {"totalSize": len(found), "done": not following, "records": found}
    if following:
        since = asked.days()[0]
        page["nextRecordsUrl"] = f"/services/data/v62.0/query/{since}-p{following}"
    return page


WRITERS: Mapping[str, Write] = {
    "google_ads": _google,
    "meta_ads": _meta,
    "linkedin_ads": _linkedin,
    "tiktok_ads": _tiktok,
    "hubspot": _hubspot,
    "salesforce": _salesforce,
}


def _name(one: Sold) -> dict[str, str]:
    return {"id": str(one.campaign), "name": CAMPAIGNS[one.campaign - 1]}


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _day_in(query: Mapping[str, str], start: str) -> date:
    return date(*(int(query[start + part]) for part in ("year", "month", "day")))


# --- the server ------------------------------------------------------------------------------------------


@dataclass
class FakePlatform:
    """The rows of a platform, how it answers, and what it has been asked so far."""

    platform: str
    scenario: Scenario = Scenario.FINE
    newest: date = field(default_factory=lambda: datetime.now(UTC).date() - timedelta(days=1))
    days: int = 30
    seed: int = 1
    a_page: int = 50
    slow_seconds: float = 5.0
    served: int = 0
    generation: int = -1
    tokens: list[str] = field(default_factory=list)
    failed: set[int] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    @property
    def oldest(self) -> date:
        """The first day of which it knows anything."""
        return self.newest - timedelta(days=self.days - 1)

    def rows(self, since: date, until: date, *, generation: int = 0) -> Rows:
        """What it tells of these days."""
        first, last = max(since, self.oldest), min(until, self.newest)
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [
            one
            for day in days
            for one in sold_on(day, seed=self.seed, generation=generation, newest=self.newest)
        ]

    def spend(self, since: date, until: date, *, generation: int = 0) -> Decimal:
        """The sum of what was spent on these days."""
        return sum((one.spend for one in self.rows(since, until, generation=generation)), Decimal(0))

    def answer(self, asked: Asked, token: str) -> tuple[int, dict[str, str], dict[str, Any]]:
        """Status, headers and page."""
        place = self._place(asked)
        if self.scenario == Scenario.SLOW and place not in self.failed:
            self.failed.add(place)
            time.sleep(self.slow_seconds)
        with self.lock:
            if trouble := self._trouble(place, token):
                return trouble
            if place == 0:
                self.generation += self.scenario == Scenario.RESTATED or self.generation < 0
            self.served += 1
            return 200, self._clock(), self._page(asked, place)

    def _page(self, asked: Asked, place: int) -> dict[str, Any]:
        rows = self.rows(*asked.days(), generation=self.generation)
        size = self._size(asked)
        pages = max(1, -(-len(rows) // size))
        # A platform that repeats itself sends its second page twice, the second time as the third.
        shift = 1 if self.scenario == Scenario.REPEATED and pages > 1 else 0
        shown = place - 1 if shift and place >= 2 else place
        following = place + 1 if place + 1 < pages + shift else 0
        chosen = rows[shown * size : (shown + 1) * size]
        return WRITERS[self.platform](chosen, asked, following, pages + shift)

    def _trouble(self, place: int, token: str) -> tuple[int, dict[str, str], dict[str, Any]] | None:
        self.tokens.append(token)
        error = {"error": {"message": f"not now, {token}"}}
        first_time = place not in self.failed
        self.failed.add(place)
        match self.scenario:
            case Scenario.ERROR_500 if first_time:
                return 500, self._clock(), error
            case Scenario.LIMITED_429 if first_time:
                return 429, self._clock() | {"Retry-After": "1"}, error
            case Scenario.TOKEN_EXPIRES if place > 0 and token == self.tokens[0]:
                return 401, self._clock(), error
        return None

    def _place(self, asked: Asked) -> int:
        """Which page is asked for, from 0."""
        if "start" in asked.query:
            return int(asked.query["start"]) // self._size(asked)
        if "page" in asked.query:
            return int(asked.query["page"]) - 1
        found = re.search(r'(?:"|-)p(\d+)"', json.dumps([asked.path, asked.query, asked.body]))
        return int(found[1]) if found else 0

    def _size(self, asked: Asked) -> int:
        """How many rows go on a page: as many as asked for, where rows are left out by their number."""
        return int(asked.query["count"]) if "count" in asked.query else self.a_page

    def _clock(self) -> dict[str, str]:
        off = timedelta(days=1) if self.scenario == Scenario.SKEWED_CLOCK else timedelta(0)
        return {"Date": format_datetime(datetime.now(UTC) + off, usegmt=True)}


@contextmanager
def serving(platform: FakePlatform, *, port: int = 0) -> Iterator[str]:
    """The base URL of the platform, which answers on this machine for the length of the block."""
    server = ThreadingHTTPServer((LOOPBACK, port), _handler(platform))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _handler(platform: FakePlatform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            self._answer(json.loads(self.rfile.read(size) or b"{}"))

        def _answer(self, body: Mapping[str, Any]) -> None:
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            token = self.headers.get("authorization") or self.headers.get("access-token") or ""
            status, headers, page = platform.answer(Asked(parts.path, query, body), token)
            self._send(status, headers, json.dumps(page).encode())

        def _send(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
            try:
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                return  # who asked has gone

        def log_message(self, *_: Any) -> None:
            """Says nothing: who started it reads what was pulled."""

    return Handler
