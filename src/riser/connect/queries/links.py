"""Reads: what links are held against in an organisation, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from riser.connect.channels import book_on, default_values, policy_of
from riser.connect.rules.links import LinkPolicy, LinkRules
from riser.foundation import trail
from riser.foundation.models import RecordVersion
from riser.foundation.queries import house

POLICY_KIND, POLICY_ID = "utm_policy", "policy"


@dataclass(frozen=True, slots=True)
class PolicyState:
    """The UTM policy of an organisation. Version 0 is the one that comes with Riser, written by nobody."""

    values: Mapping[str, Any]
    number: int = 0
    by: str = ""
    at: datetime | None = None

    @property
    def policy(self) -> LinkPolicy:
        """The policy that the fields make."""
        return policy_of(self.values)


@dataclass(frozen=True)
class LinkHistory:
    """What links were held against and when: each policy with its first day, oldest first."""

    policies: tuple[tuple[date, PolicyState], ...]
    _made: dict[tuple[int, str], LinkRules] = field(default_factory=dict, compare=False, repr=False)

    def rules_on(self, day: date) -> LinkRules:
        """What a link is held against at the end of a day; made once for each policy and ruleset."""
        state = next((one for since, one in reversed(self.policies) if since <= day), _shipped())
        book = book_on(day)
        made = (state.number, book.ruleset.id)
        if made not in self._made:
            self._made[made] = LinkRules(state.policy, book)
        return self._made[made]


def utm_policy(organisation_id: int) -> PolicyState:
    """The newest policy; one query."""
    rows = _versions(organisation_id)
    return _state(rows[-1]) if rows else _shipped()


def link_history(organisation_id: int) -> LinkHistory:
    """Every policy, from the day on which it was set where the organisation counts its days; two queries."""
    place = house(organisation_id)
    rows = _versions(organisation_id)
    return LinkHistory(tuple((place.day(row.happened_at), _state(row)) for row in rows))


def link_rules(organisation_id: int, *, as_of: date) -> LinkRules:
    """What links are held against on a day: the policy in force and the channels of GA4; two queries."""
    return link_history(organisation_id).rules_on(as_of)


def _versions(organisation_id: int) -> list[RecordVersion]:
    return trail.versions(organisation_id, POLICY_KIND, as_of=date.max).get(POLICY_ID, [])


def _shipped() -> PolicyState:
    return PolicyState(default_values())


def _state(row: RecordVersion) -> PolicyState:
    return PolicyState({**default_values(), **row.data}, row.number, row.author_name, row.recorded_at)
