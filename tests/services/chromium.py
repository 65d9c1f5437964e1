"""The Chromium of this system, driven by Playwright; nothing is downloaded."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium() -> str:
    """The program, from RISER_CHROMIUM, PATH or where macOS keeps it."""
    given = os.environ.get("RISER_CHROMIUM")
    found = given or next(filter(None, map(shutil.which, NAMES)), None)
    found = found or next((path for path in MACOS if Path(path).exists()), None)
    if not found:
        raise FileNotFoundError("Chromium is not installed: apt-get install chromium, or set RISER_CHROMIUM")
    return found


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser that lives as long as the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
