"""The level that an area is to reach: set by those who decide, kept in the trail, seen as of a day."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client

from cast import NOW, Cast
from riser.assess.actions import set_target
from riser.assess.commands import assess
from riser.assess.queries import profile
from riser.assess.targets import TARGET, target, targets
from riser.assess.tests.records import Room
from riser.foundation.errors import NotFound, NotPermitted, Refused, Stale
from riser.foundation.models import AuditEvent, RecordVersion

pytestmark = pytest.mark.django_db

ClientOf = Callable[[str], Client]
WHY = "The board asked for it on 1 March."


def test_a_target_is_stored_with_its_reason_and_one_event(cast: Cast) -> None:
    stored = set_target(cast.act("Alice"), area="bud", level=3, reason=WHY)
    assert (stored.area, stored.level, stored.reason, stored.by, stored.version) == (
        "BUD",
        3,
        WHY,
        "Alice",
        1,
    )
    event = AuditEvent.objects.get(case_kind=TARGET)
    assert (event.verb, event.case_id, event.before) == ("set target", "rmm:BUD", None)
    assert event.after == {"level": 3, "reason": WHY}


def test_a_target_stands_from_its_day_on_and_may_be_taken_back(cast: Cast, room: Room) -> None:
    day = NOW.date()
    set_target(cast.act("Alice"), area="BUD", level=3, reason=WHY)
    set_target(cast.act("Alice", now=NOW + timedelta(days=2)), area="BUD", level=None, reason="Too early.")
    assert targets(cast.id, as_of=day - timedelta(days=1)) == {}
    assert profile(cast.id, day).targets == {"BUD": 3}
    assert profile(cast.id, day + timedelta(days=2)).targets == {}
    assert RecordVersion.objects.filter(kind=TARGET).count() == 2, "what was decided stays readable"


@pytest.mark.parametrize(
    ("area", "level", "reason", "said"),
    [
        ("BUD", 1, WHY, "BUD has no practices at level 1"),
        ("BUD", 9, WHY, "Nothing was stored"),
        ("BUD", 3, "  ", "Say why"),
    ],
)
def test_what_cannot_be_a_target_is_refused(
    cast: Cast, area: str, level: int, reason: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        set_target(cast.act("Alice"), area=area, level=level, reason=reason)
    assert not RecordVersion.objects.filter(kind=TARGET).exists()


def test_an_unknown_area_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound, match="XXX"):
        set_target(cast.act("Alice"), area="XXX", level=2, reason=WHY)


def test_only_who_decides_sets_targets(cast: Cast) -> None:
    for name in ("Vera", "Cleo"):
        with pytest.raises(NotPermitted):
            set_target(cast.act(name), area="BUD", level=3, reason=WHY)


def test_two_people_who_set_it_at_once_are_told_of_each_other(cast: Cast) -> None:
    set_target(cast.act("Alice"), area="BUD", level=3, reason=WHY, based_on=0)
    with pytest.raises(Stale, match="Alice set the target to 3 meanwhile") as stale:
        set_target(cast.act("Bob"), area="BUD", level=2, reason=WHY, based_on=0)
    again = set_target(cast.act("Bob"), area="BUD", level=2, reason=WHY, based_on=stale.value.version)
    assert (again.level, again.version) == (2, 2)


def test_a_target_is_set_by_every_face(cast: Cast, client_of: ClientOf, room: Room) -> None:
    room.owner = cast.id
    client = client_of("Alice")
    web = client.post("/assess/area/BUD/target/", {"level": "2", "reason": WHY, "based_on": "0"})
    assert web.status_code == 302
    body = {"area": "REQ", "level": 2, "reason": WHY}
    api = client.post("/api/v1/assess/targets", body, content_type="application/json")
    assert api.status_code == 201, api.content
    words = ["target", "PLN", "2", "--reason", WHY, "--org", "northwind", "--as", "alice@northwind.example"]
    cli = CliRunner().invoke(assess, [*words, "--json"])
    assert cli.exit_code == 0, cli.output
    stored = RecordVersion.objects.filter(kind=TARGET).order_by("pk").values_list("record_id", "data")
    assert list(stored) == [(f"rmm:{area}", {"level": 2, "reason": WHY}) for area in ("BUD", "REQ", "PLN")]
    faces = AuditEvent.objects.filter(case_kind=TARGET).order_by("pk").values_list("face", flat=True)
    assert list(faces) == ["web", "api", "cli"]
    listed = client.get("/api/v1/assess/targets").json()
    shell = CliRunner().invoke(assess, ["targets", "--json", "--org", "northwind"])
    assert [(row["area"], row["level"]) for row in listed] == [("BUD", 2), ("PLN", 2), ("REQ", 2)]
    assert [row["area"] for row in json.loads(shell.output)["rows"]] == ["BUD", "PLN", "REQ"]


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(
    cast: Cast, client_of: ClientOf, room: Room
) -> None:
    client = client_of("Alice")
    answer = client.post("/assess/area/BUD/target/", {"level": "9", "reason": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    set_target(cast.act("Bob"), area="BUD", level=2, reason=WHY)
    stale = client.post("/assess/area/BUD/target/", {"level": "3", "reason": "Mine", "based_on": "0"})
    assert stale.status_code == 422
    assert "Bob set the target to 2 meanwhile" in stale.content.decode()
    assert 'name="based_on" value="1"' in stale.content.decode(), "the next attempt knows of it"


def test_the_area_shows_its_target_and_a_viewer_no_form(cast: Cast, client_of: ClientOf, room: Room) -> None:
    set_target(cast.act("Alice"), area="BUD", level=3, reason=WHY)
    page = client_of("Vera").get("/assess/area/BUD/").content.decode()
    assert WHY in page
    assert "target 3" in page, "the drawing says it"
    assert "/target/" not in page
    found = target(cast.id, "BUD")
    assert found is not None
    assert found.level == 3
