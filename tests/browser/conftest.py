"""A browser and two installations for the journeys: the demo organisation, and an empty one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from services.demo import served
from services.riser import House, Installation

EMAIL, PASSWORD = "ana@example.com", "correct horse battery staple"


# A busy machine is slow, not wrong: wait long before saying that something is not there.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def demo_house(demo: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo organisation, served."""
    with served(demo, tmp_path_factory.mktemp("demo")) as house:
        yield house


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a fresh, empty organisation with one administrator, to be copied."""
    home = tmp_path_factory.mktemp("empty") / "home"
    Installation(home).run(
        *("setup", "--non-interactive", "--name", "Northwind", "--currency", "USD", "--email", EMAIL),
        RISER_ADMIN_PASSWORD=PASSWORD,
    )
    return home


@pytest.fixture
def empty_house(empty_home: Path, tmp_path: Path) -> Iterator[House]:
    """An empty organisation of one's own, served."""
    installation = Installation(tmp_path / "home")
    shutil.copytree(empty_home, installation.home)
    with installation.serving_as("--workers", "1") as (address, _pid):  # one person is served by one
        yield House(installation, address, EMAIL, PASSWORD)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a browser without past."""
    context: BrowserContext = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()
