"""A backup taken while another process imports is one consistent point: nobody waits, nothing is half."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

from exports import google_ads_interface
from keeping.conftest import ACCOUNT, OWN_KEY, YESTERDAY, Kept, numbers
from services.riser import RISER, Installation, together

IMPORTS, LENGTH, STEP = 6, 25, 12  # files of so many days; each overlaps the one before it by half
BACKUPS = 2
# A night of imports, file after file, in a process of its own.
NIGHT = """
import sys
from pathlib import Path
from riser.foundation.shell import make_act, start_django
start_django()
from riser.connect.actions import import_file
for name in sys.argv[2:]:
    import_file(make_act(email="", slug=""), Path(name), account=sys.argv[1])
    print(name, flush=True)
"""


def exports(folder: Path) -> list[Path]:
    """Exports whose days overlap, so that each replaces rows of the one before."""
    ends = [YESTERDAY - timedelta(days=STEP * number) for number in range(IMPORTS)]
    paths = [folder / f"night-{number}.csv" for number in range(IMPORTS)]
    return [
        google_ads_interface(path, last_day=end, days=LENGTH).path
        for path, end in zip(paths, ends, strict=True)
    ]


def test_backups_during_imports_are_consistent_points(kept: Kept, tmp_path: Path) -> None:
    riser, night = kept.installation, exports(tmp_path)
    command = [str(RISER.with_name("python")), "-c", NIGHT, ACCOUNT, *map(str, night)]
    importing = subprocess.Popen(command, env=riser.environment(), stdout=subprocess.PIPE, text=True)
    assert importing.stdout is not None
    importing.stdout.readline()  # the first file is through: from now on it is in the middle of its work
    targets = [str(tmp_path / f"during-{number}.zip") for number in range(BACKUPS)]
    was_running = importing.poll() is None
    told = together(riser, [["backup", target] for target in targets])
    importing.communicate()
    assert importing.returncode == 0
    assert was_running
    assert [one["exit"] for one in told] == [0] * BACKUPS, told
    for target in targets:
        assert_consistent(riser, target, tmp_path)


def assert_consistent(riser: Installation, backup: str, folder: Path) -> None:
    """Restored, every load is settled, and the lake holds what the settled loads leave and nothing else."""
    on_postgres = "RISER_DATABASE_URL" in riser.more
    one = riser if on_postgres else Installation(folder / Path(backup).stem, OWN_KEY)
    one.run("restore", backup, "--replace")
    looked = one.json("doctor")["findings"]
    assert [line["state"] for line in looked if line["about"] in {"lake", "database"}] == ["ok", "ok"]
    totals, _profile, loads, _members = numbers(one)
    done = [load for load in loads["rows"] if load["state"] == "done"]
    assert {load["state"] for load in loads["rows"]} <= {"done", "failed"}
    assert totals == replayed(done, folder)


def replayed(loads: list[dict[str, Any]], folder: Path) -> Any:
    """The totals of a fresh home into which the same files are imported in the same order."""
    ordered = sorted(loads, key=lambda load: load["started_at"])
    name = "replay-" + "-".join(load["file_name"].removesuffix(".csv") for load in ordered)
    fresh = Installation(folder / name, OWN_KEY)
    files = [str(folder / load["file_name"]) for load in ordered]
    for path in files:
        assert Path(path).is_file(), path
    commands = [["setup", "--non-interactive", "--name", "Northwind"]]
    commands += [["connect", "import", path, "--account", ACCOUNT] for path in files]
    told = together(fresh, [*commands, ["measure", "totals", "--by", "day", "--json"]])
    return json.loads(told[-1]["said"])
