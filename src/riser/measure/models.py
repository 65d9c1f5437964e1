"""Checkpoints, verdicts and agreed lags. No rule here; campaigns and requirements are ids of plan."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from riser.foundation.models import Member, Organisation
from riser.measure.words import Decision, Result


def choices(words: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """The stored values of an enumeration, for `choices=`."""
    return [(word.value, word.value) for word in words]


class Checkpoint(models.Model):
    """Results of a campaign read up to a day, and what was decided. One a day; a correction is a version."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign_id = models.BigIntegerField()
    data_day = models.DateField(_("last day of the figures"))
    decision = models.CharField(_("decision"), max_length=8, choices=choices(Decision))
    note = models.TextField(_("note"), blank=True, max_length=2000)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "campaign_id", "data_day"], name="checkpoint_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}, figures to {self.data_day}"


class RequirementVerdict(models.Model):
    """Whether one requirement was met, on which metric, window and source, from how many cases."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    requirement_id = models.BigIntegerField()
    campaign_id = models.BigIntegerField()
    result = models.CharField(_("verdict"), max_length=12, choices=choices(Result))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    n = models.BigIntegerField(_("number of cases"), null=True, blank=True)
    metric = models.CharField(_("metric"), max_length=120)
    window_from = models.DateField(_("from"))
    window_to = models.DateField(_("to"))
    source = models.CharField(_("source of the figure"), max_length=200)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "requirement_id"], name="verdict_once"),
            models.CheckConstraint(
                condition=Q(window_to__gte=F("window_from")), name="verdict_window_forwards"
            ),
            models.CheckConstraint(condition=Q(n__isnull=True) | Q(n__gte=0), name="verdict_counts_cases"),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "campaign_id"], name="verdict_campaign")]

    def __str__(self) -> str:
        return self.result


class SourceLag(models.Model):
    """How many days after a window a source still changes its figures: returns, late leads, invoices."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(_("source of the figure"), max_length=200)
    key = models.CharField(max_length=200)  # the source in one spelling
    days = models.PositiveSmallIntegerField(_("days"))
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "key"], name="source_lag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.days}"
