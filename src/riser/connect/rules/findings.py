"""What is worth a look in a set of campaign-days. Each finding is a value; the sentence is made by the shell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from riser.foundation.evidence import PlatformKey


class FindingKind(StrEnum):
    """The kinds of finding, in the order people should look at them."""

    NO_CONVERSION = "no_conversion"
    JUMP = "jump"
    SAME_NAME = "same_name"
    LINK = "link"
    GAP = "gap"
    NAME_RULE = "name_rule"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: which campaigns, on which days, with how much spend (None = unknown).

    `facts` hold the values of its sentence as text.
    """

    kind: FindingKind
    keys: tuple[PlatformKey, ...]
    names: tuple[str, ...]
    from_day: date
    to_day: date
    spend: Decimal | None
    currency: str
    facts: Mapping[str, str]
