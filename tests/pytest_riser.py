"""The pytest plugin of this repository: a home of its own for every test run, and nothing skipped silently.

Loaded by `-p pytest_riser` in pyproject.toml, so early that the settings see the environment set here.
SQLite unless RISER_DATABASE_URL names another database; `--database-only` keeps the tests that touch it.
"""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from services.demo import built
from services.riser import Installation

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ON_CI = os.environ.get("CI") == "true"
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "live_server"})


def _own_home() -> Path:
    """A fresh RISER_HOME for this process; every xdist worker is a process of its own."""
    folder = tempfile.mkdtemp(prefix="riser-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


# Tests start Riser hundreds of times; where compiled modules may not be kept, each start compiles them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ["RISER_HOME"] = str(_own_home())
os.environ.setdefault("RISER_SECRET_KEY", "only-for-tests-" + "0" * 40)
for name in ("RISER_PORT", "RISER_HOSTS", "RISER_HTTPS", "RISER_DEBUG", "RISER_LAKE_URL"):
    os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --database-only."""
    parser.addoption(
        "--database-only", action="store_true", help="Run only the tests that touch the database."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Adds the fixtures of the cast, now that Django stands: its models cannot be imported before."""
    config.pluginmanager.import_plugin("cast")
    _hash_passwords_quickly()
    settings.register_profile("untimed", deadline=None)  # a slow machine is not a wrong answer
    settings.load_profile("untimed")


def _hash_passwords_quickly() -> None:
    """Slow hashes are what passwords need and what hundreds of signed-in test people do not."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def touches_database(item: pytest.Item) -> bool:
    """Whether a test asks for the database, by mark or by fixture."""
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(fixtures)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Under `-m browser`, whether a file need not even be imported: it speaks of no such mark."""
    if config.getoption("markexpr") != "browser" or collection_path.suffix != ".py":
        return None
    return True if "mark.browser" not in collection_path.read_text("utf-8") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes long comes first, else a worker begins it when the others are done.

    Under --database-only, leaves out what would only repeat itself on another database.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
    items[:] = kept


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Every test begins in English: a request in Chinese leaves its language to what comes next."""
    from django.utils import translation

    translation.activate("en")
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def shared_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def demo(shared_place: Path) -> Installation:
    """A demo organisation whose months end yesterday; whoever changes something works on a copy."""
    return built(shared_place)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One Chromium for all journeys of a worker: a process can drive only one at a time."""
    from services.chromium import chromium

    with chromium() as found:
        yield found


@pytest.fixture(autouse=True)
def _home_of_this_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """A RISER_HOME per test that touches the database: ids begin again there, lakes must too."""
    if not touches_database(request.node):
        yield
        return
    settings = request.getfixturevalue("settings")
    folder = request.getfixturevalue("tmp_path") / "home"
    patch = request.getfixturevalue("monkeypatch")
    settings.RISER_HOME = folder
    patch.setenv("RISER_HOME", str(folder))
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On CI a skipped test is a failed one."""
    report = yield
    if ON_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped on CI: {_reason(report.longrepr)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """On CI a module that skips itself fails too."""
    report = yield
    if ON_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped on CI: {_reason(report.longrepr)}"
    return report


def _reason(longrepr: object) -> str:
    """Where and why a test was skipped."""
    if isinstance(longrepr, tuple):
        path, line, reason = longrepr
        return f"{path}:{line}: {reason}"
    return str(longrepr)
