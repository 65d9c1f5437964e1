"""What the API takes: the described fields and no other, each body under a name of its own."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation
from ninja.operation import Operation

from cast import Cast
from riser.foundation.bodies import Body
from riser.plan.models import Objective
from riser.web.api import api

SENTENCES = {"en": "Nobody knows this field. Leave it out.", "zh-hans": "没有这个字段，请去掉。"}


@pytest.fixture(autouse=True)
def _the_language_stays_here() -> Iterator[None]:
    with translation.override("en"):
        yield


def operations() -> Iterator[Operation]:
    """Every operation of the API."""
    for _prefix, router in api._routers:
        for path in router.path_operations.values():
            yield from path.operations


def test_every_json_body_refuses_fields_that_nobody_knows() -> None:
    lax = {
        f"{operation.view_func.__module__}.{operation.view_func.__name__}: {field.annotation}"
        for operation in operations()
        for model in operation.models
        if model.__ninja_param_source__ == "body"
        for field in model.model_fields.values()
        if not (isinstance(field.annotation, type) and issubclass(field.annotation, Body))
    }
    assert lax == set(), "Let the class of the body extend Body (riser.foundation.bodies)."


def test_no_two_bodies_share_a_name() -> None:
    """The description of the API would show one in the place of the other."""
    places: dict[str, set[str]] = {}
    for made in _every(Body):
        places.setdefault(made.__name__, set()).add(made.__module__)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}, "Rename one of them."


def _every(kind: type[Body]) -> Iterator[type[Body]]:
    for made in kind.__subclasses__():
        if made.__module__.startswith("riser."):
            yield made
        yield from _every(made)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_misspelt_field_is_named_and_nothing_is_stored(cast: Cast, language: str) -> None:
    client = Client(headers={"accept-language": language})
    client.force_login(cast.user("Cleo").user)
    said = {"name": "Leads", "metric": "leads", "basline": 3}
    answer = client.post("/api/v1/plan/objectives", said, content_type="application/json")
    assert answer.status_code == 422, answer.content
    (problem,) = answer.json()["problems"]
    assert (problem["column"].split(".")[-1], problem["reason"]) == ("basline", SENTENCES[language])
    assert not Objective.objects.exists()
