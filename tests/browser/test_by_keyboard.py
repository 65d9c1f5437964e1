"""The way of a manager from the front page to an approval, without a mouse."""

import pytest
from playwright.sync_api import Page, expect

from services.riser import House

pytestmark = pytest.mark.browser
PATIENCE = 120
HERE = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  return {
    name: (at.getAttribute("aria-label") ?? at.textContent).trim(),
    shown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    page: at === document.body,
  };
}"""


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until something of that name has the focus; every stop on the way shows it."""
    unseen = []
    for _press in range(PATIENCE):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if not here["shown"] and not here["page"]:
            unseen.append(here["name"])
        if here["name"].startswith(name):
            assert unseen == [], "these show no focus"
            return
    raise AssertionError(f"Tab never comes to {name}")


def test_home_plan_campaign_and_approval_by_keys_alone(page: Page, empty_house: House) -> None:
    run = empty_house.installation.run
    run("plan", "new", "campaign", "name=Spring", "start=2026-03-01", "end=2026-03-31")
    empty_house.sign_in(page)
    page.goto(empty_house.address)

    # The first stop leads past the frame.
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["name"] == "Skip to content"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    # A menu opens with Enter, its lines are the next stops, Escape closes it where it was opened.
    page.reload()
    tab_to(page, "Account:")
    page.keyboard.press("Enter")
    tab_to(page, "Gallery of components")
    page.keyboard.press("Escape")
    assert page.evaluate(HERE)["name"].startswith("Account:")

    tab_to(page, "Plan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plan/")
    tab_to(page, "Spring")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plan/campaigns/*/")
    tab_to(page, "Approve")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("approved plan v1")


def test_many_campaigns_are_chosen_and_changed_by_keys(page: Page, empty_house: House) -> None:
    for name in ("Spring", "Summer"):
        empty_house.installation.run("plan", "new", "campaign", f"name={name}", "start=2026-03-01")
    empty_house.sign_in(page)
    page.goto(f"{empty_house.address}/plan/")
    expect(page.locator(".bulk")).to_be_hidden()
    tab_to(page, "Choose Spring")
    page.keyboard.press("Space")
    expect(page.locator(".bulk")).to_be_visible()
    tab_to(page, "Go on")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("1 campaign is chosen.")


def test_typing_into_the_filter_narrows_the_list_at_once(page: Page, empty_house: House) -> None:
    for name in ("Spring", "Summer"):
        empty_house.installation.run("plan", "new", "campaign", f"name={name}", "start=2026-03-01")
    empty_house.sign_in(page)
    page.goto(f"{empty_house.address}/plan/")
    page.get_by_label("Find").press_sequentially("spr")
    expect(page.locator("#campaigns")).to_contain_text("1 of 2 campaigns")
    expect(page.get_by_label("Find")).to_be_focused()
    page.wait_for_url("**/plan/?*q=spr*")
