"""How the columns of a platform's file become those of `ad_daily`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from riser.connect.rules.facts import Level
from riser.connect.rules.mapping import Match, Shape, normal, shape_parts


@dataclass(frozen=True, slots=True)
class Totals:
    """Which rows are sums of other rows: the first filled cell begins so, and nothing else fills the field.

    `whole` are the labels of the sum over everything: the platform's own total.
    """

    begins: tuple[str, ...] = ()
    when_empty: str = "day"
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """The channel of a row: by the value of a field, else the same for all."""

    otherwise: str
    field: str = ""
    values: Mapping[str, str] | None = None

    def channel(self, value: str | None) -> str:
        """The channel behind a platform's word."""
        return (self.values or {}).get((value or "").strip().lower(), self.otherwise)


@dataclass(frozen=True)
class AdShape(Shape):
    """One kind of ad file. `level` is how deep its rows go; `segment` splits a campaign's day into rows."""

    level: Level = Level.CAMPAIGN
    plain_numbers: bool = True
    channel: ChannelRule = ChannelRule("other")
    segment: tuple[str, ...] = ()
    totals: Totals = Totals()

    @property
    def names_campaigns(self) -> bool:
        """Whether its rows say to which campaign they belong; some exports name nothing but the ad."""
        told = bool({"campaign", "campaign_name"} & self.columns.keys())
        return told and self.level != Level.ACCOUNT


def ad_shape(data: Mapping[str, Any]) -> AdShape:
    """The typed shape behind one entry of an ad platform's mapping file."""
    totals = data.get("totals", {})
    return AdShape(
        **shape_parts(data),
        level=Level(data["level"]),
        plain_numbers=data["numbers"] == "plain",
        channel=_channel(data["channel"]),
        segment=tuple(data.get("segment", ())),
        totals=Totals(
            begins=tuple(text.casefold() for text in totals.get("begins", ())),
            when_empty=totals.get("when_empty", "day"),
            whole=tuple(text.casefold() for text in totals.get("whole", ())),
        ),
    )


def is_ad(match: Match[Shape]) -> TypeGuard[Match[AdShape]]:
    """Whether the file came from an ad platform."""
    return isinstance(match.shape, AdShape)


def segment_columns(match: Match[AdShape]) -> dict[str, int]:
    """The columns of this file that split a campaign's day into several rows."""
    places = {normal(header): index for index, header in reversed(list(enumerate(match.headers)))}
    return {name: places[normal(name)] for name in match.shape.segment if normal(name) in places}


def _channel(data: Mapping[str, Any]) -> ChannelRule:
    values = {key.lower(): value for key, value in data.get("values", {}).items()}
    return ChannelRule(otherwise=data["otherwise"], field=data.get("field", ""), values=values)
