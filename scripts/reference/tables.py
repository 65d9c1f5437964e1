"""The tables behind the rooms: every model with its fields."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

from reference.markdown import code, head, page, table, text

LEAD = (
    "What each room keeps, for those who read the database or write a room. Programs ask the [API](api.md) "
    "instead: tables change with versions. Amounts are whole micros (a millionth) beside their currency."
)


def pages() -> dict[str, str]:
    """One page."""
    lines = head("Tables", LEAD)
    for room in settings.ROOMS:
        lines += [f"## {room}", ""]
        for model in apps.get_app_config(room).get_models():
            lines += model_section(model)
    return {"tables.md": page(lines)}


def model_section(model: type[Model]) -> Iterator[str]:
    """One table: its name, what a row is, its columns."""
    yield from [f"### {model._meta.label}", "", f"{code(model._meta.db_table)}. {first_line(model)}", ""]
    columns = [one for one in model._meta.get_fields() if isinstance(one, Field) and one.concrete]
    yield from table(("field", "type", "leads to", "notes"), (row(one) for one in columns))


def first_line(model: type[Model]) -> str:
    """What a row stands for; Django writes a docstring of its own where we wrote none."""
    told = (model.__doc__ or "").strip()
    return "" if told.startswith(f"{model.__name__}(") else text(told.split("\n\n")[0])


def row(field: "Field[Any, Any]") -> tuple[str, str, str, str]:
    """One column."""
    leads_to = field.related_model._meta.label if isinstance(field.related_model, type) else ""
    return code(field.name), code(field.get_internal_type()), code(leads_to), ", ".join(notes(field))


def notes(field: "Field[Any, Any]") -> Iterator[str]:
    """What has to be known before a value is written."""
    if field.primary_key:
        yield "key"
    if field.unique and not field.primary_key:
        yield "unique"
    if field.null:
        yield "may be empty"
    if field.choices:
        yield "one of " + ", ".join(code(value) for value, _label in field.flatchoices)
    if field.help_text:
        yield text(field.help_text)
