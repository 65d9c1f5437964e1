"""The tools whose files can be read: every mapping file of this package, checked by its schema, once."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from riser.connect.rules.ad_mapping import ad_shape
from riser.connect.rules.event_mapping import EventShape, event_shape
from riser.connect.rules.mapping import Shape, Source, source_from
from riser.connect.rules.table_mapping import TableShape, table_shape
from riser.connect.rules.tables import Table
from riser.connect.rules.words import Words
from riser.connect.rules.work_mapping import words_from, work_shape
from riser.connect.tables import every_table
from riser.foundation.schemas import faults
from riser.foundation.speech import gettext as _
from riser.ui import formats

AD_PLATFORM, WORK_TOOL, SHEET, ANALYTICS = "ad_platform", "work_tool", "sheet", "analytics"
TABLE_KINDS = ("crm", "ledger", "backend", "settings")  # their rows go into a table as they are
KINDS = (AD_PLATFORM, WORK_TOOL, SHEET, *TABLE_KINDS, ANALYTICS)
FOLDER = files("riser.connect.mappings")


class MappingError(ValueError):
    """A mapping file cannot be used. The text names file, place and remedy, one fault a line."""


@cache
def sources() -> dict[str, Source]:
    """Every known source by its slug. Raises MappingError naming file and place of a faulty mapping.

    Several files may tell of one source; its name and kind are those of the file that is called like it.
    """
    paths = [path for path in FOLDER.iterdir() if path.name.endswith(".yaml")]
    found: dict[str, Source] = {}
    for path in sorted(paths, key=lambda entry: (len(entry.name.split(".")), entry.name)):
        told = mapping_from(path.read_text("utf-8"), name=path.name)
        known = found.get(told.slug)
        found[told.slug] = replace(known, shapes=known.shapes + told.shapes) if known else told
    return dict(sorted(found.items()))


def ad_platforms() -> list[Source]:
    """The ad platforms among them."""
    return [source for source in sources().values() if source.kind == AD_PLATFORM]


def work_tools() -> list[Source]:
    """The work tools, and the plain sheet of evidence."""
    return [source for source in sources().values() if source.kind in (WORK_TOOL, SHEET)]


def is_work_source(slug: str) -> bool:
    """Whether this source tells of work rather than of spend."""
    source = sources().get(slug)
    return source is not None and source.kind in (WORK_TOOL, SHEET)


def table_name(slug: str, shape_id: str) -> str:
    """The table of the lake that a kind of file writes; one that is known no more wrote days of ads."""
    source = sources().get(slug)
    shape = next((one for one in source.shapes if one.id == shape_id), None) if source else None
    if isinstance(shape, TableShape | EventShape):
        return shape.table.name
    return "work" if is_work_source(slug) else "ad_daily"


def words_of(slug: str) -> Words:
    """The word lists of a source; one that is known no more has none."""
    source = sources().get(slug)
    return source.words if source else Words()


def source_name(slug: str) -> str:
    """The name of a source as people say it."""
    source = sources().get(slug)
    return source.name if source else slug


def shape_title(slug: str, shape_id: str) -> str:
    """What a kind of file is called, in the reader's language."""
    source = sources().get(slug)
    shape = next((one for one in source.shapes if one.id == shape_id), None) if source else None
    return title_of(shape) if shape else shape_id


def title_of(shape: Shape) -> str:
    """What this kind of file is called, in the reader's language."""
    return in_words(shape.title)


def in_words(said: Mapping[str, str]) -> str:
    """What a mapping says in two languages, in the reader's."""
    return said["zh" if formats.language() == "zh-hans" else "en"]


def mapping_from(text: str, *, name: str) -> Source:
    """The source that a mapping file describes. Raises MappingError that names file and place."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise MappingError(_unreadable(name, error)) from error
    if not isinstance(data, dict):
        raise MappingError(_("%(name)s holds no mapping: begin with “source:”.") % {"name": name})
    if data.get("kind") not in KINDS:
        text = _("%(name)s, kind: “%(given)s” is no kind. Write one of: %(known)s.")
        raise MappingError(text % {"name": name, "given": data.get("kind"), "known": ", ".join(KINDS)})
    if data.get("kind") == AD_PLATFORM:
        _check(name, data, "mapping")
        return source_from(data, ad_shape, Words())
    if data.get("kind") == ANALYTICS:
        _check(name, data, "event")
        return _of_tables(name, data, event_shape)
    if data.get("kind") in TABLE_KINDS:
        _check(name, data, "table")
        return _of_tables(name, data, table_shape)
    _check(name, data, "work")
    return source_from(data, work_shape, words_from(_shared_words(), data["words"]))


def _of_tables(
    name: str, data: Mapping[str, Any], shape: Callable[[Mapping[str, Any], Mapping[str, Table]], Shape]
) -> Source:
    try:
        return source_from(data, lambda one: shape(one, every_table()), Words())
    except ValueError as error:
        raise MappingError(f"{name}, {error}") from error


def _unreadable(name: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = {"name": name, "line": mark.line + 1 if mark else 1}
    return (
        _(
            "%(name)s, line %(line)s: this is no readable YAML. "
            "Look for a missing bracket or quotation mark, or a tab, there or above."
        )
        % line
    )


@cache
def _shared_words() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load((FOLDER / "words" / "work.yaml").read_text("utf-8"))
    return data


def _check(name: str, data: Any, schema: str) -> None:
    check = Draft202012Validator(json.loads((FOLDER / f"{schema}.schema.json").read_text()))
    if wrong := list(faults(check, data, name=name)):
        raise MappingError("\n".join(wrong))
