"""After the grid is saved a newcomer is told what comes next, until the four questions are answered."""

from collections.abc import Callable

import pytest
from django.test import Client

from cast import Cast
from riser.connect.queries import loads
from riser.foundation.evidence import RecordRef
from riser.foundation.trail import record_event
from riser.plan.models import Campaign
from riser.plan.tests.spend import key
from riser.plan.tests.test_grid import FULL, LATER, posted, spent  # noqa: F401 - a fixture

NEXT = 'href="/assess/fitness/"'
PRIMARY = 'class="btn pri'


def mark(name: str) -> str:
    return f"draft:google_ads/{key(name).account}/{name}"


def current_step(page: str) -> str:
    return page.split('aria-current="step">')[1].split("<")[0].strip()


@pytest.mark.parametrize("both", [True, False])
def test_the_page_after_saving_leads_to_the_four_questions_by_its_one_primary_button(
    spent: Cast,  # noqa: F811
    client_of: Callable[[str], Client],
    both: bool,
) -> None:
    client = client_of("Cleo")
    assert current_step(client.get("/plan/grid/").content.decode()) == "3 Correct the plan"
    second = {"owner": "Bob"} if both else {}
    rows = posted((mark("c1"), FULL), (mark("c2"), second))
    page = client.post("/plan/grid/", rows, follow=True).content.decode()
    assert Campaign.objects.count() == 1 + both
    assert current_step(page) == "4 Four questions"
    main = page.split("<main")[1]
    assert main.count(PRIMARY) == 1
    assert NEXT in main.split(PRIMARY)[1].split(">")[0]


def test_an_answered_fitness_test_ends_the_first_run(
    spent: Cast,  # noqa: F811
    client_of: Callable[[str], Client],
) -> None:
    record_event(spent.act("Cleo", now=LATER), RecordRef("submission", "1"), "answer fitness test", after={})
    page = client_of("Cleo").get("/plan/grid/").content.decode()
    assert 'aria-current="step"' not in page
    assert NEXT not in page


def test_the_page_of_a_load_says_what_comes_next_once_every_campaign_is_planned(
    spent: Cast,  # noqa: F811
    client_of: Callable[[str], Client],
) -> None:
    client = client_of("Cleo")
    [newest, *_others] = loads(spent.id, limit=1)

    def button() -> tuple[str, str]:
        main = client.get(f"/connect/loads/{newest.id}/").content.decode().split("<main")[1]
        assert main.count(PRIMARY) == 1
        return current_step(main) if 'aria-current="step"' in main else "", main.split(PRIMARY)[1][:200]

    step, said = button()
    assert (step, "Correct the drafted plan" in said) == ("3 Correct the plan", True)
    client.post("/plan/grid/", posted((mark("c1"), FULL), (mark("c2"), {"owner": "Bob"})))
    step, said = button()
    assert (step, "Answer four questions" in said, NEXT in said) == ("4 Four questions", True, True)
    record_event(spent.act("Cleo", now=LATER), RecordRef("submission", "1"), "answer fitness test", after={})
    step, said = button()
    assert (step, "See spend against the plan" in said, 'href="/plan/"' in said) == ("", True, True)
    viewer = client_of("Vera").get(f"/connect/loads/{newest.id}/").content.decode()
    assert "Correct the drafted plan" not in viewer
    assert PRIMARY not in viewer.split("<main")[1]
