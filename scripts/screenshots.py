"""Takes pictures of the demo organisation, as a browser shows it.

`screenshots.py` takes those of the documentation (docs/pictures.yaml) into docs/images/, in both languages,
on a demo whose clock begins on a known morning. `screenshots.py FOLDER` takes every page in both languages,
light and dark, wide and narrow, to look at before one says that a page is done.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from playwright.sync_api import Browser, Page  # noqa: E402 - after the path it needs

from services.chromium import chromium  # noqa: E402 - lives with the tests
from services.demo import built, served  # noqa: E402 - so does this
from services.riser import House  # noqa: E402 - and this

PAGES = {
    "home": "/",
    "profile": "/assess/",
    "plan": "/plan/",
    "grid": "/plan/grid/",
    "connect": "/connect/",
    "measure": "/measure/",
}
IMAGES = ROOT / "docs" / "images"
ENDINGS = {"en": ".png", "zh-hans": ".zh.png"}


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


def take(browser: Browser, house: House, shot: Shot, target: Path) -> None:
    """Writes one picture of a page, down to its foot."""
    context = browser.new_context(viewport={"width": shot.width, "height": 1000}, reduced_motion="reduce")
    page = context.new_page()
    house.sign_in(page)
    for name, value in (("riser_language", shot.language), ("riser_theme", shot.theme)):
        context.add_cookies([{"name": name, "value": value, "url": house.address}])
    page.goto(house.address + PAGES[shot.page], wait_until="networkidle")
    page.screenshot(path=target, full_page=True)
    context.close()


@dataclass(frozen=True)
class Picture:
    """One picture of the documentation: the page of the demo, who looks, and what has to be on it.

    `follow` is the text of a link on that page that leads to the page meant. `tall` is its height in pixels.
    """

    name: str
    page: str
    shows: str
    who: str = ""
    follow: str = ""
    tall: int = 1000


def pictures() -> list[Picture]:
    """Those that docs/pictures.yaml names."""
    listed = yaml.safe_load((ROOT / "docs" / "pictures.yaml").read_text("utf-8"))
    return [Picture(name, **said) for name, said in listed.items()]


def take_pictures(browser: Browser, house: House) -> None:
    """Writes every picture of the documentation, in both languages."""
    for picture, language in product(pictures(), ENDINGS):
        context = browser.new_context(
            viewport={"width": 1280, "height": picture.tall}, reduced_motion="reduce"
        )
        page = context.new_page()
        replace(house, email=picture.who or house.email).sign_in(page)
        context.add_cookies([{"name": "riser_language", "value": language, "url": house.address}])
        show(page, house, picture)
        page.screenshot(path=IMAGES / f"{picture.name}{ENDINGS[language]}")
        context.close()


def show(page: Page, house: House, picture: Picture) -> None:
    """Opens the page of a picture. Fails where it is gone or does not show what it should."""
    answer = page.goto(house.address + picture.page, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise SystemExit(f"docs/pictures.yaml, {picture.name}: {picture.page} cannot be opened")
    if picture.follow:
        page.locator("main").get_by_role("link").filter(has_text=picture.follow).first.click()
        page.wait_for_load_state("networkidle")
    page.locator("main").locator(picture.shows).first.wait_for(timeout=60_000)


def main(arguments: list[str]) -> None:
    """Takes the pictures."""
    with (
        tempfile.TemporaryDirectory() as place,
        served(built(Path(place), is_still=not arguments), Path(place) / "home") as house,
        chromium() as browser,
    ):
        if not arguments:
            take_pictures(browser, house)
            return
        folder = Path(arguments[0])
        folder.mkdir(parents=True, exist_ok=True)
        for shot in every_shot():
            take(browser, house, shot, folder / f"{shot.name}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
