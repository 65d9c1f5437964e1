"""The API is a file: a change of it is a visible diff."""

import json
from pathlib import Path

from riser.web.api import api

SNAPSHOT = Path(__file__).resolve().parents[1] / "docs" / "openapi.json"


def test_the_committed_description_of_the_api_is_the_current_one() -> None:
    current = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    assert json.loads(SNAPSHOT.read_text("utf-8")) == current, "run make openapi and read the diff"


def test_every_operation_belongs_to_a_room() -> None:
    operations = [one for path in api.get_openapi_schema()["paths"].values() for one in path.values()]
    assert {tag for one in operations for tag in one.get("tags", ["none"])} <= {
        "foundation",
        "connect",
        "plan",
        "launch",
        "measure",
        "assess",
    }
