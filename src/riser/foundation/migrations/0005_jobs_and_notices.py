"""Jobs, their leases, and notices."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_append_only_entirely")]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(blank=True, max_length=120)),
                ("args", models.JSONField(default=dict)),
                ("url", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("run_at", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("share", models.FloatField(default=0)),
                ("progress_text", models.CharField(blank=True, max_length=300)),
                ("outcome", models.TextField(blank=True)),
                ("cancel_asked", models.BooleanField(default=False)),
                ("put_away_at", models.DateTimeField(null=True)),
                ("holder", models.CharField(blank=True, max_length=120)),
                ("lease_until", models.DateTimeField(null=True)),
                ("language", models.CharField(max_length=12)),
                ("asked_by_name", models.CharField(max_length=150)),
                ("by_system", models.BooleanField(default=False)),
                ("scope", models.CharField(max_length=10)),
                ("request_id", models.CharField(blank=True, max_length=40)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
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
                        related_name="jobs",
                        to="foundation.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "run_at"], name="job_queue"),
                    models.Index(fields=["organisation", "created_at"], name="job_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "running"]), models.Q(("key", ""), _negated=True)
                        ),
                        fields=("organisation", "kind", "key"),
                        name="job_open_key_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Chore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("due_at", models.DateTimeField()),
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
                "constraints": [models.UniqueConstraint(fields=("organisation", "kind"), name="chore_once")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("text", models.TextField()),
                ("url", models.CharField(blank=True, max_length=300)),
                ("record_kind", models.CharField(blank=True, max_length=40)),
                ("record_id", models.CharField(blank=True, max_length=120)),
                ("in_app", models.BooleanField(default=True)),
                ("by_mail", models.BooleanField(default=False)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
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
            options={
                "indexes": [models.Index(fields=["member", "read_at", "created_at"], name="notice_unread")],
            },
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=12)),
                ("kinds", models.JSONField(default=dict)),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="foundation.member"
                    ),
                ),
            ],
        ),
    ]
