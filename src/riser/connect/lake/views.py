"""Views: tables that are read from another one anew each time, so that they can never contradict it.

Their columns and their meaning stand in `connect/tables` like those of every table. They are Ibis
expressions: the same on every engine that reads the lake.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from riser.connect.lake.breakdowns import by_kind
from riser.connect.lake.conversions import by_goal
from riser.connect.lake.reads import Build, Rows, select_of
from riser.connect.lake.tables import TABLES
from riser.connect.tables import every_table

if TYPE_CHECKING:
    import ibis.expr.types as ir

RANK = 10**17  # microseconds since 1970 stay below it until the year 5138
PLACES = {"last_click": 1, "collected": 2, "page": 3, "referrer": 4}  # the order in which they are believed
NOWHERE = 9


def select_table(organisation_id: int, name: str, build: Build) -> Rows:
    """The rows of an expression built on a table or a view; none where nothing is loaded."""
    return select_of(organisation_id, lambda stored: shown(name, lambda of: stored(TABLES[of])), build)


def shown(name: str, stored: Callable[[str], "ir.Table | None"]) -> "ir.Table | None":
    """A table or a view as it is read, given what gives the stored rows of a table; None where nothing is."""
    told = every_table()[name]
    own = stored(told.view_of or name)
    if told.view_of:
        return None if own is None else VIEWS[name](own)
    other = stored(told.also_of) if told.also_of else None
    if other is None:
        return own
    added = ADDED[name](other)
    return added if own is None else own.select(*added.columns).cast(added.schema()).union(added)


def sessions(events: "ir.Table") -> "ir.Table":
    """One row per visitor and session number: when, how much, and where it came from.

    Where it came from is told by the event that knows it best: by the last click before what was collected,
    by that before the tags of a page, by those before the page before; the earliest of them counts.
    """
    import ibis

    known = events.filter(events.person.notnull() & events.session.notnull())
    moment = known["at"].epoch_seconds().cast("int64") * 1_000_000 + known.seq % 1_000_000
    told = ibis.struct({name: known[f"traffic_{name}"] for name in ("source", "medium", "campaign", "by")})
    place = ibis.struct({"host": known.host, "page": known.page})
    found = known.mutate(told=told, place=place, moment=moment).mutate(
        rank=_rank(known) * RANK + moment,
        shown=ibis.ifelse(known.page.isnull(), RANK, 0) + moment,
        is_purchase=known.event == "purchase",
    )
    return _grouped(found).select(every_table()["session"].names + PROVENANCE)


def touchpoints(events: "ir.Table") -> "ir.Table":
    """One row per contact of a visitor: each session, with where it came from."""
    found = sessions(events)
    return found.mutate(at=found.started_at, kind="session").select(
        every_table()["touchpoint"].names + PROVENANCE
    )


def activity(events: "ir.Table") -> "ir.Table":
    """One row per visitor and day with an event, and which day since the first one that is."""
    import ibis

    known = events.filter(events.person.notnull())
    days = known.group_by(["source", "account", "person", "day"]).aggregate(
        events=known.count(), **_newest(known)
    )
    mine = ibis.window(group_by=["source", "account", "person"])
    first = days.mutate(first_day=days.day.min().over(mine))
    return first.mutate(days_since_first=first.day.delta(first.first_day, unit="day").cast("int64")).select(
        every_table()["person_activity"].names + PROVENANCE
    )


def _grouped(found: "ir.Table") -> "ir.Table":
    told, place = found.told.argmin(found["rank"]), found.place.argmin(found.shown)
    summed = found.group_by(["source", "account", "person", "session"]).aggregate(
        day=found.day.min(),
        started_at=found["at"].min(),
        ended_at=found["at"].max(),
        events=found.count(),
        page_views=(found.event == "page_view").sum(),
        engaged=found.engaged.fill_null(False).max(),
        told=told,
        place=place,
        purchases=found.is_purchase.sum(),
        value=found["value"].sum(where=found.is_purchase),
        currency=found.currency.max(where=found.is_purchase),
        device=found.device.max(),
        country=found.country.max(),
        **_newest(found),
    )
    return summed.mutate(
        landing_host=summed.place.host,
        landing_page=summed.place.page,
        **{f"traffic_{name}": summed.told[name] for name in ("source", "medium", "campaign", "by")},
    )


def _rank(events: "ir.Table") -> Any:
    import ibis

    return ibis.cases(*((events.traffic_by == name, rank) for name, rank in PLACES.items()), else_=NOWHERE)


def _newest(found: "ir.Table") -> dict[str, Any]:
    """The load that last brought something of a row."""
    return {"load_id": found.load_id.argmax(found.loaded_at), "loaded_at": found.loaded_at.max()}


PROVENANCE = ("load_id", "loaded_at")
VIEWS: Mapping[str, Callable[["ir.Table"], "ir.Table"]] = {
    "session": sessions,
    "touchpoint": touchpoints,
    "person_activity": activity,
    "ad_goal_daily": by_goal,
}
ADDED: Mapping[str, Callable[["ir.Table"], "ir.Table"]] = {"ad_breakdown": by_kind}
