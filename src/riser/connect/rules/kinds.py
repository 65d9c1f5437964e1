"""What a record of each evidence kind has to hold, and in which form: what the indicators read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from riser.connect.rules.cells import BadCell, Cell, Wrong, is_null
from riser.connect.rules.moments import MomentStyle, moment, whole_day
from riser.connect.rules.words import folded
from riser.connect.rules.work import EvidenceKind

LONGEST_ATTRIBUTE = 4000


class Form(StrEnum):
    """How the text of an attribute is read; it is kept in ISO form."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing a kind of record holds. `choices` are the words for each allowed value, in both languages."""

    name: str
    form: Form = Form.TEXT
    required: bool = False
    choices: Mapping[str, tuple[str, ...]] | None = None


DECISION = {
    "continue": ("continue", "go on", "继续"),
    "change": ("change", "调整"),
    "stop": ("stop", "停止"),
}
VERDICT = {
    "met": ("met", "达成", "达到"),
    "missed": ("missed", "not met", "未达成", "未达到"),
    "undecidable": ("undecidable", "无法判定", "不可判定"),
}
CHECKED = {"pass": ("pass", "passed", "ok", "通过"), "fail": ("fail", "failed", "不通过", "未通过")}
PURPOSE = {"bid": ("bid", "bidding", "出价"), "count": ("count", "counting", "计数", "统计")}
YES = {"yes": ("yes", "true", "1", "是"), "no": ("no", "false", "0", "否")}

NEEDS: Mapping[EvidenceKind, tuple[Attribute, ...]] = {
    EvidenceKind.BRIEF: (Attribute("accepted_at", Form.MOMENT), Attribute("promised", Form.DAY)),
    EvidenceKind.APPROVAL: (
        Attribute("topic", required=True),
        Attribute("requested_by"),
        Attribute("requested_at", Form.MOMENT),
    ),
    EvidenceKind.REVIEW: (Attribute("round", Form.NUMBER, required=True),),
    EvidenceKind.WORK_ITEM: (
        Attribute("rounds", Form.NUMBER),
        Attribute("hours"),
        Attribute("task"),
        Attribute("step"),
        Attribute("reason"),
    ),
    EvidenceKind.MILESTONE: (Attribute("launch", Form.CHOICE, choices=YES),),
    EvidenceKind.CHECKPOINT: (
        Attribute("data_day", Form.DAY, required=True),
        Attribute("decision", Form.CHOICE, choices=DECISION),
    ),
    EvidenceKind.VERDICT: (
        Attribute("requirement", required=True),
        Attribute("metric", required=True),
        Attribute("window_from", Form.DAY, required=True),
        Attribute("window_to", Form.DAY, required=True),
        Attribute("result", Form.CHOICE, required=True, choices=VERDICT),
        Attribute("n", Form.NUMBER),
        Attribute("source"),
    ),
    EvidenceKind.TEST_CONVERSION: (
        Attribute("system", required=True),
        Attribute("purpose", Form.CHOICE, required=True, choices=PURPOSE),
        Attribute("event_id", required=True),
        Attribute("file_hash"),
    ),
    EvidenceKind.CLASS_STANDARD: (
        Attribute("class", required=True),
        Attribute("version", required=True),
        Attribute("revised", Form.DAY, required=True),
        Attribute("closed_campaigns", Form.NUMBER),
        Attribute("tasks"),
        Attribute("steps"),
    ),
    EvidenceKind.CLAIM_CHECK: (
        Attribute("check", required=True),
        Attribute("result", Form.CHOICE, required=True, choices=CHECKED),
        Attribute("version", required=True),
        Attribute("role"),
        Attribute("live_version"),
    ),
    EvidenceKind.PROMISE_RULE: (
        Attribute("class", required=True),
        Attribute("lower", Form.NUMBER, required=True),
        Attribute("upper", Form.NUMBER, required=True),
        Attribute("percentile", Form.NUMBER, required=True),
    ),
}

# What else a kind must carry in the common columns of a sheet.
NEEDS_PERSON = frozenset({EvidenceKind.APPROVAL, EvidenceKind.CLAIM_CHECK, EvidenceKind.CHECKPOINT})
NEEDS_DUE = frozenset({EvidenceKind.MILESTONE})
NEEDS_LINK = frozenset({EvidenceKind.TEST_CONVERSION})


def attribute_of(kind: EvidenceKind, name: str) -> Attribute:
    """How an attribute of this kind is read; one that the kind does not know is plain text."""
    return next((one for one in NEEDS[kind] if one.name == name), Attribute(name))


def read_attribute(attribute: Attribute, cell: Cell, style: MomentStyle) -> str:
    """The attribute as the lake keeps it, "" where the cell says nothing. Raises BadCell."""
    if is_null(cell):
        return ""
    match attribute.form:
        case Form.DAY:
            found = whole_day(cell, style)
            return found.isoformat() if found else ""
        case Form.MOMENT:
            at = moment(cell, style)
            return at.at.isoformat() if at else ""
        case Form.NUMBER:
            return _number(cell)
        case Form.CHOICE:
            return _choice(attribute, str(cell))
    return str(cell).strip()[:LONGEST_ATTRIBUTE]


def _number(cell: Cell) -> str:
    text = str(cell).strip().removesuffix("%").replace(",", "").strip()
    try:
        value = float(text)
    except ValueError as error:
        raise BadCell(Wrong.NOT_A_NUMBER, cell) from error
    if value != value or value in (float("inf"), float("-inf")):
        raise BadCell(Wrong.NOT_A_NUMBER, cell)
    return str(int(value)) if value == int(value) else text


def _choice(attribute: Attribute, text: str) -> str:
    choices = attribute.choices or {}
    found = next((value for value, words in choices.items() if folded(text) in words), None)
    if found is None:
        raise BadCell(Wrong.NOT_A_CHOICE, text, choices=", ".join(choices))
    return found
