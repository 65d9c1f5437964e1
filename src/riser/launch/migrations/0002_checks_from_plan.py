"""Checks that were recorded in plan come here under their own ids: their versions in the trail name these."""

from django.core.management.color import no_style
from django.db import migrations


def take_over(apps, schema_editor):
    old, new = apps.get_model("plan", "LaunchCheck"), apps.get_model("launch", "LaunchCheck")
    new.objects.bulk_create(
        new(
            pk=row.pk,
            organisation_id=row.campaign.organisation_id,
            campaign_id=row.campaign_id,
            kind=row.kind,
            result=row.result,
            note=row.note,
            blocking=True,
            member_name=row.member_name,
            recorded_at=row.recorded_at,
        )
        for row in old.objects.select_related("campaign")
    )
    connection = schema_editor.connection
    for statement in connection.ops.sequence_reset_sql(no_style(), [new]):
        schema_editor.execute(statement)


def hand_back(apps, schema_editor):
    old, new = apps.get_model("plan", "LaunchCheck"), apps.get_model("launch", "LaunchCheck")
    old.objects.bulk_create(
        old(
            pk=row.pk,
            campaign_id=row.campaign_id,
            kind=row.kind,
            result=row.result,
            note=row.note,
            member_name=row.member_name,
            recorded_at=row.recorded_at,
        )
        for row in new.objects.filter(result__in=["pass", "fail"], item="", automatic=False)
    )


class Migration(migrations.Migration):
    dependencies = [("launch", "0001_initial"), ("plan", "0001_initial")]

    operations = [migrations.RunPython(take_over, hand_back)]
