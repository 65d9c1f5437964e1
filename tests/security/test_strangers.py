"""A stranger from another organisation sees nothing on any address, nor does anybody before signing in.

The addresses come from the URL map itself: a new one is tested the day it is written. Where it holds an id,
the name of that id has to stand in `northwind.fill` or in COMMON below, or the test says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cast import Cast
from riser.foundation.models import AuditEvent
from riser.web.api import api
from security.northwind import BARE_ACCOUNT, Records, fill

ClientOf = Callable[[str], Client]
# Words in addresses that are the same for every organisation: they are the model's, not somebody's records.
COMMON = {"code": "BUD", "slug": "BUD-2.2", "price_class": "uncontrolled", "form": "xlsx"}
# Seen without signing in, on purpose.
PUBLIC = {"healthz", "set_language", "theme", "account_login", "account_logout"}
# Whoever is a member may answer the questions of a self-assessment.
ANSWERING = {"assess_fitness", "assess_answers"}
FOREIGN = ("account_", "api:")  # allauth's own pages; the API has its own tests below
NOTHING = {403, 404, 405}


@dataclass(frozen=True)
class Address:
    """One entry of the URL map: its name, its pattern, and the names of the ids it holds."""

    name: str
    route: str
    holds: tuple[str, ...]

    def path(self, ids: dict[str, str]) -> str:
        """The address with these ids in it."""
        path = "/" + self.route
        for name, converter in self._converters().items():
            path = path.replace(f"<{converter}{name}>", ids[name])
        return path

    def _converters(self) -> dict[str, str]:
        found = {}
        for name in self.holds:
            before = self.route.split(f"{name}>")[0].rsplit("<", 1)[1]
            found[name] = before
        return found


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, before: str = "", space: str = ""
) -> Iterator[Address]:
    """Every address of the product, allauth's and the API's left out."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if entry.namespace != "api":
                inner = f"{entry.namespace}:" if entry.namespace else space
                yield from addresses(entry.url_patterns, route, inner)
        elif entry.name and not entry.name.startswith(FOREIGN):
            yield Address(space + entry.name, route, tuple(entry.pattern.converters))


ALL = list(addresses())
OWNED = [one for one in ALL if set(one.holds) - COMMON.keys()]
GENERAL = [one for one in ALL if one not in OWNED]
OPERATIONS = [(verb, path) for path, verbs in api.get_openapi_schema()["paths"].items() for verb in verbs]
# Enough for most forms to be taken seriously, so that it is the id that is refused and not the form.
FORM = {"topic": "plan", "decision": "stop", "name": "X", "email": "x@contoso.example", "role": "viewer"}


@pytest.fixture
def records(cast: Cast, tmp_path: Path) -> Records:
    """Northwind's records. Contoso has some too, so that its pages are not merely empty."""
    fill(cast, tmp_path / "contoso", who="Mallory", campaign="Plain Tiles", spend="77.70")
    return fill(cast, tmp_path / "northwind", who="Alice", campaign="Secret Orchid", spend="413.13")


def events(cast: Cast) -> int:
    """How much has happened at Northwind."""
    return AuditEvent.objects.filter(organisation_id=cast.id).count()


def secrets_in(answer: HttpResponseBase, records: Records) -> list[str]:
    """What of Northwind stands in an answer to somebody else."""
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    text = content.decode("utf-8", "replace")
    return [secret for secret in (*records.secrets, "Northwind") if secret in text]


def test_the_url_map_is_what_is_tested() -> None:
    assert {"home", "connect_load", "plan_campaign", "assess_practice", "settings"} <= {
        one.name for one in ALL
    }
    assert OPERATIONS


def test_every_address_with_an_id_works_for_its_owner(client_of: ClientOf, records: Records) -> None:
    """Or the tests below would prove nothing."""
    alice = client_of("Alice")
    codes = {one.name: alice.get(one.path(COMMON | records.ids)).status_code for one in OWNED}
    assert {name: code for name, code in codes.items() if code not in {200, 302, 405}} == {}


