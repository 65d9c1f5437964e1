"""Objectives, campaigns and what hangs on them. No rule here."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from riser.foundation.models import Member, Organisation
from riser.foundation.money import MoneyField
from riser.plan.words import (
    CampaignClass,
    CampaignKind,
    Decision,
    MadeBy,
    RequestState,
    RoleWord,
)


def choices(words: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """The stored values of an enumeration, for `choices=`."""
    return [(word.value, word.value) for word in words]


class Objective(models.Model):
    """A result with number and date that campaigns serve. Empty fields are not yet agreed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    metric = models.CharField(_("metric"), max_length=120, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=20, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    initiative = models.CharField(_("initiative"), max_length=200, blank=True)
    owner = models.CharField(_("owner"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="objective_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """One effort with goal, cap and end, or a programme without an end that is planned by quarter."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=12, choices=choices(CampaignKind), default=CampaignKind.CAMPAIGN)
    campaign_class = models.CharField(_("class"), max_length=1, choices=choices(CampaignClass), blank=True)
    unit = models.CharField(pgettext_lazy("organisation", "unit"), max_length=120, blank=True)
    owner = models.CharField(_("owner"), max_length=400, blank=True)  # as typed; several separated by ;
    owners = models.ManyToManyField(Member, related_name="+", blank=True)  # those of them who are members
    guests = models.ManyToManyField(Member, related_name="+", blank=True)  # from outside, on this one only
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="campaigns"
    )
    audience = models.TextField(_("audience"), blank=True)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    deliverables = models.TextField(_("deliverables"), blank=True)
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )
    recorded_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "code"], name="campaign_code_once"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                name="campaign_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Requirement(models.Model):
    """A bound that can be met or missed, with window, source and the person who accepts the result."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="requirements")
    name = models.CharField(_("name"), max_length=200)
    metric = models.CharField(_("metric"), max_length=120, blank=True)
    operator = models.CharField(_("operator"), max_length=2, blank=True)
    bound = models.DecimalField(_("bound"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=20, decimal_places=4, null=True, blank=True)
    window_from = models.DateField(_("from"), null=True, blank=True)
    window_to = models.DateField(_("to"), null=True, blank=True)
    source = models.CharField(_("source of the figure"), max_length=200, blank=True)
    acceptor = models.CharField(_("accepted by"), max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "name"], name="requirement_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PlatformLink(models.Model):
    """Which platform campaign belongs to which plan, from one day to another (open end: None)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="keys")
    source = models.CharField(max_length=40)
    account = models.CharField(max_length=120)
    key = models.CharField(max_length=200)
    from_day = models.DateField(null=True, blank=True)
    to_day = models.DateField(null=True, blank=True)
    made_by = models.CharField(max_length=8, choices=choices(MadeBy))
    requirement = models.ForeignKey(
        Requirement, null=True, blank=True, on_delete=models.SET_NULL, related_name="keys"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "source", "account", "key"], name="platform_key"),
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.account}/{self.key}"


class BudgetLine(models.Model):
    """The newest cap over one window. What was in force when stands in its versions and approvals."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="lines")
    cap = MoneyField()
    currency = models.CharField(max_length=3)
    window_from = models.DateField()
    window_to = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cap__gt=0), name="cap_is_positive"),
            models.CheckConstraint(
                condition=Q(window_to__gte=F("window_from")), name="cap_window_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cap} {self.currency}"


class CapDecision(models.Model):
    """An entitled person raised the cap or stopped the spend."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="decisions")
    decision = models.CharField(max_length=8, choices=choices(Decision))
    amount = MoneyField(null=True, blank=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=150)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.decision


class Link(models.Model):
    """A landing link of a campaign with what its check found."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="links")
    url = models.CharField(max_length=2000)
    requirement = models.ForeignKey(
        Requirement, null=True, blank=True, on_delete=models.SET_NULL, related_name="links"
    )
    findings = models.JSONField(default=list, blank=True)  # codes of the link check; empty = passed
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.url


class CampaignRole(models.Model):
    """Somebody named for a part of a campaign besides its owner; a member, or a name from outside."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=choices(RoleWord))
    name = models.CharField(_("name"), max_length=200)  # as typed
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "role", "name"], name="campaign_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.name}"


class Request(models.Model):
    """Work that somebody asks for outside the plan, sized, and what was decided about it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("what is asked for"), max_length=200)
    purpose = models.TextField(_("what for"), blank=True)
    wished = models.DateField(_("wished for"), null=True, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=8, decimal_places=2, null=True, blank=True)
    amount = MoneyField(_("amount"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    requester = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    requester_name = models.CharField(max_length=150)
    state = models.CharField(max_length=8, choices=choices(RequestState), default=RequestState.OPEN)
    reason = models.TextField(_("reason"), blank=True)
    waits_until = models.DateField(_("waits until"), null=True, blank=True)
    displaces = models.CharField(_("displaces"), max_length=400, blank=True)  # named work, as typed
    displaced = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    campaign = models.ForeignKey(  # the draft that the yes made
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )
    decider = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decider_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "state"], name="request_state")]

    def __str__(self) -> str:
        return self.title
