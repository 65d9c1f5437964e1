"""What people install: the wheel holds all it needs, and plain pip makes it run where there is no Node."""

import http.client
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from services.riser import free_port, health_status, wait_until_healthy

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
OWN_UV = ROOT / ".venv-bootstrap" / "bin" / "uv"  # where `make setup` puts one on a machine that has none
NEEDED = (
    "riser/ui/static/riser/riser.css",
    "riser/ui/static/riser/riser.js",
    "riser/ui/locale/zh_Hans/LC_MESSAGES/django.mo",
    "riser/cli/locale/zh_Hans/LC_MESSAGES/django.mo",
    "riser/assess/content/",
    "riser/ui/static/riser/licences/",
)
PAGES_OF_HELP = "riser/web/help/pages/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheel and the sdist, the wheel made from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    uv = shutil.which("uv") or str(OWN_UV)
    done = subprocess.run([uv, "build", "--out-dir", folder, ROOT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    [wheel], [sdist] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def installed(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `riser` of a fresh environment into which pip installed the wheel."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [str(folder / "bin/pip"), "install", "--quiet", "--disable-pip-version-check", "--prefer-binary"]
    done = subprocess.run([*pip, built[0]], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "bin" / "riser"


def environment(riser: Path, home: Path) -> dict[str, str]:
    """A PATH with nothing but this environment on it: no Node, no npm, no compiler."""
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR") if name in os.environ}
    return kept | {"PATH": str(riser.parent), "RISER_HOME": str(home), "LANG": "C.UTF-8"}


def run(riser: Path, home: Path, *words: str) -> str:
    """What the installed command says, asked from outside of the source tree."""
    done = subprocess.run(
        [riser, *words], cwd=home.parent, env=environment(riser, home), capture_output=True, text=True
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def test_wheel_and_sdist_hold_assets_and_translations(built: tuple[Path, Path]) -> None:
    wheel, sdist = built
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert [one for one in NEEDED if not any(name.startswith(one) for name in names)] == []
    assert [name for name in names if "/tests/" in name or "node_modules" in name] == []
    help_pages = {name.removeprefix(PAGES_OF_HELP) for name in names if name.startswith(PAGES_OF_HELP)}
    assert help_pages == {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")}
    with tarfile.open(sdist) as packed_source:
        sources = packed_source.getnames()
    assert [one for one in NEEDED if not any(f"/src/{one.rstrip('/')}" in name for name in sources)] == []
    assert [name for name in sources if "node_modules" in name] == []


def test_plain_pip_makes_it_run_without_node(installed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert shutil.which("node", path=str(installed.parent)) is None
    assert "riser" in run(installed, home, "--version")
    said = run(installed, home, "setup", "--non-interactive", "--email", "alice@northwind.example")
    assert "alice@northwind.example" in said
    with_server(installed, home)
    assert named_in_help(installed, home, "plan", "zh").startswith(PAGES_OF_HELP)
    run(installed, home, "backup", str(tmp_path / "kept.zip"))
    run(installed, home, "restore", "--check", str(tmp_path / "kept.zip"))


def named_in_help(riser: Path, home: Path, page: str, language: str) -> str:
    """Where the installed help takes a page from, below the installed packages."""
    ask = f"from riser.web.help.shelf import file_of; print(file_of({page!r}, {language!r})[0])"
    python = riser.parent / "python"
    done = subprocess.run(
        [python, "-c", ask],
        cwd=home.parent,
        env=environment(riser, home),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.partition("site-packages/")[2]


def with_server(riser: Path, home: Path) -> None:
    """Serves the home and looks at what a browser would ask for, in Chinese."""
    port, log = free_port(), home / "serve.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [riser, "serve", "--port", str(port)], env=environment(riser, home), stdout=out, stderr=out
        )
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", server, log)
            healthy = [str(riser.parent / "python"), "-m", "riser.web.healthy"]
            subprocess.run(healthy, env=environment(riser, home) | {"RISER_PORT": str(port)}, check=True)
            assert "登录" in page(port, "/account/login/")
            assert "--color-" in page(port, "/static/riser/riser.css")
        finally:
            server.terminate()
            server.wait(timeout=30)
    assert health_status(f"http://127.0.0.1:{port}") == 0


def page(port: int, address: str) -> str:
    """A page as a browser that prefers Chinese gets it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers={"Accept-Language": "zh-hans"})
        answer = connection.getresponse()
        assert answer.status == http.client.OK, address
        return answer.read().decode()
    finally:
        connection.close()


def test_the_demo_builds_from_the_package(installed: Path, tmp_path: Path) -> None:
    assert "Sign in as" in run(installed, tmp_path / "home", "demo", "--no-serve")


def test_the_image_asks_its_health_by_a_name_the_server_answers_to() -> None:
    from riser.web.healthy import own_name

    names = ("", "riser.example.com", ".example.com,other", "*")
    assert [own_name({"RISER_HOSTS": name}) for name in names] == [
        "127.0.0.1",
        "riser.example.com",
        "example.com",
        "127.0.0.1",
    ]
    assert own_name({}) == "127.0.0.1"
