"""The columns of a block become typed ones; the rows in which a cell is odd are left to the reader of rows.

No rule stands here. Each distinct text is read by the rule of `rules.cells`, once; only numbers, of which
nearly all are distinct, are cast as a whole where their writing leaves no question.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa
from pyarrow import compute

from riser.connect.intake.blocks import DISTINCT, Block
from riser.connect.intake.columns import Columns
from riser.connect.intake.distinct import Texts, joined, one_text
from riser.connect.intake.staged import MONEY, STAGED
from riser.connect.intake.writing import MILLION, cast
from riser.connect.rules import cells
from riser.connect.rules.cells import Styles, is_null
from riser.connect.rules.facts import Level
from riser.connect.rules.reading import AMOUNTS, COUNTS, day_of, figure, kept_amount, url_of

pc: Any = compute  # its stubs know few of the types that it takes
arrow: Any = pa


def typed(columns: Columns, block: Block, styles: Styles) -> tuple[pa.Table, list[int]]:
    """The rows of a block whose every cell can be taken, and the places of the others."""
    read = _Reading(columns, block, styles)
    name, _ = read.text("campaign_name", cells.words)
    shape = columns.match.shape
    level = shape.level
    read.leave_ranges()
    found = {
        "line": pa.array(range(block.first, block.first + len(block)), pa.int64()),
        "account": read.identifier("account"),
        "campaign": read.key(read.identifier("campaign"), name)
        if shape.names_campaigns
        else read.texts_of(""),
        "campaign_name": name,
        "ad_group": read.key(read.identifier("ad_group"))
        if level == Level.AD_GROUP
        else read.optional("ad_group"),
        "ad": read.key(read.identifier("ad")) if level == Level.AD else read.texts_of(""),
        "day": read.day(),
        "segment": read.segment(),
        **{count: read.count(count) for count in COUNTS},
        **{amount: read.amount(amount) for amount in AMOUNTS},
        "currency": read.currency(),
        "final_url": read.text("final_url", url_of)[0],
        "channel": read.channel(),
    }
    found["rounded"] = read.rounded
    read.leave_totals()
    table = pa.table([found[field.name] for field in STAGED], schema=STAGED)
    if read.odd is None:
        return table, []
    places = pc.indices_nonzero(read.odd).to_pylist()
    return (table.filter(pc.invert(read.odd)), places) if places else (table, [])


class _Reading:
    """One block being read; `odd` marks the rows in which something is not as it should be."""

    def __init__(self, columns: Columns, block: Block, styles: Styles) -> None:
        self.columns, self.block, self.styles = columns, block, styles
        self.odd: Any = None
        self.rounded: Any = pa.repeat(pa.scalar(0, pa.int8()), len(block))
        self._written = styles.number, styles.day_order

    def mark(self, bad: Any) -> None:
        if bad is not None:
            self.odd = bad if self.odd is None else pc.or_(self.odd, bad)

    def texts_of(self, text: str | None) -> Any:
        return one_text(text, len(self.block))

    def text(self, name: str, read: Callable[[str], Any], kind: pa.DataType = DISTINCT) -> tuple[Any, Any]:
        """The values of a field; its bad cells make their rows odd."""
        return self._read((name, *self._written), self.columns.of(self.block, name), read, kind)

    def _read(
        self, key: object, column: Any, read: Callable[[str], Any], kind: pa.DataType
    ) -> tuple[Any, Any]:
        if column is None:
            return arrow.nulls(len(self.block), kind), None
        reading = self.columns.texts.get(key)
        if reading is None:
            reading = self.columns.texts[key] = Texts(read, kind)
        values, bad = reading(column)
        self.mark(bad)
        return values, bad

    def identifier(self, name: str) -> Any:
        spec = self.columns.match.shape.columns.get(name)
        drop = spec.drop if spec else ""
        return self.text(name, lambda text: cells.identifier(text, drop=drop))[0]

    def optional(self, name: str) -> Any:
        """The id of a row, an empty text where it has none."""
        values = self.identifier(name)
        return pc.fill_null(values.cast(pa.string()), "").dictionary_encode() if values.null_count else values

    def key(self, values: Any, fallback: Any = None) -> Any:
        """The id of a row; an empty one, without a fallback, makes the row odd."""
        if not values.null_count and "" not in values.dictionary.to_pylist():
            return values
        plain = values.cast(pa.string())
        found = pc.if_else(pc.equal(plain, ""), None, plain)
        if fallback is not None:
            found = pc.coalesce(found, fallback.cast(pa.string()))
        self.mark(pc.is_null(found))
        return found.dictionary_encode()

    def day(self) -> Any:
        today, order = self.columns.today, self.styles.day_order
        values, _bad = self.text("day", lambda text: day_of(text, order, today=today), pa.date32())
        if values.null_count:
            self.mark(pc.is_null(values))
        return values

    def segment(self) -> Any:
        parts = []
        for name, place in self.styles.segment.items():
            column = self.block.columns.get(place)
            parts.append(self._read(("segment", name), column, _segment_part(name), DISTINCT)[0])
        if not parts:
            return self.texts_of("")
        return joined(parts)

    def channel(self) -> Any:
        rule = self.columns.match.shape.channel
        column = self.columns.of(self.block, rule.field) if rule.field else None
        if column is None:
            return self.texts_of(rule.channel(None))
        return self._read(("channel",), column, rule.channel, DISTINCT)[0]

    def count(self, name: str) -> Any:
        return self._number(name, pa.int64(), lambda text: cells.count(text, self.styles.number))

    def amount(self, name: str) -> Any:
        spec = self.columns.match.shape.columns.get(name)
        divide = spec.divide if spec else Decimal(1)
        figure_of = figure(name)

        def read(text: str) -> Decimal | None:
            value = figure_of(text, self.styles.number)
            return None if value is None else kept_amount(value / divide)[0]

        def loses(text: str) -> int:
            value = figure_of(text, self.styles.number)
            return 0 if value is None else int(kept_amount(value / divide)[1])

        return self._number(name, MONEY, read, divide=divide, loses=loses)

    def _number(
        self,
        name: str,
        kind: pa.DataType,
        read: Callable[[str], Any],
        *,
        divide: Decimal = Decimal(1),
        loses: Callable[[str], int] | None = None,
    ) -> Any:
        """A column of numbers: cast where their writing is plain, read one by one where it is not."""
        column = self.columns.of(self.block, name)
        if column is None:
            return arrow.nulls(len(self.block), kind)
        style, in_millionths = self.styles.number, divide == MILLION
        if divide != 1 and not in_millionths:
            castable = pa.repeat(pa.scalar(False), len(column))
        else:
            castable = self.columns.castable(column, name, style)
        every = pc.all(castable).as_py()
        plain = column if every else pc.if_else(castable, column, None)
        values = cast(plain, style, kind, in_millionths=in_millionths)
        if every:
            return values
        rest = pc.if_else(castable, None, column)
        told, _bad = self._read((name, *self._written), rest, read, kind)
        if loses is not None:
            lost, _ = self._read((name, *self._written, "loses"), rest, loses, pa.int8())
            self.rounded = pc.cast(pc.add(self.rounded, pc.fill_null(lost, 0)), pa.int8())
        return pc.coalesce(values, told)

    def currency(self) -> Any:
        """The currency of a row, else the one in the header of the spend."""
        told = self.columns.match.header_currency
        if "currency" in self.columns.match.fields or told is None:
            return self.text("currency", cells.currency)[0]
        return self._read(("header currency",), self.texts_of(told), cells.currency, DISTINCT)[0]

    def leave_ranges(self) -> None:
        """Leaves to the reader of rows whatever may sum several days."""
        last, first = (self.columns.of(self.block, name) for name in ("day_end", "day"))
        if last is not None and first is not None:
            differs = pc.not_equal(last.cast(pa.string()), first.cast(pa.string()))
            self.mark(pc.fill_null(differs, False))

    def leave_totals(self) -> None:
        """Leaves to the reader of rows whatever may be a sum of other rows."""
        rule = self.columns.match.shape.totals
        if not rule.begins:
            return
        column = self.columns.of(self.block, rule.when_empty)
        if column is None:
            self.mark(pa.repeat(pa.scalar(True), len(self.block)))
            return

        def may_be(text: str) -> bool:
            return is_null(text) or " ".join(text.split()).casefold().startswith(rule.begins)

        self.mark(self._read(("totals",), column, may_be, pa.bool_())[0])


def _segment_part(name: str) -> Callable[[str], str | None]:
    return lambda text: None if is_null(text) else f"{name.lower()}={text}"
