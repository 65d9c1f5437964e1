"""How people and programs come in: invitations, personal tokens, records lately opened. No rule here."""

from typing import ClassVar

from django.db import models

from riser.foundation.models.people import Member, Organisation
from riser.foundation.roles import Role, Scope


class Invitation(models.Model):
    """A link that makes one named address a member, once. The link itself is not kept, only its hash."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role if r != Role.SYSTEM])
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_by_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"


class PersonalToken(models.Model):
    """A key with which a program acts as a member. Shown once; only its hash is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True)
    begins = models.CharField(max_length=16)  # so that people know which one it is
    scope = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Scope])
    rooms = models.JSONField(default=list)  # names of rooms; empty: every room
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.begins}… ({self.scope})"


class OpenedRecord(models.Model):
    """A record whose page a member opened, and when last."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="opened")
    kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=255)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "kind", "record_id"], name="opened_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.record_id}"
