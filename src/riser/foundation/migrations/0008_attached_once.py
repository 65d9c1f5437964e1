"""The same file or link stands beside a record once; of those that came in twice, the first one stays."""

from django.db import migrations, models
from django.utils import timezone

SAME = ("organisation_id", "kind", "record_id", "sha256")


def withdraw_second_ones(apps, schema_editor):
    rows = apps.get_model("foundation", "Attachment").objects.filter(withdrawn_at=None)
    seen = set()
    for pk, *same in rows.order_by("id").values_list("pk", *SAME):
        if tuple(same) in seen:
            rows.filter(pk=pk).update(
                withdrawn_at=timezone.now(), withdrawn_by="system", withdrawn_why="It was attached twice."
            )
        seen.add(tuple(same))


class Migration(migrations.Migration):
    dependencies = [("foundation", "0007_doors_and_attachments")]

    operations = [
        migrations.RunPython(withdraw_second_ones, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("organisation", "kind", "record_id", "sha256"),
                name="attached_once",
            ),
        ),
    ]
