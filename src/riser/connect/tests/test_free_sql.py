"""One SELECT on this organisation's tables: what it answers, and that nothing gets out of it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cast import Cast
from riser.connect.actions import ask_lake, import_file
from riser.connect.commands import connect
from riser.connect.lake.sandbox import answer
from riser.connect.lake.table import organisation_folder
from riser.connect.tables import every_table
from riser.connect.tests.making import NOW, api_file, api_row
from riser.connect.tests.test_web_events import event, export
from riser.foundation.errors import NotPermitted, Refused

ORG = ("--org", "northwind")


@pytest.fixture
def stored(cast: Cast, tmp_path: Path) -> Cast:
    """A day of ads and a visit."""
    act = cast.act("Cleo", now=NOW)
    import_file(act, api_file(tmp_path / "ads.csv", [api_row("2026-02-01")]), currency="EUR")
    import_file(act, export(tmp_path / "events.json", [event()]))
    return cast


def test_every_table_and_view_can_be_ask_lake(stored: Cast) -> None:
    filled = {name for name in every_table() if answer(stored.id, f"FROM {name}", limit=1).rows}
    assert filled >= {"ad_daily", "web_event", "session"}


def test_an_answer_has_names_and_says_where_it_is_cut(stored: Cast) -> None:
    found = answer(stored.id, "SELECT r AS a, r AS a FROM range(5) t(r) ORDER BY r DESC -- down", limit=2)
    assert (found.columns, found.rows, found.is_cut) == (("a", "a_2"), ((4, 4), (3, 3)), True)
    assert not answer(stored.id, "SELECT 1", limit=1).is_cut


@pytest.mark.parametrize(
    "sql",
    [
        "COPY ad_daily TO 'out.csv'",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH 'other.db' AS other",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        'WITH "/etc/passwd" AS (SELECT * FROM "/etc/passwd") SELECT * FROM "/etc/passwd"',
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_list",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "CALL duckdb_settings()",
        "SELECT 1; SELECT 2",
        "",
        "WITH x AS (INSERT INTO ad_daily SELECT * FROM ad_daily RETURNING *) SELECT * FROM x",
        "DELETE FROM ad_daily",
        "CREATE TABLE x AS SELECT 1",
        "SELECT getenv('HOME')",
        "SELECT current_setting('temp_directory')",
        "SELECT (SELECT x FROM (SELECT current_setting('temp_directory') AS x))",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM main.ad_daily",
        "SELECT * FROM duckdb_views()",
        "SELECT * FROM duckdb_settings()",
        "WITH duckdb_views AS (SELECT * FROM duckdb_views) SELECT * FROM duckdb_views",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM stored_ad_daily",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('stored_ad_daily')",
        "SHOW TABLES",
        "DESCRIBE ad_daily",
        "SELECT * FROM (SHOW ALL TABLES)",
        "EXPLAIN SELECT 1",
        "SELECT nothing FROM ad_daily",
        "SELECT\x001",
    ],
)
def test_nothing_but_one_select_on_the_tables_is_answered(
    stored: Cast, sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused):
        answer(stored.id, sql, limit=10)
    assert not {"out.csv", "other.db"} & {one.name for one in tmp_path.iterdir()}


def test_another_organisations_files_cannot_be_named(stored: Cast) -> None:
    other = organisation_folder(stored.id + 1)
    for read in (f"read_parquet('{other}/ad_daily/*.parquet')", f"'{other}/ad_daily/x.parquet'"):
        with pytest.raises(Refused):
            answer(stored.id, f"FROM {read}", limit=1)
    assert answer(stored.id + 1, "SELECT * FROM ad_daily", limit=1).rows == ()


def test_files_stay_closed_even_where_the_words_are_not_looked_at(
    stored: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("riser.connect.lake.sandbox.forbidden", lambda tree, tables: None)
    for read in ("read_csv('/etc/passwd')", "'/etc/passwd'", "glob('/etc/*')", "read_text('/etc/passwd')"):
        with pytest.raises(Refused):
            answer(stored.id, f"FROM {read}", limit=1)


def test_a_query_without_end_is_stopped(stored: Cast) -> None:
    huge = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range * 7 = b.range + 3"
    with pytest.raises(Refused, match="was stopped"):
        answer(stored.id, huge, limit=1, seconds=0.3)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("SELECT repeat('x', 70000000) AS long", "larger than 64 MB"),
        ("SELECT DATE '20000-01-01' AS far", "DuckDB says|cannot be shown"),
    ],
)
def test_an_answer_too_large_or_beyond_the_calendar_is_refused(stored: Cast, sql: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        answer(stored.id, sql, limit=10)


def test_only_administrators_ask(stored: Cast) -> None:
    for name in ("Cleo", "Bob", "Vera"):
        with pytest.raises(NotPermitted):
            ask_lake(stored.act(name, now=NOW), "SELECT 1", limit=1)
    assert ask_lake(stored.act("Alice", now=NOW), "SELECT 1", limit=1).rows == ((1,),)


def test_the_shell_answers_in_lines_json_and_csv(stored: Cast) -> None:
    sql = "SELECT '=1+1' AS text, sum(spend) AS spend FROM ad_daily"
    told = CliRunner().invoke(connect, ["query", sql, "--json", *ORG])
    [row] = json.loads(told.output)["rows"]
    assert set(row) == {"text", "spend"}
    assert CliRunner().invoke(connect, ["query", sql, "--csv", *ORG]).output.startswith("text,spend\n'=1+1,")
    assert CliRunner().invoke(connect, ["query", sql, *ORG]).output.startswith("text  spend\n")
    assert CliRunner().invoke(connect, ["query", "DROP TABLE ad_daily", *ORG]).exit_code == 2
