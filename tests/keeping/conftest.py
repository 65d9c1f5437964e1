"""An organisation with overlapping loads on each database, its numbers, and a backup of it."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from exports import google_ads_interface
from services.postgres import NoPostgres, private_cluster
from services.riser import Installation, together

YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
ACCOUNT = "123-456-7890"
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
    shutil.copytree(made.installation.home.parent, tmp_path, dirs_exist_ok=True)
    return Kept(Installation(tmp_path / "home", OWN_KEY), tmp_path / "kept.zip", made.before)


@pytest.fixture
def on_postgres(tmp_path: Path) -> Iterator[Kept]:
    """A home of its own on PostgreSQL, and a backup of it."""
    with cluster() as url:
        yield backed_up(Installation(tmp_path / "home", OWN_KEY | {"RISER_DATABASE_URL": url}), tmp_path)


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
