"""The stories of VAL 2.1 and VAL 2.2, played through real actions, come out as their keys."""

from pathlib import Path

import pytest

from riser.measure.tests.stories import judged
from riser.plan.tests.story_runner import Story, stories

PLAYED = [story for practice in ("VAL 2.1", "VAL 2.2") for story in stories(practice)]


def test_every_story_has_records() -> None:
    assert [story.key for story in PLAYED].count("FM") == 2
    assert len(PLAYED) == 12


@pytest.mark.django_db
@pytest.mark.parametrize("story", PLAYED, ids=str)
def test_a_story_comes_out_as_its_key(story: Story, tmp_path: Path) -> None:
    _instance, fact = judged(story, tmp_path)
    assert (fact.value, fact.critical is not None) == (story.key, story.critical), fact.reason
