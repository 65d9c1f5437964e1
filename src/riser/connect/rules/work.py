"""Work as other tools recorded it: items of an evidence kind with their dated changes. Frozen values.

Indicators read these kinds and never a particular tool. Times are aware datetimes in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class EvidenceKind(StrEnum):
    """What a record from elsewhere is evidence of."""

    BRIEF = "brief"
    APPROVAL = "approval"
    REVIEW = "review"
    WORK_ITEM = "work item"
    MILESTONE = "milestone"
    CHECKPOINT = "checkpoint"
    VERDICT = "verdict"
    TEST_CONVERSION = "test conversion"
    CLASS_STANDARD = "class standard"
    CLAIM_CHECK = "claim check"
    PROMISE_RULE = "promise rule"


class WorkState(StrEnum):
    """Where an item stands, whatever its board calls the column."""

    TODO = "todo"
    DOING = "doing"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class WorkEvent:
    """One change of one field: state (as WorkState where the board's word is known), owner, due, ...

    `old` and `new` are text; days in ISO form; "" where empty.
    """

    at: datetime
    field: str
    old: str
    new: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One record of another tool. `campaign` is the code or name it carries, "" where none.

    `happened_at` is the moment the other tool claims for the whole record (created, approved, measured);
    `recorded_at` is when Riser learnt of it. `attributes` hold what the kind needs, as text.
    """

    source: str
    project: str
    id: str
    kind: EvidenceKind
    title: str
    campaign: str
    happened_at: datetime
    recorded_at: datetime
    state: str = ""
    owner: str = ""
    due: date | None = None
    url: str = ""
    load_id: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    events: tuple[WorkEvent, ...] = ()
