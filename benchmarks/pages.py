"""How long pages take while several people read: `python -m benchmarks.pages EMAIL PASSWORD [PATH…]`.

Serves the organisation of RISER_HOME (and RISER_DATABASE_URL) with two workers, as `riser serve` does, and
reads every page over 8 connections at once. `--at ADDRESS` asks a server that runs already instead. Beside
the clock stands the processor time that the workers took for a page: a busy machine lengthens it less, and
what others took of the processors meanwhile. `--patience SECONDS` reads a page again, so long at most, until
others took less than a tenth.
"""

import argparse
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

from benchmarks.measure import machine

CONNECTIONS, EACH, WORKERS = 8, 25, 2
CALM = 0.1  # of all processors
TICK = os.sysconf("SC_CLK_TCK")
HEAD = """| page | p50 ms | p95 ms | processor ms | others | first ms | KB |
|---|---|---|---|---|---|---|"""
PAGES = (
    *("/assess/", "/?front=organisation", "/today/", "/plan/", "/plan/?sort=name&page=2", "/plan/grid/"),
    *("/plan/objectives/", "/plan/requests/", "/launch/", "/measure/", "/measure/campaigns/", "/connect/"),
    *("/connect/rows/", "/connect/work/", "/approvals/", "/notices/", "/assess/history/", "/assess/fitness/"),
    *("/assess/affirmations/", "/assess/appraisals/"),
)


@dataclass(frozen=True)
class Read:
    """One page read many times: milliseconds of each answer, seconds of processor for one, its kilobytes.

    `others` is the share of all processors that neither the server nor its readers took meanwhile.
    """

    path: str
    first: float
    taken: list[float]
    processor: float | None
    others: float | None
    size: int

    @property
    def told(self) -> str:
        """A row of a Markdown table."""
        processor = "" if self.processor is None else f"{self.processor * 1000:.0f}"
        times = f"{median(self.taken):.0f} | {quantiles(self.taken, n=20)[-1]:.0f} | {processor}"
        others = "" if self.others is None else f"{self.others:.0%}"
        return f"| `{self.path}` | {times} | {others} | {self.first:.0f} | {self.size // 1024} |"


def main() -> None:
    """Prints a table: middle and 95th percentile in milliseconds, processor time, the first answer, size."""
    asked = _arguments()
    print(machine())
    with _served(asked.at) as (address, server):
        session = sign_in(address, asked.email, asked.password)
        print(HEAD)
        for path in asked.paths or PAGES:
            print(_calmly(asked.patience, partial(read, address, session, path, server)).told, flush=True)


def _calmly(patience: float, measure: Callable[[], Read]) -> Read:
    """The first measurement beside which others took little; the calmest where patience ends before."""
    until, found = time.monotonic() + patience, measure()
    while (found.others or 0) > CALM and time.monotonic() < until:
        time.sleep(1)
        found = min(found, measure(), key=lambda one: one.others or 0)
    return found


def read(address: str, session: str, path: str, server: int | None) -> Read:
    """One page over 8 connections; the first answers of each, which may compute, are not among the times."""

    def one_reader(_number: int) -> list[float]:
        connection = _connection(address)
        return [_timed(connection, path, session)[0] for _time in range(EACH)]

    began = time.perf_counter()
    size = _timed(_connection(address), path, session)[1]
    first = (time.perf_counter() - began) * 1000
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda _number: _timed(_connection(address), path, session), range(CONNECTIONS * 2)))
        before, busy = _processor(server), _busy(server)
        taken = [one for reader in pool.map(one_reader, range(CONNECTIONS)) for one in reader]
        after, busy_after = _processor(server), _busy(server)
    spent = None if before is None or after is None else (after - before) / len(taken)
    return Read(path, first, taken, spent, _share(busy, busy_after), size)


def sign_in(address: str, email: str, password: str) -> str:
    """The cookies of somebody who is signed in."""
    connection = _connection(address)
    token = _cookies(connection, "GET", "/account/login/")
    form = {"login": email, "password": password, "csrfmiddlewaretoken": token["csrftoken"]}
    found = token | _cookies(connection, "POST", "/account/login/", urlencode(form), _header(token))
    if "sessionid" not in found:
        raise SystemExit("Nobody could sign in with this address and password.")
    return _header(found)


def _cookies(
    connection: HTTPConnection, method: str, path: str, body: str = "", cookies: str = ""
) -> dict[str, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} | ({"Cookie": cookies} if cookies else {})
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    given = answer.headers.get_all("Set-Cookie") or []
    return {found[1]: found[2] for line in given if (found := re.match(r"([^=]+)=([^;]*)", line))}


def _header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def _connection(address: str) -> HTTPConnection:
    place = urlsplit(address)
    return HTTPConnection(place.hostname or "127.0.0.1", place.port, timeout=120)


def _timed(connection: HTTPConnection, path: str, session: str) -> tuple[float, int]:
    began = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": session})
    answer = connection.getresponse()
    size = len(answer.read())
    if answer.status != 200:
        raise SystemExit(f"{path} answers {answer.status}.")
    return (time.perf_counter() - began) * 1000, size


@contextmanager
def _served(address: str) -> Iterator[tuple[str, int | None]]:
    """The address to ask, and the id of the server where it is ours."""
    if address:
        yield address, None
        return
    from riser.foundation.shell import start_django

    start_django()
    from riser.cli.server import command

    port = _free_port()
    server = subprocess.Popen(command(host="127.0.0.1", port=port, workers=WORKERS))  # noqa: S603
    try:
        _wait(f"http://127.0.0.1:{port}", server)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            _timed(_connection(address), "/healthz", "")
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not start.")


def _processor(server: int | None) -> float | None:
    """Seconds of processor that a server and its workers have used; None where Linux does not tell."""
    if server is None or not Path("/proc").is_dir():
        return None
    found = Path(f"/proc/{server}/task/{server}/children")
    workers = found.read_text().split() if found.exists() else []
    return sum(_used(Path(f"/proc/{one}/stat")) for one in (str(server), *workers))


def _busy(server: int | None) -> tuple[float, float] | None:
    """Seconds of all processors since they began, and those of them that are not ours and not idle."""
    ours = _processor(server)
    if ours is None:
        return None
    spent = [int(one) / TICK for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(spent), sum(spent) - spent[3] - spent[4] - ours - time.process_time()


def _share(before: tuple[float, float] | None, after: tuple[float, float] | None) -> float | None:
    if before is None or after is None:
        return None
    return max(0.0, (after[1] - before[1]) / (after[0] - before[0]))


def _used(stat: Path) -> float:
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    asked.add_argument("--at", default="", help="the address of a server that runs already")
    asked.add_argument("--patience", type=float, default=0, help="seconds to wait for a calm machine, a page")
    asked.add_argument("email")
    asked.add_argument("password")
    asked.add_argument("paths", nargs="*", help="pages; all lists and the profile where none is named")
    return asked.parse_args()


if __name__ == "__main__":
    main()
