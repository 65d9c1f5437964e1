"""Every page a person can reach by links: accessible, quiet, and never wider than the screen.

In both languages, light and dark, wide and narrow. Theme and width are changed without loading the page
again, because both are the work of the style sheet alone.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from browser.crawl import Tour, explore
from services.riser import House

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "zh-hans")
THEMES = ("riser", "riser-dark")
WIDTHS = (1440, 390)


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


def test_every_link_leads_somewhere(tour: Tour) -> None:
    assert tour.faults == []


def test_the_main_pages_of_every_room_can_be_reached(tour: Tour) -> None:
    from riser.foundation.registries import nav

    assert {entry.url_name for _, entry in nav.items()} - tour.pages.keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_any_page(visitor: Page, tour: Tour, demo_house: House, language: str) -> None:
    speak(visitor, demo_house, language)
    axe, found = Axe(), []
    for address in tour.addresses():
        visitor.goto(demo_house.address + address)
        for theme in THEMES:
            visitor.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            for width in WIDTHS:
                visitor.set_viewport_size({"width": width, "height": 900})
                for violation in axe.run(visitor).response["violations"]:
                    found.append(f"{address} {theme} {width}: {in_one_line(violation)}")
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_a_phone(visitor: Page, tour: Tour, demo_house: House, language: str) -> None:
    speak(visitor, demo_house, language)
    visitor.set_viewport_size({"width": 390, "height": 844})
    wide = []
    for address in tour.addresses():
        visitor.goto(demo_house.address + address)
        width = visitor.evaluate("document.documentElement.scrollWidth")
        if width > 390:
            wide.append(f"{address}: {width} px")
    assert wide == []


def test_no_page_complains_in_the_console(visitor: Page, tour: Tour, demo_house: House) -> None:
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(f"{visitor.url}: {message.text}")

    visitor.on("console", listen)
    visitor.on("pageerror", lambda error: said.append(f"{visitor.url}: {error}"))
    for address in tour.addresses():
        visitor.goto(demo_house.address + address, wait_until="networkidle")
    assert said == []


def test_every_page_says_its_finding_in_one_heading(visitor: Page, tour: Tour, demo_house: House) -> None:
    counts = {}
    for address in tour.addresses():
        visitor.goto(demo_house.address + address)
        counts[address] = visitor.locator("h1").count()
    assert {address: count for address, count in counts.items() if count != 1} == {}


def speak(page: Page, house: House, language: str) -> None:
    """Chooses the language of the pages to come."""
    page.context.add_cookies([{"name": "riser_language", "value": language, "url": house.address}])


def in_one_line(violation: dict[str, Any]) -> str:
    """What axe found and where, short enough to read in a list."""
    places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
    return f"{violation['id']} ({violation['help']}) at {'; '.join(places[:3])} ({len(places)} places)"
