"""What members are told, and how each of them wants to be told. No rule here."""

from typing import ClassVar

from django.db import models

from riser.foundation.models.people import Member, Organisation


class Notice(models.Model):
    """One sentence for one member, with the page it is about.

    `text` is in the language in which they wanted to be told then; `says` has it in every language (code ->
    sentence), empty where it is older than that.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    text = models.TextField()
    says = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    record_kind = models.CharField(max_length=40, blank=True)
    record_id = models.CharField(max_length=120, blank=True)
    in_app = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["member", "read_at", "created_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.kind} for {self.member_id}"


class NoticeChoice(models.Model):
    """How a member wants to be told. Kinds that are missing from `kinds` keep their default."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12, blank=True)  # empty: the organisation's
    kinds = models.JSONField(default=dict)  # kind -> {"app": bool, "mail": bool}

    def __str__(self) -> str:
        return f"choice of {self.member_id}"
