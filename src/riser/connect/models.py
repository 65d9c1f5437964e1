"""The ledger of loads, the accounts, and the lease that keeps one writer per table. No rule here."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from riser.foundation.models import Member, Organisation
from riser.foundation.money import MoneyField


def new_load_id() -> str:
    """A fresh id: 32 hexadecimal digits, safe in file names and in a predicate of the lake."""
    return uuid4().hex


class LoadState(models.TextChoices):
    """Where a load stands. `refused`: a person discarded it while it waited. `undoing`: the lake is about
    to lose it, or a crash came in between."""

    STARTED = "started", _("Started")
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Discarded")
    FAILED = "failed", _("Failed")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Load(models.Model):
    """One file on its way into the lake. Written before the lake is touched and settled after.

    `turn` numbers the settled loads of an organisation in the order in which they reached the lake; a load
    is undone by replaying the others in it. `owners` keeps whose rows they were found to be, so that a
    replay does not ask again; `columns` which ones the file brought, so that a later one is held against it;
    `mapping` the text of the mapping that was brought along, empty where one of ours reads the file.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_load_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="loads")
    state = models.CharField(max_length=10, choices=LoadState.choices)
    source = models.CharField(max_length=40)
    shape = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    account_given = models.CharField(max_length=255, blank=True)
    currency_given = models.CharField(max_length=3, blank=True)
    account_total_given = MoneyField(null=True)
    day_order_given = models.CharField(max_length=3, blank=True)
    owners = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    mapping = models.TextField(blank=True)
    turn = models.PositiveIntegerField(null=True)
    platform_totals = models.JSONField(default=list)
    currency_assumed = models.BooleanField(default=False)
    account_assumed = models.BooleanField(default=False)
    from_day = models.DateField(null=True)
    to_day = models.DateField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_accepted = models.PositiveIntegerField(default=0)
    rows_skipped = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    skipped = models.JSONField(default=list)
    rejections = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    unchanged = models.BooleanField(default=False)
    delta_version = models.PositiveIntegerField(null=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "started_at"], name="load_time")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


class OwnMapping(models.Model):
    """A mapping of the organisation's own, by which it reads files that Riser does not know."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="own_mappings")
    slug = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    text = models.TextField()
    member_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "slug"], name="own_mapping_once"),
        ]

    def __str__(self) -> str:
        return self.slug


class Retention(models.Model):
    """For how many whole months the rows of a table are kept. A table without one is kept for good."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="retentions")
    table = models.CharField(max_length=40)
    months = models.PositiveIntegerField()
    member_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "table"], name="retention_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.months}"


class Account(models.Model):
    """An ad account as Riser knows it. Until a person confirms them, currency and account are assumed.

    `retired_after` is the last day on which rows are expected; null while it is in use.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ad_accounts")
    source = models.CharField(max_length=40)
    account = models.CharField(max_length=255)
    currency = models.CharField(max_length=3)
    currency_confirmed = models.BooleanField(default=False)
    currency_in_file = models.BooleanField(default=False)
    account_confirmed = models.BooleanField(default=False)
    latency_hours = models.PositiveIntegerField(null=True, blank=True)
    retired_after = models.DateField(null=True, blank=True)
    retired_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "source", "account"], name="account_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.account}"


class PlatformTotal(models.Model):
    """What the platform itself says an account spent over some days; it came with a load."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="totals")
    load = models.ForeignKey(Load, on_delete=models.CASCADE, related_name="totals")
    from_day = models.DateField()
    to_day = models.DateField()
    amount = MoneyField()
    currency = models.CharField(max_length=3)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class QuietDays(models.Model):
    """Days on which an account delivered nothing, said by a person: no rows are expected then."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="quiet_days")
    from_day = models.DateField()
    to_day = models.DateField()
    member_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.from_day} – {self.to_day}"


class BoardWord(models.Model):
    """What a word of a work tool's board means here, settled by a person. `word` is folded."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="board_words")
    source = models.CharField(max_length=40)
    of = models.CharField(max_length=5)
    word = models.CharField(max_length=255)
    means = models.CharField(max_length=20)
    member_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "source", "of", "word"], name="board_word_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.word}: {self.means}"


class Lease(models.Model):
    """The right to write one table of the lake until `expires_at`. `holder` names host and process."""

    table = models.CharField(primary_key=True, max_length=120)
    holder = models.CharField(max_length=120)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.table}: {self.holder}"


class QualityResult(models.Model):
    """What the newest evaluation of a day found of one quality rule; `sample` names the first that failed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="quality_results")
    rule = models.CharField(max_length=40)
    day = models.DateField()
    state = models.CharField(max_length=14)
    checked = models.PositiveBigIntegerField()
    failing = models.PositiveBigIntegerField()
    sample = models.JSONField(default=list)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "rule", "day"], name="quality_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.day}: {self.state}"


class Connection(models.Model):
    """An account at a platform whose rows are pulled. `secret` is sealed; nobody is shown it again.

    `every_hours` is 0 where it is pulled by hand only.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="connections")
    platform = models.CharField(max_length=40)
    account = models.CharField(max_length=80, blank=True)
    base_url = models.CharField(max_length=255)
    secret = models.TextField(blank=True)
    every_hours = models.PositiveIntegerField(default=0)
    member_name = models.CharField(max_length=150)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "platform", "account"], name="connection_once"),
        ]

    def __str__(self) -> str:
        return f"{self.platform}/{self.account}"


class PullState(models.TextChoices):
    """Where a pull stands. `waiting`: its rows arrived, and their load waits for a person."""

    STARTED = "started", _("Started")
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Pull(models.Model):
    """One pull: the days asked for, what came, and the load it became. One that stopped can go on."""

    id = models.CharField(primary_key=True, max_length=32, default=new_load_id, editable=False)
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="pulls")
    state = models.CharField(max_length=10, choices=PullState.choices)
    since = models.DateField()
    until = models.DateField()
    pages = models.PositiveIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    retries = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    skewed = models.BooleanField(default=False)
    trouble = models.CharField(max_length=20, blank=True)
    facts = models.JSONField(default=dict)
    load = models.ForeignKey(Load, null=True, on_delete=models.SET_NULL, related_name="+")
    member_name = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["connection", "started_at"], name="pull_time")]

    def __str__(self) -> str:
        return f"{self.connection_id} {self.since} – {self.until}: {self.state}"
