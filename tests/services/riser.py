"""Riser as people run it: the console command on a home of its own, and its server."""

import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

RISER = Path(sys.executable).with_name("riser")
PATIENCE_SECONDS = 90
# Several commands of the shell in one process: each alone spends seconds on loading libraries.
TOGETHER = """
import json, sys
from click.testing import CliRunner
from riser.cli import main
done = [CliRunner().invoke(main, words) for words in json.loads(sys.argv[1])]
print(json.dumps([{"exit": one.exit_code, "said": one.output} for one in done]))
"""


@dataclass(frozen=True)
class Installation:
    """One home folder, and the command that works on it; `more` are variables for every command of it."""

    home: Path
    more: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, expect: int = 0, **environment: str) -> str:
        """What the command printed: what it complained where it was meant to fail, else its answer."""
        done = subprocess.run(
            [RISER, *arguments],
            env=self.environment() | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expect, (
            f"riser {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        )
        return done.stderr if expect == 2 else done.stdout

    def json(self, *arguments: str, expect: int = 0) -> Any:
        """What the command printed under --json."""
        return json.loads(self.run(*arguments, "--json", expect=expect))

    def environment(self) -> dict[str, str]:
        """The variables of this home; the database is the one of the home, whatever the tests use."""
        kept = {name: value for name, value in os.environ.items() if name != "RISER_DATABASE_URL"}
        return kept | {"RISER_HOME": str(self.home), "PYTHONUNBUFFERED": "1"} | dict(self.more)

    @contextlib.contextmanager
    def serving(self) -> Iterator[str]:
        """The address of a server that lives as long as the block."""
        with self.serving_as() as (address, _pid):
            yield address

    @contextlib.contextmanager
    def serving_as(self, *options: str) -> Iterator[tuple[str, int]]:
        """The address and the process id of a server that lives as long as the block."""
        port = free_port()
        log = self.home / "serve.log"
        with log.open("w") as out:
            server = subprocess.Popen(
                [RISER, "serve", "--port", str(port), *options],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
            try:
                address = f"http://127.0.0.1:{port}"
                wait_until_healthy(address, server, log)
                yield address, server.pid
            finally:
                server.terminate()
                server.wait(timeout=30)


@dataclass(frozen=True)
class House:
    """An installation that is being served, and who may sign in."""

    installation: Installation
    address: str
    email: str
    password: str

    def sign_in(self, page: "Page") -> None:
        """Signs in at the login page and ends where Riser leads from there."""
        page.goto(f"{self.address}/")
        page.locator("[name=login]").fill(self.email)
        page.locator("[name=password]").fill(self.password)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/account/" not in url)


def together(riser: Installation, commands: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    """Exit code and words of several commands."""
    words = [str(RISER.with_name("python")), "-c", TOGETHER, json.dumps(commands)]
    done = subprocess.run(words, env=riser.environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextlib.contextmanager
def demo_house(home: Path, more: Mapping[str, str] | None = None) -> Iterator[House]:
    """The demo organisation, built in this folder and served; whoever built it is told the login."""
    installation = Installation(home, more or {})
    told = installation.run("demo", "--no-serve")
    login = re.search(r"Sign in as (\S+) with the password (.+)", told)
    assert login, f"riser demo tells no login:\n{told}"
    with installation.serving() as address:
        yield House(installation, address, login[1], login[2])


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Returns once /healthz answers 200; fails with the server's log otherwise."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if health_status(address) == 200:
            return
        time.sleep(0.1)
    raise AssertionError(f"riser serve did not become healthy:\n{log.read_text()}")


def health_status(address: str) -> int:
    """The status of /healthz; 0 while nobody answers."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()
