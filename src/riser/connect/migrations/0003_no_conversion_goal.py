"""Nobody ever wrote or read the conversion goal of an account."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("connect", "0002_work_undo_retired")]

    operations = [migrations.RemoveField(model_name="account", name="conversion_goal")]
