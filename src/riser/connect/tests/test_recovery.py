"""An import killed at any point leaves the old or the new state, and the next start settles the ledger."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cast import Cast
from riser.connect import queries
from riser.connect.actions import reconcile_all
from riser.connect.lake import table as lake
from riser.connect.lake.lease import Busy, writing
from riser.connect.models import Lease, Load, LoadState
from riser.connect.tests.making import NOW, api_file, api_row, days_of
from riser.foundation import clock

ATTEMPTS = 4
DAYS, CAMPAIGNS = 60, 5
CHILD = """
import sys
from pathlib import Path
from riser.foundation.shell import start_django, make_act
start_django()
from riser.connect.actions import import_file, preview_file
act = make_act(email="", slug="")
preview_file(act, Path(sys.argv[1]))  # loads every library, so that the kill meets work and not imports
print("ready", flush=True)
import_file(act, Path(sys.argv[1]), currency="EUR")
"""


def environment(home: Path) -> dict[str, str]:
    """A home and a SQLite file of its own, whatever database the other tests use."""
    kept = {name: value for name, value in os.environ.items() if name != "RISER_DATABASE_URL"}
    return kept | {"RISER_HOME": str(home)}


def riser(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One command of the shell face."""
    command = [sys.executable, "-c", "from riser.cli import main; main()", *words]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, check=False)


def import_in_child(home: Path, path: Path, *, kill_after: float | None = None) -> float:
    """Starts an import and kills it after so many seconds of work; how many seconds it worked."""
    return run_child(home, CHILD, str(path), kill_after=kill_after)


def run_child(home: Path, code: str, told: str, *, kill_after: float | None = None) -> float:
    """Starts a process and kills it after so many seconds of work; how many seconds it worked."""
    command = [sys.executable, "-c", code, told]
    with subprocess.Popen(command, env=environment(home), stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        began = time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)
            child.send_signal(signal.SIGKILL)
        child.wait()
        return time.monotonic() - began


def state(monkeypatch: pytest.MonkeyPatch, home: Path) -> Mapping[Decimal, int]:
    """How many rows the lake holds of each amount."""
    monkeypatch.setenv("RISER_HOME", str(home))
    table = lake.open_table(1)
    assert table is not None
    found: dict[Decimal, int] = {}
    for row in table.to_pyarrow_table(columns=["spend"]).to_pylist():
        found[row["spend"]] = found.get(row["spend"], 0) + 1
    return found


def write_export(path: Path, micros: int) -> Path:
    """A file in which every campaign-day has the same spend, so that a mixture would show."""
    days, campaigns = days_of("2026-01-01", DAYS), range(CAMPAIGNS)
    rows = [api_row(day, campaign=str(100 + n), micros=micros) for day in days for n in campaigns]
    return api_file(path, rows)


def test_kill_9_at_random_points_leaves_the_old_or_the_new_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "own"
    home.mkdir()
    assert riser(home, "setup", "--non-interactive").returncode == 0
    old, first = Decimal(1), write_export(tmp_path / "first.csv", 1_000_000)
    whole = import_in_child(home, first)
    assert state(monkeypatch, home) == {old: DAYS * CAMPAIGNS}
    chance = random.Random(20260302)  # noqa: S311 - when to kill, not a secret
    for number in range(ATTEMPTS):
        new = Decimal(number + 2)
        path = write_export(tmp_path / f"{number}.csv", int(new) * 1_000_000)
        import_in_child(home, path, kill_after=chance.uniform(0, 1.1) * whole)
        found = state(monkeypatch, home)
        assert found in ({old: DAYS * CAMPAIGNS}, {new: DAYS * CAMPAIGNS})
        (old,) = found
    again = riser(home, "connect", "import", str(first), "--json")
    assert json.loads(again.stdout)["state"] == "done", again.stderr
    assert state(monkeypatch, home) == {Decimal(1): DAYS * CAMPAIGNS}
    states = {row["state"] for row in json.loads(riser(home, "connect", "loads", "--json").stdout)["rows"]}
    assert states <= {"done", "failed"}


