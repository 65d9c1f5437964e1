"""People at their browsers: each with a window of their own, clicking what they can see."""

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from services.riser import House

PASSWORD = "nine green umbrellas"


@dataclass(frozen=True)
class Person:
    """Somebody signed in, and the window they look at."""

    name: str
    page: Page
    scripts: bool = True

    @property
    def main(self) -> Locator:
        """The page without its frame."""
        return self.page.locator("main")

    def says(self, *texts: str) -> None:
        """The page says each of these."""
        for text in texts:
            expect(self.main).to_contain_text(text)

    def told(self, text: str) -> None:
        """The page confirms what was done."""
        expect(self.page.get_by_text(text, exact=True).first).to_be_visible()

    def room(self, name: str) -> None:
        """A click on a room in the navigation."""
        self.page.get_by_role("navigation").get_by_role("link", name=name, exact=True).first.click()

    def link(self, name: str, *, within: Locator | None = None) -> None:
        """A click on the first link of this name."""
        (within or self.main).get_by_role("link", name=name, exact=True).first.click()

    def follow(self, text: str, *, within: Locator | None = None) -> None:
        """A click on the first link whose words hold this text."""
        (within or self.main).get_by_role("link").filter(has_text=text).first.click()

    def button(self, name: str, *, within: Locator | None = None) -> None:
        """A click on the first button of this name."""
        (within or self.main).get_by_role("button", name=name, exact=True).first.click()

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        """The field with this label, which may say that it is optional."""
        pattern = re.compile(rf"^\s*{re.escape(label)}(\s+optional)?\s*$")
        return (within or self.main).get_by_label(pattern).first

    def fill(self, fields: Mapping[str, str], *, within: Locator | None = None) -> None:
        """Types into fields and chooses from lists, by their labels."""
        for label, value in fields.items():
            found = self.field(label, within=within)
            if found.evaluate("field => field.tagName") == "SELECT":
                found.select_option(label=value)
            else:
                found.fill(value)

    def unfold(self, summary: str, *, within: Locator | None = None) -> Locator:
        """The part of the page that a summary hides, opened."""
        words = re.compile(rf"^\s*{re.escape(summary)}(:|\s*$)")
        head = self.page.locator("summary").filter(has_text=words)
        found = (within or self.main).locator("details").filter(has=head).first
        if found.get_attribute("open") is None:
            found.locator("summary").click()
        return found

    def row(self, text: str) -> Locator:
        """The first row of a table that holds the text."""
        return self.main.get_by_role("row").filter(has_text=text).first

    def choose(self, file: Path) -> None:
        """A file chosen at the drop zone; where no script runs it is sent by hand."""
        self.page.locator("input[type=file]").set_input_files(file)
        if not self.scripts:
            self.button("Send the file")


@dataclass(frozen=True)
class Office:
    """An installation whose clock can be turned, and the people who work on it."""

    house: House
    browser: Browser
    scripts: bool
    lead: Path

    def window(self) -> Page:
        """A fresh window."""
        size = {"width": 1440, "height": 900}
        context = self.browser.new_context(java_script_enabled=self.scripts, locale="en-GB", viewport=size)  # type: ignore[arg-type]
        return context.new_page()

    def administrator(self) -> Person:
        """Whoever set the installation up."""
        page = self.window()
        self.house.sign_in(page)
        return Person("Ana", page, self.scripts)

    def days_later(self, days: int) -> None:
        """Turns the clock so many days ahead."""
        self.lead.write_text(str(days))

    def rows(self, query: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        """What a query finds in the database."""
        path = self.house.installation.home / "riser.sqlite3"
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=60) as database:
            return database.execute(query, values).fetchall()

    def done(self, kind: str, verb: str) -> list[str]:
        """Who did this to records of a kind, in order, as the audit trail says it; always in a browser."""
        found = self.rows(
            "SELECT actor_name, face FROM foundation_auditevent WHERE case_kind = ? AND verb = ? ORDER BY id",
            *(kind, verb),
        )
        assert {face for _name, face in found} <= {"web"}, found
        return [name for name, _face in found]
