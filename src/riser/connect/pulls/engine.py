"""Fetches the rows of some days from a platform, page by page, into one file.

Each page lands whole before the next is asked for, and a note of where to go on after it. So a pull that was
killed, or stopped by a token that had expired, goes on where it stood when it is called again on its folder.
No secret reaches a file: it goes in headers only, and is covered in what the platform sends back.
"""

import json
import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from riser.connect.pulls.sending import Answer, Inside, Send, TooLarge, Unreachable
from riser.connect.rules.pulls import (
    LONGEST_SAID,
    PASSING,
    REFUSED,
    TRIED,
    Platform,
    Request,
    Trouble,
    first_request,
    next_request,
    pause,
    rows_in,
    said_wrong,
    same_host,
    secret_names,
    skewed,
    spacing,
    without_secrets,
)

MOST_PAGES, MOST_REPEATS = 100_000, 3
SHOWN = 200  # characters of a platform's own words


@dataclass(frozen=True)
class Wish:
    """What to fetch, from where. `secret` are the parts of what opens it, by name."""

    platform: Platform
    base_url: str
    account: str
    since: date
    until: date
    secret: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Clock:
    """The time outside, and how to let it pass. Tests let it pass at once."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


@dataclass
class Progress:
    """How far a pull is, as its folder remembers it: pages that landed, and the request after them."""

    pages: int = 0
    rows: int = 0
    retries: int = 0
    repeated: int = 0
    skewed: bool = False
    seen: list[str] = field(default_factory=list)
    next: dict[str, Any] | None = None
    done: bool = False


class Stopped(Exception):
    """The pull cannot go on. What landed stays; `said` are the platform's own words, without secrets."""

    def __init__(self, trouble: Trouble, *, page: int = 0, status: int = 0, said: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble, self.page, self.status, self.said = trouble, page, status, said


Watch = Callable[[Progress], None]


def fetch(
    wish: Wish, folder: Path, send: Send, *, clock: Clock | None = None, watch: Watch | None = None
) -> Progress:
    """How the pull ended: every page lies in the folder, see `joined`. Raises Stopped.

    `watch` is told after each page.
    """
    run = _Run(wish, folder, send, clock or Clock())
    folder.mkdir(parents=True, exist_ok=True)
    state = progress_in(folder)
    request = _begun(state, wish)
    while request is not None:
        try:
            request = run.one_page(state, request)
        finally:
            _keep(folder / "state.json", json.dumps(asdict(state)).encode())
        if watch:
            watch(state)
    return state


def progress_in(folder: Path) -> Progress:
    """How far the pull in this folder is; at its beginning where there is none."""
    path = folder / "state.json"
    return Progress(**json.loads(path.read_text())) if path.exists() else Progress()


def joined(folder: Path) -> Path:
    """One file with a page on each line, in their order."""
    target = folder / "pull.ndjson"
    passing = target.with_suffix(".part")
    with passing.open("wb") as file:
        for path in sorted(folder.glob("page-*.json")):
            file.write(path.read_bytes() + b"\n")
    passing.replace(target)
    return target


class _Run:
    """One call of `fetch`."""

    def __init__(self, wish: Wish, folder: Path, send: Send, clock: Clock) -> None:
        self.wish, self.folder, self.send, self.clock = wish, folder, send, clock
        self.secrets = _headers(wish)
        self.asked = False

    def one_page(self, state: Progress, request: Request) -> Request | None:
        """The request after this page, which has landed; None after the last."""
        if state.pages >= MOST_PAGES:
            raise Stopped(Trouble.ENDLESS, page=state.pages)
        if not same_host(request.url, self.wish.base_url):
            raise Stopped(Trouble.OTHER_HOST, page=state.pages + 1)
        page = self._page(state, request)
        self._land(state, page)
        try:
            onward = next_request(self.wish.platform, request, page)
        except ValueError as odd:
            raise Stopped(Trouble.UNREADABLE, page=state.pages, said=_words(str(odd))) from None
        if onward is not None and onward == request:
            raise Stopped(Trouble.ENDLESS, page=state.pages)
        state.next, state.done = (onward.as_kept() if onward else None), onward is None
        return onward

    def _page(self, state: Progress, request: Request) -> Mapping[str, Any]:
        """The answer to a request, asked for again where the trouble may pass."""
        number = state.pages + state.repeated + 1
        for attempt in range(1, TRIED + 1):
            self._keep_within_quota()
            answer = self._sent(request, number)
            if answer is not None:
                state.skewed = state.skewed or skewed(answer.headers.get("date", ""), self.clock.now())
            if answer is not None and answer.status not in PASSING:
                return self._read(answer, number)
            if attempt < TRIED:
                state.retries += 1
                self._wait(attempt, answer, number)
        raise Stopped(Trouble.GAVE_UP, page=number, status=answer.status if answer else 0)

    def _sent(self, request: Request, number: int) -> Answer | None:
        """The answer, None where nothing came back."""
        try:
            return self.send(request, self.secrets)
        except Unreachable:
            return None
        except Inside:
            raise Stopped(Trouble.INNER_ADDRESS, page=number) from None
        except TooLarge:
            raise Stopped(Trouble.TOO_LARGE, page=number) from None

    def _read(self, answer: Answer, number: int) -> Mapping[str, Any]:
        text = without_secrets(answer.body.decode("utf-8", "replace"), list(self.wish.secret.values()))
        if answer.status != 200:
            trouble = Trouble.REFUSED if answer.status in REFUSED else Trouble.NOT_FOUND
            raise Stopped(trouble, page=number, status=answer.status, said=_words(text))
        try:
            page = json.loads(text, parse_float=str, parse_int=str)
            list(rows_in(page)) if isinstance(page, dict) else _no_page()
        except (ValueError, RecursionError):
            raise Stopped(Trouble.UNREADABLE, page=number, said=_words(text)) from None
        if wrong := said_wrong(self.wish.platform, page):
            raise Stopped(Trouble.REFUSED, page=number, status=200, said=f"{wrong} {_words(text)}")
        return dict(page)

    def _land(self, state: Progress, page: Mapping[str, Any]) -> None:
        """The page in the folder, unless the very rows stand there already."""
        rows = list(rows_in(page))
        mark = sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
        if rows and mark in state.seen:
            state.repeated += 1
            if state.repeated > MOST_REPEATS:
                raise Stopped(Trouble.ENDLESS, page=state.pages)
            return
        state.seen.append(mark)
        state.pages += 1
        state.rows += len(rows)
        if rows:
            _keep(self.folder / f"page-{state.pages:06}.json", json.dumps(page, ensure_ascii=False).encode())

    def _keep_within_quota(self) -> None:
        if self.asked:
            self.clock.sleep(spacing(self.wish.platform.a_minute))
        self.asked = True

    def _wait(self, attempt: int, answer: Answer | None, number: int) -> None:
        said = answer.headers.get("retry-after", "") if answer else ""
        seconds = pause(attempt, retry_after=said, now=self.clock.now(), jitter=self.clock.jitter())
        if seconds > LONGEST_SAID:
            raise Stopped(Trouble.TOLD_TO_WAIT, page=number, said=f"{seconds:.0f}")
        self.clock.sleep(seconds)


def _begun(state: Progress, wish: Wish) -> Request | None:
    """The request at which the pull goes on; None where every page has landed."""
    if state.done:
        return None
    if state.next is not None:
        return Request(**state.next)
    return first_request(
        wish.platform, base_url=wish.base_url, account=wish.account, since=wish.since, until=wish.until
    )


def _headers(wish: Wish) -> dict[str, str]:
    """The headers that open the platform. Raises Stopped where a part of the secret is not known."""
    known = {name: wish.secret.get(name, "") for name in secret_names(wish.platform)}
    if any(known.values()) and not all(known.values()):
        raise Stopped(Trouble.UNOPENED, said=", ".join(name for name, value in known.items() if not value))
    if not any(known.values()):
        return {}
    return {name: text.format(**known) for name, text in wish.platform.secret_headers.items()}


def _no_page() -> Iterator[Any]:
    raise ValueError


def _words(text: str) -> str:
    """The beginning of what a platform says, without what no database and no terminal takes."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:SHOWN]


def _keep(path: Path, content: bytes) -> None:
    """Writes a file that is there whole or not at all, also after a loss of power."""
    passing = path.with_name(f"{path.name}.part")
    with passing.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    passing.replace(path)
