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
from riser.foundation.speech import gettext as _

FLAGSHIP = "rmm"
MODELS = (FLAGSHIP,)


@cache
def model(model_id: str = FLAGSHIP) -> Model:
    """The model with this id, read once per process. Raises ContentError for an unknown one."""
    if model_id not in MODELS:
        text = _("There is no model “%(given)s”. Known: %(known)s.")
        raise ContentError(text % {"given": model_id, "known": ", ".join(MODELS)})
    return load_model(CONTENT / model_id)


@cache
def fitness() -> FitnessTest:
    """The fitness test, read once per process."""
    path = CONTENT / "fitness" / "model.yaml"
    return typed.fitness(read(path, schema="fitness", name="fitness/model.yaml"))


def load_model(folder: Traversable) -> Model:
    """The model of any folder of content files. Raises ContentError."""
    if not (folder / "model.yaml").is_file():
        raise ContentError(
            _("%(folder)s holds no model.yaml. Name the folder of a model.") % {"folder": folder}
        )
    head = read(folder / "model.yaml", schema="model", name=f"{folder.name}/model.yaml")
    _refuse_disorder(head, f"{folder.name}/model.yaml")
    named = {row["code"]: f"{folder.name}/{row['code']}.yaml" for row in head["areas"]}
    _refuse_strangers(folder, named)
    areas = {
        code: read(folder / f"{code}.yaml", schema="area", name=name)
        for code, name in named.items()
        if (folder / f"{code}.yaml").is_file()
    }
    _refuse_misplaced(areas, named)
    return typed.model(head, areas)


def _refuse_disorder(head: Mapping[str, Any], name: str) -> None:
    """Levels stand from 1 to 5, and every category and area has a code of its own."""
    if [row["level"] for row in head["levels"]] != [1, 2, 3, 4, 5]:
        raise ContentError(_("%(name)s, levels: write levels 1 to 5 in this order.") % {"name": name})
    for part in ("categories", "areas"):
        codes = [row["code"] for row in head[part]]
        for place, code in enumerate(codes):
            if code in codes[:place]:
                text = _("%(place)s: “%(code)s” occurs twice. Give each its own code.")
                raise ContentError(text % {"place": f"{name}, {part}[{place}].code", "code": code})


def _refuse_strangers(folder: Traversable, named: Mapping[str, str]) -> None:
    """A file that model.yaml does not name would be forgotten silently."""
    found = sorted(path.name for path in folder.iterdir() if path.name.endswith(".yaml"))
    for name in found:
        if name != "model.yaml" and name.removesuffix(".yaml") not in named:
            text = _("%(place)s: model.yaml names no such area. Add it there or rename the file.")
            raise ContentError(text % {"place": f"{folder.name}/{name}"})


def _refuse_misplaced(areas: Mapping[str, Mapping[str, Any]], named: Mapping[str, str]) -> None:
    """What a schema cannot see: a code that is not the file's, a practice of another area or level."""
    for code, area in areas.items():
        if area["code"] != code:
            text = _("%(place)s, code: “%(given)s” should be %(code)s, like the file.")
            raise ContentError(text % {"place": named[code], "given": area["code"], "code": code})
        seen: set[str] = set()
        for place, practice in enumerate(area["practices"]):
            path = f"{named[code]}, practices[{place}].id: “{practice['id']}”"
            if not practice["id"].startswith(f"{code} {practice['level']}."):
                text = _("%(place)s should begin with “%(begin)s”, its area and level.")
                raise ContentError(text % {"place": path, "begin": f"{code} {practice['level']}."})
            if practice["id"] in seen:
                text = _("%(place)s occurs twice. Give each practice its own number.")
                raise ContentError(text % {"place": path})
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
