"""A stranger from another organisation sees nothing on any address, nor does anybody before signing in.

The addresses come from the URL map itself: a new one is tested the day it is written. Where it holds an id,
the name of that id has to stand in `northwind.fill` or in COMMON below, or the test says so.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
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


def named(entries: list[Address]) -> list[str]:
    """Names for the test report."""
    return [entry.name for entry in entries]


@pytest.fixture
def records(cast: Cast, tmp_path: Path) -> Records:
    """Northwind's records. Contoso has some too, so that its pages are not merely empty."""
    fill(cast, tmp_path / "contoso", who="Mallory", campaign="Plain Tiles", spend="77.70")
    return fill(cast, tmp_path / "northwind", who="Alice", campaign="Secret Orchid", spend="413.13")


def events(cast: Cast) -> int:
    """How much has happened at Northwind."""
    return AuditEvent.objects.filter(organisation_id=cast.id).count()


def test_the_url_map_is_what_is_tested() -> None:
    assert {"home", "connect_load", "assess_practice", "settings"} <= {one.name for one in ALL}
    assert OWNED


@pytest.mark.parametrize("address", OWNED, ids=named(OWNED))
def test_a_stranger_gets_nothing_by_anothers_id(
    client_of: ClientOf, cast: Cast, records: Records, address: Address
) -> None:
    path = address.path(COMMON | records.ids)
    own = client_of("Alice").get(path)
    assert own.status_code in {200, 302, 405}, "the address does not even work for its owner"
    before = events(cast)
    mallory = client_of("Mallory")
    for answer in (mallory.get(path), mallory.post(path, {})):
        assert answer.status_code in NOTHING, f"{answer.status_code} for a stranger"
        assert_no_secret(answer.content, records)
    assert events(cast) == before


@pytest.mark.parametrize("address", OWNED, ids=named(OWNED))
def test_an_id_that_never_was_looks_the_same_to_a_stranger(
    client_of: ClientOf, records: Records, address: Address
) -> None:
    """Otherwise the answer tells which ids exist."""
    mallory = client_of("Mallory")
    made_up = {name: "0" * 32 if len(value) == 32 else "999999" for name, value in records.ids.items()}
    real = mallory.post(address.path(COMMON | records.ids), {})
    fake = mallory.post(address.path(COMMON | made_up), {})
    assert real.status_code == fake.status_code


@pytest.mark.parametrize("address", GENERAL, ids=named(GENERAL))
def test_pages_without_an_id_show_a_stranger_only_their_own(
    client_of: ClientOf, records: Records, address: Address
) -> None:
    answer = client_of("Mallory").get(address.path(COMMON))
    assert answer.status_code in {200, 302, 404, 405}
    assert_no_secret(b"".join(answer) if answer.streaming else answer.content, records)


def test_the_rows_behind_a_figure_open_to_their_owner_only(client_of: ClientOf, records: Records) -> None:
    asked = urlencode({"source": "google_ads", "account": BARE_ACCOUNT, "campaign": "Secret Orchid"})
    assert "413.13" in client_of("Alice").get(f"/connect/rows/?{asked}").content.decode()
    assert "413.13" not in client_of("Mallory").get(f"/connect/rows/?{asked}").content.decode()


@pytest.mark.parametrize("address", ALL, ids=named(ALL))
def test_before_signing_in_there_is_only_the_way_to_sign_in(records: Records, address: Address) -> None:
    if address.name in PUBLIC:
        return
    path = address.path(COMMON | records.ids)
    for answer in (Client().get(path), Client().post(path, {})):
        assert answer.status_code in {302, 403, 405}
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/account/login/")


def test_a_viewer_changes_nothing(client_of: ClientOf, cast: Cast, records: Records) -> None:
    """Nothing that a viewer posts is stored; pages that only look answer as to a reader."""
    before = events(cast)
    vera = client_of("Vera")
    for address in ALL:
        if address.name not in PUBLIC and address.name not in ANSWERING:
            vera.post(address.path(COMMON | records.ids), {})
    assert events(cast) == before


OPERATIONS = [(verb, path) for path, verbs in api.get_openapi_schema()["paths"].items() for verb in verbs]


@pytest.mark.parametrize(("verb", "path"), OPERATIONS)
def test_the_api_answers_nobody_unknown(db: None, verb: str, path: str) -> None:
    answer = getattr(Client(), verb)(path.replace("{", "").replace("}", ""))
    assert answer.status_code == 401


@pytest.mark.parametrize(("verb", "path"), OPERATIONS)
def test_the_api_shows_a_stranger_nothing(
    client_of: ClientOf, cast: Cast, records: Records, verb: str, path: str
) -> None:
    before = events(cast)
    for name, value in (COMMON | records.ids).items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, "an id whose name is not known here: add it to northwind.fill"
    answer = getattr(client_of("Mallory"), verb)(path, content_type="application/json")
    assert answer.status_code in {200, 400, 403, 404, 422}
    assert_no_secret(answer.content, records)
    assert events(cast) == before


def assert_no_secret(content: bytes, records: Records) -> None:
    """Nothing of Northwind stands in an answer to somebody else."""
    text = content.decode("utf-8", "replace")
    assert [secret for secret in (*records.secrets, "Northwind") if secret in text] == []
