"""A job on its page: it moves, ends and is cancelled before one's eyes, and without scripts too."""

import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from services.riser import House

pytestmark = pytest.mark.browser

# Jobs of the administrator that no worker takes: one claimed for an hour by this test, one due tomorrow.
ASK = """
from datetime import timedelta
from riser.foundation.shell import make_act, start_django
start_django()
from riser.foundation import clock, jobs
from riser.foundation.jobs.queue import claim
act = make_act(email="ana@example.com", slug="")
running = jobs.enqueue(act, "foundation.clear", {}, run_at=clock.now() - timedelta(days=1))
assert claim(clock.now(), lease=timedelta(hours=1)).pk == running
print(running, jobs.enqueue(act, "foundation.clear", {}, run_at=clock.now() + timedelta(days=1)))
"""
CHANGE = """
import json, sys
from riser.foundation.shell import start_django
start_django()
from riser.foundation.models import Job
Job.objects.filter(pk=sys.argv[1]).update(**json.loads(sys.argv[2]))
"""


def python(house: House, *words: str) -> str:
    """What a program on the installation printed."""
    done = subprocess.run(
        [sys.executable, "-c", *words],
        env=house.installation.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_a_job_moves_and_ends_on_an_open_page(page: Page, empty_house: House, browser: Browser) -> None:
    running, waiting = python(empty_house, ASK).split()
    empty_house.sign_in(page)
    page.goto(f"{empty_house.address}/jobs/{running}/")
    main = page.locator("main")
    expect(main).to_contain_text("Running")
    python(empty_house, CHANGE, running, '{"share": 0.8, "progress_text": "row 12,000"}')
    expect(main).to_contain_text("80 % done. row 12,000")
    python(empty_house, CHANGE, running, '{"state": "done", "outcome": "All rows stored."}')
    expect(main).to_contain_text("All rows stored.")
    expect(page.locator("[hx-trigger]")).to_have_count(0)

    page.goto(f"{empty_house.address}/jobs/{waiting}/")
    page.get_by_role("button", name="Cancel this job").click()
    expect(main).to_contain_text("Cancelled.")

    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    plain = context.new_page()
    empty_house.sign_in(plain)
    plain.goto(f"{empty_house.address}/jobs/{waiting}/")
    plain.get_by_role("button", name="Try again").click()
    for _look in range(300):  # now the worker of the server takes it; without scripts one looks again
        if plain.get_by_text("old jobs and notices cleared").count():
            break
        plain.wait_for_timeout(200)
        plain.reload()
    expect(plain.locator("main")).to_contain_text("old jobs and notices cleared")
    context.close()
