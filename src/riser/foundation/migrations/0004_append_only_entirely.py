"""The trail cannot be deleted either, nor can an act be moved to another member or gain provenance."""

from django.db import migrations

WHO = {
    "foundation_auditevent": "actor_id",
    "foundation_recordversion": "author_id",
    "foundation_approval": "approver_id",
}
WITH_PROVENANCE = ("foundation_recordversion", "foundation_approval")


def protect(apps, schema_editor):
    for table, who in WHO.items():
        for statement in statements(schema_editor.connection.vendor, table, who):
            # Without parameters, or PostgreSQL's driver reads the % of the message as a placeholder.
            schema_editor.execute(statement, params=None)


def release(apps, schema_editor):
    on = "" if schema_editor.connection.vendor == "sqlite" else " ON {}"
    for table in WHO:
        for name in names(schema_editor.connection.vendor, table):
            schema_editor.execute(f"DROP TRIGGER {name}{on.format(table)}")


def names(vendor, table):
    kinds = ["kept", "who"]
    if vendor == "sqlite" and table in WITH_PROVENANCE:
        kinds.append("provenance")
    return [f"{table}_{kind}" for kind in kinds]


def statements(vendor, table, who):
    # A member who is erased still leaves the column empty.
    moved = f"NEW.{who} IS NOT NULL AND NEW.{who} IS DISTINCT FROM OLD.{who}"
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        moved = moved.replace("IS DISTINCT FROM", "IS NOT")
        found = [
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_who BEFORE UPDATE OF {who} ON {table} WHEN {moved} {refuse}",
        ]
        if table in WITH_PROVENANCE:
            found.append(f"CREATE TRIGGER {table}_provenance BEFORE UPDATE OF provenance ON {table} {refuse}")
        return found
    refuse = "FOR EACH ROW {} EXECUTE FUNCTION riser_never()"
    return [
        "CREATE OR REPLACE FUNCTION riser_never() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} {refuse.format('')}",
        f"CREATE TRIGGER {table}_who BEFORE UPDATE ON {table} {refuse.format(f'WHEN ({moved})')}",
    ]


class Migration(migrations.Migration):
    dependencies = [("foundation", "0003_organisation_is_demo")]

    operations = [migrations.RunPython(protect, release)]
