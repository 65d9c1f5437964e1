"""`riser assess rate` and `riser assess level`: the bare rules on a file. No database, no Django.

Input is JSON or YAML. What cannot be taken raises ContentError, which names the place and the remedy.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from riser.assess.library.reading import ContentError, parse_yaml, schema_problems
from riser.assess.rules.aggregate import aggregate
from riser.assess.rules.groups import Group
from riser.assess.rules.levels import Area, maturity_level
from riser.foundation.evidence import Characterisation
from riser.foundation.speech import gettext as _

Plain = dict[str, Any]


def rate(data: bytes, *, name: str) -> Plain:
    """The allowed outcomes of each practice, and whether a person has to choose."""
    practices = _checked(data, schema="rate", name=name)
    return {"practices": {id_: _outcome(codes) for id_, codes in practices.items()}}


def _outcome(codes: Iterable[str]) -> Plain:
    outcome = aggregate(Characterisation(code) for code in codes)
    return {"allowed": [code.value for code in outcome.allowed], "judgement": outcome.needs_judgement}


def level(data: bytes, *, name: str) -> Plain:
    """The level of each area, the result of each of its groups, and the maturity level of the whole."""
    plain = _checked(data, schema="level", name=name)
    if problems := list(_repetitions(plain["areas"], name)):
        raise ContentError("\n".join(problems))
    areas = [_area(row) for row in plain["areas"]]
    return {"areas": [_shown(area) for area in areas], "maturity_level": maturity_level(areas)}


def _area(plain: Mapping[str, Any]) -> Area:
    return Area(plain["code"], tuple(map(_group, plain["groups"])), plain.get("applicable", True))


def _group(plain: Mapping[str, Any]) -> Group:
    practices = {id_: code and Characterisation(code) for id_, code in plain["practices"].items()}
    return Group(
        level=plain["level"],
        practices=practices,
        covered=plain.get("covered", True),
        significant_weakness=plain.get("significant_weakness", False),
    )


def _shown(area: Area) -> Plain:
    groups = [{"level": group.level, "result": group.result.value} for group in area.groups]
    return {"code": area.code, "level": area.level, "groups": groups}


def _repetitions(areas: Iterable[Mapping[str, Any]], name: str) -> Iterator[str]:
    """Areas or levels given twice: which of the two would count is not for us to guess."""
    seen: set[str] = set()
    for place, area in enumerate(areas):
        if area["code"] in seen:
            text = _("%(place)s: “%(code)s” occurs twice. Put its groups into one area.")
            yield text % {"place": f"{name}, areas[{place}].code", "code": area["code"]}
        seen.add(area["code"])
        levels = Counter(group["level"] for group in area["groups"])
        for twice in (number for number, count in levels.items() if count > 1):
            text = _("%(place)s: level %(level)s occurs twice. Make them one group.")
            yield text % {"place": f"{name}, areas[{place}].groups", "level": twice}


def _checked(data: bytes, *, schema: str, name: str) -> Plain:
    value = parsed(data, name=name)
    if problems := list(schema_problems(value, schema=schema, name=name)):
        raise ContentError("\n".join(problems))
    found: Plain = value
    return found


def parsed(data: bytes, *, name: str) -> Any:
    """The plain value of a JSON or YAML file. JSON is tried first: with tabs in it, it is no YAML."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _("%(name)s, byte %(byte)s: this is not UTF-8. Save the file as UTF-8.")
        raise ContentError(text % {"name": name, "byte": error.start}) from error
    try:
        return json.loads(text, object_pairs_hook=_unrepeated)
    except json.JSONDecodeError:
        return parse_yaml(text, name=name)
    except RecursionError as error:
        text = _("%(name)s: this is nested too deeply. Write one level for each area or practice.")
        raise ContentError(text % {"name": name}) from error
    except _Repeated as error:
        text = _("%(name)s: “%(key)s” occurs twice in one object. Keep one of them.")
        raise ContentError(text % {"name": name, "key": error}) from error


class _Repeated(Exception):
    """A key that occurs twice in one JSON object."""


def _unrepeated(pairs: list[tuple[str, Any]]) -> Plain:
    counts = Counter(key for key, _ in pairs)
    for key, count in counts.items():
        if count > 1:
            raise _Repeated(key)
    return dict(pairs)
