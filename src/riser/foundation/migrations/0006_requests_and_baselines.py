"""Requests for approval, thresholds, delegates, baselines and change requests."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("foundation", "0005_jobs_and_notices")]

    operations = []
