"""Stated answers, appraisals with their judgements, affirmations, the history of ratings. No rule here."""

from enum import StrEnum
from typing import ClassVar

from django.db import models

from riser.assess.rules.fitness import Reply
from riser.assess.rules.judgement import AppraisalState, Topic
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


class Appraisal(models.Model):
    """A named person judges the evidence of one day under one model, from `began_at` until it is closed.

    What stood then is version 1 of its record in the trail; what was decided, version 2, written at its end.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    as_of = models.DateField()
    sponsor = models.CharField(max_length=150, blank=True)
    left_out = models.JSONField(default=dict)  # area code -> why it is not applicable
    state = models.CharField(
        max_length=10, choices=choices(AppraisalState), default=AppraisalState.OPEN.value
    )
    opened_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_by_name = models.CharField(max_length=150)
    began_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the finished record

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "model"],
                condition=models.Q(state="open"),
                name="one_open_appraisal",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "model", "as_of"], name="appraisal_day"),
        ]

    def __str__(self) -> str:
        return f"{self.model} as of {self.as_of}"


class Judgement(AppendOnly):
    """What an appraiser decided: a rating, an instance called otherwise, or the harm of noted weaknesses.

    The newest row of a topic and subject stands; an empty `value` takes back the one before it.
    """

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="judgements")
    topic = models.CharField(max_length=10, choices=choices(Topic))
    practice = models.CharField(max_length=12, blank=True)
    instance = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=8, blank=True)  # "BUD 2": area and level
    value = models.CharField(max_length=8, blank=True)
    computed = models.CharField(max_length=2, blank=True)
    basis = models.JSONField(default=dict)
    reason = models.TextField()
    record_kind = models.CharField(max_length=40, blank=True)
    record_id = models.CharField(max_length=255, blank=True)
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.topic} {self.practice or self.group} {self.instance}: {self.value or 'taken back'}"


class Affirmation(models.Model):
    """A colleague was asked whether what was declared is so, and answered or not yet.

    About one practice on one instance, or about one declared record whatever it is evidence of.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    practice = models.CharField(max_length=12, blank=True)
    instance = models.CharField(max_length=200, blank=True)
    record_kind = models.CharField(max_length=40, blank=True)
    record_id = models.CharField(max_length=255, blank=True)
    question = models.TextField(blank=True)
    asked_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_by_name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    of = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    of_name = models.CharField(max_length=150)
    answer = models.BooleanField(null=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    access_role = models.CharField(max_length=20, blank=True)  # as they were when answering
    respondent_role = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "practice", "instance", "record_kind", "record_id", "of"],
                condition=models.Q(answered_at__isnull=True),
                name="asked_once_until_answered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "practice", "instance"], name="affirmation_instance"),
        ]

    def __str__(self) -> str:
        return f"{self.practice} {self.instance} by {self.of_name}"


class ForeseenMove(AppendOnly):
    """A rating that will move by itself on a day, of which the members were told; told once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=20)
    practice = models.CharField(max_length=12)
    day = models.DateField()
    before = models.CharField(max_length=2, blank=True)
    after = models.CharField(max_length=2, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "model", "practice", "day"], name="move_told_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice} on {self.day}"
