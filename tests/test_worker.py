"""Real workers as processes of their own: killed, asked to end, several at once, and beside the server."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.postgres import NoPostgres, private_cluster
from services.riser import RISER, Installation

LEASE_SECONDS = 5
PATIENCE_SECONDS = 90
# What a room would register, and the two things a process of ours can do with it.
ROOM = """
import os, sys, time
from datetime import timedelta
from pathlib import Path
from riser.foundation.shell import make_act, start_django
start_django()
from riser.foundation import jobs
from riser.foundation.jobs import worker
from riser.foundation.registries import JobKind, jobs as kinds

def note(job, word):
    with open(job.args["log"], "a") as log:
        log.write(f"{word} {job.args['name']} {os.getpid()}\\n")

def work(job):
    note(job, "begin")
    steps = job.args["steps"]
    for step in range(steps):
        time.sleep(0.05)
        job.progress(step / steps, f"step {step}")
    note(job, "end")
    return "All steps done."

def silent(job):
    note(job, "begin")
    time.sleep(600)
    return ""

kinds.register("test.steps", JobKind("Steps", work))
kinds.register("test.silent", JobKind("Silent", silent))
"""
ASK = (
    ROOM
    + """
kind, log, steps, names = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
for name in names:
    jobs.enqueue(make_act(email="", slug=""), kind, {"log": log, "steps": steps, "name": name})
"""
)
WORK = (
    ROOM
    + f"""
worker.GRACE_SECONDS = 1
one = worker.Worker(poll_seconds=0.05, lease=timedelta(seconds={LEASE_SECONDS}))
with one.heeding_signals():
    one.work(once="--once" in sys.argv)
"""
)


@dataclass(frozen=True)
class House:
    """A home with its database, the log its test jobs write, and the processes that work on it."""

    home: Path
    environment: dict[str, str]

    @property
    def log(self) -> Path:
        """Where the jobs of this test write what they do."""
        return self.home / "test.log"

    def lines(self, word: str) -> list[str]:
        """What was written so far, by its first word."""
        written = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in written if line.startswith(word)]

    def ask(self, *names: str, kind: str = "test.steps", steps: int = 20) -> None:
        """Puts a job of each name into the queue."""
        command = [sys.executable, "-c", ASK, kind, str(self.log), str(steps), *names]
        subprocess.run(command, env=self.environment, check=True)

    def worker(self, *options: str) -> "subprocess.Popen[bytes]":
        """A worker process that knows the test's kinds."""
        return subprocess.Popen([sys.executable, "-c", WORK, *options], env=self.environment)

    def jobs(self) -> list[dict[str, object]]:
        """What `riser jobs list` says of the test's jobs."""
        done = subprocess.run(
            [RISER, "jobs", "list", "--json"], env=self.environment, capture_output=True, check=True
        )
        rows: list[dict[str, object]] = json.loads(done.stdout)["rows"]
        return [row for row in rows if str(row["kind"]).startswith("test.")]


@contextmanager
def database(kind: str) -> Iterator[dict[str, str]]:
    """The environment of an SQLite file in the home, or of a private PostgreSQL."""
    kept = {name: value for name, value in os.environ.items() if name != "RISER_DATABASE_URL"}
    if kind == "sqlite":
        yield kept
        return
    try:
        with private_cluster() as url:
            yield kept | {"RISER_DATABASE_URL": url}
    except NoPostgres as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def installed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An organisation on each database."""
    home = tmp_path_factory.mktemp("worker")
    with database(request.param) as environment:
        house = House(home, environment | {"RISER_HOME": str(home), "PYTHONUNBUFFERED": "1"})
        subprocess.run([RISER, "setup", "--non-interactive"], env=house.environment, check=True)
        yield house


@pytest.fixture
def house(installed: House) -> House:
    """The same organisation with an empty log."""
    installed.log.unlink(missing_ok=True)
    return installed


def wait_for(what: Callable[[], object]) -> None:
    """Returns once the condition holds; fails after a long while."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def end(worker: "subprocess.Popen[bytes]", number: int = signal.SIGTERM) -> int:
    """The exit code of a worker that is sent a signal."""
    worker.send_signal(number)
    return worker.wait(timeout=PATIENCE_SECONDS)


