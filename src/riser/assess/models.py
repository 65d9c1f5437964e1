"""Stated answers, fitness answers and the history of ratings. No rule here."""

from enum import StrEnum
from typing import ClassVar

from django.db import models

from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Choice, Respondent
from riser.foundation.evidence import Characterisation
from riser.foundation.models import AppendOnly, Member, Organisation


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """The stored values of an enumeration, for `choices=`."""
    return [(word.value, word.value) for word in words]


class Submission(AppendOnly):
    """One person's answers given in one go, from one seat, to one model in one version.

    `respondent` tells people apart: a member's id, or the label of a line in an imported file.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    respondent = models.CharField(max_length=80)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=12, choices=choices(Respondent))
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "model", "happened_at"], name="submission_time"),
        ]

    def __str__(self) -> str:
        return f"{self.model} by {self.role}"


class StatedAnswer(AppendOnly):
    """A choice on one practice: of the last five all, most, some, none; don't know; not applicable."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="answers")
    practice = models.CharField(max_length=12)
    choice = models.CharField(max_length=14, choices=choices(Choice))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "practice"], name="practice_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.choice}"


class FitnessAnswer(AppendOnly):
    """A reply to one condition of the fitness test."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="replies")
    condition = models.CharField(max_length=8)
    reply = models.CharField(max_length=10, choices=choices(Reply))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "condition"], name="condition_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.condition}: {self.reply}"


class RatingChange(AppendOnly):
    """A practice's indicative rating from one day on; only changes are kept. Empty rating: not rated."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    practice = models.CharField(max_length=12)
    rating = models.CharField(max_length=2, choices=choices(Characterisation), blank=True)
    allowed = models.JSONField(default=list)
    day = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "model", "practice", "day"], name="rating_change_day"),
        ]

    def __str__(self) -> str:
        return f"{self.practice} {self.rating or '-'} from {self.day}"
