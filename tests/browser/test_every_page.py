"""Every page a person can reach by links: accessible, quiet, and never wider than the screen.

In both languages, light and dark, wide and narrow. A page is loaded once a language; theme and width change
without loading it again, because both are the work of the style sheet alone. Axe reads each page twice a
language, so that it sees every language at both widths and in both themes, and every width in every theme;
the pages on which people spend their days it reads in all four.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from browser.crawl import Tour, explore, view_name
from services.riser import House

pytestmark = [pytest.mark.browser, pytest.mark.long]

WIDE, PHONE = 1440, 390
# The widths and themes in which axe reads a page, by the language in which it is loaded.
LOOKS = {
    "en": ((WIDE, "riser"), (PHONE, "riser-dark")),
    "zh-hans": ((WIDE, "riser-dark"), (PHONE, "riser")),
}
EVERY_LOOK = tuple((width, theme) for width in (WIDE, PHONE) for theme in ("riser", "riser-dark"))
# The views of the pages that axe reads at every width in every theme.
DAILY = {
    *("home", "today", "assess", "assess_area", "assess_practice", "connect"),
    *("plan", "plan_campaign", "plan_grid", "launch", "launch_campaign", "measure"),
}
AXE = Axe()


@dataclass
class Seen:
    """What was wrong on the pages, one line each."""

    violations: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def visitor(browser: Browser, demo_house: House) -> Iterator[Page]:
    """Somebody signed in to the demo organisation, without animations."""
    context = browser.new_context(reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    demo_house.sign_in(page)
    yield page
    context.close()


@pytest.fixture(scope="module")
def tour(visitor: Page, demo_house: House) -> Tour:
    """Every kind of page, found from the front page."""
    return explore(visitor, demo_house.address)


@pytest.fixture(scope="module", params=LOOKS)
def seen(request: pytest.FixtureRequest, visitor: Page, tour: Tour, demo_house: House) -> Seen:
    """Every page looked at in one language."""
    language = str(request.param)
    visitor.context.add_cookies([{"name": "riser_language", "value": language, "url": demo_house.address}])
    found = Seen()

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.console.append(f"{visitor.url}: {message.text}")

    visitor.on("console", listen)
    for address in tour.addresses():
        look_at(visitor, demo_house, address, found, looks_at(tour, address, language))
    visitor.remove_listener("console", listen)
    return found


def looks_at(tour: Tour, address: str, language: str) -> Sequence[tuple[int, str]]:
    """The widths and themes in which axe reads one page; a second page of a kind it reads once."""
    if not tour.is_first_of_a_kind(address):
        return LOOKS[language][:1]
    return EVERY_LOOK if view_name(address) in DAILY else LOOKS[language]


def look_at(page: Page, house: House, address: str, found: Seen, looks: Sequence[tuple[int, str]]) -> None:
    """One page: its heading, what axe says in each of these looks, and how wide it is on a phone."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(house.address + address)
    headings = page.locator("h1").count()
    if headings != 1:
        found.headings.append(f"{address}: {headings}")
    for width, theme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        violations = AXE.run(page).response["violations"]
        found.violations += [f"{address} {theme} {width}: {in_one_line(one)}" for one in violations]
    page.set_viewport_size({"width": PHONE, "height": 900})
    needed = page.evaluate("document.documentElement.scrollWidth")
    if needed > PHONE:
        found.wide.append(f"{address}: {needed} px")


def test_every_link_leads_somewhere(tour: Tour) -> None:
    assert tour.faults == []


def test_the_main_pages_of_every_room_can_be_reached(tour: Tour) -> None:
    from riser.foundation.registries import nav

    assert {entry.url_name for _, entry in nav.items()} - tour.pages.keys() == set()


def test_the_pages_of_every_day_are_read_in_every_look(tour: Tour) -> None:
    assert DAILY - tour.pages.keys() == set()


def test_axe_finds_nothing_on_any_page(seen: Seen) -> None:
    assert seen.violations == [], "\n".join(seen.violations)


def test_no_page_is_wider_than_a_phone(seen: Seen) -> None:
    assert seen.wide == []


def test_no_page_complains_in_the_console(seen: Seen) -> None:
    assert seen.console == []


def test_every_page_says_its_finding_in_one_heading(seen: Seen) -> None:
    assert seen.headings == []


def in_one_line(violation: dict[str, Any]) -> str:
    """What axe found and where, short enough to read in a list."""
    places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
    return f"{violation['id']} ({violation['help']}) at {'; '.join(places[:3])} ({len(places)} places)"
