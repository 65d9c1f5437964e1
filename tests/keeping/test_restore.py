"""After damage a restore brings back every number, on both databases; nothing is overwritten unasked."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from keeping.conftest import OWN_KEY, Kept, numbers
from services.riser import Installation, together

REFUSED = 2


def damage(riser: Installation) -> None:
    """Half of the lake's files gone, the raw files gone, the database cut to nothing."""
    parquet = sorted((riser.home / "lake").rglob("*.parquet"))
    assert parquet
    for path in parquet[::2]:
        path.unlink()
    shutil.rmtree(riser.home / "raw")
    if "RISER_DATABASE_URL" in riser.more:
        psql(riser, "TRUNCATE foundation_organisation CASCADE; DROP TABLE connect_lease")
    else:
        os.truncate(riser.home / "riser.sqlite3", 5000)


def psql(riser: Installation, sql: str) -> str:
    """What PostgreSQL answers."""
    command = ["psql", "-qAt", "-d", riser.more["RISER_DATABASE_URL"], "-c", sql]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_a_restore_after_damage_brings_back_every_number(kept: Kept) -> None:
    riser = kept.installation
    damage(riser)
    assert [one for one in riser.json("doctor", expect=1)["findings"] if one["state"] == "mend"]
    told = riser.json("restore", str(kept.backup), "--replace")
    assert kept.numbers() == kept.before
    assert Path(told["aside"]).is_dir()
    assert not list(riser.home.glob("restoring*"))
    looked = {one["about"]: one["state"] for one in riser.json("doctor")["findings"]}
    assert (looked["database"], looked["lake"], looked["version"]) == ("ok", "ok", "ok")
    riser.run("backup", str(kept.backup.with_name("again.zip")))


def test_what_stood_there_is_kept_aside_whole(kept: Kept) -> None:
    riser = kept.installation
    riser.run("setup", "--non-interactive", "--email", "late@northwind.example")
    aside = Path(riser.json("restore", str(kept.backup), "--replace")["aside"])
    assert kept.numbers() == kept.before
    assert files(aside / "raw") == files(riser.home / "raw")
    if "RISER_DATABASE_URL" in riser.more:
        schema = f"riser_{aside.name.replace('-', '_')}"
        assert psql(riser, f"SELECT count(*) FROM {schema}.foundation_member") == "2"  # noqa: S608
    else:
        old = Installation(aside, OWN_KEY)
        assert "late@northwind.example" in old.run("members", "list")


def test_a_backup_becomes_a_home_elsewhere_and_only_its_owner_reads_it(
    on_sqlite: Kept, tmp_path: Path
) -> None:
    elsewhere = Installation(tmp_path / "elsewhere", OWN_KEY)
    on_sqlite.installation.run("restore", str(on_sqlite.backup), "--into", str(elsewhere.home))
    assert numbers(elsewhere) == on_sqlite.before
    key = elsewhere.home / "secret_key"
    assert key.read_text() == (on_sqlite.installation.home / "secret_key").read_text()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (key, on_sqlite.backup)}
    assert modes == {0o600}


def test_what_would_overwrite_or_hide_a_loss_is_refused(on_sqlite: Kept) -> None:
    riser, backup = on_sqlite.installation, on_sqlite.backup
    content, was = backup.read_bytes(), files(riser.home)
    told = together(riser, [["restore", str(backup)], ["backup", str(backup)]])
    assert [one["exit"] for one in told] == [REFUSED, REFUSED]
    assert "--replace" in told[0]["said"]
    assert "is there already" in told[1]["said"]
    assert backup.read_bytes() == content
    assert files(riser.home) == was
    for path in (riser.home / "lake").rglob("*.parquet"):
        path.unlink()
    assert "The lake is damaged" in riser.run("backup", str(backup.with_name("new.zip")), expect=REFUSED)
    assert not list(backup.parent.glob("new*"))


@pytest.mark.parametrize("vendor", ["postgresql"])
def test_a_backup_of_the_other_database_says_which_setting_decides(on_sqlite: Kept, vendor: str) -> None:
    other = Installation(
        on_sqlite.installation.home, {"RISER_DATABASE_URL": f"{vendor}://nobody@127.0.0.1:1/x"}
    )
    assert "RISER_DATABASE_URL" in other.run("restore", str(on_sqlite.backup), expect=REFUSED)


def test_while_somebody_works_there_nothing_is_restored_and_a_backup_is_taken(on_sqlite: Kept) -> None:
    riser = on_sqlite.installation
    target = on_sqlite.backup.with_name("served.zip")
    with riser.serving():
        commands = (["restore", str(on_sqlite.backup), "--replace"], ["upgrade"], ["backup", str(target)])
        told = together(riser, commands)
    assert [one["exit"] for one in told] == [REFUSED, 0, 0], told
    assert "Stop it" in told[0]["said"]
    assert "up to date" in told[1]["said"]
    assert target.is_file()


def files(folder: Path) -> set[tuple[str, int]]:
    """Names and sizes of everything in a folder that is data; SQLite's logs come and go."""
    return {
        (path.relative_to(folder).as_posix(), path.stat().st_size)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("riser.sqlite3", "in_use", "version", "serve"))
    }
