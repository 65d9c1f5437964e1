"""The database itself refuses to change a row of the trail, whoever asks."""

from django.db import migrations

TIMES = ("happened_at", "recorded_at", "organisation_id")
KEPT = {
    "foundation_auditevent": (
        *TIMES,
        "case_kind",
        "case_id",
        "verb",
        "actor_name",
        "face",
        "before",
        "after",
    ),
    "foundation_recordversion": (*TIMES, "kind", "record_id", "number", "data", "sha256", "author_name"),
    "foundation_approval": (
        *TIMES,
        "topic",
        "kind",
        "record_id",
        "version_id",
        "requested_by",
        "approver_name",
    ),
}
TABLES = tuple(KEPT)


def protect(apps, schema_editor):
    for table in TABLES:
        for statement in statements(schema_editor.connection.vendor, table):
            # Without parameters, or PostgreSQL's driver reads the % of the message as a placeholder.
            schema_editor.execute(statement, params=None)


def release(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {}"
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_append_only{on.format(table)}")


def statements(vendor, table):
    # A member who is erased leaves `actor` empty: that one column may change to NULL, nothing else.
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OF {', '.join(KEPT[table])} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        ]
    return [
        "CREATE OR REPLACE FUNCTION riser_append_only() RETURNS trigger AS $$ "
        "BEGIN IF to_jsonb(NEW) - 'actor_id' - 'author_id' - 'approver_id' IS DISTINCT FROM "
        "to_jsonb(OLD) - 'actor_id' - 'author_id' - 'approver_id' "
        "THEN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION riser_append_only()",
    ]


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
