"""The rows of the launch gate."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("foundation", "0007_doors_and_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClassList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("campaign_class", models.CharField(max_length=1)),
                ("systems", models.JSONField(default=list)),
                ("claims", models.JSONField(default=list)),
                ("recorded_at", models.DateTimeField()),
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
                    models.UniqueConstraint(fields=("organisation", "campaign_class"), name="class_list_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="GateDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("campaign_id", models.BigIntegerField()),
                (
                    "decision",
                    models.CharField(
                        choices=[("GO", "GO"), ("GO with waiver", "GO with waiver"), ("NO-GO", "NO-GO")],
                        max_length=20,
                    ),
                ),
                ("member_name", models.CharField(max_length=150)),
                ("comment", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "approval",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.approval",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
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
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="foundation.approvalrequest",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "campaign_id"], name="decision_campaign")],
            },
        ),
        migrations.CreateModel(
            name="Launch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("campaign_id", models.BigIntegerField()),
                ("campaign_class", models.CharField(max_length=1)),
                ("list_version", models.PositiveIntegerField()),
                ("blocking", models.JSONField(default=dict)),
                ("live", models.JSONField(default=list)),
                ("opened_at", models.DateTimeField()),
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
                    models.UniqueConstraint(fields=("organisation", "campaign_id"), name="launch_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LaunchCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("campaign_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=60)),
                ("item", models.CharField(blank=True, max_length=80)),
                (
                    "result",
                    models.CharField(
                        choices=[("pass", "pass"), ("fail", "fail"), ("unknown", "unknown")], max_length=8
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=40)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("url", models.CharField(blank=True, max_length=2000)),
                ("creative", models.CharField(blank=True, max_length=120)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("automatic", models.BooleanField(default=False)),
                ("blocking", models.BooleanField(default=False)),
                ("member_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
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
            options={
                "indexes": [models.Index(fields=["organisation", "campaign_id"], name="check_campaign")],
            },
        ),
        migrations.CreateModel(
            name="LinkFetch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("campaign_id", models.BigIntegerField()),
                ("url", models.CharField(max_length=2000)),
                (
                    "result",
                    models.CharField(
                        choices=[("pass", "pass"), ("fail", "fail"), ("unknown", "unknown")], max_length=8
                    ),
                ),
                ("trouble", models.CharField(blank=True, max_length=40)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("hops", models.PositiveSmallIntegerField(default=0)),
                ("final_url", models.CharField(blank=True, max_length=2000)),
                ("fetched_at", models.DateTimeField()),
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
                "indexes": [models.Index(fields=["organisation", "campaign_id"], name="fetch_campaign")],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("campaign_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=60)),
                ("reason", models.TextField()),
                ("until", models.DateField()),
                ("member_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by", models.CharField(blank=True, max_length=150)),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
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
            options={
                "indexes": [models.Index(fields=["organisation", "campaign_id"], name="waiver_campaign")],
            },
        ),
    ]
