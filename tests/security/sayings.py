"""What is said at each door: a body that would be taken, so that the person is refused and not the body.

For the API it is made from the schema of the operation; where its words alone mean nothing, it stands here.
"""

import json
from functools import cache
from typing import Any

from riser.web.api import api
from security.addresses import Address, Operation
from security.northwind import BARE_ACCOUNT

# Enough for most forms of pages to be taken seriously.
FORM = {
    "topic": "plan",
    "decision": "stop",
    "name": "X",
    "email": "x@contoso.example",
    "role": "viewer",
    "reason": "because",
    "why": "because",
    "comment": "because",
    "title": "X",
    "kind": "campaign",
    "url": "https://x.example/",
    "answer": "yes",
    "agree": "yes",
    "currency": "EUR",
    "go_live": "2026-01-01",
}
SAID: dict[str, dict[str, Any]] = {
    "post plan/campaigns": {"name": "X"},
    "patch plan/campaigns/{campaign_id}": {"name": "X"},
    "post plan/objectives": {"name": "X"},
    "patch plan/objectives/{objective_id}": {"name": "X"},
    "post plan/campaigns/{campaign_id}/requirements": {"name": "X"},
    "patch plan/requirements/{requirement_id}": {"name": "X"},
    "post plan/caps/{line_id}/decisions": {"decision": "stop"},
    "post plan/requests": {"title": "X", "purpose": "Y"},
    "post plan/requests/{request_id}/decision": {"decision": "declined", "reason": "because"},
    "post plan/bulk/owner": {"ids": [1], "owner": "Bob"},
    "post connect/query": {"sql": "SELECT 1 AS one"},
    "post connect/accounts/confirm": {"source": "google_ads", "account": BARE_ACCOUNT, "currency": "EUR"},
    "post foundation/invitations": {"email": "x@contoso.example", "role": "viewer"},
    "post foundation/members/{member_id}/role": {"role": "viewer"},
    "post foundation/attachments/links": {"kind": "campaign", "url": "https://x.example/"},
    "post assess/answers": {"role": "manager", "answers": {}},
    "post assess/fitness": {"role": "manager", "replies": {}},
}
# What pages are asked for, where the address alone shows nothing.
QUERIES = {
    "assess_instance": {"instance": "campaign:{campaign_id}"},
    "assess_override": {"instance": "campaign:{campaign_id}"},
}


def saying(door: Address | Operation, method: str, ids: dict[str, str]) -> tuple[Any, str]:
    """What goes with a request, and its type (empty: a form or a query)."""
    record = {"record": ids["campaign_id"]}
    if isinstance(door, Address):
        asked = {name: text.format(**ids) for name, text in QUERIES.get(door.name, {}).items()}
        return (asked if method == "get" else FORM | record), "" if method in {
            "get",
            "post",
        } else "text/plain"
    if method == "get":
        return asked_of(door) | record, ""
    body = body_of(door) | SAID.get(door.name, {})
    return json.dumps(body | record if "attachments" in door.name else body), "application/json"


@cache
def schema() -> dict[str, Any]:
    """The API's description of itself, as JSON holds it."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return found


def described(door: Operation) -> dict[str, Any]:
    """What the description says of an operation; nothing for a method that it does not offer."""
    found: dict[str, Any] = schema()["paths"].get(door.route, {}).get(door.method, {})
    return found


def asked_of(door: Operation) -> dict[str, Any]:
    """The query that an operation needs."""
    needed = (
        one for one in described(door).get("parameters", ()) if one["in"] == "query" and one["required"]
    )
    return {one["name"]: "campaign" if one["name"] == "kind" else example(one["schema"]) for one in needed}


def body_of(door: Operation) -> dict[str, Any]:
    """The smallest body that an operation takes; empty where it takes none, or a file."""
    content = described(door).get("requestBody", {}).get("content", {})
    made = example(content["application/json"]["schema"]) if "application/json" in content else {}
    return made if isinstance(made, dict) else {}


def example(kind: dict[str, Any]) -> Any:
    """A value that a schema allows, as small as may be."""
    if "$ref" in kind:
        return example(schema()["components"]["schemas"][kind["$ref"].rsplit("/", 1)[-1]])
    for several in ("anyOf", "allOf", "oneOf"):
        if several in kind:
            return example(kind[several][0])
    if "enum" in kind or "const" in kind:
        return kind["enum"][0] if "enum" in kind else kind["const"]
    if kind.get("type") == "object":
        return {name: example(kind["properties"][name]) for name in kind.get("required", ())}
    if kind.get("type") == "array":
        return [example(kind["items"])] * int(kind.get("minItems", 0))
    return plain_example(kind)


def plain_example(kind: dict[str, Any]) -> Any:
    """A word, a day, a number or a yes that a schema allows."""
    if kind.get("format") == "date":
        return "2026-02-15"
    if kind.get("pattern") == "^[A-Z]{3}$":
        return "EUR"
    found = {"integer": int(kind.get("minimum", 1)), "number": 1, "boolean": True, "string": "X"}
    return found[kind.get("type", "string")]
