"""Invitations, personal tokens, recent records and attachments; what was attached cannot be rewritten."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "foundation_attachment"
# What may still change: the person who is erased leaves the column empty; withdrawing says who and why.
CHANGES = ("member_id", "withdrawn_at", "withdrawn_by", "withdrawn_why")
KEPT = (
    "organisation_id",
    "kind",
    "record_id",
    "name",
    "url",
    "sha256",
    "size",
    "content_type",
    "note",
    "by_name",
    "happened_at",
    "recorded_at",
)


def protect(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        # Without parameters, or PostgreSQL's driver reads the % of the message as a placeholder.
        schema_editor.execute(statement, params=None)


def release(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else f" ON {TABLE}"
    for name in ("rewritten", "kept"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}{on}")


def statements(vendor):
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        return [
            f"CREATE TRIGGER {TABLE}_rewritten BEFORE UPDATE OF {', '.join(KEPT)} ON {TABLE} {refuse}",
            f"CREATE TRIGGER {TABLE}_kept BEFORE DELETE ON {TABLE} {refuse}",
        ]
    left_out = " ".join(f"- '{column}'" for column in CHANGES)
    return [
        "CREATE OR REPLACE FUNCTION riser_attachment_kept() RETURNS trigger AS $$ "
        f"BEGIN IF to_jsonb(NEW) {left_out} IS DISTINCT FROM to_jsonb(OLD) {left_out} "
        "THEN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {TABLE}_rewritten BEFORE UPDATE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION riser_attachment_kept()",
        f"CREATE TRIGGER {TABLE}_kept BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION riser_never()",
    ]


class Migration(migrations.Migration):
    dependencies = [("foundation", "0006_requests_and_baselines")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sessions_ended",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="PersonalToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("begins", models.CharField(max_length=16)),
                (
                    "scope",
                    models.CharField(
                        choices=[("read", "read"), ("write", "write"), ("approve", "approve")], max_length=10
                    ),
                ),
                ("rooms", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="foundation.member",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("record_id", models.CharField(max_length=255)),
                ("name", models.CharField(max_length=200)),
                ("url", models.CharField(blank=True, max_length=2000)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("note", models.CharField(blank=True, max_length=2000)),
                ("by_name", models.CharField(max_length=150)),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=150)),
                ("withdrawn_why", models.CharField(blank=True, max_length=500)),
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
                        related_name="attachments",
                        to="foundation.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "kind", "record_id"], name="attachment_record")
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("guest", "guest"),
                            ("viewer", "viewer"),
                            ("contributor", "contributor"),
                            ("manager", "manager"),
                            ("appraiser", "appraiser"),
                            ("administrator", "administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("invited_by_name", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
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
                        related_name="invitations",
                        to="foundation.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                        fields=("organisation", "email"),
                        name="invitation_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenedRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("record_id", models.CharField(max_length=255)),
                ("opened_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opened",
                        to="foundation.member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("member", "kind", "record_id"), name="opened_once")
                ],
            },
        ),
        migrations.RunPython(protect, release),
    ]
