"""Every address of the product: the pages from the URL map itself, the operations from the API's own schema.

A new one is tested the day it is written. Where it holds an id, the name of that id has to stand in
`northwind.fill_all` or in COMMON, or the tests say so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from riser.web.api import api

# Words in addresses that are the same for every organisation: they are the model's, not somebody's records.
COMMON = {
    "code": "BUD",
    "slug": "BUD-2.2",
    "price_class": "uncontrolled",
    "form": "xlsx",
    "report": "profile",
    "name": "audience",
    "table": "deal",
    "metric": "ctr",
    "group": "BUD-2",
    "page": "howto/run-a-launch-gate",
}
# allauth's own pages are allauth's to test; the API has its own entries below.
FOREIGN = "account_"


@dataclass(frozen=True)
class Address:
    """One entry of the URL map: its name, its pattern, and the names of the ids it holds."""

    name: str
    route: str
    holds: tuple[str, ...]

    @property
    def room(self) -> str:
        """The first word of the address."""
        return self.route.split("/")[0]

    @property
    def is_owned(self) -> bool:
        """Whether it names a record of one organisation."""
        return bool(set(self.holds) - COMMON.keys())

    def path(self, ids: dict[str, str]) -> str:
        """The address with these ids in it; an id of this room goes before one of the same name elsewhere."""
        path = "/" + self.route
        for name, converter in self._converters().items():
            path = path.replace(f"<{converter}{name}>", ids.get(f"{self.room}.{name}") or ids[name])
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


@dataclass(frozen=True)
class Operation:
    """One operation of the API: its method in small letters and its path."""

    method: str
    route: str

    @property
    def name(self) -> str:
        """As the table of places names it: `post plan/campaigns`."""
        return f"{self.method} {self.route.removeprefix('/api/v1/')}"

    @property
    def room(self) -> str:
        """The room it belongs to."""
        return self.route.removeprefix("/api/v1/").split("/")[0]

    @property
    def is_owned(self) -> bool:
        """Whether it names a record of one organisation."""
        return bool(set(re.findall(r"{(\w+)}", self.route)) - COMMON.keys())

    def path(self, ids: dict[str, str]) -> str:
        """The path with these ids in it."""
        path = self.route
        for name, value in ids.items():
            room, _dot, plain = name.rpartition(".")
            if room in {"", self.room}:
                path = path.replace(f"{{{plain}}}", ids.get(f"{self.room}.{plain}", value))
        assert "{" not in path, f"{path}: an id whose name is not known here; add it to northwind.fill_all"
        return path


ALL = list(addresses())
OWNED = [one for one in ALL if one.is_owned]
GENERAL = [one for one in ALL if not one.is_owned]
OPERATIONS = [
    Operation(method, path)
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method in methods
]
