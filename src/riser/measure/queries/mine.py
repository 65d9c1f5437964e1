"""Which campaigns are somebody's own: they own them, are named for a part, or came in as their guest."""

from datetime import date

from riser.foundation.roles import Act
from riser.plan.evidence.results import Part, parts
from riser.plan.queries import visible_ids


def my_parts(act: Act, as_of: date) -> list[Part]:
    """The campaigns of the one who acts that are not archived, by name; the system has none."""
    member = act.actor.member_id
    if member is None:
        return []
    only = visible_ids(act)
    mine = (
        part
        for part in parts(act.organisation_id, as_of).values()
        if not part.archived and _is_mine(part, member, only)
    )
    return sorted(mine, key=lambda part: part.name.casefold())


def runs_campaigns(act: Act, as_of: date) -> bool:
    """Whether any campaign is the acting member's own: then the day begins with these."""
    return bool(my_parts(act, as_of))


def _is_mine(part: Part, member: int, only: frozenset[int] | None) -> bool:
    if only is not None:
        return part.campaign in only
    return member in part.owners or member in part.named
