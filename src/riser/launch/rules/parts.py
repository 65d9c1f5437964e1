"""Checks that are made once for each system or each claim: which results mean it, and what they are worth."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from riser.launch.rules.gate import Seen, newest, together
from riser.launch.rules.practices import Live
from riser.launch.words import Result

TEST_HOLDS_DAYS = 14  # a test conversion older than this says nothing of today's page and tags

FirstUse = Mapping[
    str, tuple[datetime, int]
]  # SHA-256 of a file -> when it first stood for a launch, and which


def same(item: str, *names: str) -> bool:
    """Whether a record means this system or claim, whatever the case of its letters."""
    return item.strip().casefold() in {name.strip().casefold() for name in names}


def host_of(url: str) -> str:
    """The host of an address without "www."; "" where it is none."""
    try:
        return (urlsplit(url.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def is_live(url: str, landing: Collection[str]) -> bool:
    """Whether a test was made on a site the landing links lead to; without any link, on any page."""
    hosts = {host_of(one) for one in landing}
    return bool(host_of(url)) and (not hosts or host_of(url) in hosts)


def is_reused(seen: Seen, campaign: int, first_use: FirstUse) -> bool:
    """Whether its file stood for another launch before."""
    at, used_for = first_use.get(seen.sha256, (seen.at, campaign))
    return bool(seen.sha256) and used_for != campaign and at <= seen.at


def tests_of(
    seen: Iterable[Seen],
    names: Collection[str],
    *,
    landing: Collection[str],
    campaign: int,
    first_use: FirstUse,
) -> list[Seen]:
    """The results that say something of one system: on the live page, with no file of an earlier launch."""
    mine = (one for one in seen if same(one.item, *names) and is_live(one.url, landing))
    return [one for one in mine if not is_reused(one, campaign, first_use)]


def system_stands(tests: Sequence[Seen], today: date) -> tuple[Result, Seen | None]:
    """How a system stands on a day: a test that passed too long ago leaves it unknown."""
    last = newest(tests)
    if last is None:
        return Result.UNKNOWN, None
    old = today - last.day > timedelta(days=TEST_HOLDS_DAYS)
    return (Result.UNKNOWN if old and last.result == Result.PASS else last.result), last


def claim_stands(signed: Sequence[Seen], live: Sequence[Live]) -> tuple[Result, Seen | None]:
    """How a claim stands: passed on every version declared live or its parent; before that, on any.

    Of each version only the newest result counts; a parent speaks for a variant that nobody read itself.
    """
    last = newest(signed)
    if last is not None and last.result == Result.FAIL:
        return Result.FAIL, last
    by_version = _newest_of_each(signed)
    if not live:
        passed = any(one.result == Result.PASS for one in by_version.values())
        return (Result.PASS if passed else Result.UNKNOWN), last
    read = {version: one for version, one in by_version.items() if version}
    standing = [read.get(one.version) or read.get(one.parent) for one in live]
    found = together([one.result if one else Result.UNKNOWN for one in standing])
    red = next((one for one in standing if one and one.result == Result.FAIL), None)
    return found, red or last


def _newest_of_each(signed: Sequence[Seen]) -> dict[str, Seen]:
    """The result that counts of each creative version."""
    versions = {one.creative for one in signed}
    found = {version: newest(one for one in signed if one.creative == version) for version in versions}
    return {version: one for version, one in found.items() if one is not None}
