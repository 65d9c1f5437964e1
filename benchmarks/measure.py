"""What one piece of work takes: a child process of its own, its time and its greatest memory."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Taken:
    """What a child took: seconds by the clock, seconds of all its processors, greatest memory in MB."""

    wall: float
    cpu: float
    memory: int
    told: Mapping[str, object]


def run(module: str, *words: str, env: Mapping[str, str] | None = None) -> Taken:
    """Runs `python -m module words…`, which prints one JSON object at last. Raises where it fails."""
    command = [sys.executable, "-m", module, *words]
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - our own modules
        command, env=dict(os.environ, **(env or {})), stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None  # noqa: S101 - it was asked for
        told = child.stdout.read().decode().strip().splitlines()
        _pid, state, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(state)
    wall = time.monotonic() - began
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return Taken(wall, used.ru_utime + used.ru_stime, _megabytes(used), json.loads(told[-1]) if told else {})


def _megabytes(used: resource.struct_rusage) -> int:
    """Linux counts kilobytes, macOS bytes."""
    return used.ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)


def ratio(mine: Sequence[float], yardstick: Sequence[float]) -> float:
    """The median of the ratios of runs that stood beside each other."""
    return statistics.median(a / b for a, b in zip(mine, yardstick, strict=True))


def machine() -> str:
    """The machine in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1024**3
    load = os.getloadavg()[0]
    return (
        f"{platform.system()} {platform.machine()}, {_processor()}, {os.cpu_count()} processors, "
        f"{memory} GB, Python {platform.python_version()}, load {load:.1f} at the start"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next(
        (line.split(":")[1].strip() for line in lines if line.startswith("model name")), "processor unknown"
    )
