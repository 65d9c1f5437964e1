"""Approvals: what was asked for, who may say yes from which amount, who said yes. No rule here."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from riser.foundation.evidence import Provenance
from riser.foundation.models.people import Member, Organisation
from riser.foundation.models.trail import AppendOnly, RecordVersion
from riser.foundation.money import MoneyField


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


class RequestState(models.TextChoices):
    """Where a request stands. Only the first one waits for an approver."""

    WAITING = "waiting", _("waits")
    SENT_BACK = "sent_back", _("sent back")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REPLACED = "replaced", _("submitted anew")
    APPROVED = "approved", _("approved")


class ApprovalRequest(models.Model):
    """Somebody asks for a yes to one version of a record and to all that belonged to it at that moment.

    What happened to it stands in the audit events of its record; here is only where it stands now.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="requests")
    topic = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=120)
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="requests")
    sha256 = models.CharField(max_length=64)  # of the record with what belongs to it, as submitted
    title = models.CharField(max_length=255)
    url = models.CharField(max_length=300)
    amount = MoneyField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    comment = models.TextField(blank=True)
    requested_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_name = models.CharField(max_length=150)
    requested_at = models.DateTimeField()
    assigned = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    decided_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)  # what was said with it
    approval = models.OneToOneField(Approval, null=True, on_delete=models.PROTECT, related_name="request")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "record_id"], name="approval_request_record"),
            models.Index(fields=["organisation", "state"], name="approval_request_state"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "topic", "kind", "record_id"],
                condition=models.Q(state="waiting"),
                name="approval_request_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} of {self.kind}:{self.record_id} ({self.state})"


class ApprovalRule(models.Model):
    """From an amount on, an approval of a topic needs one of these roles or one of these people."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=40)
    from_amount = MoneyField()
    currency = models.CharField(max_length=3)
    roles = models.JSONField(default=list)
    members = models.ManyToManyField(Member, related_name="+", blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "topic", "currency", "from_amount"], name="approval_rule_once"
            ),
            models.CheckConstraint(
                condition=models.Q(from_amount__gte=0), name="approval_rule_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} from {self.from_amount} {self.currency}"
