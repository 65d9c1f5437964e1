"""The maturity profile in a browser: all opens down to the row; the past; without scripts; on a phone."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from services.riser import House

pytestmark = pytest.mark.browser

AXE = Axe()


@pytest.fixture
def seen(page: Page, demo_house: House) -> Page:
    """The profile of the demo organisation, on a desk."""
    demo_house.sign_in(page)
    page.goto(f"{demo_house.address}/assess/")
    return page


@pytest.fixture
def plain(browser: Browser, demo_house: House) -> Iterator[Page]:
    """The profile in a browser without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    demo_house.sign_in(page)
    page.goto(f"{demo_house.address}/assess/")
    yield page
    context.close()


@pytest.fixture
def phone(browser: Browser, demo_house: House) -> Iterator[Page]:
    """The profile on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    demo_house.sign_in(page)
    page.goto(f"{demo_house.address}/assess/")
    yield page
    context.close()


def test_a_square_of_the_stair_opens_to_area_practice_instance_record_and_raw_row(seen: Page) -> None:
    seen.locator(".stair a.sq[aria-label^='DAT ']").first.click()
    expect(seen.locator("h1")).to_contain_text("DAT")
    seen.get_by_role("main").get_by_role("link", name="DAT 2.1", exact=True).click()
    expect(seen.locator("h1")).to_contain_text("DAT 2.1")
    row = seen.locator(
        "main tbody tr", has=seen.get_by_role("link", name=re.compile("Platform campaign:"))
    ).first
    row.get_by_role("link").first.click()
    expect(seen).to_have_url(re.compile("/instance/"))
    seen.get_by_role("link", name=re.compile("Platform campaign:")).first.click()
    expect(seen).to_have_url(re.compile("/connect/rows/"))
    assert seen.locator("main tbody tr").count() > 0


def test_a_cell_of_the_heat_map_and_a_chip_open_what_stands_behind(seen: Page) -> None:
    row = seen.locator(".heat tbody tr", has=seen.get_by_role("link", name=re.compile("^BUD ")))
    row.locator("a.tile.ev").first.click()
    expect(seen).to_have_url(re.compile(r"/assess/area/BUD/#level-2$"))
    seen.go_back()
    row.get_by_role("link", name=re.compile("^BUD 2.1 ")).click()
    expect(seen.locator("h1")).to_contain_text("BUD 2.1")


def test_a_price_opens_to_the_day_that_the_platform_reported(seen: Page) -> None:
    seen.locator("#costs a.amt").first.click()
    expect(seen).to_have_url(re.compile("/assess/prices/"))
    first = seen.locator("main table").last.locator("tbody tr").first
    day_spend = first.locator("td").last.inner_text()
    first.get_by_role("link").click()
    expect(seen).to_have_url(re.compile("/connect/rows/"))
    expect(seen.locator("main")).to_contain_text(day_spend)


def test_the_keyboard_reaches_a_square_and_opens_it(seen: Page) -> None:
    square = seen.locator(".stair a.sq").first
    square.focus()
    expect(square).to_be_focused()
    seen.keyboard.press("Enter")
    expect(seen).to_have_url(re.compile("/assess/area/"))


def test_the_slider_goes_to_a_day_that_is_marked_as_past(seen: Page) -> None:
    slider = seen.locator("[data-slide] input[type=range]")
    slider.focus()
    for _ in range(40):
        seen.keyboard.press("ArrowLeft")
    wanted = seen.locator("#as-of").input_value()
    seen.keyboard.press("Enter")
    expect(seen).to_have_url(re.compile(f"as_of={wanted}"))
    expect(seen.locator(".past")).to_contain_text("You look at the past")
    assert AXE.run(seen).response["violations"] == []


def test_without_scripts_one_travels_compares_shares_and_reads_everything(
    plain: Page, demo_house: House
) -> None:
    expect(plain.locator("details[data-fold]")).to_have_count(3)
    assert plain.locator("details[data-fold][open]").count() == 3
    end = plain.locator(".days ul a").first
    day = re.search(r"as_of=([\d-]+)", end.get_attribute("href") or "")
    assert day
    end.click()
    expect(plain.locator(".past")).to_be_visible()
    plain.get_by_text("Share", exact=True).click()
    assert (plain.locator("#share-link").input_value()).endswith(f"/assess/?as_of={day.group(1)}")
    told = demo_house.installation.json("assess", "appraise", "--as-of", day.group(1))
    assert f"show level {told['level_indicative']}" in plain.locator("h1").inner_text()
    plain.get_by_role("link", name="What moved since").click()
    expect(plain).to_have_url(re.compile(f"/assess/compare/.from={day.group(1)}"))
    plain.locator("#from").fill("2026-01-31")
    plain.get_by_role("button", name="Compare").click()
    expect(plain).to_have_url(re.compile("from=2026-01-31"))


def test_a_phone_opens_on_what_stands_in_the_way_and_folds_the_rest(phone: Page) -> None:
    way, ladder = phone.locator("#way-title").bounding_box(), phone.locator(".ladder").bounding_box()
    assert way
    assert ladder
    assert way["y"] < 844, "it is on the first screen"
    assert way["y"] < ladder["y"]
    assert phone.locator("details[data-fold][open]").count() == 0
    assert phone.evaluate("document.documentElement.scrollHeight") < 4500
    phone.get_by_role("link", name="What would show them").click()
    expect(phone.locator("#no-source details")).to_have_attribute("open", "")
    phone.locator("#areas summary").click()
    expect(phone.locator(".heat")).to_be_visible()
    phone.locator("#moves summary").click()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert AXE.run(phone).response["violations"] == []


def test_on_paper_every_section_is_open(phone: Page) -> None:
    phone.emulate_media(media="print")
    expect(phone.locator(".heat")).to_be_visible()
    expect(phone.locator(".days")).to_be_hidden()


def test_the_first_day_says_what_is_missing_with_one_thing_to_do(page: Page, empty_house: House) -> None:
    empty_house.sign_in(page)
    page.goto(f"{empty_house.address}/assess/")
    expect(page.locator("h1")).to_have_text("Your records do not say anything yet.")
    expect(page.get_by_role("link", name="Import an export")).to_be_visible()
    assert AXE.run(page).response["violations"] == []
    page.goto(f"{empty_house.address}/assess/compare/")
    expect(page.locator("h1")).to_contain_text("no rating moved")
    assert AXE.run(page).response["violations"] == []
