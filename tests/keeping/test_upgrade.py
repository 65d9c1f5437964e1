"""An older home is backed up and brought up to date, also after a kill; a newer one is left alone."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from keeping.conftest import OWN_KEY, Kept, numbers
from riser.foundation.presence import present
from services.riser import RISER, Installation, together

REFUSED = 2
MANAGE = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(["", *sys.argv[1:]])
"""


def go_back(riser: Installation) -> None:
    """The home as the program before left it: one migration of one room was not there yet."""
    environment = riser.environment() | {"DJANGO_SETTINGS_MODULE": "riser.web.settings"}
    words = [str(RISER.with_name("python")), "-c", MANAGE, "migrate", "foundation", "0007", "-v", "0"]
    subprocess.run(words, env=environment, check=True)
    (riser.home / "version").write_text("0.0.9\n")


def test_an_older_home_is_backed_up_and_brought_up_to_date(kept: Kept) -> None:
    riser = kept.installation
    go_back(riser)
    told = together(riser, [["setup", "--non-interactive"], ["worker", "--once"]])
    assert [one["exit"] for one in told] == [REFUSED, REFUSED]
    assert all("0.0.9" in one["said"] and "riser upgrade" in one["said"] for one in told)
    with present(riser.home):
        assert "Stop it" in riser.run("upgrade", expect=REFUSED)
    done = riser.json("upgrade")
    newer = ["foundation 0008_attached_once", "foundation 0009_said_in_every_language"]
    assert (done["before"], done["migrations"]) == ("0.0.9", newer)
    assert kept.numbers() == kept.before
    assert Path(done["backup"]).parent == riser.home / "backups"
    again = riser.json("upgrade")
    assert (again["migrations"], again["backup"]) == ([], "")
    riser.run("restore", done["backup"], "--replace")  # also brings it up to date
    assert kept.numbers() == kept.before


def test_an_upgrade_that_was_cut_off_goes_on_and_keeps_its_first_backup(on_sqlite: Kept) -> None:
    riser = on_sqlite.installation
    go_back(riser)
    first = on_sqlite.backup.with_name("first.zip")
    first.write_bytes(on_sqlite.backup.read_bytes())
    (riser.home / "upgrading").write_text(f"{first}\n")
    assert any(one["remedy"] == "riser upgrade" for one in riser.json("doctor", expect=1)["findings"])
    done = riser.json("upgrade")
    assert done["backup"] == str(first)
    assert not (riser.home / "upgrading").exists()
    assert not (riser.home / "backups").exists()
    assert numbers(riser) == on_sqlite.before


def test_a_newer_home_is_left_alone(on_sqlite: Kept) -> None:
    riser = on_sqlite.installation
    with closing(sqlite3.connect(riser.home / "riser.sqlite3")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('plan', '9999_to_come', '2030-01-01')"
        )
        database.commit()
    (riser.home / "version").write_text("9.0.0\n")
    commands = (["upgrade"], ["setup", "--non-interactive"], ["serve"], ["worker", "--once"], ["doctor"])
    told = together(riser, commands)
    assert [one["exit"] for one in told] == [REFUSED, REFUSED, REFUSED, REFUSED, 1]
    assert all("newer Riser (9.0.0)" in one["said"] and "pip install" in one["said"] for one in told)


def test_an_empty_home_has_nothing_to_upgrade(tmp_path: Path) -> None:
    told = together(
        Installation(tmp_path / "home", OWN_KEY), [["upgrade"], ["backup", str(tmp_path / "b.zip")]]
    )
    assert [one["exit"] for one in told] == [0, REFUSED]
    assert all("riser setup" in one["said"] for one in told)
