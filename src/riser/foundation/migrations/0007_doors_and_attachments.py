"""Invitations, personal tokens, recent records and attachments."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0006_requests_and_baselines")]

    operations = []
