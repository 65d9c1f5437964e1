"""The queue of long work, and when each chore of an organisation is due. No rule here."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from riser.foundation.models.people import Member, Organisation


class Standing(models.TextChoices):
    """Where a job stands. Open are the first two; a job in any other state never runs again by itself."""

    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (Standing.QUEUED, Standing.RUNNING)


class Job(models.Model):
    """One piece of long work. Who runs it keeps a lease, so that a killed worker blocks nobody for long."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, blank=True)  # an open job with the same key is the same job
    args = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)  # the page on which its result is seen
    state = models.CharField(max_length=10, choices=Standing.choices, default=Standing.QUEUED)
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)  # begun so far, the running one included
    share = models.FloatField(default=0)  # 0..1
    progress_text = models.CharField(max_length=300, blank=True)
    outcome = models.TextField(blank=True)  # the sentence that says what came of it
    cancel_asked = models.BooleanField(default=False)
    put_away_at = models.DateTimeField(null=True)  # somebody has read that it failed
    holder = models.CharField(max_length=120, blank=True)  # one claim of one worker
    lease_until = models.DateTimeField(null=True)
    language = models.CharField(max_length=12)
    asked_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    by_system = models.BooleanField(default=False)  # runs as the machine itself, not as a member
    scope = models.CharField(max_length=10)  # how far the token reached with which it was asked for
    request_id = models.CharField(max_length=40, blank=True)  # the request in whose log it was asked for
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "run_at"], name="job_queue"),
            models.Index(fields=["organisation", "created_at"], name="job_time"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "key"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(key=""),
                name="job_open_key_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk} ({self.state})"


class Chore(models.Model):
    """When a recurring kind of job is next due in an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    due_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="chore_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.due_at:%Y-%m-%d %H:%M}"
