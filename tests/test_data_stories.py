"""The stories of DAT 2.1 and DAT 2.2, played as records, come out as their keys say.

They stand here because the player of stories belongs to plan, and connect lies below it.
"""

from pathlib import Path

import pytest

from riser.foundation.evidence import Fact, Instance
from riser.plan.tests.story_runner import Stage, Story, judged, stories

NAMES = stories("DAT 2.1")
ARRIVALS = stories("DAT 2.2")


@pytest.mark.django_db
@pytest.mark.parametrize("story", NAMES, ids=str)
def test_names_and_links_come_out_as_told(story: Story, tmp_path: Path) -> None:
    _instance, fact = judged(story, tmp_path)
    assert (fact.value, fact.critical is not None) == (story.key, story.critical), fact


@pytest.mark.django_db
@pytest.mark.parametrize("story", ARRIVALS, ids=str)
def test_arrivals_come_out_as_told(story: Story, tmp_path: Path) -> None:
    """A source that was never connected has no month to judge: that is how "no source" shows here."""
    facts = Stage(story, tmp_path).play()
    months = [pair for pair in facts.values() if _has_spend(pair)]
    if story.key == "NE":
        assert months == []
        return
    ((_instance, fact),) = months
    assert (fact.value, fact.critical is not None) == (story.key, story.critical), fact


def _has_spend(pair: tuple[Instance, Fact]) -> bool:
    """Whether the month is the story's own; the player connects the account by an empty day long before."""
    instance, _fact = pair
    return instance.kind == "source-month" and instance.spend > 0


def test_there_are_stories_to_play() -> None:
    assert len(NAMES) >= 5
    assert len(ARRIVALS) >= 5
