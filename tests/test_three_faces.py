"""One verb, three faces: page, REST and shell store the same rows, the same events, the same versions.

The verbs stand in `three_faces/<room>.yaml`, beside those that a room compares in its own test and those with
fewer faces, and why. A new action fails the second test until it has its line: rooms add theirs.
"""

import inspect
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, ForeignKey, Max, Model
from django.test import Client

from cast import Cast
from riser.cli import main
from riser.foundation.models import Invitation, Member, OpenedRecord
from security.northwind import BARE_ACCOUNT
from security.rooms import TODAY, fill_all

FOLDER = Path(__file__).parent / "three_faces"
TABLES: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))
}
# Where the verbs of a room stand; each public function there that is given an act is one.
MODULES = {
    "foundation": (
        "riser.foundation.actions",
        "riser.foundation.attachments",
        "riser.foundation.approvals",
        "riser.foundation.jobs",
        "riser.foundation.notices.actions",
    ),
    **{room: (f"riser.{room}.actions",) for room in ("connect", "plan", "launch", "measure", "assess")},
}
FACES = ("web", "api", "cli")
# What differs from face to face by its nature: the face itself, secrets, who signed in, which request it was.
APART = {"face", "secret_hash", "last_login", "request_id"}
NOT_STORED = {OpenedRecord}
Rows = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Verb:
    """One verb of the table: its room, its name, and how each face is asked for it."""

    room: str
    name: str
    entry: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.room}.{self.name}"


def verbs() -> list[Verb]:
    """Every verb with three faces."""
    return [
        Verb(room, name, entry)
        for room, table in TABLES.items()
        for name, entry in table.get("three", {}).items()
    ]


@dataclass(frozen=True)
class House:
    """Northwind with records in every room, and the words that stand for them in the tables."""

    cast: Cast
    words: Mapping[str, str]
    folder: Path

    def fill(self, said: Any) -> Any:
        """The words between braces replaced by what they stand for."""
        if isinstance(said, dict):
            return {key: self.fill(value) for key, value in said.items()}
        if isinstance(said, list):
            return [self.fill(value) for value in said]
        if not isinstance(said, str):
            return said
        whole = said.startswith("{=") and said.endswith("}")  # a number, for JSON
        if whole:
            return int(self.words[said[2:-1]])
        for name, value in self.words.items():
            said = said.replace(f"{{{name}}}", value)
        return said


@pytest.fixture
def house(cast: Cast, tmp_path: Path) -> House:
    """The house before anything is done."""
    records = fill_all(cast, tmp_path / "northwind")
    file = tmp_path / "brief.txt"
    file.write_text("the brief", encoding="utf-8")
    members = {f"member.{row.user.first_name}": str(row.pk) for row in Member.objects.select_related("user")}
    emails = {f"email.{row.user.first_name}": row.user.email for row in Member.objects.select_related("user")}
    plan = tmp_path / "plan.yaml"
    plan.write_text("campaigns:\n  - name: Winter\n    owner: Bob\n", encoding="utf-8")
    more = {"file": str(file), "plan": str(plan), "account": BARE_ACCOUNT, "today": TODAY.date().isoformat()}
    return House(cast, records.ids | members | emails | more, tmp_path)


def by_web(house: House, who: str, said: Mapping[str, Any]) -> str:
    """The page's form, sent; what went wrong, or nothing."""
    client = signed_in(who)
    form = dict(said.get("form", {}))
    if "upload" in said:
        form["file"] = upload(str(said["upload"]))
    answer = client.post(str(said["post"]), form)
    return "" if answer.status_code in {200, 302} else f"{answer.status_code} {sentence(answer.content)}"


def by_api(house: House, who: str, said: Mapping[str, Any]) -> str:
    """The operation, called; what went wrong, or nothing."""
    client = signed_in(who)
    [method] = {"post", "patch", "delete", "put"} & said.keys()
    path = f"/api/v1/{said[method]}"
    if "upload" in said:
        file = upload(str(said["upload"]))
        answer = client.post(path, dict(said.get("form", {})) | {"file": file})
    else:
        body = json.dumps(said.get("body", {}), default=str)  # YAML reads days as days
        answer = client.generic(method.upper(), path, body, "application/json")
    return "" if answer.status_code < 300 else f"{answer.status_code} {answer.content[:400]!r}"


def by_cli(house: House, who: str, said: list[str]) -> str:
    """The command, run; what went wrong, or nothing."""
    words = [str(word) for word in said]
    done = CliRunner().invoke(main, [*words, "--as", house.words[f"email.{who}"], "--org", "northwind"])
    return "" if done.exit_code == 0 else f"exit {done.exit_code}: {done.output} {done.exception!r}"


def upload(path: str) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(Path(path).name, Path(path).read_bytes())


DOORS: dict[str, Callable[[House, str, Any], str]] = {"web": by_web, "api": by_api, "cli": by_cli}


@pytest.mark.parametrize("room", TABLES)
def test_web_api_and_shell_store_the_same(house: House, room: str) -> None:
    """A room at a time: the records it starts from are made once, and whatever is stored is taken back."""
    wrong = [fault for verb in verbs() if verb.room == room for fault in faults(house, verb)]
    assert wrong == [], "\n\n".join(wrong)