def test_kill_9_in_mid_job_loses_nothing(house: House) -> None:
    house.ask("killed")
    first, second = house.worker(), None
    try:
        wait_for(lambda: house.lines("begin"))
        end(first, signal.SIGKILL)
        assert house.lines("end") == []
        second = house.worker()
        wait_for(lambda: house.lines("end"))
    finally:
        for process in filter(None, (first, second)):
            if process.poll() is None:
                end(process)
    assert [line.split()[2] for line in house.lines("begin")] == [str(first.pid), str(second.pid)]
    assert [line.split()[2] for line in house.lines("end")] == [str(second.pid)]
    [job] = [row for row in house.jobs() if row["attempts"] == 2]
    assert (job["state"], job["outcome"]) == ("done", "All steps done.")


def test_several_workers_never_do_the_same_job(house: House) -> None:
    names = [f"n{number}" for number in range(40)]
    house.ask(*names, steps=1)
    workers = [house.worker("--once") for _ in range(3)]
    assert [worker.wait(timeout=PATIENCE_SECONDS) for worker in workers] == [0, 0, 0]
    assert sorted(line.split()[1] for line in house.lines("begin")) == sorted(names)
    assert sorted(line.split()[1] for line in house.lines("end")) == sorted(names)


def test_a_worker_that_is_asked_to_end_hands_its_job_back(house: House) -> None:
    house.ask("handed", steps=600)
    worker = house.worker()
    wait_for(lambda: house.lines("begin"))
    assert end(worker) == 0
    [job] = [row for row in house.jobs() if row["state"] == "queued"]
    assert (job["attempts"], job["share"]) == (0, 0.0)
    subprocess.run([RISER, "jobs", "cancel", str(job["id"])], env=house.environment, check=True)


def test_a_job_that_says_nothing_is_handed_back_too(house: House) -> None:
    house.ask("silent", kind="test.silent")
    worker = house.worker()
    wait_for(lambda: house.lines("begin"))
    assert end(worker, signal.SIGINT) == 0
    [job] = [row for row in house.jobs() if row["kind"] == "test.silent"]
    assert (job["state"], job["attempts"]) == ("queued", 0)
    subprocess.run([RISER, "jobs", "cancel", str(job["id"])], env=house.environment, check=True)


def children(parent: int, word: str) -> list[int]:
    """The processes below one whose command line holds a word."""
    told = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [re.split(r"\s+", line.strip(), maxsplit=2) for line in told.stdout.splitlines()]
    return [int(row[0]) for row in rows if row[1] == str(parent) and word in row[2]]


def is_running(pid: int) -> bool:
    """Whether the process is there and not merely waiting to be reaped."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(told.stdout.strip()) and not told.stdout.strip().startswith("Z")


def test_the_server_runs_a_worker_along_and_takes_it_with_it(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "home")
    installation.run("setup", "--non-interactive")
    ask = (
        "from riser.foundation.shell import make_act, start_django; start_django();"
        "from riser.foundation import jobs; jobs.enqueue(make_act(email='', slug=''), 'foundation.clear', {})"
    )

    def states() -> list[str]:
        return [row["state"] for row in installation.json("jobs", "list")["rows"]]

    def ask_one() -> None:
        subprocess.run([sys.executable, "-c", ask], env=installation.environment(), check=True)

    with installation.serving_as() as (_address, server):
        ask_one()
        wait_for(lambda: states() == ["done"])
        [keeper] = children(server, "riser.cli.along")
        [first] = children(keeper, "worker")
        os.kill(first, signal.SIGKILL)
        ask_one()
        wait_for(lambda: states() == ["done", "done"])
        [second] = children(keeper, "worker")
        assert second != first
    wait_for(lambda: not is_running(keeper) and not is_running(second))


def test_a_killed_server_leaves_no_worker_behind(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "home")
    installation.run("setup", "--non-interactive")
    with installation.serving_as() as (_address, server):
        wait_for(lambda: children(server, "riser.cli.along"))
        [keeper] = children(server, "riser.cli.along")
        wait_for(lambda: children(keeper, "worker"))
        [worker] = children(keeper, "worker")
        os.kill(server, signal.SIGKILL)
        wait_for(lambda: not is_running(keeper) and not is_running(worker))
