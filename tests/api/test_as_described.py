"""Every operation of the API against its own description: whatever is sent, nothing breaks or surprises.

Schemathesis makes the requests: some that the description allows, some that it does not. The house has
records in every room; each request is undone. In half of the requests the ids are those of the house, else
nearly everything would end at “no such record”.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings
from schemathesis.checks import CheckFunction
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cast import Cast
from riser.foundation.actions import create_token
from riser.foundation.roles import Scope
from riser.web.api import ROUTERS
from security.addresses import COMMON
from security.rooms import fill_all, now

pytestmark = pytest.mark.long
CHECKS: list[CheckFunction] = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 6  # of each operation, allowed and not allowed


@pytest.fixture
def house(cast: Cast, tmp_path: Path, settings: Settings) -> dict[str, str]:
    """Northwind's ids, and the header of a token that may do everything its owner may."""
    settings.API_REQUESTS_A_MINUTE = 10**6
    ids = COMMON | fill_all(cast, tmp_path / "northwind").ids
    token = create_token(now(cast, "Alice"), name="schemathesis", scope=Scope.APPROVE, days=30)
    return ids | {"authorization": f"Bearer {token.secret}"}


def operations(room: str) -> Iterator[Any]:
    """The operations of one room."""
    schema: Any = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for found in schema.include(path_regex=f"^/api/v1/{room}/").get_all_operations():
        yield found.ok()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("room", ROUTERS)
def test_the_api_does_what_it_says(house: dict[str, str], room: str, mode: GenerationMode) -> None:
    wrong = [fault for operation in operations(room) for fault in faults(operation, mode, house)]
    assert wrong == [], "\n\n".join(wrong)


def faults(operation: Any, mode: GenerationMode, house: dict[str, str]) -> Iterator[str]:
    """What one operation did that it does not say, in a line."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), known=st.booleans())
    def ask(case: Any, known: bool) -> None:
        if known:
            case.path_parameters = with_ids(
                operation.path, case.path_parameters, house, room_of(operation.path)
            )
        with undone():
            answer = case.call(headers={"Authorization": house["authorization"]})
            case.validate_response(answer, checks=CHECKS)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ask()
    except (AssertionError, BaseExceptionGroup) as error:
        yield f"{operation.label} ({mode.value}): {error}"[:1500]
    except Exception as error:
        yield f"{operation.label} ({mode.value}): {type(error).__name__} {error}"[:1500]


def room_of(path: str) -> str:
    """The room of an operation."""
    return path.split("/")[3]


def with_ids(path: str, made_up: Any, house: dict[str, str], room: str) -> dict[str, Any]:
    """The ids of the house in place of made-up ones, where the path has any."""
    known = {name: house.get(f"{room}.{name}") or house.get(name) for name in (made_up or {})}
    return {name: known[name] or value for name, value in (made_up or {}).items()}


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A request over WSGI ends by closing the connection to the database; here it must live on."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is stored inside is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
