"""Writes: tables of the lake that an older program made get the columns they have now."""

from riser.connect.actions.settling import lease_of
from riser.connect.lake.lease import writing
from riser.connect.lake.schemas import bring_up_to_date, outdated
from riser.foundation.models import Organisation


def outdated_tables() -> list[tuple[int, str]]:
    """Organisation and name of every table with an older schema. Raises Refused where one is newer."""
    houses = Organisation.objects.order_by("pk").values_list("pk", flat=True)
    return [(house, table.name) for house in houses for table in outdated(house)]


def migrate_lake() -> list[tuple[int, str]]:
    """The tables that were brought to the present schema, one commit each; safe to repeat after a kill."""
    done = outdated_tables()
    for house in {house for house, _name in done}:
        for table in outdated(house):
            with writing(lease_of(table, house)):
                bring_up_to_date(house, table)
    return done
