"""Launch checks belong to the room launch, which takes them over before they go here."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_initial"), ("launch", "0002_checks_from_plan")]

    operations = [migrations.DeleteModel(name="LaunchCheck")]
