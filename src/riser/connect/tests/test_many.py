"""Several files in one go, and what a file is before anything is read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cast import Cast
from riser.connect import queries
from riser.connect.actions import import_files
from riser.connect.commands import connect
from riser.connect.intake.gathering import LeftOut, gather
from riser.connect.models import Load
from riser.connect.tests.making import api_file, api_row
from riser.foundation.errors import NotPermitted, Refused


def shell(*words: str) -> Result:
    """One command as Cleo; --org because the cast has two organisations."""
    name, *rest = words
    told = [name, "--org", "northwind", "--as", "cleo@northwind.example", *rest]
    return CliRunner().invoke(connect, told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two exports, one with a bad row, one file that is no export, a link, a folder, a note."""
    found = tmp_path / "exports"
    (found / "older").mkdir(parents=True)
    api_file(found / "b_february.csv", [api_row("2026-02-02"), api_row("2026-02-03", micros="oops")])
    api_file(found / "a_january.csv", [api_row("2026-01-02")])
    (found / "c_list.csv").write_text("name,colour\nAda,blue\n")
    (found / "notes.md").write_text("x")
    (found / ".hidden.csv").write_text("x")
    (found / "link.csv").symlink_to("/etc/passwd")
    return found


def test_a_folder_is_read_in_the_order_of_names_and_says_what_it_leaves_out(folder: Path) -> None:
    found = gather([folder])
    assert [path.name for path in found.files] == ["a_january.csv", "b_february.csv", "c_list.csv"]
    assert {path.name: why for path, why in found.left_out} == {
        "link.csv": LeftOut.LINK,
        "older": LeftOut.FOLDER,
        "notes.md": LeftOut.OTHER,
    }


def test_a_pattern_means_its_files_and_a_file_named_twice_is_read_once(folder: Path) -> None:
    found = gather([folder / "[ab]*.csv", folder / "a_january.csv"])
    assert [path.name for path in found.files] == ["a_january.csv", "b_february.csv"]


@pytest.mark.parametrize("name", ["older", "*.parquet"])
def test_a_folder_or_pattern_without_exports_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(Refused, match="holds no file that can be read"):
        gather([folder / name])


def test_each_file_that_can_be_read_is_stored_and_the_shell_sums_up(cast: Cast, folder: Path) -> None:
    result = shell("import", str(folder), "--json")
    told = json.loads(result.output)
    assert result.exit_code == 2
    assert [Path(one["file"]).name for one in told["loads"]] == [
        "a_january.csv",
        "b_february.csv",
        "c_list.csv",
    ]
    assert [one["state"] for one in told["loads"]] == ["done", "waiting", "unreadable"]
    assert "is not recognised" in told["loads"][2]["why"]
    assert [told[name] for name in ("done", "waiting", "unreadable", "rows_accepted")] == [1, 1, 1, 1]
    assert Load.objects.filter(organisation_id=cast.id).count() == 2


def test_of_several_files_one_that_waits_ends_with_one_and_accepting_ends_with_zero(
    cast: Cast, folder: Path
) -> None:
    names = [str(folder / name) for name in ("a_january.csv", "b_february.csv")]
    assert shell("import", *names).exit_code == 1
    accepted = shell("import", *names, "--accept-quarantine")
    assert accepted.exit_code == 0
    assert "Files: 2 stored, 0 waiting, 0 that cannot be read" in accepted.output


def test_of_two_files_of_one_account_the_later_name_counts(cast: Cast, tmp_path: Path) -> None:
    first = api_file(tmp_path / "1.csv", [api_row("2026-01-02", micros=1_000_000)])
    second = api_file(tmp_path / "2.csv", [api_row("2026-01-02", micros=3_000_000)])
    act = cast.act("Cleo")
    assert import_files(act, [second.parent / "*.csv"]).done == 2
    (day,) = queries.campaign_days(cast.id, to_day=act.now.date())
    assert (str(day.spend), first.exists()) == ("3.00", True)


def test_what_speaks_of_one_file_is_refused_for_several(cast: Cast, folder: Path) -> None:
    result = shell("import", str(folder), "--account-total", "12.00")
    assert result.exit_code == 2
    assert "--account-total is for one file" in result.output


def test_who_may_not_import_imports_nothing(cast: Cast, folder: Path) -> None:
    with pytest.raises(NotPermitted):
        import_files(cast.act("Vera"), [folder])
    assert not Load.objects.exists()


def test_detect_says_what_a_file_is_and_by_which_columns(folder: Path) -> None:
    told = json.loads(CliRunner().invoke(connect, ["detect", str(folder / "a_january.csv"), "--json"]).output)
    assert (told["source"], told["shape"], told["table"]) == ("google_ads", "api_campaign", "ad_daily")
    assert (told["why"], told["header_row"]) == (["customer_id", "id", "date", "cost_micros"], 1)


def test_detect_ends_with_two_and_the_reason_where_no_tool_fits(folder: Path) -> None:
    result = CliRunner().invoke(connect, ["detect", str(folder / "c_list.csv")])
    assert result.exit_code == 2
    assert "c_list.csv is not recognised" in result.output
