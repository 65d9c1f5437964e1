"""What waits for one person, over all rooms."""

from riser.foundation.registries import Task, tasks
from riser.foundation.roles import Act


def waiting(act: Act) -> list[Task]:
    """Everything that waits for the acting person, newest first; each source asks once."""
    found = (task for _topic, source in tasks.items() for task in source(act))
    return sorted(found, key=lambda task: task.since, reverse=True)
