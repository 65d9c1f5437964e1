"""Organisation, the people who sign in, and their membership. No rule here."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from riser.foundation.roles import Role


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

    username = None  # type: ignore[assignment]  # people sign in by e-mail, as Django lets them
    email = models.EmailField(_("e-mail"), unique=True)
    sessions_ended = models.PositiveIntegerField(default=0)  # one more, and every session ends at once

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PeopleManager] = PeopleManager()

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_session_auth_hash(self) -> str:
        """What a session has to hold to stay valid: it changes with the password and when sessions end."""
        known = f"{self.password}:{self.sessions_ended}"
        return salted_hmac("riser.session", known, algorithm="sha256").hexdigest()


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
