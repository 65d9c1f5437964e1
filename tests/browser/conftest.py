"""A browser and two installations for the journeys: the demo organisation, and an empty one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from services.chromium import chromium
from services.riser import House, Installation, demo_house

EMAIL, PASSWORD = "ana@example.com", "correct horse battery staple"


# A busy machine is slow, not wrong: wait long before saying that something is not there.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="session", name="demo_house")
def _demo_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo organisation, served."""
    with demo_house(tmp_path_factory.mktemp("demo")) as house:
        yield house


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[House]:
    """A fresh, empty organisation with one administrator, served."""
    installation = Installation(tmp_path / "home")
    installation.run(
        *("setup", "--non-interactive", "--name", "Northwind", "--currency", "USD", "--email", EMAIL),
        RISER_ADMIN_PASSWORD=PASSWORD,
    )
    with installation.serving() as address:
        yield House(installation, address, EMAIL, PASSWORD)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser without past."""
    context: BrowserContext = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()
