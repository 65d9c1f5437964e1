"""Bad input, kind by kind: a sentence for each at every door, in both languages, and nothing half stored.

The kinds stand in `kinds.yaml`, beside the doors by which they come. A kind that may not be refused stands
there too, under `odd but fine`: what looks odd and has to be read right.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction

from bad_input.doors import LANGUAGES, NEVER, Answer, knock, squeezed
from bad_input.making import file_of
from bad_input.world import Stored, World, built, living_in, stored, taken_back
from riser.connect.queries import campaign_days
from riser.plan.models import Campaign

pytestmark = pytest.mark.django_db
TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "kinds.yaml").read_text("utf-8"))
REFUSED = {"web": 422, "api": 422, "cli": 2}
TAKEN = {"web": 200, "api": 200, "cli": 0}
WAITS = {"web": 200, "api": 200, "cli": 1}
FINE = "odd but fine"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Tables that a load which waits for a person may fill: the load itself, and the trail's word of it.
MAY_WAIT = {"connect.Load", "foundation.AuditEvent"}


@dataclass(frozen=True)
class Kind:
    """One kind of bad input: how it is made, by which doors it comes, what is said to it."""

    room: str
    name: str
    said: Mapping[str, Any]

    @property
    def doors(self) -> Mapping[str, Any]:
        """What each face is asked: a named set of doors, or the kind's own."""
        by = self.said["by"]
        found: dict[str, Any] = TABLE["doors"][by] if isinstance(by, str) else by
        return found

    def sentences(self, face: str, language: str) -> list[str]:
        """What this face has to say: the same for all of them, or each its own."""
        said = self.said.get("en" if language == "en" else "zh", "")
        said = said.get(face, said.get("all", "")) if isinstance(said, dict) else said
        return [str(one) for one in (said if isinstance(said, list) else [said])]

    def status(self, face: str) -> int:
        """The status or exit code of this face."""
        usual = TAKEN if self.room == FINE else WAITS if "leaves" in self.said else REFUSED
        said = self.said.get("status", {})
        return int(said.get(face, usual[face]) if isinstance(said, dict) else said)


def kinds(*, fine: bool) -> Iterator[Any]:
    """Every kind of the table that is refused, or that only looks odd, by its name."""
    for room, found in TABLE["kinds"].items():
        if (room == FINE) is fine:
            for name, said in found.items():
                yield pytest.param(Kind(room, name, said), id=f"{room}: {name}")


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The house, built once; it is gone when the last kind has been refused."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "home").mkdir()
    with django_db_blocker.unblock(), living_in(folder / "home"), transaction.atomic():
        yield built(folder)
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", list(kinds(fine=False)))
def test_it_gets_its_sentence_and_nothing_is_half_stored(
    world: World, kind: Kind, tmp_path: Path, settings: Any
) -> None:
    for name, value in kind.said.get("settings", {}).items():
        setattr(settings, name, value)
    with taken_back(world, tmp_path / "home"):
        before = stored(tmp_path / "home")
        faults = [
            fault for found in answers(world, kind, tmp_path) for fault in faults_of(world, kind, *found)
        ]
        faults += left_behind(kind, before, stored(tmp_path / "home"))
    assert faults == [], "\n\n" + "\n\n".join(faults)


@pytest.mark.parametrize("kind", list(kinds(fine=True)))
def test_what_only_looks_odd_is_read_right_and_shown_as_it_is(
    world: World, kind: Kind, tmp_path: Path
) -> None:
    names = {str(name) for name in kind.said.get("reads", ())}
    with taken_back(world, tmp_path / "home"):
        before = read(world)
        heard = list(answers(world, kind, tmp_path))
        faults = [fault for found in heard for fault in faults_of(world, kind, *found)]
        pages = [answer.text for face, _language, answer in heard if face == "web"]
        faults += [
            f"{name} is not shown" for name in names if not all(squeezed(name) in page for page in pages)
        ]
        now = read(world)
        assert names <= {name for name, _spend in now - before}
        if "spend" in kind.said:
            assert {spend for _name, spend in now - before} == {Decimal(kind.said["spend"])}
    assert faults == [], "\n\n" + "\n\n".join(faults)


def answers(world: World, kind: Kind, folder: Path) -> Iterator[tuple[str, str, Answer]]:
    """What each face answers, in each language."""
    file = file_of(world.fill(kind.said["file"]), folder) if "file" in kind.said else None
    who = str(kind.said.get("who", "Alice"))
    for face, asked in kind.doors.items():
        for language in LANGUAGES:
            yield face, language, knock(world, face, world.fill(asked), who=who, language=language, file=file)


def read(world: World) -> set[tuple[str, Decimal | None]]:
    """The names of every campaign that is stored, of the lake with what it spent, and of the plans."""
    days = campaign_days(world.cast.id, to_day=date.max)
    plans = Campaign.objects.filter(organisation_id=world.cast.id).values_list("name", flat=True)
    return {(day.campaign_name, day.spend) for day in days} | {(name, None) for name in plans}


def faults_of(world: World, kind: Kind, face: str, language: str, answer: Answer) -> Iterator[str]:
    """What is wrong with one answer."""
    said = f"{face}, {language}"
    shown = f"\n    {answer.status} {answer.text[-1500:]}"
    if answer.broke:
        yield f"{said} broke: {answer.broke}"
    if answer.status != kind.status(face):
        yield f"{said} answered {answer.status}, not {kind.status(face)}{shown}"
    for word in NEVER:
        if word in answer.text:
            yield f"{said} shows “{word}”{shown}"
    for place in place_of(kind, face):
        if place not in answer.text:
            yield f"{said} does not name the place “{place}”{shown}"
    for sentence in (squeezed(str(world.fill(one))) for one in kind.sentences(face, language)):
        if not sentence or sentence not in answer.text:
            yield f"{said} does not say “{sentence}”{shown}"
        if language != "en" and not CHINESE.search(sentence):
            yield f"{said}: “{sentence}” is not Chinese"


def place_of(kind: Kind, face: str) -> list[str]:
    """How the row and the column of a rejection are named: by the API as fields, by the others in words."""
    if "at" not in kind.said:
        return []
    row, column = kind.said["at"]
    return [f'"row": {row}, "column": "{column}"'] if face == "api" else [str(row), str(column)]


def left_behind(kind: Kind, before: Stored, after: Stored) -> list[str]:
    """What was stored although nothing should be; a load may wait where the kind says so."""
    allowed = MAY_WAIT if "leaves" in kind.said else set()
    return [line[:300] for line in before.changes(after) if line.split(":")[0] not in allowed]
