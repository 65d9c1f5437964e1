"""The trail of an act that writes many records: gathered, and written with a statement for each table."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.models import Approval, AuditEvent, RecordVersion
from riser.foundation.roles import Act
from riser.foundation.trail import Values, event_row, version_numbers, version_row


class Trail:
    """What one act leaves in the trail. Nothing of it is stored, or can be read back, before `write`.

    Call inside the action's transaction, with the records that change locked.
    """

    def __init__(self, act: Act) -> None:
        self.act = act
        self.told = 0  # how many events so far, written ones too
        self._events: list[AuditEvent] = []
        self._versions: list[RecordVersion] = []
        self._newest: dict[RecordRef, RecordVersion] = {}
        self._approvals: list[Approval] = []
        self._numbers: dict[RecordRef, int] = {}
        self._expected: dict[str, set[str]] = defaultdict(set)
        self._new: set[RecordRef] = set()

    def event(
        self,
        case: RecordRef,
        verb: str,
        *,
        before: Values | None = None,
        after: Values | None = None,
        happened_at: datetime | None = None,
    ) -> None:
        """Adds the audit event of one verb on one case."""
        self._events.append(
            event_row(self.act, case, verb, before=before, after=after, happened_at=happened_at)
        )
        self.told += 1

    def version(
        self,
        case: RecordRef,
        values: Values,
        *,
        happened_at: datetime | None = None,
        provenance: Provenance = Provenance.NATIVE,
    ) -> None:
        """Adds the next version of a record."""
        number = self._numbers[case] = self.number(case) + 1
        row = version_row(self.act, case, values, number, happened_at=happened_at, provenance=provenance)
        self._versions.append(row)
        self._newest[case] = row

    def begins(self, case: RecordRef) -> None:
        """Says that the record is new: it has no versions that would have to be looked for."""
        self._numbers[case] = 0
        self._new.add(case)

    def is_new(self, case: RecordRef) -> bool:
        """Whether the record began with this act."""
        return case in self._new

    def expect(self, kind: str, ids: Iterable[int]) -> None:
        """Says which locked records may change, so that their numbers are read with one query."""
        self._expected[kind].update(map(str, ids))

    def number(self, case: RecordRef) -> int:
        """The number of the newest version, 0 where there is none."""
        if case not in self._numbers:
            self._learn(case)
        return self._numbers[case]

    def newest(self, case: RecordRef) -> RecordVersion | None:
        """The newest version among those not written yet, or None."""
        return self._newest.get(case)

    def approval(self, row: Approval) -> None:
        """Adds an approval that may be of a version not written yet."""
        self._approvals.append(row)

    def write(self) -> None:
        """Stores what was gathered, in its order."""
        AuditEvent.objects.bulk_create(self._events)
        RecordVersion.objects.bulk_create(self._versions)
        Approval.objects.bulk_create(self._approvals)
        self._events, self._versions, self._newest, self._approvals = [], [], {}, []

    def _learn(self, case: RecordRef) -> None:
        ids = self._expected.pop(case.kind, set()) | {case.id}
        found = version_numbers(self.act.organisation_id, case.kind, ids)
        for one in ids:
            self._numbers.setdefault(RecordRef(case.kind, one), found.get(one, 0))
