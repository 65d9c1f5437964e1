"""Takes the pictures of the README from the demo organisation, as a browser shows it.

`screenshots.py` writes docs/images/. `screenshots.py FOLDER` takes every page in both languages, light and
dark, wide and narrow, to look at before one says that a page is done.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from playwright.sync_api import Browser  # noqa: E402 - after the path it needs

from services.chromium import chromium  # noqa: E402 - lives with the tests
from services.riser import House, demo_house  # noqa: E402 - so does this

PAGES = {
    "home": "/",
    "profile": "/assess/",
    "plan": "/plan/",
    "grid": "/plan/grid/",
    "connect": "/connect/",
    "measure": "/measure/",
}
LANGUAGES, THEMES, WIDTHS = ("en", "zh-hans"), ("riser", "riser-dark"), (1440, 390)
FOR_THE_README = ("profile",)


@dataclass(frozen=True)
class Shot:
    """One picture: of which page, how, and under which name."""

    page: str
    language: str = "en"
    theme: str = "riser"
    width: int = 1440

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return f"{self.page}-{self.language}-{self.theme}-{self.width}"


def every_shot() -> Iterator[Shot]:
    """Each page in each way it can be seen."""
    for page, language, theme, width in product(
        PAGES, ("en", "zh-hans"), ("riser", "riser-dark"), (1440, 390)
    ):
        yield Shot(page, language, theme, width)


def take(browser: Browser, house: House, shot: Shot, target: Path, *, whole: bool) -> None:
    """Writes one picture; `whole` takes the page down to its foot."""
    context = browser.new_context(viewport={"width": shot.width, "height": 1000}, reduced_motion="reduce")
    page = context.new_page()
    house.sign_in(page)
    for name, value in (("riser_language", shot.language), ("riser_theme", shot.theme)):
        context.add_cookies([{"name": name, "value": value, "url": house.address}])
    page.goto(house.address + PAGES[shot.page], wait_until="networkidle")
    page.screenshot(path=target, full_page=whole)
    context.close()


def main(arguments: list[str]) -> None:
    """Takes the pictures."""
    with tempfile.TemporaryDirectory() as home, demo_house(Path(home)) as house, chromium() as browser:
        if arguments:
            folder = Path(arguments[0])
            folder.mkdir(parents=True, exist_ok=True)
            for shot in every_shot():
                take(browser, house, shot, folder / f"{shot.name}.png", whole=True)
        else:
            for page in FOR_THE_README:
                take(browser, house, Shot(page), ROOT / "docs" / "images" / f"{page}.png", whole=False)


if __name__ == "__main__":
    main(sys.argv[1:])
