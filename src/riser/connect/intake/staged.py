"""The rows of an ad export as they wait aside: their columns, and the mark by which repeats are found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import compute

from riser.connect.intake.blocks import DISTINCT
from riser.connect.rules.reading import SMALLEST, AdRow

if TYPE_CHECKING:
    from numpy.typing import NDArray

pc: Any = compute  # its stubs know few of the types that it takes
MONEY = pa.decimal128(18, 6)
KEY_TEXTS = ("account", "campaign", "ad_group", "ad", "segment")
ALL_BITS = (1 << 64) - 1
ODD = np.uint64(0x9E3779B97F4A7C15)  # spreads numbers that are near each other

STAGED = pa.schema(
    [
        pa.field("line", pa.int64()),
        pa.field("account", DISTINCT),
        pa.field("campaign", DISTINCT),
        pa.field("campaign_name", DISTINCT),
        pa.field("ad_group", DISTINCT),
        pa.field("ad", DISTINCT),
        pa.field("day", pa.date32()),
        pa.field("segment", DISTINCT),
        pa.field("impressions", pa.int64()),
        pa.field("clicks", pa.int64()),
        pa.field("spend", MONEY),
        pa.field("conversions", MONEY),
        pa.field("conversion_value", MONEY),
        pa.field("currency", DISTINCT),
        pa.field("final_url", DISTINCT),
        pa.field("channel", DISTINCT),
        pa.field("rounded", pa.int8()),
    ]
)


def typed_rows(rows: Sequence[AdRow]) -> pa.Table:
    """Rows that were read one by one, in the same columns."""
    return pa.table(
        [_array([getattr(row, field.name) for row in rows], field.type) for field in STAGED], schema=STAGED
    )


def _array(values: list[Any], kind: pa.DataType) -> Any:
    if kind == DISTINCT:
        return pa.array(values, pa.string()).dictionary_encode()
    if pa.types.is_decimal(kind):
        values = [None if value is None else value.quantize(SMALLEST) for value in values]
    return pa.array(values, kind)


def marks_of(rows: pa.Table) -> "NDArray[np.uint64]":
    """A number for each row that is the same where account, campaign, ad group, ad, day and segment are.

    It holds within this process. Different rows may, once in a long while, share one.
    """
    marks = rows["day"].combine_chunks().cast(pa.int32()).to_numpy(zero_copy_only=False).astype(np.uint64)
    for name in KEY_TEXTS:
        column: Any = rows[name].combine_chunks()
        hashes = np.array([hash(text) & ALL_BITS for text in column.dictionary.to_pylist()] + [1], np.uint64)
        places = pc.fill_null(column.indices, len(hashes) - 1).to_numpy(zero_copy_only=False)
        marks = (marks ^ (marks >> np.uint64(29))) * ODD + hashes[places]
    return marks
