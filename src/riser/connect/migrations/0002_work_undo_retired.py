"""Work tools, undo of loads, and accounts that are no longer used."""

import django.db.models.deletion
from django.db import migrations, models


def number_loads(apps, schema_editor):
    """The loads that had reached the lake get their turn in the order in which they did."""
    load = apps.get_model("connect", "Load")
    turns = {}
    rows = load.objects.filter(state="done").order_by("finished_at", "started_at", "delta_version", "pk")
    for row in rows:
        turns[row.organisation_id] = turns.get(row.organisation_id, 0) + 1
        row.turn = turns[row.organisation_id]
        row.save(update_fields=["turn"])


class Migration(migrations.Migration):
    dependencies = [
        ("connect", "0001_initial"),
        ("foundation", "0004_append_only_entirely"),
    ]

    operations = [
        migrations.CreateModel(
            name="BoardWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=40)),
                ("of", models.CharField(max_length=5)),
                ("word", models.CharField(max_length=255)),
                ("means", models.CharField(max_length=20)),
                ("member_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="board_words",
                        to="foundation.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="boardword",
            constraint=models.UniqueConstraint(
                fields=("organisation", "source", "of", "word"), name="board_word_once"
            ),
        ),
        migrations.AddField("account", "retired_after", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "account",
            "retired_by",
            models.CharField(blank=True, default="", max_length=150),
            preserve_default=False,
        ),
        migrations.AddField(
            "load",
            "day_order_given",
            models.CharField(blank=True, default="", max_length=3),
            preserve_default=False,
        ),
        migrations.AddField("load", "owners", models.JSONField(default=list)),
        migrations.AddField("load", "turn", models.PositiveIntegerField(null=True)),
        migrations.AddField("load", "undone_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "load",
            "undone_by",
            models.CharField(blank=True, default="", max_length=150),
            preserve_default=False,
        ),
        migrations.AlterField(
            "load",
            "state",
            models.CharField(
                choices=[
                    ("started", "Started"),
                    ("waiting", "Waiting"),
                    ("done", "Done"),
                    ("refused", "Discarded"),
                    ("failed", "Failed"),
                    ("undoing", "Being undone"),
                    ("undone", "Undone"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(number_loads, migrations.RunPython.noop),
    ]
