"""Launch checks belong to the room launch."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_initial")]

    operations = []
