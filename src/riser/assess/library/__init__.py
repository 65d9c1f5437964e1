"""The models as data: YAML checked by JSON Schema and parsed once into typed, frozen objects.

``content/<model>/model.yaml`` names levels, categories and areas; ``content/<model>/<CODE>.yaml`` writes an
area in full. An area without a file is named only, and out of scope. A file that cannot be used raises
``ContentError``, whose text names the file, the path inside it and what is allowed there.
"""

from collections.abc import Mapping
from functools import cache
from importlib.abc import Traversable
from typing import Any

from riser.assess.library import typed
from riser.assess.library.model import Condition, FitnessTest, Model, PracticeArea
from riser.assess.library.practice import Practice
from riser.assess.library.reading import CONTENT, ContentError, read
from riser.assess.library.text import Localised

FLAGSHIP = "rmm"
MODELS = (FLAGSHIP,)


@cache
def model(model_id: str = FLAGSHIP) -> Model:
    """The model with this id, read once per process. Raises ContentError for an unknown one."""
    if model_id not in MODELS:
        raise ContentError(f"There is no model “{model_id}”. Known: {', '.join(MODELS)}.")
    return load_model(CONTENT / model_id)


@cache
def fitness() -> FitnessTest:
    """The fitness test, read once per process."""
    path = CONTENT / "fitness" / "model.yaml"
    return typed.fitness(read(path, schema="fitness", name="fitness/model.yaml"))


def load_model(folder: Traversable) -> Model:
    """The model of any folder of content files. Raises ContentError."""
    head = read(folder / "model.yaml", schema="model", name=f"{folder.name}/model.yaml")
    named = {row["code"]: f"{folder.name}/{row['code']}.yaml" for row in head["areas"]}
    _refuse_strangers(folder, named)
    areas = {
        code: read(folder / f"{code}.yaml", schema="area", name=name)
        for code, name in named.items()
        if (folder / f"{code}.yaml").is_file()
    }
    _refuse_misplaced(areas, named)
    return typed.model(head, areas)


def _refuse_strangers(folder: Traversable, named: Mapping[str, str]) -> None:
    """A file that model.yaml does not name would be forgotten silently."""
    found = sorted(path.name for path in folder.iterdir() if path.name.endswith(".yaml"))
    for name in found:
        if name != "model.yaml" and name.removesuffix(".yaml") not in named:
            raise ContentError(
                f"{folder.name}/{name}: model.yaml names no such area. Add it there or rename it."
            )


def _refuse_misplaced(areas: Mapping[str, Mapping[str, Any]], named: Mapping[str, str]) -> None:
    """What a schema cannot see: a code that is not the file's, a practice of another area or level."""
    for code, area in areas.items():
        if area["code"] != code:
            raise ContentError(f"{named[code]}, code: “{area['code']}” should be {code}, like the file.")
        seen: set[str] = set()
        for place, practice in enumerate(area["practices"]):
            path = f"{named[code]}, practices[{place}].id: “{practice['id']}”"
            if not practice["id"].startswith(f"{code} {practice['level']}."):
                raise ContentError(
                    f"{path} should begin with “{code} {practice['level']}.”, its area and level."
                )
            if practice["id"] in seen:
                raise ContentError(f"{path} occurs twice. Give each practice its own number.")
            seen.add(practice["id"])


__all__ = [
    "CONTENT",
    "FLAGSHIP",
    "MODELS",
    "Condition",
    "ContentError",
    "FitnessTest",
    "Localised",
    "Model",
    "Practice",
    "PracticeArea",
    "fitness",
    "load_model",
    "model",
]
