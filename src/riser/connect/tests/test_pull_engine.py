"""A pull is fetched page by page: killed it goes on, led astray it stops."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from riser.connect.pulls import platform_from, platforms
from riser.connect.pulls.engine import Clock, Stopped, Wish, fetch, joined, progress_in
from riser.connect.pulls.fake import ACCOUNT, FakePlatform, serving
from riser.connect.pulls.sending import sender
from riser.connect.tests.test_pulls import HERE, NEWEST, SINCE


@pytest.fixture
def clock() -> Clock:
    """A clock that lets time pass at once."""
    return Clock(sleep=lambda _seconds: None, jitter=lambda: 1.0)


PULLER = """
import sys, time
from datetime import date
from pathlib import Path
from riser.connect.pulls import platforms
from riser.connect.pulls.engine import Clock, Wish, fetch
from riser.connect.pulls.sending import sender
from riser.foundation.guarded import Guard
url, folder = sys.argv[1:]
wish = Wish(platforms()["hubspot"], url, "", date(2026, 2, 10), date(2026, 3, 1), {"token": "t"})
send = sender(Guard(allowed=("127.0.0.1",)))
fetch(wish, Path(folder), send, clock=Clock(sleep=lambda _seconds: time.sleep(0.05)))
"""


def test_a_pull_that_is_killed_goes_on_at_the_next_page_and_fetches_none_twice(
    tmp_path: Path, clock: Clock
) -> None:
    platform = FakePlatform("hubspot", newest=NEWEST, days=20, a_page=1)
    with serving(platform) as url:
        child = subprocess.Popen([sys.executable, "-c", PULLER, url, str(tmp_path / "pull")])
        until = time.monotonic() + 30
        while progress_in(tmp_path / "pull").pages < 3 and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        landed, served = progress_in(tmp_path / "pull").pages, platform.served
        assert 3 <= landed < 80
        wish = Wish(platforms()["hubspot"], url, "", SINCE, NEWEST, {"token": "t"})
        fetch(wish, tmp_path / "pull", sender(HERE), clock=clock)
    assert platform.served - served == 80 - landed
    ids = [row["id"] for line in joined(tmp_path / "pull").open() for row in json.loads(line)["results"]]
    assert len(ids) == len(set(ids)) == 80


def test_a_page_that_leads_to_another_host_is_not_followed(tmp_path: Path, clock: Clock) -> None:
    class Elsewhere(FakePlatform):
        def _page(self, asked: Any, place: int) -> dict[str, Any]:
            return {"data": [], "paging": {"next": "http://evil.example/next?access_token=t"}}

    with serving(Elsewhere("meta_ads", newest=NEWEST)) as url:
        wish = Wish(platforms()["meta_ads"], url, ACCOUNT, SINCE, NEWEST, {"token": "t"})
        with pytest.raises(Stopped, match="other_host"):
            fetch(wish, tmp_path, sender(HERE), clock=clock)


@pytest.mark.parametrize("onward", ["http://[half/next", "http://127.0.0.1:port/next"])
def test_an_odd_address_of_the_next_page_stops_the_pull_with_a_word(
    tmp_path: Path, clock: Clock, onward: str
) -> None:
    class Odd(FakePlatform):
        def _page(self, asked: Any, place: int) -> dict[str, Any]:
            return {"data": [], "paging": {"next": onward}}

    with serving(Odd("meta_ads", newest=NEWEST)) as url:
        wish = Wish(platforms()["meta_ads"], url, ACCOUNT, SINCE, NEWEST)
        with pytest.raises(Stopped, match=r"other_host|unreadable"):
            fetch(wish, tmp_path, sender(HERE), clock=clock)


def test_a_platform_that_never_ends_is_left(tmp_path: Path, clock: Clock) -> None:
    class Endless(FakePlatform):
        def _page(self, asked: Any, place: int) -> dict[str, Any]:
            page = super()._page(asked, 0)
            return page | {"nextPageToken": f"p{place + 1}"}

    with serving(Endless("google_ads", newest=NEWEST)) as url:
        wish = Wish(platforms()["google_ads"], url, ACCOUNT, SINCE, NEWEST)
        with pytest.raises(Stopped, match="endless"):
            fetch(wish, tmp_path, sender(HERE), clock=clock)


def test_a_file_of_a_platform_that_says_something_odd_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match=r"odd\.yaml"):
        platform_from({"id": "odd", "paging": {"by": "magic"}}, name="odd.yaml")
