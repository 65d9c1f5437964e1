"""The stories of this room's practices, played as records, come out as their keys say."""

from pathlib import Path

import pytest

from riser.plan.evidence import SIGNALS
from riser.plan.tests.story_runner import Story, judged, stories

STORIES = [story for practice in SIGNALS for story in stories(practice)]


@pytest.mark.django_db
@pytest.mark.parametrize("story", STORIES, ids=str)
def test_the_records_of_a_story_are_characterised_as_its_key(story: Story, tmp_path: Path) -> None:
    """The sentence is part of the answer: a characterisation nobody can read is none."""
    _instance, fact = judged(story, tmp_path)
    assert (fact.value, fact.critical is not None) == (story.key, story.critical), fact
    assert fact.reason


def test_every_practice_of_this_room_has_stories_to_play() -> None:
    assert {story.practice for story in STORIES} == set(SIGNALS), (
        "give each story of a computed practice its `records` in assess/content/rmm, and the practice a "
        "line in SIGNALS"
    )
