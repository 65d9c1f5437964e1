"""Who does things in the demo, and when: the circumstances of each act."""

from collections.abc import Callable
from dataclasses import dataclass, field

from riser.demo.scenario import Calendar
from riser.foundation.models import Member
from riser.foundation.roles import SYSTEM, Act, Actor, Face, Role


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that is done on a day of the scenario, at an hour (UTC)."""

    day: int
    hour: int
    do: Callable[[], object]


@dataclass
class Cast:
    """The members of the demo organisation by name."""

    organisation_id: int
    calendar: Calendar
    members: dict[str, Member] = field(default_factory=dict)

    def system(self, day: int, hour: int) -> Act:
        """What the machine does at that moment."""
        return self._act(SYSTEM, Face.JOB, day, hour)

    def act(self, name: str, day: int, hour: int) -> Act:
        """What somebody does at that moment, in the browser."""
        member = self.members[name]
        return self._act(Actor(member.pk, name, Role(member.role)), Face.WEB, day, hour)

    def _act(self, actor: Actor, face: Face, day: int, hour: int) -> Act:
        return Act(
            organisation_id=self.organisation_id, actor=actor, face=face, now=self.calendar.at(day, hour)
        )
