"""The append-only trail: audit events and the versions of records. No rule here."""

from typing import Any, ClassVar

from django.db import models

from riser.foundation.evidence import Provenance
from riser.foundation.models.people import Member, Organisation
from riser.foundation.roles import Face


class AppendOnly(models.Model):
    """A row that is written once and never changed or deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__} is append-only")


class AuditEvent(AppendOnly):
    """Who did what to which case, when: also an event for mining.

    `happened_at` is claimed, `recorded_at` ours.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="events")
    case_kind = models.CharField(max_length=40)
    case_id = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=150)
    face = models.CharField(max_length=8, choices=[(f.value, f.value) for f in Face])
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "case_kind", "case_id"], name="event_case"),
            models.Index(fields=["organisation", "recorded_at"], name="event_time"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.case_kind}:{self.case_id}"


class RecordVersion(AppendOnly):
    """What a record said from one moment on, as canonical JSON with its SHA-256."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=120)
    number = models.PositiveIntegerField()
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    author = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    provenance = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Provenance])
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "record_id", "number"], name="version_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id} v{self.number}"
