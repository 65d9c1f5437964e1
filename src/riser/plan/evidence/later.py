"""What rooms above record of a plan: results of launch checks, and what was looked at again after a change.

It stands apart from the reading, so that a signature at the gate does not make plans and spend be read anew.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from django.conf import settings

from riser.foundation import kept, trail
from riser.foundation.approvals import Reviewed, reviews
from riser.foundation.histories import Histories
from riser.plan.evidence.reading import Clock, History, State, by_campaign, by_then, clock_of
from riser.plan.words import Kind


@dataclass(frozen=True)
class Later:
    """What was on record by the end of `as_of`."""

    as_of: date
    reviews: tuple[Reviewed, ...]  # what was looked at again because a requirement changed
    every_check: Histories[State]

    @cached_property
    def checks(self) -> Mapping[int, History]:
        """The results of launch checks by campaign."""
        return by_campaign(by_then(self.every_check, self.as_of))


def read_later(organisation_id: int, as_of: date, go_live: date | None = None) -> Later:
    """The same object while nothing new was written."""
    stamp, clock = kept.stamp(organisation_id), clock_of(organisation_id, go_live)
    return _read(str(settings.RISER_HOME), stamp, organisation_id, as_of, clock)


@lru_cache(maxsize=4)
def _read(_home: str, _stamp: Hashable, organisation_id: int, as_of: date, clock: Clock) -> Later:
    stamp = trail.version_stamps(organisation_id).get(Kind.LAUNCH_CHECK)
    return Later(
        as_of=as_of,
        reviews=tuple(reviews(organisation_id, Kind.REQUIREMENT, as_of=as_of)),
        every_check=clock.histories(organisation_id, Kind.LAUNCH_CHECK, stamp),
    )
