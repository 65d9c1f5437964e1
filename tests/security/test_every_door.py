"""Every role before every door: each address, each operation, by every method, in both organisations.

What is expected stands in `places.yaml`. An address without a place there fails the first test: whoever adds
one says who may come in. What a person may not do is refused *and leaves no trace*; each attempt is undone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client

from cast import Cast
from riser.foundation.models import AuditEvent, Member
from security.addresses import ALL, COMMON, OPERATIONS, Address, Operation
from security.northwind import Records, fill
from security.rooms import OTHERS, fill_all
from security.sayings import saying

pytestmark = pytest.mark.long
PLACES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "places.yaml").read_text("utf-8"))
INSIDE = ("Gwen", "Gus", "Vera", "Cleo", "Bob", "Ivo", "Adam")
# Who gets through. Gus is a guest on the campaign that the records belong to, Gwen on none.
GROUPS: dict[str, frozenset[str]] = {
    "anyone": frozenset({"nobody", *INSIDE}),
    "all": frozenset(INSIDE),
    "readers": frozenset({"Vera", "Cleo", "Bob", "Ivo", "Adam"}),
    "own": frozenset({"Gus", "Vera", "Cleo", "Bob", "Ivo", "Adam"}),
    "editors": frozenset({"Cleo", "Bob", "Adam"}),
    "own editors": frozenset({"Gus", "Cleo", "Bob", "Adam"}),
    "editors, appraisers": frozenset({"Cleo", "Bob", "Ivo", "Adam"}),
    "deciders": frozenset({"Bob", "Adam"}),
    "appraisers": frozenset({"Ivo"}),
    "administrators": frozenset({"Adam"}),
    "addressed": frozenset(INSIDE),
    "nobody else": frozenset(),
}
UNSAFE = ("post", "put", "patch", "delete")
# There only once an appraisal is finished, and the one in the house is open.
LATER = {"get assess_appraisal_record"}


@dataclass(frozen=True)
class House:
    """The organisation whose doors are tried, with its records."""

    cast: Cast
    records: Records

    @property
    def ids(self) -> dict[str, str]:
        """Every id that an address may name."""
        return COMMON | self.records.ids

    def client(self, name: str) -> Client:
        """A browser of this person; of nobody known for "nobody"."""
        client = Client(raise_request_exception=False)
        if name != "nobody":
            client.force_login(Member.objects.get(user__first_name=name).user)
        return client

    def events(self) -> int:
        """How much has happened here."""
        return AuditEvent.objects.filter(organisation_id=self.cast.id).count()


@pytest.fixture
def house(cast: Cast, tmp_path: Path) -> House:
    """Northwind with records in every room; Mallory's Contoso has some too."""
    fill(cast, tmp_path / "contoso", who="Mallory", campaign="Plain Tiles", spend="77.70")
    return House(cast, fill_all(cast, tmp_path / "northwind"))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is stored inside is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Attempt:
    """What came of one attempt: the status, where it leads, and how much happened."""

    door: str
    status: int
    target: str
    happened: int
    leaked: tuple[str, ...]

    @property
    def got_in(self) -> bool:
        """Whether the person stood inside: anything but a refusal or the way to the sign-in page."""
        return self.status not in {401, 403, 404} and not self.target.startswith("/account/login/")


def attempt(house: House, client: Client, door: Address | Operation, method: str) -> Attempt:
    """One request with a body that would be taken, undone at once."""
    before = house.events()
    with undone():
        said, kind = saying(door, method, house.ids)
        call: Callable[..., Any] = getattr(client, method)
        answer: HttpResponseBase = call(
            door.path(house.ids), said, **({"content_type": kind} if kind else {})
        )
        happened = house.events() - before
    name = door.name if isinstance(door, Operation) else f"{method} {door.name}"
    target = answer.headers.get("Location", "")
    return Attempt(name, answer.status_code, target, happened, leaked(answer, house))


def leaked(answer: HttpResponseBase, house: House) -> tuple[str, ...]:
    """What only Northwind may see, where it stands in an answer."""
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    text = content.decode("utf-8", "replace")
    return tuple(secret for secret in house.records.secrets if secret in text)


