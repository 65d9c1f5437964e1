"""Of conversions by action those that count: one primary action per account and goal.

A platform tells one sale under several types. Which of them is the primary one is data, in
`connect/mappings/words/conversions.yaml`.
"""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from riser.connect.tables import every_table

if TYPE_CHECKING:
    import ibis.expr.types as ir

DEFAULT = "default"  # the attribution that is set in the account
LAST = 10_000


@cache
def goals() -> dict[str, dict[str, list[str]]]:
    """By source and goal the actions that may stand for it, the most comprehensive first."""
    path = files("riser.connect.mappings") / "words" / "conversions.yaml"
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text("utf-8"))
    return found


def by_goal(rows: "ir.Table") -> "ir.Table":
    """The rows of the primary action of each goal, under the account's own attribution."""
    import ibis

    told = [
        (source, action, goal, place)
        for source, wanted in goals().items()
        for goal, actions in wanted.items()
        for place, action in enumerate(actions)
    ]
    matches = [((rows.source == one[0]) & (rows.action == one[1]), one) for one in told]
    ranked = rows.filter(rows.attribution == DEFAULT).mutate(
        goal=ibis.cases(*((match, one[2]) for match, one in matches), else_=""),
        place=ibis.cases(*((match, one[3]) for match, one in matches), else_=LAST),
    )
    mine = ibis.window(group_by=["source", "account", "level", "tells", "goal"])
    known = ranked.filter(ranked.goal != "").mutate(first=lambda row: row.place.min().over(mine))
    chosen = known.filter(known.place == known.first)
    return chosen.select((*every_table()["ad_goal_daily"].names, "load_id", "loaded_at"))
