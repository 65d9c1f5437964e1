"""Jobs, their leases, and notices."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0004_append_only_entirely")]

    operations = []
