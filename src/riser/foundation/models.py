"""Organisation, members, the append-only trail, versions and approvals. No rule here."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from riser.foundation.evidence import Provenance
from riser.foundation.roles import Face, Role


class Organisation(models.Model):
    """The whole house of one customer; every other row belongs to one."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    language = models.CharField(_("language"), max_length=12, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    go_live = models.DateField(_("go-live"))
    is_demo = models.BooleanField(default=False)  # fictional: pages say so
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class PeopleManager(UserManager["User"]):
    """Creates people by e-mail address."""

    def create_person(self, *, email: str, password: str | None, name: str = "") -> "User":
        """A person who can sign in; without a password, only by invitation."""
        person = self.model(email=self.normalize_email(email).lower(), first_name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person


class User(AbstractUser):
    """A person who can sign in, by e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PeopleManager] = PeopleManager()

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Member(models.Model):
    """A person in one organisation, with one access role."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=20, choices=[(r.value, r.value) for r in Role if r != Role.SYSTEM]
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "user"], name="member_once_per_organisation"),
        ]

    def __str__(self) -> str:
        return str(self.user)


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
