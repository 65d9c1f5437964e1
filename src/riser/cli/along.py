"""Keeps a worker running beside the web server: `python -m riser.cli.along PID`.

The server started it and replaced itself by gunicorn, so gunicorn is its parent. A worker that dies is
started again; when the server is gone, however it went, the worker is asked to end. No Django: it only waits.
"""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

LOOK_SECONDS = 0.25
HEAD_START_SECONDS = 3.0  # who opens a page first must not wait for a worker that has nothing to do yet
LONGEST_PAUSE_SECONDS = 60.0
LIVED_SECONDS = 30.0  # who lived this long did not die of its start
PATIENCE_SECONDS = 12.0  # a little more than a worker gives its job


class Keeper:
    """The process between the server and its worker."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.is_told_to_end = False

    def keep(self) -> None:
        """Returns when the server is gone or somebody asked; the worker is gone then too."""
        signal.signal(signal.SIGTERM, self._end)
        # Ctrl-C reaches server and worker by itself. Not SIG_IGN, which the worker would inherit.
        signal.signal(signal.SIGINT, lambda number, frame: None)
        pause = 1.0
        self._wait(HEAD_START_SECONDS)
        while not self._is_over():
            began = time.monotonic()
            self._run_one()
            pause = 1.0 if time.monotonic() - began > LIVED_SECONDS else min(pause * 2, LONGEST_PAUSE_SECONDS)
            self._wait(pause)

    def _run_one(self) -> None:
        """One worker until it dies or the server is gone."""
        worker = subprocess.Popen(command())  # noqa: S603 - our own command
        while worker.poll() is None and not self._is_over():
            time.sleep(LOOK_SECONDS)
        if worker.poll() is None:
            _stop(worker)

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._is_over():
            time.sleep(LOOK_SECONDS)

    def _is_over(self) -> bool:
        return self.is_told_to_end or os.getppid() != self.server

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.is_told_to_end = True


def command() -> list[str]:
    """The worker's command line; it ends with the keeper."""
    run = "from riser.cli import main; main()"
    return [sys.executable, "-c", run, "worker", "--parent", str(os.getpid())]


def start(server: int) -> None:
    """Starts a keeper beside the process that will be the server."""
    keeper = [sys.executable, "-m", "riser.cli.along", str(server)]
    subprocess.Popen(keeper, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command


def _stop(worker: "subprocess.Popen[bytes]") -> None:
    worker.terminate()
    try:
        worker.wait(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()  # its job runs again when the lease ends
        worker.wait()


if __name__ == "__main__":
    Keeper(int(sys.argv[1])).keep()
