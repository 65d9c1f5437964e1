"""What people need to work by hand: intake, named roles, guests, copies."""

import django.db.models.deletion
from django.db import migrations, models

import riser.foundation.money
import riser.plan.words


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_checks_move_to_launch")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="plan.campaign",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="guests",
            field=models.ManyToManyField(blank=True, related_name="+", to="foundation.member"),
        ),
        migrations.CreateModel(
            name="CampaignRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("preparer", "preparer"),
                            ("approver", "approver"),
                            ("channel", "channel"),
                            ("creative", "creative"),
                            ("analyst", "analyst"),
                            ("claims", "claims"),
                            ("agency", "agency"),
                        ],
                        max_length=20,
                        verbose_name="role",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("recorded_at", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="plan.campaign",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "role", "name"), name="campaign_role_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what is asked for")),
                ("purpose", models.TextField(blank=True, verbose_name="what for")),
                ("wished", models.DateField(blank=True, null=True, verbose_name="wished for")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="hours"
                    ),
                ),
                (
                    "amount",
                    riser.foundation.money.MoneyField(blank=True, null=True, verbose_name="amount"),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                ("requester_name", models.CharField(max_length=150)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("waiting", "waiting"),
                            ("declined", "declined"),
                        ],
                        default=riser.plan.words.RequestState["OPEN"],
                        max_length=8,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("waits_until", models.DateField(blank=True, null=True, verbose_name="waits until")),
                ("displaces", models.CharField(blank=True, max_length=400, verbose_name="displaces")),
                ("decider_name", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="plan.campaign",
                    ),
                ),
                (
                    "decider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="foundation.member",
                    ),
                ),
                (
                    "displaced",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="plan.campaign",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="foundation.member",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation", "state"], name="request_state")],
            },
        ),
    ]
