"""The verbs that stories of this room add to those of plan: a checkpoint, a verdict, an agreed lag."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from riser.foundation.evidence import Fact, Instance
from riser.measure import actions
from riser.measure.words import Decision, Result
from riser.plan.tests.story_runner import VERBS, Stage, Step, Story


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _checkpoint(stage: Stage, step: Step) -> None:
    actions.record_checkpoint(
        stage.act(step),
        campaign_id=stage.campaign_id,
        data_day=_day(step["data_day"]),
        decision=Decision(step["decision"]),
        note=step.get("note", ""),
    )


def _verdict(stage: Stage, step: Step) -> None:
    requirement = stage.requirement(step["requirement"])
    assert requirement is not None
    actions.give_verdict(
        stage.act(step),
        requirement_id=requirement,
        outcome=actions.Outcome(
            result=Result(step["result"]),
            value=Decimal(str(step["value"])) if "value" in step else None,
            n=step.get("n"),
            metric=step["metric"],
            window_from=_day(step["from"]),
            window_to=_day(step["to"]),
            source=step["source"],
        ),
    )


def _lag(stage: Stage, step: Step) -> None:
    actions.agree_lag(stage.act(step), source=step["source"], days=step["days"])


MEASURE_VERBS: Mapping[str, Callable[[Stage, Step], None]] = {
    **VERBS,
    "record_checkpoint": _checkpoint,
    "give_verdict": _verdict,
    "agree_lag": _lag,
}


class MeasureStage(Stage):
    """A stage on which checkpoints and verdicts are played too."""

    def play(self) -> dict[str, tuple[Instance, Fact]]:
        """Every instance the indicator speaks of, with its fact, once all steps are recorded."""
        self._set_up()
        for step in sorted(self.story.records["steps"], key=lambda one: str(one["at"])):
            MEASURE_VERBS[step["do"]](self, step)
        return dict(self._ask())


def judged(story: Story, folder: Path) -> tuple[Instance, Fact]:
    """The fact of the story's one instance."""
    facts = MeasureStage(story, folder).play().values()
    return [pair for pair in facts if pair[0].kind == story.instance][-1]
