"""Days of ads by what split them: by hour, device, network, age … as the file told them.

A file that splits a day writes several rows of it, and those rows are the day. Here they stand once more,
summed for each kind of split. Which column is of which kind is data, in
`connect/mappings/words/breakdowns.yaml`.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from riser.connect.tables import every_table

if TYPE_CHECKING:
    import ibis.expr.types as ir

PLACE = ("source", "month", "account", "level", "campaign", "ad_group", "ad", "day")
MONEY = ("currency", "currency_assumed")
FIGURES = ("impressions", "clicks", "spend", "conversions", "conversion_value")
NO_HOUR = -1


@cache
def kinds() -> dict[str, dict[str, list[str]]]:
    """By source and kind of split the columns that are of that kind."""
    path = files("riser.connect.mappings") / "words" / "breakdowns.yaml"
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text("utf-8"))
    return found


def by_kind(daily: "ir.Table") -> "ir.Table":
    """One row for each kind and value by which a day of `ad_daily` was split, as rows of `ad_breakdown`.

    With device=MOBILE;network=SEARCH and device=MOBILE;network=CONTENT the two are one row of the device.
    """
    import ibis

    split = daily.filter(daily.segment != "").mutate(part=daily.segment.split(";")).unnest("part")
    at = split.part.find("=")
    told = split.mutate(name=split.part.substr(0, at), value=split.part.substr(at + 1))
    matches = [((told.source == source) & (told.name == name), kind) for source, name, kind in _columns()]
    known = told.mutate(kind=ibis.cases(*matches, else_="")).filter(lambda row: row.kind != "")
    summed = known.group_by([*PLACE, "kind", "value", *MONEY]).aggregate(
        **{name: known[name].sum().cast(known[name].type()) for name in FIGURES},
        load_id=known.load_id.argmax(known.loaded_at),
        loaded_at=known.loaded_at.max(),
    )
    begins = summed["value"].re_extract(r"^\d{1,2}", 0).nullif("")
    hour = ibis.ifelse(summed.kind == "hour", begins.cast("int64").fill_null(NO_HOUR), NO_HOUR)
    return summed.mutate(hour=hour).select(*every_table()["ad_breakdown"].names, "load_id", "loaded_at")


def _columns() -> Iterator[tuple[str, str, str]]:
    """Source, column as a segment writes it, kind."""
    for source, of in kinds().items():
        for kind, names in of.items():
            yield from ((source, name, kind) for name in sorted({name.lower() for name in names}))
