"""A notice keeps its sentence in every language, for readers who switch; older ones keep the one they have."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("foundation", "0008_attached_once")]

    operations: ClassVar = [
        migrations.AddField(model_name="notice", name="says", field=models.JSONField(default=dict)),
    ]
