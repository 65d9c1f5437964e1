"""What people need to work by hand: intake, archive, guests."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plan", "0002_checks_move_to_launch")]

    operations = []
