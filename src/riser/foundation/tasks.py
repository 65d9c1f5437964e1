"""What waits for one person, over all rooms."""

from collections.abc import Container

from riser.foundation.kept import keep
from riser.foundation.registries import Task, tasks
from riser.foundation.roles import Act

UNTOLD = frozenset({"jobs"})  # no event tells how a job ended
QUARTER_HOUR = 900  # seconds; in every zone of the world a day begins on one


def waiting(act: Act) -> list[Task]:
    """Everything that waits for the acting person, newest first; each source asks once."""
    moment = int(act.now.timestamp()) // QUARTER_HOUR
    told = keep(
        act.organisation_id,
        ("waiting", act.actor, act.scope, moment),
        lambda: _of(act, [topic for topic, _source in tasks.items() if topic not in UNTOLD]),
    )
    return sorted([*told, *_of(act, UNTOLD)], key=lambda task: task.since, reverse=True)


def _of(act: Act, topics: Container[str]) -> list[Task]:
    return [task for topic, source in tasks.items() if topic in topics for task in source(act)]
