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
    "export": export,
    "setup": riser_setup,
    "import": riser_import,
    "help": riser_help,
}

if __name__ == "__main__":
    print(json.dumps(WORK[sys.argv[1]](*sys.argv[2:])))
