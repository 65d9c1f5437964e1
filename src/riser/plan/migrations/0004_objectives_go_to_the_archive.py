"""Objectives can be archived, as campaigns can."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plan", "0003_by_hand")]

    operations = [
        migrations.AddField(
            model_name="objective",
            name="archived_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
