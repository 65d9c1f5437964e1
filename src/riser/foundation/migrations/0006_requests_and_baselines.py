"""Requests for approval, thresholds, baselines, change requests, reviews; what was said stays said."""

import django.db.models.deletion
from django.db import migrations, models

import riser.foundation.money

# Written once. A member who is erased leaves the column empty, nothing else may change.
WRITTEN_ONCE = {
    "foundation_frozenrecord": (
        "organisation_id kind record_id number content sha256 approval_id recorded_at",
        "",
    ),
    "foundation_review": (
        "organisation_id cause_kind cause_id cause_number kind record_id note member_name happened_at recorded_at",
        "member_id",
    ),
}
# Where a request stands moves on; what was asked, by whom and when never does.
ASKED = {
    "foundation_approvalrequest": (
        "organisation_id topic kind record_id version_id sha256 amount currency requested_name requested_at",
        "requested_by_id",
    ),
    "foundation_changerequest": (
        "organisation_id topic kind record_id reason before proposed filed_name filed_at requester_name",
        "filed_by_id",
    ),
}


def protect(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, (columns, who) in (WRITTEN_ONCE | ASKED).items():
        # Without parameters, or PostgreSQL's driver reads the % of the message as a placeholder.
        schema_editor.execute(kept(vendor, table, columns.split(), who), params=None)
    for table in WRITTEN_ONCE:
        schema_editor.execute(never_deleted(vendor, table), params=None)


def release(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {}"
    for table in WRITTEN_ONCE | ASKED:
        schema_editor.execute(f"DROP TRIGGER {table}_asked{on.format(table)}")
    for table in WRITTEN_ONCE:
        schema_editor.execute(f"DROP TRIGGER {table}_kept{on.format(table)}")


def kept(vendor, table, columns, who):
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    moved = [f"NEW.{name} {differs} OLD.{name}" for name in columns]
    if who:
        moved.append(f"(NEW.{who} IS NOT NULL AND NEW.{who} {differs} OLD.{who})")
    condition = " OR ".join(moved)
    if vendor == "sqlite":
        return f"CREATE TRIGGER {table}_asked BEFORE UPDATE ON {table} WHEN {condition} {refusal(table)}"
    return (
        f"CREATE TRIGGER {table}_asked BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) "
        "EXECUTE FUNCTION riser_never()"
    )


def never_deleted(vendor, table):
    if vendor == "sqlite":
        return f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refusal(table)}"
    return f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION riser_never()"


def refusal(table):
    return f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_jobs_and_notices")]

    operations = [
        migrations.CreateModel(
            name="FrozenRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("record_id", models.CharField(max_length=120)),
                ("number", models.PositiveIntegerField()),
                ("content", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("recorded_at", models.DateTimeField()),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen",
                        to="foundation.approval",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="foundation.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("record_id", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=255)),
                ("url", models.CharField(max_length=300)),
                ("reason", models.TextField()),
                ("before", models.JSONField()),
                ("proposed", models.JSONField()),
                ("filed_name", models.CharField(max_length=150)),
                ("filed_at", models.DateTimeField()),
                ("requester_name", models.CharField(max_length=150)),
                ("requester_at", models.DateTimeField(null=True)),
                ("manager_name", models.CharField(blank=True, max_length=150)),
                ("manager_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits"),
                            ("agreed", "agreed"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.TextField(blank=True)),
                (
                    "filed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="foundation.member",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="foundation.member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="foundation.organisation",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="foundation.member",
                    ),
                ),
                (
                    "baseline",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.frozenrecord",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause_kind", models.CharField(max_length=40)),
                ("cause_id", models.CharField(max_length=120)),
                ("cause_number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("record_id", models.CharField(max_length=120)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("member_name", models.CharField(max_length=150)),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="foundation.member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="foundation.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApprovalRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=40)),
                ("record_id", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=255)),
                ("url", models.CharField(max_length=300)),
                ("amount", riser.foundation.money.MoneyField(null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("comment", models.TextField(blank=True)),
                ("requested_name", models.CharField(max_length=150)),
                ("requested_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits"),
                            ("sent_back", "sent back"),
                            ("withdrawn", "withdrawn"),
                            ("replaced", "submitted anew"),
                            ("approved", "approved"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_name", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision", models.TextField(blank=True)),
                (
                    "approval",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="foundation.approval",
                    ),
                ),
                (
                    "assigned",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="foundation.member",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="foundation.member",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="foundation.organisation",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="foundation.member",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="foundation.recordversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["organisation", "kind", "record_id"], name="approval_request_record"
                    ),
                    models.Index(fields=["organisation", "state"], name="approval_request_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("organisation", "topic", "kind", "record_id"),
                        name="approval_request_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=40)),
                ("from_amount", riser.foundation.money.MoneyField()),
                ("currency", models.CharField(max_length=3)),
                ("roles", models.JSONField(default=list)),
                ("recorded_at", models.DateTimeField()),
                ("members", models.ManyToManyField(blank=True, related_name="+", to="foundation.member")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="foundation.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "topic", "currency", "from_amount"), name="approval_rule_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_amount__gte", 0)), name="approval_rule_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="frozenrecord",
            constraint=models.UniqueConstraint(
                fields=("organisation", "kind", "record_id", "number"), name="baseline_number_once"
            ),
        ),
        migrations.AddIndex(
            model_name="changerequest",
            index=models.Index(fields=["organisation", "kind", "record_id"], name="change_request_record"),
        ),
        migrations.AddIndex(
            model_name="changerequest",
            index=models.Index(fields=["organisation", "state"], name="change_request_state"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["organisation", "cause_kind", "cause_id"], name="review_cause"),
        ),
        migrations.RunPython(protect, release),
    ]
