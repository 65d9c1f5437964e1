"""The check lists by class: this room's YAML, checked by its schema and parsed once into typed values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from riser.launch.rules.checks import MACHINE
from riser.launch.words import CLASSES, Purpose
from riser.ui import formats


@dataclass(frozen=True, slots=True)
class Said:
    """One text in both languages; as text it is that of the reader."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.zh if formats.language() == "zh-hans" else self.en


@dataclass(frozen=True, slots=True)
class Line:
    """One check. `asked` maps classes to whether it blocks there; `each` is "system", "claim" or ""."""

    code: str
    name: Said
    why: Said
    do: Said
    who: str
    automatic: bool
    each: str
    asked: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class System:
    """A system that receives conversions, to bid on them or to count them. `key` names it in records."""

    key: str
    name: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A class of campaigns and the systems it is checked against unless the organisation says otherwise."""

    code: str
    name: Said
    systems: tuple[tuple[Said, Purpose], ...]


@dataclass(frozen=True, slots=True)
class CheckList:
    """The whole list with its version; `waiver_longest_days` bounds how far ahead a waiver may reach."""

    version: int
    waiver_longest_days: int
    classes: Mapping[str, SizeClass]
    lines: Mapping[str, Line]

    def blocking(self, campaign_class: str) -> dict[str, bool]:
        """The checks a class is asked for, in order, and whether each of them blocks."""
        return {
            code: line.asked[campaign_class]
            for code, line in self.lines.items()
            if campaign_class in line.asked
        }


@cache
def check_list() -> CheckList:
    """The list of this version of Riser. Raises ValueError naming the place of a mistake."""
    folder = files("riser.launch") / "content"
    data = yaml.safe_load((folder / "checks.yaml").read_text("utf-8"))
    check = Draft202012Validator(json.loads((folder / "checks.schema.json").read_text("utf-8")))
    for error in check.iter_errors(data):
        place = "/".join(str(part) for part in error.absolute_path) or "top"
        raise ValueError(f"checks.yaml, {place}: {error.message}")
    return parsed(data)


def parsed(data: Mapping[str, Any]) -> CheckList:
    """The list behind data that fits the schema. Raises ValueError where code and list disagree."""
    lines = [_line(entry) for entry in data["checks"]]
    if len({line.code for line in lines}) < len(lines):
        raise ValueError("checks.yaml: a code occurs twice")
    automatic = {line.code for line in lines if line.automatic}
    if automatic != set(MACHINE):
        odd = ", ".join(sorted(automatic ^ set(MACHINE)))
        raise ValueError(f"checks.yaml: automatic in the list and computed are not the same: {odd}")
    return CheckList(
        version=data["version"],
        waiver_longest_days=data["waiver_longest_days"],
        classes={code: _class(code, data["classes"][code]) for code in CLASSES},
        lines={line.code: line for line in lines},
    )


def _class(code: str, entry: Mapping[str, Any]) -> SizeClass:
    systems = ((Said(**one["name"]), Purpose(one["purpose"])) for one in entry["systems"])
    return SizeClass(code, Said(**entry["name"]), tuple(systems))


def _line(entry: Mapping[str, Any]) -> Line:
    return Line(
        code=entry["code"],
        name=Said(**entry["name"]),
        why=Said(**entry["why"]),
        do=Said(**entry["do"]),
        who=entry["who"],
        automatic=entry["automatic"],
        each=entry.get("each", ""),
        asked={name: word == "blocks" for name, word in entry["asked"].items()},
    )
