"""An organisation with overlapping loads on each database, its numbers, and a backup of it."""

import contextlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from exports import google_ads_interface
from services.postgres import NoPostgres, private_cluster
from services.riser import Installation, together

YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
ACCOUNT = "123-456-7890"
COPIES = count(1)
OWN_KEY = {"RISER_SECRET_KEY": ""}  # the key lies in the home, as it does for most people


@dataclass(frozen=True)
class Kept:
    """An installation, the backup of it, and what people read there at that moment."""

    installation: Installation
    backup: Path
    before: Any

    def numbers(self) -> Any:
        """What people read now."""
        return numbers(self.installation)


def numbers(riser: Installation) -> Any:
    """Totals, the computed profile, the ledger and the members."""
    commands = (
        ["measure", "totals", "--by", "day", "--json"],
        ["assess", "appraise", "--as-of", YESTERDAY.isoformat(), "--json"],
        ["connect", "loads", "--json"],
        ["members", "list", "--json"],
    )
    told = together(riser, commands)
    assert [one["exit"] for one in told] == [0, 0, 0, 0], told
    return [without_moments(json.loads(one["said"])) for one in told]


def without_moments(value: Any) -> Any:
    """A profile without the moment at which it was computed."""
    if isinstance(value, dict):
        return {key: without_moments(one) for key, one in value.items() if key != "computed_at"}
    return [without_moments(one) for one in value] if isinstance(value, list) else value


def fill(riser: Installation, folder: Path) -> None:
    """An organisation and two loads, of which the second replaces days of the first."""
    first = google_ads_interface(folder / "first.csv", last_day=YESTERDAY, days=60).path
    second = google_ads_interface(folder / "second.csv", last_day=YESTERDAY, days=20).path
    second.write_bytes(second.read_bytes().decode("utf-16").replace("0.00", "1.00").encode("utf-16"))
    commands = [["setup", "--non-interactive", "--name", "Northwind", "--email", "alice@northwind.example"]]
    commands += [["connect", "import", str(path), "--account", ACCOUNT] for path in (first, second)]
    told = together(riser, commands)
    assert [one["exit"] for one in told] == [0, 0, 0], told


def backed_up(riser: Installation, folder: Path) -> Kept:
    """The installation with its numbers noted and a backup taken."""
    fill(riser, folder)
    before = numbers(riser)
    riser.run("backup", str(folder / "kept.zip"))
    return Kept(riser, folder / "kept.zip", before)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A filled home on SQLite and its backup; tests work on copies of them."""
    folder = tmp_path_factory.mktemp("made")
    return backed_up(Installation(folder / "home", OWN_KEY), folder)


@pytest.fixture
def on_sqlite(made: Kept, tmp_path: Path) -> Kept:
    """A home of its own on SQLite, and a backup of it."""
    return copied(made, tmp_path, OWN_KEY)


@pytest.fixture(scope="session")
def made_on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """A filled home on PostgreSQL and its backup; its database is the model of those that tests work on."""
    folder = tmp_path_factory.mktemp("made-on-postgres")
    with cluster() as url:
        key = OWN_KEY | {"RISER_DATABASE_URL": with_database(url, "CREATE DATABASE made")}
        yield backed_up(Installation(folder / "home", key), folder)


@pytest.fixture
def on_postgres(made_on_postgres: Kept, tmp_path: Path) -> Kept:
    """A home of its own on PostgreSQL, with a database of its own, and a backup of it."""
    made = made_on_postgres
    command = f"CREATE DATABASE copy{next(COPIES)} TEMPLATE made"
    url = with_database(made.installation.more["RISER_DATABASE_URL"], command)
    return copied(made, tmp_path, OWN_KEY | {"RISER_DATABASE_URL": url})


def copied(made: Kept, folder: Path, more: Mapping[str, str]) -> Kept:
    """The same home and backup in another folder."""
    shutil.copytree(made.installation.home.parent, folder, dirs_exist_ok=True)
    return Kept(Installation(folder / "home", more), folder / "kept.zip", made.before)


def with_database(url: str, command: str) -> str:
    """The URL of the database that this command made, on the server of another."""
    server, name = url.rpartition("/")[0], command.split()[2]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(command.encode())
    return f"{server}/{name}"


@pytest.fixture(params=["sqlite", "postgres"])
def kept(request: pytest.FixtureRequest) -> Kept:
    """A home of its own on each database, and a backup of it."""
    found: Kept = request.getfixturevalue(f"on_{request.param}")
    return found


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The URL of a private PostgreSQL; the test is skipped where there is none."""
    with contextlib.ExitStack() as stack:
        try:
            url = stack.enter_context(private_cluster())
        except NoPostgres as missing:
            pytest.skip(str(missing))
        yield url
