"""How numbers look that can be cast as they are: the shape of their digits, by the style of the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
from pyarrow import compute

from riser.connect.rules.cells import NumberStyle

pc: Any = compute  # its stubs know few of the types that it takes
MILLION = 1_000_000
MILLIONTH = pa.scalar(Decimal("0.000001"))

_GROUPED = r"[0-9]{1,3}(?:%s[0-9]{3}){1,3}"
_WHOLE = r"^(?:[0-9]{1,12})$"


@dataclass(frozen=True, slots=True)
class Writing:
    """How numbers look that can be cast as they are, without the mark of their groups."""

    whole: str
    amount: str
    group: str = ""
    point: str = "."


WRITINGS: Mapping[NumberStyle | None, Writing] = {
    None: Writing(_WHOLE, _WHOLE),
    NumberStyle.PLAIN: Writing(_WHOLE, r"^(?:[0-9]{1,12}(?:\.[0-9]{1,6})?)$"),
    NumberStyle.POINT: Writing(
        rf"^(?:{_GROUPED % ','}|[0-9]{{1,12}})$",
        rf"^(?:(?:{_GROUPED % ','}|[0-9]{{1,12}})(?:\.[0-9]{{1,6}})?)$",
        group=",",
    ),
    NumberStyle.COMMA: Writing(
        rf"^(?:{_GROUPED % re.escape('.')}|[0-9]{{1,12}})$",
        rf"^(?:(?:{_GROUPED % re.escape('.')}|[0-9]{{1,12}})(?:,[0-9]{{1,6}})?)$",
        group=".",
        point=",",
    ),
}


def castable(column: Any, style: NumberStyle | None, *, whole: bool) -> Any:
    """Which of these texts leave no question; `whole` ones have no decimals."""
    writing = WRITINGS[style]
    return pc.match_substring_regex(column, writing.whole if whole else writing.amount)


def cast(column: Any, style: NumberStyle | None, kind: pa.DataType, *, in_millionths: bool) -> Any:
    """Such texts as numbers; those in millionths are whole ones."""
    writing = WRITINGS[style]
    if writing.group:
        column = pc.replace_substring(column, writing.group, "")
    if in_millionths:
        whole = pc.cast(pc.cast(column, pa.int64()), pa.decimal128(19, 0))
        return pc.cast(pc.multiply(whole, MILLIONTH), kind)
    if writing.point != ".":
        column = pc.replace_substring(column, writing.point, ".")
    return pc.cast(column, kind)
