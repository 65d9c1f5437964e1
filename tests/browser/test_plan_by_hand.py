"""A plan changed by hand in two windows: a field on the spot, both texts beside each other, many at once.

The states that no link leads to are looked at by axe here, wide and narrow, light and dark.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from services.riser import House, together

pytestmark = pytest.mark.browser
AXE = Axe()


@pytest.fixture
def windows(browser: Browser, empty_house: House) -> Iterator[tuple[Page, Page]]:
    """Two windows of one browser, signed in, on an organisation with three campaigns."""
    ana = ("--as", empty_house.email)
    commands = [
        ["plan", "new", "campaign", f"name={name}", "start=2026-03-01", "end=2026-03-31", *ana]
        for name in ("Spring", "Summer", "Autumn")
    ]
    commands += [
        ["plan", "set", "campaign", "Spring", "audience=gardeners", "owner=Ana", *ana],
        ["plan", "new", "link", "--campaign", "Spring", "url=https://a.example/x", *ana],
        ["plan", "new", "request", "title=A banner", "purpose=For the fair", *ana],
    ]
    told = together(empty_house.installation, commands)
    assert {one["exit"] for one in told} == {0}, told
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    first = context.new_page()
    empty_house.sign_in(first)
    yield first, context.new_page()
    context.close()


def looks_well(page: Page) -> None:
    """Axe finds nothing on the page as it stands, and it is no wider than a phone."""
    for width, theme in product((1440, 390), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        found = AXE.run(page).response["violations"]
        assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
    page.set_viewport_size({"width": 1440, "height": 900})


def test_two_windows_change_one_plan_and_nothing_is_lost(
    windows: tuple[Page, Page], empty_house: House
) -> None:
    first, second = windows
    for page in windows:
        page.goto(f"{empty_house.address}/plan/")
        page.get_by_role("link", name="Spring", exact=True).click()
    address = first.url

    # A field on the spot: no page is loaded, and what depends on it follows.
    first.get_by_role("link", name="Change Audience").click()
    first.get_by_label("Audience").fill("people with a terrace")
    looks_well(first)
    first.locator("#field-audience").get_by_role("button", name="Save").click()
    expect(first.locator("#field-audience")).to_contain_text("people with a terrace")
    expect(first.locator("#plan-version")).to_contain_text("v3")
    expect(first.locator("#events")).to_contain_text("Plan changed")
    first.get_by_role("link", name="Change Name of the campaign").click()
    first.locator("#field-name").get_by_role("link", name="Cancel").click()
    expect(first.locator("#field-name")).to_contain_text("Spring")

    # The other window still shows the version before, and writes into the same field.
    second.get_by_role("link", name="Change Audience").click()
    second.get_by_label("Audience").fill("cooks")
    first.get_by_role("link", name="Change Audience").click()
    first.get_by_label("Audience").fill("bakers")
    first.locator("#field-audience").get_by_role("button", name="Save").click()
    expect(first.locator("#plan-version")).to_contain_text("v4")
    second.locator("#field-audience").get_by_role("button", name="Save").click()
    expect(second.get_by_role("alert")).to_contain_text("changed this meanwhile, and nothing was stored")
    expect(second.get_by_role("alert")).to_contain_text("bakers")
    expect(second.get_by_role("alert")).to_contain_text("cooks")
    looks_well(second)
    second.get_by_role("radio", name="keep mine").check()
    second.locator("#field-audience").get_by_role("button", name="Save").click()
    expect(second.locator("#plan-version")).to_contain_text("v5")
    expect(second.get_by_role("alert")).to_have_count(0)
    first.goto(address)
    expect(first.locator("#field-audience")).to_contain_text("cooks")


def test_chosen_campaigns_are_changed_at_once_after_a_preview(
    windows: tuple[Page, Page], empty_house: House
) -> None:
    page, _other = windows
    page.goto(f"{empty_house.address}/plan/")
    page.get_by_label("Choose Spring").check()
    page.get_by_label("Choose Summer").check()
    page.get_by_label("With the chosen ones").select_option("shift")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("By how many days").fill("7")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("table")).to_contain_text("8 Mar 2026")
    looks_well(page)
    page.get_by_role("button", name="Change 2 campaigns").click()
    expect(page.get_by_text("2 campaigns changed.")).to_be_visible()
    expect(page.get_by_role("row", name="Summer")).to_contain_text("8 Mar")
    expect(page.get_by_role("row", name="Autumn")).to_contain_text("1 Mar")


def test_pages_of_the_plan_by_hand_look_well(windows: tuple[Page, Page], empty_house: House) -> None:
    page, _other = windows
    for path in (
        "/plan/",
        "/plan/campaigns/1/",
        "/plan/campaigns/1/copy/",
        "/plan/campaigns/1/fields/owner/",
        "/plan/links/1/edit/",
        "/plan/requests/",
        "/plan/requests/1/",
        "/plan/requests/1/edit/",
    ):
        page.goto(empty_house.address + path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        looks_well(page)
