"""The house stands as its plan says: furniture, size, one way down, one word for each thing."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from riser.assess.library import model
from riser.cli import COMMANDS
from riser.foundation.registries import nav, signals

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "src" / "riser"
ROOMS = ("connect", "plan", "launch", "measure", "assess")
EVERY_FOLDER = (*ROOMS, "foundation", "ui", "web", "demo", "cli")

FURNITURE = {
    *("__init__", "apps", "rules", "models", "queries", "evidence", "actions", "jobs"),
    *("forms", "views", "urls", "api", "commands", "templates", "locale", "migrations", "tests"),
    # how records show themselves elsewhere; the room's words and sentences for people
    *("records", "words", "sentences"),
}
# What one room has besides. A newcomer reads this list; whoever adds to it says why.
OWN_PIECES = {
    "connect": {
        "channels": "GA4 channels by date, its list of sources and the UTM policy, as data; files of links",
        "tables": "what every table of the lake holds and means, as YAML",
        "pulls": "each platform that can be asked for its rows, as YAML; what asks it, page by page",
        "pulling": "connections and pulls as every face shows them, and the sentence of each trouble",
        "quality": "the rules of data quality, as YAML",
        "metrics": "the metric catalogue, as YAML",
        "metric_words": "metrics in words: formula, unit, figure",
        "privacy": "the keyed hash that stands in the lake for a person",
        "mappings": "how each ad platform and work tool names its columns and words, as YAML",
        "intake": "a file on its way in: opened, recognised, read; writes nothing",
        "lake": "Delta tables: the one place that touches them",
        "ledger": "rows of the ledger: a load opened before the lake is touched, settled after",
        "rejecting": "rejected rows in words, and what is said where every row of a file is rejected",
    },
    "launch": {
        "content": "the check lists by class, as YAML",
        "lists": "parses the check lists once into typed objects",
        "fetching": "opens landing links from outside, and never an address inside",
    },
    "assess": {
        "memory": "remembers a profile until the next event in the trail",
        "content": "the maturity models, as YAML",
        "library": "parses the content once into typed objects",
        "checks": "a system check: an indicator that no room computes would look like a missing source",
        "appraisal": "facts, answers and charges in, the profile out",
        "profile": "the profile as every face shows it, frozen",
        "answers": "each person's newest answers as of a day",
        "contract": "the profile as programs read it",
        "report": "the profile as lines of text",
        "documents": "the profile and the board report as files",
        "pages": "what each page shows, made from a profile",
        "sheets": "a file of answers, read",
        "offline": "rating a file without a database",
        "instances": "what practices are rated on; months and quarters where no room offers them",
        "byhand": "evidence attached by hand where nothing is computed",
        "affirmations": "what second roles affirmed, laid over the facts",
        "frozen": "evidence as it stood when an appraisal began, to and from plain values",
        "appraised": "frozen evidence and decisions in, the appraised profile out",
        "appraisals": "reads appraisals with what was decided in them",
        "waiting": "what waits for one person in this room",
        "targets": "the level that each area is to reach, as of a day",
        "comparison": "two profiles in, what moved between them out",
        "beside": "two sides of one heat map: two units of one day, or two days",
        "units": "which units there are, and what is compared when somebody names one, or a day",
        "split": "one profile taken apart into groups of instances",
        "groups": "which groups an instance belongs to",
        "plain": "appraisals, affirmations and history as programs read them",
    },
}
CUPBOARDS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools", "base", "core", "lib"}
LONGEST_FILE = 400


def python_files(*, with_tests: bool = True) -> Iterator[Path]:
    """Every Python file of the package, migrations left out."""
    for path in sorted(HOUSE.rglob("*.py")):
        parts = path.relative_to(HOUSE).parts
        if "migrations" not in parts and (with_tests or "tests" not in parts):
            yield path


def room_of(path: Path) -> str:
    """The room a file stands in; its own name for a file at the top."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imported_modules(path: Path) -> Iterator[str]:
    """The dotted names a file imports; `from a import b` gives both `a` and `a.b`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_holds_its_furniture_and_nothing_unannounced(room: str) -> None:
    pieces = {path.stem for path in (HOUSE / room).iterdir() if path.name != "__pycache__"}
    unannounced = sorted(pieces - FURNITURE - OWN_PIECES.get(room, {}).keys())
    assert unannounced == [], (
        f"{unannounced} in {room} is no furniture of a room. Put it into a piece that is there (FURNITURE), "
        f"or add it to OWN_PIECES[{room!r}] in this file and say in a few words what it is for."
    )


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_announces_only_pieces_that_stand_there(room: str) -> None:
    pieces = {path.stem for path in (HOUSE / room).iterdir()}
    gone = sorted(OWN_PIECES.get(room, {}).keys() - pieces)
    assert gone == [], f"{gone} no longer stands in {room}: take it out of OWN_PIECES in this file."


def test_the_list_of_rooms_is_the_list_of_folders() -> None:
    folders = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}
    assert folders == set(EVERY_FOLDER)


def test_there_is_no_cupboard() -> None:
    names = {
        path: {part.removesuffix(".py") for part in path.relative_to(HOUSE).parts} for path in python_files()
    }
    cupboards = [str(path) for path, parts in names.items() if parts & CUPBOARDS]
    assert cupboards == [], "Name it after what it does, and put it where that is looked for."


def test_no_room_reads_the_rows_of_another() -> None:
    """Between rooms travel ids and frozen values; only foundation's rows are everybody's."""
    taken = []
    for path in python_files(with_tests=False):
        for module in imported_modules(path):
            found = re.match(r"riser\.(\w+)\.models\b", module)
            if found and found[1] not in {"foundation", room_of(path)}:
                taken.append(f"{path.relative_to(ROOT)} imports {module}")
    assert taken == [], "Ask the `queries` of that room; add one there if none fits."


def test_no_row_points_into_another_room() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("riser.")]
    assert [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.get_fields()
        if isinstance(field.related_model, type)
        and not field.auto_created
        and not _within(model, field.related_model)
    ] == []


def _within(model: type[Model], other: type[Model]) -> bool:
    """Whether a row may point there: the same room, foundation, or Django itself."""
    rooms = {_app(model), "foundation"}
    return not other.__module__.startswith("riser.") or _app(other) in rooms


def _app(model: type[Model]) -> str:
    return str(model._meta.app_label)


@pytest.mark.parametrize("suffix", ["py", "ts", "css", "html"])
def test_no_file_outgrows_one_thought(suffix: str) -> None:
    folders = [HOUSE, ROOT / "frontend" / "src", ROOT / "tests", ROOT / "scripts"]
    paths = [path for folder in folders for path in folder.rglob(f"*.{suffix}") if "static" not in path.parts]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in paths}
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}
    assert long == {}, f"Over {LONGEST_FILE} lines: make it a package, one thought a file."


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_one_word_everywhere(room: str) -> None:
    """Folder, sidebar, command, page address and page of the docs share it."""
    from django.urls import reverse

    entries = {entry.room: entry for _, entry in nav.items()}
    assert room in entries, "not in the sidebar"
    assert room in COMMANDS, "no command"
    assert reverse(entries[room].url_name).split("/")[1] == room
    assert (ROOT / "docs" / f"{room}.md").exists()
    assert (ROOT / "docs" / f"{room}.zh.md").exists()


def test_every_dependency_has_its_line_of_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = [entry for group in project["project"]["optional-dependencies"].values() for entry in group]
    entries = [*project["project"]["dependencies"], *extras, *project["dependency-groups"]["dev"]]
    names = [re.match(r"[\w.-]+", entry)[0] for entry in entries]  # type: ignore[index]
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8")
    unsaid = [name for name in names if f"`{name}`" not in reasons]
    assert unsaid == [], "Say why and under which licence in docs/decisions/0002-dependencies.md."


def test_every_setting_from_the_environment_is_described() -> None:
    read = {
        name for path in python_files() for name in re.findall(r"\bRISER_[A-Z_]+\b", path.read_text("utf-8"))
    }
    described = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    inside = {"RISER_REFERENCE_DATA"}  # for tests only: CONTRIBUTING.md
    unsaid = sorted(name for name in read - inside if name not in described)
    assert unsaid == [], "Describe them in the table of docs/deployment.md."


def test_an_indicator_that_the_model_describes_is_computed_and_the_other_way_round() -> None:
    described = {practice.id for practice in model().practices.values() if practice.indicator}
    computed = {practice for practice, _signal in signals.items()}
    assert described == computed, (
        f"Register {sorted(described - computed)} in SIGNALS of the room that computes them, or say "
        f"`indicator: null`; write an `indicator` in assess/content/rmm for {sorted(computed - described)}."
    )


def test_the_docs_say_where_the_rule_of_each_computed_practice_stands() -> None:
    """A stranger looks it up once: the table names every practice that is computed, and the file names it."""
    rows = re.findall(
        r"^\| ([A-Z]{3} [\d.]+(?:, [A-Z]{3} [\d.]+)*) \| (\S+\.py) \|$",
        (ROOT / "docs" / "developers" / "assess.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    places = {practice: path for practices, path in rows for practice in practices.split(", ")}
    computed = {practice for practice, _signal in signals.items()}
    assert places.keys() == computed, (
        f"In the table of docs/developers/assess.md: add {sorted(computed - places.keys())}, "
        f"take out {sorted(places.keys() - computed)}."
    )
    for practice, path in places.items():
        assert practice in (HOUSE / path).read_text(encoding="utf-8"), f"{path} does not name {practice}"


def test_the_table_of_rules_names_what_stands_there() -> None:
    table = (ROOT / "docs" / "developers" / "rules.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| (\S+\.py) \| ([\w, ]+) \|$", table, re.MULTILINE)
    assert len(rows) == table.count(".py | "), "A row is not written as | question | file | name, name |."
    gone = [
        f"{path} holds no {name}"
        for path, names in rows
        for name in names.split(", ")
        if not (HOUSE / path).exists() or name not in _top_names(HOUSE / path)
    ]
    assert gone == [], "Correct these rows of docs/developers/rules.md."


def _top_names(path: Path) -> set[str]:
    """The functions, classes and constants at the top of a module."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    targets = [one for node in body if isinstance(node, ast.Assign) for one in node.targets]
    targets += [node.target for node in body if isinstance(node, ast.AnnAssign)]
    made = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return made | {one.id for one in targets if isinstance(one, ast.Name)}


def test_every_folder_of_a_home_is_in_a_backup_or_made_anew() -> None:
    """A room that begins to keep files somewhere else would lose them with the first restore."""
    from riser.foundation.safekeeping.manifest import FOLDERS

    # A load on its way into the lake, its file is kept already; pages of a pull, which are asked for again.
    made_anew = {"spool", "pulls"}
    found = {
        name
        for path in python_files(with_tests=False)
        for name in re.findall(r'home\(\) / "(\w+)"', path.read_text("utf-8"))
    }
    lost = sorted(found - {*FOLDERS, *made_anew})
    assert lost == [], "Add it to FOLDERS in foundation/safekeeping/manifest.py, so that backups hold it."
    assert set(FOLDERS) <= found