UNDO_CHILD = """
import sys
from riser.foundation.shell import start_django, make_act
start_django()
from riser.connect.actions import preview_undo, undo_load
act = make_act(email="", slug="")
seen = preview_undo(act, sys.argv[1])  # loads every library, so that the kill meets work and not imports
print("ready", flush=True)
undo_load(act, sys.argv[1], based_on=seen.based_on)
"""


def test_kill_9_while_undoing_leaves_the_load_stored_or_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "own"
    home.mkdir()
    assert riser(home, "setup", "--non-interactive").returncode == 0
    import_in_child(home, write_export(tmp_path / "old.csv", 1_000_000))
    stored, undone = {Decimal(2): DAYS * CAMPAIGNS}, {Decimal(1): DAYS * CAMPAIGNS}
    chance = random.Random(20260303)  # noqa: S311 - when to kill, not a secret
    for number in range(ATTEMPTS):
        path = write_export(tmp_path / "new.csv", 2_000_000)
        load = json.loads(riser(home, "connect", "import", str(path), "--json").stdout)["load"]
        run_child(home, UNDO_CHILD, load, kill_after=chance.uniform(0, 0.4) * (number + 1))
        found = state(monkeypatch, home)
        assert found in (stored, undone)
        done = riser(home, "connect", "undo", load, "--yes")  # settles first; refused where it was through
        assert (done.returncode, state(monkeypatch, home)) == (0 if found == stored else 2, undone), (
            done.stderr
        )
        left = {
            row["load"]: row["state"]
            for row in json.loads(riser(home, "connect", "loads", "--json").stdout)["rows"]
        }
        assert left[load] == "undone"


def open_load(cast: Cast, load_id: str) -> Load:
    """A ledger row as a killed process leaves it."""
    return Load.objects.create(
        id=load_id,
        organisation_id=cast.id,
        state=LoadState.STARTED,
        source="google_ads",
        shape="api_campaign",
        file_name="export.csv",
        file_sha256="0" * 64,
        member_name="Cleo",
        started_at=NOW,
    )


def test_start_up_settles_a_load_by_what_the_lake_says(cast: Cast) -> None:
    from riser.connect.tests.test_lake import rows

    landed, lost = open_load(cast, "a" * 32), open_load(cast, "b" * 32)
    lake.replace(cast.id, rows({("a", 1): 7}), load_id=landed.pk)
    later = NOW + timedelta(hours=1)
    assert {record.id: record.state for record in reconcile_all(later)} == {
        landed.pk: "done",
        lost.pk: "failed",
    }
    landed.refresh_from_db()
    assert (landed.delta_version, landed.finished_at) == (1, later)
    assert reconcile_all(later) == []
    assert [total.spend for total in queries.totals(cast.id, by="source")] == [Decimal(7)]


def test_a_load_of_a_running_process_is_left_to_it(cast: Cast) -> None:
    running = open_load(cast, "a" * 32)
    with writing(f"ad_daily/{cast.id}"):
        assert reconcile_all(NOW) == []
    running.refresh_from_db()
    assert running.state == LoadState.STARTED


def test_one_writer_per_table_and_a_dead_one_blocks_nobody(cast: Cast) -> None:
    with writing("t"), pytest.raises(Busy, match="Another import"), writing("t", patience=timedelta(0)):
        pass
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    expires = clock.now() + timedelta(hours=1)
    host = os.uname().nodename
    Lease.objects.create(table="t", holder=f"{host}:{int(gone.stdout)}:x", expires_at=expires)
    with writing("t", patience=timedelta(0)):
        assert Lease.objects.get(table="t").holder.startswith(f"{host}:{os.getpid()}:")
    assert not Lease.objects.filter(table="t").exists()


def test_a_lease_of_another_machine_holds_until_it_expires(cast: Cast) -> None:
    lease = Lease.objects.create(
        table="t", holder="elsewhere:1:x", expires_at=clock.now() + timedelta(hours=1)
    )
    with pytest.raises(Busy), writing("t", patience=timedelta(0)):
        pass
    Lease.objects.filter(pk=lease.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    with writing("t", patience=timedelta(0)):
        assert Lease.objects.get(table="t").holder != "elsewhere:1:x"
