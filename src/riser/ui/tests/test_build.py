"""The build hook skips what is up to date, and sees everything that the assets are made from."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[4]
TEMPLATE = "src/riser/plan/templates/plan/list.html"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """hatch_build.py of this repository; it belongs to no package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with one style, one template, one module from npm."""
    for name in ("frontend/src/riser.css", TEMPLATE, "frontend/node_modules/a/a.js"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text("one")
    return tmp_path


@pytest.mark.parametrize("name", ["frontend/src/riser.css", TEMPLATE])
def test_a_changed_source_or_template_asks_for_a_new_build(hook: ModuleType, tree: Path, name: str) -> None:
    before = hook.fingerprint(tree)
    (tree / name).write_text("two")
    assert hook.fingerprint(tree) != before


def test_installed_modules_do_not_ask_for_a_new_build(hook: ModuleType, tree: Path) -> None:
    before = hook.fingerprint(tree)
    (tree / "frontend/node_modules/a/a.js").write_text("two")
    assert hook.fingerprint(tree) == before


def test_a_renamed_source_asks_for_a_new_build(hook: ModuleType, tree: Path) -> None:
    before = hook.fingerprint(tree)
    (tree / "frontend/src/riser.css").rename(tree / "frontend/src/other.css")
    assert hook.fingerprint(tree) != before


def test_the_stamp_of_the_output_spares_the_build(hook: ModuleType, tree: Path) -> None:
    stamp = tree / "src/riser/ui/static/riser/sources.sha256"
    stamp.parent.mkdir(parents=True)
    stamp.write_text(hook.fingerprint(tree))
    hook.build_assets(tree)  # would fail: there is no package.json here


def test_a_catalogue_is_compiled_without_its_fuzzy_entries_and_only_when_it_is_newer(
    hook: ModuleType, tmp_path: Path
) -> None:
    source = tmp_path / "locale/zh_Hans/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "campaign"\nmsgstr "营销活动"\n\n#, fuzzy\nmsgid "spend"\nmsgstr "花费"\n',
        encoding="utf-8",
    )
    hook.compile_catalogue(source)
    compiled = source.with_suffix(".mo")
    assert "营销活动".encode() in compiled.read_bytes()
    assert "花费".encode() not in compiled.read_bytes()
    compiled.write_bytes(b"newer")
    hook.compile_catalogue(source)
    assert compiled.read_bytes() == b"newer"


def test_node_is_at_hand_where_the_system_has_none(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook.shutil, "which", lambda _name: None)
    command, environment = hook.npm_command()
    assert all(Path(part).is_file() for part in command)
    assert environment["PATH"].startswith(str(Path(command[0]).parent))


def test_a_node_that_does_not_start_has_no_version(hook: ModuleType, tmp_path: Path) -> None:
    assert hook.node_version(str(tmp_path / "node")) == (0,)
