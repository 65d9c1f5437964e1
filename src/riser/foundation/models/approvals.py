"""Approvals: who said yes to which version. No rule here."""

from typing import ClassVar

from django.db import models

from riser.foundation.evidence import Provenance
from riser.foundation.models.people import Member, Organisation
from riser.foundation.models.trail import AppendOnly, RecordVersion


class Approval(AppendOnly):
    """A named person said yes to one version of a record. Person two is never person one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="approvals")
    topic = models.CharField(max_length=40)  # what was approved: plan, cap, go
    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=120)
    version = models.ForeignKey(RecordVersion, null=True, on_delete=models.PROTECT, related_name="approvals")
    requested_by = models.CharField(max_length=150)
    requested_at = models.DateTimeField(null=True)
    approver = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    approver_name = models.CharField(max_length=150)
    provenance = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Provenance])
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "record_id"], name="approval_record")
        ]

    def __str__(self) -> str:
        return f"{self.topic} of {self.kind}:{self.record_id} by {self.approver_name}"
