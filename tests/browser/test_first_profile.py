"""Fifteen minutes, one file, own data: from an empty organisation to the first priced profile.

At most twelve clicks besides typing, pasting and answering, and no manual: every click goes to something that
the page before it shows.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from exports import InterfaceExport, google_ads_interface
from services.riser import House

pytestmark = pytest.mark.browser

MOST_CLICKS = 12
# As copied from a spreadsheet: owner, objective, requirement, cap.
FILLED = (("Ana", "16000"), ("Ana", "14000"), ("Ben", "12000"), ("Ben", "11000"), ("Cleo", "9000"))
PASTED = "\n".join(f"{owner}\tWin new customers\tCPA at most 32 USD\t{cap}" for owner, cap in FILLED)
FINDINGS = ("without a single conversion", "times the usual spend", "share one name", "naming scheme")


@dataclass
class Hand:
    """Clicks, and counts them."""

    page: Page
    clicks: list[str] = field(default_factory=list)

    def click(self, target: Locator) -> None:
        """One click on something that can be seen."""
        expect(target).to_be_visible()
        self.clicks.append(target.inner_text().strip() or str(target.get_attribute("aria-label")))
        target.click()

    def button(self, name: str) -> None:
        """A click on the button with this name."""
        self.click(self.page.get_by_role("button", name=name, exact=True).first)

    def link(self, name: str) -> None:
        """A click on the link with this name, on the page before its frame."""
        inside = self.page.locator("main").get_by_role("link", name=name, exact=True)
        self.click(inside.or_(self.page.get_by_role("link", name=name, exact=True)).first)

    def choose(self, file: Path) -> None:
        """A file chosen in the dialog behind the drop zone."""
        self.clicks.append(f"choose {file.name}")
        self.page.locator("input[type=file]").set_input_files(file)

    def paste(self, text: str, into: Locator) -> None:
        """A block pasted from the clipboard; the click that puts the cursor there counts."""
        self.click(into)
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("ControlOrMeta+V")


@pytest.fixture
def export(tmp_path: Path) -> InterfaceExport:
    """What the Google Ads interface gives: UTF-16, title lines, totals, a campaign named Total Care."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    return google_ads_interface(tmp_path / "Campaign performance.csv", last_day=yesterday)


def test_one_export_becomes_a_priced_profile_in_twelve_clicks(
    page: Page, empty_house: House, export: InterfaceExport
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    empty_house.sign_in(page)
    hand = Hand(page)

    see_the_findings(hand, export)
    correct_the_draft(hand, export)
    answer_four_questions(hand)
    see_the_profile(hand)

    assert len(hand.clicks) <= MOST_CLICKS, hand.clicks
    stored = empty_house.installation.json("plan", "campaigns")["rows"]
    assert {row["name"] for row in stored} == set(export.campaigns)
    [total] = empty_house.installation.json("measure", "totals", "--by", "source")["rows"]
    assert total["spend"] == str(export.spend)


def test_the_same_way_is_open_without_scripts(
    browser: Browser, empty_house: House, export: InterfaceExport
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    empty_house.sign_in(page)
    hand = Hand(page)
    hand.choose(export.path)
    hand.button("Send the file")
    hand.button("Store these figures")
    hand.link("Correct the drafted plan")
    first = page.locator("table.grid-p tbody tr").first
    for column, value in (("owner", "Ana"), ("objective", "Win new customers"), ("cap", "16000")):
        first.locator(f"input[name={column}]").fill(value)
    hand.button("Save the plan")
    expect(page.get_by_label("Cap, garden_week_de_2026")).to_have_value("16000 USD")
    answer_four_questions(hand)
    see_the_profile(hand)
    assert len(empty_house.installation.json("plan", "campaigns")["rows"]) == 1
    context.close()


def see_the_findings(hand: Hand, export: InterfaceExport) -> None:
    """Drop the file: what it holds and what is odd in it, before and after it is stored."""
    hand.choose(export.path)
    main = hand.page.locator("main")
    expect(main).to_contain_text(f"${export.spend:,}")
    for finding in FINDINGS:
        expect(main).to_contain_text(finding)
    expect(main.get_by_role("table", name="Spend by channel")).to_be_visible()
    expect(main.get_by_role("table", name="Spend by campaign")).to_contain_text("Total Care")
    hand.button("Store these figures")
    expect(main).to_contain_text("It is stored")


def correct_the_draft(hand: Hand, export: InterfaceExport) -> None:
    """The drafted plan: one row per platform campaign, filled by pasting a block."""
    hand.link("Correct the drafted plan")
    rows = hand.page.locator("table.grid-p tbody tr")
    expect(rows).to_have_count(len(export.campaigns))
    hand.paste(PASTED, rows.first.locator("input[name=owner]"))
    expect(rows.last.locator("input[name=cap]")).to_have_value("9000")
    hand.button("Save the plan")
    expect(hand.page.locator("main")).to_contain_text("Win new customers")


def answer_four_questions(hand: Hand) -> None:
    """The fifteen conditions of the fitness test."""
    hand.link("Assess")
    hand.link("Fitness test")
    page = hand.page
    page.get_by_label("You answer as").select_option(label="Campaign manager")
    conditions = page.locator("fieldset", has=page.locator("legend", has_text=re.compile(r"^F\d\.\d ")))
    expect(conditions).to_have_count(15)
    for number, condition in enumerate(conditions.all()):
        condition.get_by_label("Yes" if number % 3 else "No", exact=True).check()
    hand.button("Show what this means")
    expect(page.locator("main")).to_contain_text("of four questions are a yes")


def see_the_profile(hand: Hand) -> None:
    """What can be judged, what has no source, the first prices, three next steps."""
    hand.link("Home")
    main = hand.page.locator("main")
    expect(main.locator("ol.acts > li")).to_have_count(3)
    expect(main).to_contain_text("Uncontrolled")
    hand.link("Assess")
    expect(main.get_by_role("heading", level=1)).to_contain_text("level 1")
    expect(main).to_contain_text("Stated beside evidenced")
    expect(main).to_contain_text("no evidence source")
    expect(main).to_contain_text("Uncontrolled")
