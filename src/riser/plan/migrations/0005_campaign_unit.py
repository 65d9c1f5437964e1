"""A campaign can name the unit it belongs to: a region, a brand, a team."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plan", "0004_objectives_go_to_the_archive")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="unit",
            field=models.CharField(blank=True, max_length=120, verbose_name="unit"),
        ),
    ]
