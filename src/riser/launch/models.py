"""The gate's rows: lists of a class, an opened launch, results, waivers, decisions. No rule here.

A campaign is an id here: the rows of plan belong to plan. What counts for evidence stands in the versions of
these rows; the rows are where it is written and found again.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from django.db import models

from riser.foundation.models import AppendOnly, Approval, ApprovalRequest, Member, Organisation
from riser.launch.words import Decision, Result

NEVER_STORED = {Result.WAIVED}  # a result is what was found; a waiver is a row of its own


def choices(words: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """The stored values of an enumeration, for `choices=`."""
    return [(word.value, word.value) for word in words]


class ClassList(models.Model):
    """What a class of campaigns asks for in this organisation: receiving systems and claim checks."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign_class = models.CharField(max_length=1)
    systems = models.JSONField(default=list)  # [{"name", "purpose"}]
    claims = models.JSONField(default=list)  # [{"name", "entitled": [member ids], "regulated": bool}]
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "campaign_class"], name="class_list_once"),
        ]

    def __str__(self) -> str:
        return self.campaign_class


class Launch(models.Model):
    """A campaign that came to the gate, and the list it is held to from that day on."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign_id = models.BigIntegerField()
    campaign_class = models.CharField(max_length=1)
    list_version = models.PositiveIntegerField()
    blocking = models.JSONField(default=dict)  # code of every check of the list -> whether it blocks
    live = models.JSONField(
        default=list
    )  # [{"version", "parent"}] declared with the GO; a parent: a variant of it
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "campaign_id"], name="launch_once"),
        ]

    def __str__(self) -> str:
        return f"launch of campaign {self.campaign_id}"


class LaunchCheck(models.Model):
    """One recorded result of one check. `item` is the system or claim it was made for, else empty."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    item = models.CharField(max_length=80, blank=True)
    result = models.CharField(max_length=8, choices=choices(one for one in Result if one not in NEVER_STORED))
    why = models.CharField(max_length=40, blank=True)  # what a machine found, as a word
    note = models.CharField(max_length=400, blank=True)
    evidence = models.CharField(max_length=500, blank=True)  # where it can be seen: a link, a file, a ticket
    url = models.CharField(max_length=2000, blank=True)  # the page a test was made on
    creative = models.CharField(max_length=120, blank=True)  # the creative version a claim was read on
    sha256 = models.CharField(max_length=64, blank=True)  # of the attached file
    automatic = models.BooleanField(default=False)
    blocking = models.BooleanField(default=False)
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "campaign_id"], name="check_campaign")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.result}"


class Waiver(models.Model):
    """Named leave to launch with a check red or unknown: who, why, until when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign_id = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    reason = models.TextField()
    until = models.DateField()
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "campaign_id"], name="waiver_campaign")]

    def __str__(self) -> str:
        return f"{self.kind} waived until {self.until}"


class LinkFetch(models.Model):
    """What came back when a landing link was opened from outside."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign_id = models.BigIntegerField()
    url = models.CharField(max_length=2000)
    result = models.CharField(max_length=8, choices=choices(one for one in Result if one != Result.WAIVED))
    trouble = models.CharField(max_length=40, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    hops = models.PositiveSmallIntegerField(default=0)
    final_url = models.CharField(max_length=2000, blank=True)
    fetched_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "campaign_id"], name="fetch_campaign")]

    def __str__(self) -> str:
        return f"{self.url}: {self.result}"


class GateDecision(AppendOnly):
    """GO, GO with waiver or NO-GO; everything it rested on is frozen in its version."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    campaign_id = models.BigIntegerField()
    request = models.ForeignKey(ApprovalRequest, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=20, choices=choices(Decision))
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=150)
    comment = models.TextField(blank=True)
    approval = models.ForeignKey(Approval, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "campaign_id"], name="decision_campaign")]

    def __str__(self) -> str:
        return f"{self.decision} for campaign {self.campaign_id}"
