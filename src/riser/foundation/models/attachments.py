"""Files and links attached to records of any room. No rule here."""

from typing import ClassVar

from django.db import models

from riser.foundation.models.people import Member, Organisation


class Attachment(models.Model):
    """A file (kept by its hash under the home folder) or a link that stands beside a record.

    `happened_at` is claimed, `recorded_at` ours. One that was withdrawn stays, and says by whom and why.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=255)
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=2000, blank=True)  # empty for a file
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    content_type = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=2000, blank=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_why = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "record_id"], name="attachment_record"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "record_id", "sha256"],
                condition=models.Q(withdrawn_at=None),
                name="attached_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
