"""The REST API as a page to read, from the description that the program gives of itself."""

import json
from collections.abc import Iterator
from typing import Any

from reference.markdown import code, head, page, table, text
from riser.web.api import api

LEAD = (
    "Every address, by room. A token opens it: [connect by API token](../howto/api-token.md). What a refusal "
    "looks like: [error codes](refusals.md). The same for machines: [openapi.json](../openapi.json), also "
    "browsable in your own Riser at `/api/v1/docs`."
)
REFERENCE = "#/components/schemas/"
Description = dict[str, Any]


def pages() -> dict[str, str]:
    """One page; names of fields are what they are in every language."""
    described: Description = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    lines = head("API", LEAD)
    by_room: dict[str, list[str]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            room = by_room.setdefault(operation["tags"][0], [])
            room += section(path, method, operation, described["components"]["schemas"])
    for name, sections in by_room.items():
        lines += [f"## {name}", "", *sections]
    return {"api.md": page(lines)}


def section(path: str, method: str, operation: Description, schemas: Description) -> Iterator[str]:
    """One operation: what it does, what it is given, what it gives back."""
    yield from [f"### {method.upper()} {text(path)}", ""]
    yield from [text(operation.get("description") or operation["summary"]), ""]
    yield from table(
        ("parameter", "where", "type", "meaning"), map(parameter, operation.get("parameters", ()))
    )
    body = content(operation.get("requestBody", {}))
    if body:
        yield from ["Body:", "", *fields(body, schemas)]
    answer = content(operation["responses"].get("200", operation["responses"].get("201", {})))
    if answer:
        yield from [f"Answer: {type_of(answer)}", "", *fields(answer, schemas)]


def parameter(one: Description) -> tuple[str, str, str, str]:
    """A part of the address or the query."""
    name = one["name"] if one.get("required") else f"{one['name']} (optional)"
    return text(name), one["in"], type_of(one.get("schema", {})), text(one.get("description", ""))


def content(part: Description) -> Description:
    """The schema of a body, whatever its type; empty where there is none."""
    kinds = list(part.get("content", {}).values())
    return kinds[0].get("schema", {}) if kinds else {}


def fields(schema: Description, schemas: Description) -> Iterator[str]:
    """The fields of a schema, of its rows where it is a list."""
    found = resolved(schema, schemas)
    required = set(found.get("required", ()))
    rows = (
        (code(name), type_of(one), "" if name in required else "optional", text(one.get("description", "")))
        for name, one in found.get("properties", {}).items()
    )
    yield from table(("field", "type", "", "meaning"), rows)


def resolved(schema: Description, schemas: Description) -> Description:
    """The schema behind references and lists."""
    while True:
        if "$ref" in schema:
            schema = schemas[schema["$ref"].removeprefix(REFERENCE)]
        elif schema.get("type") == "array":
            schema = schema["items"]
        else:
            return schema


def type_of(schema: Description) -> str:
    """A schema's type in a word or two."""
    if "$ref" in schema:
        return code(schema["$ref"].removeprefix(REFERENCE))
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    if "enum" in schema:
        return ", ".join(code(one) for one in schema["enum"])
    return text(" ".join(filter(None, (schema.get("type", "any"), schema.get("format", "")))))