def test_a_stranger_gets_nothing_by_anothers_id(client_of: ClientOf, cast: Cast, records: Records) -> None:
    mallory, before, leaks = client_of("Mallory"), events(cast), []
    for one in OWNED:
        path = one.path(COMMON | records.ids)
        for answer in (mallory.get(path), mallory.post(path, FORM)):
            if answer.status_code not in NOTHING or secrets_in(answer, records):
                leaks.append(f"{one.name}: {answer.status_code} {secrets_in(answer, records)}")
    assert leaks == []
    assert events(cast) == before


def test_an_id_that_never_was_looks_the_same_to_a_stranger(client_of: ClientOf, records: Records) -> None:
    """Otherwise the answer tells which ids exist."""
    mallory, differ = client_of("Mallory"), []
    made_up = {name: "0" * 32 if len(value) == 32 else "999999" for name, value in records.ids.items()}
    for one in OWNED:
        real, fake = (mallory.post(one.path(COMMON | ids), FORM) for ids in (records.ids, made_up))
        if real.status_code != fake.status_code:
            differ.append(f"{one.name}: {real.status_code}, {fake.status_code}")
    assert differ == []


def test_pages_without_an_id_show_a_stranger_only_their_own(client_of: ClientOf, records: Records) -> None:
    mallory, leaks = client_of("Mallory"), []
    for one in GENERAL:
        answer = mallory.get(one.path(COMMON))
        if answer.status_code not in {200, 302, 403, 405} or secrets_in(answer, records):
            leaks.append(f"{one.name}: {answer.status_code} {secrets_in(answer, records)}")
    assert leaks == []


def test_the_rows_behind_a_figure_open_to_their_owner_only(client_of: ClientOf, records: Records) -> None:
    asked = urlencode({"source": "google_ads", "account": BARE_ACCOUNT, "campaign": "Secret Orchid"})
    assert "413.13" in client_of("Alice").get(f"/connect/rows/?{asked}").content.decode()
    assert "413.13" not in client_of("Mallory").get(f"/connect/rows/?{asked}").content.decode()


def test_before_signing_in_there_is_only_the_way_to_sign_in(records: Records) -> None:
    nobody, open_doors = Client(), []
    for one in ALL:
        path = one.path(COMMON | records.ids)
        for answer in (nobody.get(path), nobody.post(path, FORM)):
            to_login = answer.headers.get("Location", "").startswith("/account/login/")
            closed = to_login if answer.status_code == 302 else answer.status_code in {403, 405}
            if one.name not in PUBLIC and not closed:
                open_doors.append(f"{one.name}: {answer.status_code}")
    assert open_doors == []


def test_a_viewer_changes_nothing(client_of: ClientOf, cast: Cast, records: Records) -> None:
    vera, before = client_of("Vera"), events(cast)
    for one in ALL:
        if one.name not in PUBLIC | ANSWERING:
            vera.post(one.path(COMMON | records.ids), FORM)
    assert events(cast) == before


def test_the_api_answers_nobody_unknown(records: Records) -> None:
    nobody = Client()
    codes = {
        (verb, path): getattr(nobody, verb)(filled(path, records)).status_code for verb, path in OPERATIONS
    }
    assert {operation: code for operation, code in codes.items() if code != 401} == {}


def test_the_api_shows_a_stranger_nothing(client_of: ClientOf, cast: Cast, records: Records) -> None:
    mallory, before, leaks = client_of("Mallory"), events(cast), []
    for verb, path in OPERATIONS:
        answer = getattr(mallory, verb)(filled(path, records), content_type="application/json")
        if answer.status_code not in {200, 400, 403, 404, 422} or secrets_in(answer, records):
            leaks.append(f"{verb} {path}: {answer.status_code} {secrets_in(answer, records)}")
    assert leaks == []
    assert events(cast) == before


def filled(path: str, records: Records) -> str:
    """The path of an operation with Northwind's ids in it."""
    for name, value in (COMMON | records.ids).items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"{path}: an id whose name is not known here; add it to northwind.fill"
    return path
