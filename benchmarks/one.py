"""One run of one piece of work, in a process of its own: `python -m benchmarks.one WORK WORDS…`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

TYPES = {
    **dict.fromkeys(("customer_id", "id"), "VARCHAR"),
    **dict.fromkeys(("cost_micros", "impressions", "clicks"), "BIGINT"),
    **dict.fromkeys(("conversions", "conversions_value"), "DECIMAL(18,6)"),
    "date": "DATE",
}


def duckdb_copy(source: str, target: str) -> dict[str, object]:
    """The yardstick: DuckDB's own way from this CSV to Parquet, with the types that Riser stores."""
    import duckdb

    connection = duckdb.connect()
    columns = json.dumps(TYPES).replace('"', "'")
    told = connection.execute(
        f"COPY (SELECT * FROM read_csv('{source}', types = {columns})) TO '{target}' (FORMAT parquet)"  # noqa: S608 - a path of our own
    ).fetchall()
    return {"rows": told[0][0]}


def duckdb_events(source: str) -> dict[str, object]:
    """The yardstick for events: DuckDB reads every field of the file into a table, as it finds them."""
    import duckdb

    connection = duckdb.connect()
    connection.execute(
        f"CREATE TABLE event AS SELECT * FROM read_json('{source}', format = 'newline_delimited')"  # noqa: S608 - ours
    )
    return {"rows": connection.execute("SELECT count(*) FROM event").fetchall()[0][0]}


def riser_events(source: str) -> dict[str, object]:
    """The same events flattened, checked, persons hashed, put aside by Riser."""
    from riser.foundation.shell import start_django

    start_django()
    from datetime import date

    from riser.connect.intake.event_reading import stage_events
    from riser.connect.intake.files import open_file
    from riser.connect.intake.recognise import recognise
    from riser.connect.privacy import person_pads
    from riser.connect.rules.event_mapping import is_events

    file = open_file(Path(source), most=1 << 40)
    _sheet, match = recognise(file, "auto", "events")
    if not is_events(match):
        raise ValueError("no events")
    staged = stage_events(file, "events", match, pads=person_pads(1), today=date(2026, 3, 1))
    return {"rows": staged.accepted}


def events(target: str, rows: str) -> dict[str, object]:
    """Writes the events that are read."""
    from benchmarks.exports import write_events

    write_events(Path(target), int(rows))
    return {}


def export(target: str, rows: str) -> dict[str, object]:
    """Writes the file that is imported."""
    from benchmarks.exports import write_export

    write_export(Path(target), int(rows))
    return {}


def riser_setup() -> dict[str, object]:
    """An empty installation in RISER_HOME."""
    from riser.cli import main

    sys.argv = ["riser", "setup", "--non-interactive"]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
    return {}


def riser_import(source: str) -> dict[str, object]:
    """A CSV checked, kept, written to the lake and settled in the ledger of RISER_HOME."""
    from riser.foundation.shell import make_act, start_django

    start_django()
    from riser.connect.actions import import_file

    record = import_file(make_act(email="", slug=""), Path(source), within_upload=False)
    return {"rows": record.rows_accepted, "state": str(record.state), "unchanged": record.unchanged}


def riser_help() -> dict[str, object]:
    """What `riser --help` does."""
    from riser.cli import main

    sys.argv = ["riser", "--help"]
    sys.stdout = open("/dev/null", "w")  # noqa: SIM115 - the process ends here
    try:
        main()
    except SystemExit:
        sys.stdout = sys.__stdout__
    return {}


WORK: dict[str, Callable[..., dict[str, object]]] = {
    "duckdb": duckdb_copy,
    "duckdb events": duckdb_events,
    "riser events": riser_events,
    "events": events,
    "export": export,
    "setup": riser_setup,
    "import": riser_import,
    "help": riser_help,
}

if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]](*sys.argv[2:])))
