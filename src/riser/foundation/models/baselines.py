"""Baselines and how they change: frozen records, change requests, reviews after a change. No rule here."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from riser.foundation.models.approvals import Approval
from riser.foundation.models.people import Member, Organisation
from riser.foundation.models.trail import AppendOnly


class FrozenRecord(AppendOnly):
    """What a record and all that belongs to it said when it was approved: canonical JSON and its SHA-256."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    content = models.TextField()  # text, not JSON: the hash is of these very characters
    sha256 = models.CharField(max_length=64)
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="frozen")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "record_id", "number"], name="baseline_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id} baseline {self.number}"


class ChangeState(models.TextChoices):
    """Where a change request stands. Only an agreed one has both sides."""

    OPEN = "open", _("waits")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ChangeRequest(models.Model):
    """Somebody wants what was approved to be otherwise. Two sides agree: who asked, and who decides."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=120)
    title = models.CharField(max_length=255)
    url = models.CharField(max_length=300)
    reason = models.TextField()
    before = models.JSONField()  # by field: what it was when the change was asked for
    proposed = models.JSONField()  # by field: what it is to be; a field without a value goes
    filed_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    filed_name = models.CharField(max_length=150)
    filed_at = models.DateTimeField()
    requester = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    requester_name = models.CharField(max_length=150)
    requester_at = models.DateTimeField(null=True)
    manager = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    manager_name = models.CharField(max_length=150, blank=True)
    manager_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.OPEN)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)  # what was said with it
    baseline = models.ForeignKey(FrozenRecord, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "record_id"], name="change_request_record"),
            models.Index(fields=["organisation", "state"], name="change_request_state"),
        ]

    def __str__(self) -> str:
        return f"change of {self.kind}:{self.record_id} ({self.state})"


class Review(AppendOnly):
    """Somebody looked at a record again because a version of another one, on which it hangs, is new."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    cause_kind = models.CharField(max_length=40)
    cause_id = models.CharField(max_length=120)
    cause_number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=120)
    note = models.CharField(max_length=400, blank=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=150)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "cause_kind", "cause_id"], name="review_cause"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id} after {self.cause_kind}:{self.cause_id} v{self.cause_number}"
