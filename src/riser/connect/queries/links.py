"""Reads: what links are held against in an organisation, and since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from riser.connect.channels import default_values, policy_of, rules_on
from riser.connect.rules.links import LinkPolicy, LinkRules
from riser.foundation import trail

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


def utm_policy(organisation_id: int, *, as_of: date = date.max) -> PolicyState:
    """The policy in force at the end of a day; one query."""
    rows = trail.versions(organisation_id, POLICY_KIND, as_of=as_of).get(POLICY_ID)
    if not rows:
        return PolicyState(default_values())
    row = rows[-1]
    return PolicyState({**default_values(), **row.data}, row.number, row.author_name, row.recorded_at)


def link_rules(organisation_id: int, *, as_of: date = date.max) -> LinkRules:
    """What links are held against on a day: the organisation's policy and the channels of GA4; one query."""
    return rules_on(as_of, utm_policy(organisation_id, as_of=as_of).policy)
