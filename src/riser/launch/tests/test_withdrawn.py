"""A pass taken back before the money ran is no pass: stories that come out well, with one red more."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from riser.foundation.evidence import Characterisation
from riser.launch.tests.stories import LaunchStage, judged
from riser.launch.words import Check
from riser.plan.tests.story_runner import Story, stories

GOOD = {"CMP 2.1": Check.CLAIMS_CHECKED, "VER 2.2": Check.TEST_CONVERSION}


def good(practice: str) -> Story:
    """The story of a practice that is fully met."""
    return next(one for one in stories(practice) if one.key == Characterisation.FM)


def with_red(story: Story, code: str, at: str) -> Story:
    """The same, with the last signature of a check repeated as red at a later moment."""
    steps: list[dict[str, Any]] = list(story.records["steps"])
    last = next(step for step in reversed(steps) if step.get("code") == code)
    return replace(story, records={**story.records, "steps": [*steps, {**last, "at": at, "result": "fail"}]})


@pytest.mark.django_db
@pytest.mark.parametrize("practice", GOOD)
def test_a_red_after_the_pass_and_before_the_money_takes_the_pass_away(practice: str, tmp_path: Path) -> None:
    story = good(practice)
    spent = next(step for step in story.records["steps"] if step["do"].startswith("load_"))
    first = str(spent.get("from") or spent["rows"][0][0])
    _instance, fact = judged(with_red(story, GOOD[practice], f"{first} 00:30"), tmp_path)
    assert fact.value != Characterisation.FM, fact


@pytest.mark.django_db
def test_who_works_here_is_read_once_for_all_launches(tmp_path: Path) -> None:
    story = good("CMP 2.1")
    steps: list[dict[str, Any]] = list(story.records["steps"])
    twins = [
        {**step, "name": "Twin"} if step["do"] == "plan_ready" else step
        for step in steps
        if step["do"] in {"plan_ready", "load_spend"}
    ]
    twins = [{**step, "keys": ["c2"]} if "keys" in step else {**step, "key": "c2"} for step in twins]
    stage = LaunchStage(replace(story, records={**story.records, "steps": [*steps, *twins]}), tmp_path)
    stage.play()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        facts = dict(stage._ask())
    assert len([pair for pair in facts.values() if pair[0].kind == "campaign"]) == 2
    names = [one["sql"] for one in asked if "foundation_member" in one["sql"] and "SELECT" in one["sql"]]
    assert len(names) <= 3, names
