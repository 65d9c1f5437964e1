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

    `campaign_words` are all texts on it that may name its campaign, the surest first; `campaign` is the first
    of them. `happened_at` is the moment the other tool claims for the whole record (created, approved,
    measured), `recorded_at` when Riser first learnt of the item, `changed_at` when it came as it stands.
    `state` is a WorkState where the board's word is known, else that word. `attributes` hold what the kind
    needs, as text (moments and days in ISO form, lists by line or “;”), and `type`, `labels`.
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
    campaign_words: tuple[str, ...] = ()
    changed_at: datetime | None = None

    @property
    def record_id(self) -> str:
        """Its id among the records of kind "work_item" and "evidence"."""
        return f"{self.source}/{self.id}"


@dataclass(frozen=True, slots=True)
class WorkSource:
    """One project of a connected work tool. `last_day` is the newest day of which it tells anything.

    `loaded_at` is when its newest file came: up to that moment its silence means something. `has_history`
    says whether changes of its items came with it.
    """

    source: str
    name: str
    project: str
    first_day: date
    last_day: date
    loaded_at: datetime
    items: int
    has_history: bool