def faults(house: House, verb: Verb) -> Iterator[str]:
    """What is wrong with one verb, a line for each face that differs from the page."""
    stored = {}
    for face in FACES:
        wrong, stored[face] = stored_by(house, verb, face)
        if wrong:
            yield f"{verb} by {face}: {wrong}"
    if not stored["web"]:
        yield f"{verb}: nothing was stored"
    for face in ("api", "cli"):
        more, less = stored[face] - stored["web"], stored["web"] - stored[face]
        if more or less:
            yield "\n".join(
                [f"{verb} by {face}", *(f"  + {one}" for one in more), *(f"  - {one}" for one in less)]
            )


def stored_by(house: House, verb: Verb, face: str) -> tuple[str, Rows]:
    """What went wrong, and the rows that one face stores; they are taken back afterwards."""
    known = {model: model._default_manager.aggregate(most=Max("pk"))["most"] for model in our_models()}
    number_on(known)
    with transaction.atomic():
        before = rows(known)
        wrong = DOORS[face](house, str(verb.entry["who"]), house.fill(verb.entry[face]))
        after = rows(known)
        transaction.set_rollback(True)
    return wrong, after - before


def number_on(models: Iterable[type[Model]]) -> None:
    """Lets new rows take the next free numbers: PostgreSQL would count on after an undo, SQLite does not."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)


def our_models() -> list[type[Model]]:
    """Every table of the product, but for what only a page leaves behind."""
    ours = (model for model in apps.get_models() if model.__module__.startswith("riser."))
    return [model for model in ours if model not in NOT_STORED]


def rows(known: Mapping[type[Model], Any]) -> Rows:
    """Every row of every table, as text, without what differs by nature."""
    found: Rows = Counter()
    for model in known:
        for row in model._default_manager.all():
            found[(model._meta.label, shown(row, known))] += 1
    return found


def shown(row: Model, known: Mapping[type[Model], Any]) -> str:
    """One row as text; a row that is new has no number of its own."""
    said = {
        field.attname: value_of(row, field, known)
        for field in row._meta.concrete_fields
        if field.name not in APART
    }
    if "a moment" in json.dumps(said, default=str):  # what it says differs, so does its hash
        said.pop("sha256", None)
    if is_new(row.pk, known[type(row)]):
        said[row._meta.pk.attname] = "new"
        said.pop("case_id", None)
        said.pop("record_id", None)
    return json.dumps(said, sort_keys=True, default=str)


def value_of(row: Model, field: "Field[Any, Any]", known: Mapping[type[Model], Any]) -> Any:
    """The value of a field; a reference to a new row is only known to be one."""
    value = getattr(row, field.attname)
    if isinstance(field, ForeignKey) and is_new(value, known.get(field.related_model)):
        return "new"
    if isinstance(value, datetime):
        return "a moment"
    return without_moments(value) if field.get_internal_type() == "JSONField" else value


def is_new(pk: Any, most: Any) -> bool:
    """Whether a number lies above those that were there before."""
    return isinstance(pk, int) and pk > (most or 0)


def without_moments(value: Any) -> Any:
    """JSON without moments: two faces act at two of them."""
    if isinstance(value, dict):
        return {key: without_moments(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_moments(inner) for inner in value]
    is_moment = isinstance(value, str) and len(value) > 18 and value[4:5] == "-" and value[10:11] == "T"
    return "a moment" if is_moment else value


def actions_of(room: str) -> set[str]:
    """The verbs of a room: public functions that are given an act first, and write."""
    return {name for module in MODULES[room] for name in verbs_in(module)}


def verbs_in(module: str) -> Iterator[str]:
    """The names of the verbs that one module offers."""
    try:
        offered = import_module(module)
    except ModuleNotFoundError:
        return
    for name in getattr(offered, "__all__", [name for name in vars(offered) if not name.startswith("_")]):
        one = getattr(offered, name)
        ours = inspect.isfunction(one) and one.__module__.startswith(module)
        if ours and next(iter(inspect.signature(one).parameters), "") == "act":
            yield name


@pytest.mark.parametrize("room", MODULES)
def test_every_verb_has_three_faces_or_a_reason(room: str) -> None:
    three, elsewhere, fewer = (TABLES[room].get(part, {}) for part in ("three", "elsewhere", "fewer"))
    named = [*three, *elsewhere, *fewer]
    assert sorted(actions_of(room) - set(named)) == [], f"not in tests/three_faces/{room}.yaml"
    assert sorted(set(named) - actions_of(room)) == [], "stands there, and is no verb"
    assert len(named) == len(set(named))
    assert all(fewer.values())
    assert [where for where in elsewhere.values() if not stands_there(where)] == []


def stands_there(where: str) -> bool:
    """Whether a test of that name stands in that file: `riser/connect/tests/test_faces.py::test_…`."""
    path, _colons, name = where.partition("::")
    file = Path(__file__).parents[1] / "src" / path
    return file.exists() and f"def {name}(" in file.read_text("utf-8")


def signed_in(name: str) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(Member.objects.get(user__first_name=name).user)
    return client


def sentence(content: bytes) -> str:
    """The part of a page that says what is wrong."""
    text = content.decode("utf-8", "replace")
    start = text.find('class="why"')
    return text[start : start + 300] if start > 0 else text[text.find("<main") :][:600]


def test_the_table_opens_no_invitation_twice(house: House) -> None:
    """Each face starts from the same house: what one stored is gone before the next begins."""
    before = Invitation.objects.count()
    verb = next(one for one in verbs() if one.name == "invite")
    for face in FACES:
        stored_by(house, verb, face)
    assert Invitation.objects.count() == before