def expected(door: Address | Operation, method: str) -> str:
    """The group that may come in by this method."""
    place = (
        PLACES["api"].get(door.room, {}).get(door.name)
        if isinstance(door, Operation)
        else PLACES["pages"].get(door.room or "home", {}).get(door.name)
    )
    assert place, f"places.yaml does not say who may come in: {door.room or 'home'}: {door.name}"
    return str(place[method == "post"] if isinstance(place, list) else place)


def doors() -> Iterator[tuple[Address | Operation, str]]:
    """Every address by GET and POST, every operation by its method."""
    for address in ALL:
        yield address, "get"
        yield address, "post"
    for operation in OPERATIONS:
        yield operation, operation.method


def test_every_address_has_its_place_and_no_place_is_left_over() -> None:
    """A new page or operation: say in places.yaml who may come in."""
    pages = {(one.room or "home", one.name) for one in ALL}
    api = {(one.room, one.name) for one in OPERATIONS}
    for found, kind in ((pages, "pages"), (api, "api")):
        placed = {(room, name) for room, names in PLACES[kind].items() for name in names}
        assert sorted(found - placed) == [], f"{kind}: not in places.yaml"
        assert sorted(placed - found) == [], f"{kind}: in places.yaml, and nowhere else"


def test_every_place_names_a_group() -> None:
    named = {expected(door, method) for door, method in doors()}
    assert named <= GROUPS.keys()


@pytest.mark.parametrize("name", ["nobody", *INSIDE])
def test_a_role_comes_in_where_it_may_and_nowhere_else(house: House, name: str) -> None:
    client, wrong = house.client(name), []
    for door, method in doors():
        group = expected(door, method)
        made = attempt(house, client, door, method)
        if made.status == 405:
            continue
        fault = judged(made, may=name in GROUPS[group], group=group)
        if fault:
            wrong.append(f"{made.door}: {made.status} {made.target} {fault}")
    assert wrong == [], "\n".join(wrong)


def judged(made: Attempt, *, may: bool, group: str) -> str:
    """What is wrong with an answer; empty where nothing is."""
    if made.status >= 500:
        return "broke"
    if may:
        # A form may be refused for what it says, or come too late; a page of one's own is simply there.
        late = made.status == 404 and (made.door in LATER or not made.door.startswith("get"))
        hidden = group == "addressed" and made.status in {403, 404}  # whose it is, its room's tests say
        return "" if made.got_in or late or hidden else f"should be let in ({group})"
    if made.happened:
        return f"did something ({group})"
    # An operation may find the body wrong before it looks at who asks; nothing has happened by then.
    unread = made.status == 422 and not made.door.startswith("get")
    return f"should be refused ({group})" if made.got_in and not unread else ""


def test_somebody_of_another_organisation_finds_nothing_behind_any_door(house: House) -> None:
    client, wrong = house.client("Mallory"), []
    for door, method in doors():
        made = attempt(house, client, door, method)
        found = door.is_owned and made.got_in and made.status not in {405, 422}
        public = not isinstance(door, Operation) and expected(door, method) == "anyone"
        if made.status >= 500 or made.happened or made.leaked or (found and not public):
            wrong.append(f"{made.door}: {made.status} happened {made.happened} leaked {made.leaked}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("name", ["nobody", "Adam"])
def test_methods_that_nobody_offers_do_nothing(house: House, name: str) -> None:
    client, wrong = house.client(name), []
    offered = {(one.route, one.method) for one in OPERATIONS}
    closed: list[tuple[Address | Operation, str]] = [
        (one, method) for one in ALL for method in ("put", "patch", "delete")
    ]
    closed += [(one, method) for one in OPERATIONS for method in UNSAFE if (one.route, method) not in offered]
    for door, method in closed:
        made = attempt(house, client, door, method)
        if made.status >= 500 or made.happened:
            wrong.append(f"{method} {made.door}: {made.status} happened {made.happened}")
    assert wrong == [], "\n".join(wrong)


def test_the_people_before_the_doors_are_those_of_the_table(house: House) -> None:
    assert set(INSIDE) == {"Vera", "Cleo", "Bob", *OTHERS}
