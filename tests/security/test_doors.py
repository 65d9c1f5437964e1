"""Every door in turn: forged requests, other hosts, borrowed roles, hostile names."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from cast import PASSWORD, Cast
from riser.connect.actions import import_file
from riser.foundation.actions import add_member, deactivate_member
from riser.foundation.models import AuditEvent
from riser.foundation.roles import Role
from riser.launch import actions as launch
from riser.launch.words import Result
from riser.plan import actions as plan
from security.addresses import COMMON, OPERATIONS, Operation
from security.northwind import Records, export
from security.rooms import fill_all
from security.sayings import saying

ClientOf = Callable[[str], Client]
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}{% now %}"
WRITES = [one for one in OPERATIONS if one.method != "get"]


@pytest.fixture
def records(cast: Cast, tmp_path: Path) -> Records:
    """Northwind's records."""
    return fill_all(cast, tmp_path / "northwind")


def call(client: Client, door: Operation, records: Records) -> int:
    """The status of an operation with Northwind's ids and a body that would be taken."""
    ids = COMMON | records.ids
    said, kind = saying(door, door.method, ids)
    if door.method == "get":
        return int(client.get(door.path(ids), said).status_code)
    return int(client.generic(door.method.upper(), door.path(ids), said, content_type=kind).status_code)


def test_a_signed_in_browser_is_not_enough_to_write_through_the_api(cast: Cast, records: Records) -> None:
    """Another site could make the browser ask; it cannot know the token."""
    client, before = Client(enforce_csrf_checks=True), AuditEvent.objects.count()
    client.force_login(cast.user("Alice").user)
    assert {call(client, one, records) for one in WRITES} == {403}
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("name", ["Cleo", "Vera"])
def test_who_decides_nothing_decides_nothing(client_of: ClientOf, records: Records, name: str) -> None:
    client = client_of(name)
    for path in ("campaigns/{campaign_id}/approvals", "caps/{line_id}/decisions"):
        assert call(client, Operation("post", f"/api/v1/plan/{path}"), records) == 403


def test_a_member_who_left_reaches_the_api_no_more(cast: Cast, client_of: ClientOf, records: Records) -> None:
    client = client_of("Bob")
    assert call(client, Operation("get", "/api/v1/plan/campaigns"), records) == 200
    deactivate_member(cast.act("Alice"), member_id=cast.user("Bob").pk)
    assert {call(client, one, records) for one in OPERATIONS} == {401}


def test_the_session_names_no_organisation_one_is_not_a_member_of(cast: Cast, client_of: ClientOf) -> None:
    client = client_of("Mallory")
    for given in (str(cast.id), f" {cast.id}", f"0{cast.id}", "²", "9" * 5000, str(2**63), "-1"):
        assert client.post("/organisation/", {"organisation": given}).status_code == 302
        assert b"Northwind" not in client.get("/settings/").content


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_away(cast: Cast, client_of: ClientOf, target: str) -> None:
    said = {"login": cast.user("Alice").user.email, "password": PASSWORD, "next": target}
    answers = [
        Client().post(f"/account/login/?next={target}", said),
        client_of("Alice").post("/theme", {"theme": "riser", "next": target}),
        client_of("Alice").post("/language", {"language": "en", "next": target}),
        Client().post("/theme", {"theme": "riser"}, headers={"referer": target}),
    ]
    assert [one.headers["Location"] for one in answers if "evil" in one.headers.get("Location", "")] == []
    assert not any(one.headers["Location"].startswith("javascript") for one in answers)


def test_another_host_name_is_not_served(cast: Cast) -> None:
    assert Client().get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_a_forwarded_address_does_not_open_the_door_again(cast: Cast) -> None:
    """Five wrong passwords for one address are enough, wherever they claim to come from."""
    said = {"login": cast.user("Alice").user.email, "password": "wrong"}
    for number in range(6):
        Client().post("/account/login/", said, headers={"x-forwarded-for": f"10.0.0.{number}"})
    right = Client().post(
        "/account/login/", said | {"password": PASSWORD}, headers={"x-forwarded-for": "10.0.0.99"}
    )
    assert right.status_code != 302


def test_hostile_names_stay_text_on_every_page(cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    act = cast.act("Alice")
    email = "eve@northwind.example"
    add_member(act, email=email, role=Role.MANAGER, name=HOSTILE, password=PASSWORD)
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    load = import_file(
        act, export(tmp_path / "a.csv", campaign=quoted, spend="9.00"), file_name=f"{HOSTILE}.csv"
    )
    aim = plan.create_objective(act, name=HOSTILE, metric=HOSTILE, initiative=HOSTILE)
    made = plan.create_campaign(act, name=HOSTILE, owner=HOSTILE, objective_id=aim.pk, channels=[HOSTILE])
    bound = plan.add_requirement(act, campaign_id=made.pk, name=HOSTILE, metric=HOSTILE, operator="<=")
    plan.add_link(act, campaign_id=made.pk, url=f"https://x.example/?utm_source={HOSTILE}")
    signing = launch.Signing(Result.PASS, note=HOSTILE, evidence=HOSTILE)
    launch.sign_check(act, campaign_id=made.pk, code="platform_budget_within_cap", signing=signing)
    plan.approve(cast.act("Bob"), campaign_id=made.pk, topic="plan", requested_by=HOSTILE)  # type: ignore[arg-type]
    client = client_of("Alice")
    pages = [
        "/", "/settings/", "/plan/", "/plan/grid/", "/plan/objectives/", "/measure/", "/assess/",
        "/connect/", "/connect/rows/", f"/connect/loads/{load.id}/", f"/plan/campaigns/{made.pk}/",
        f"/plan/objectives/{aim.pk}/", f"/plan/requirements/{bound.pk}/edit/", "/assess/practices/REQ-2.1/",
        f"/connect/rows/?campaign={HOSTILE}", f"/plan/?as_of={HOSTILE}",
    ]  # fmt: skip
    seen = 0
    for page in pages:
        answer = client.get(page)
        text = answer.content.decode()
        assert answer.status_code < 500, page
        assert "<script>alert" not in text, page
        assert "<img src=x" not in text, page
        seen += "alert(1)" in text
    assert seen >= 5, "the hostile name stands on hardly any page: nothing was tested"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1969-12-31", "x", "\x00", "2026-13-01"])
def test_a_day_outside_our_time_is_refused(client_of: ClientOf, records: Records, day: str) -> None:
    client = client_of("Alice")
    for page in ("/", "/plan/", "/assess/", "/assess/fitness/", "/connect/rows/", "/measure/"):
        assert client.get(page, {"as_of": day}).status_code in {302, 422}, page
    for path in ("plan/campaigns", "assess/profile", "assess/fitness"):
        assert client.get(f"/api/v1/{path}", {"as_of": day}).status_code == 422, path


def test_an_error_page_shows_nothing_of_the_inside(
    client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr("riser.foundation.views.settings.people", broken)
    client = client_of("Alice")
    client.raise_request_exception = False
    answer = client.get("/settings/")
    assert answer.status_code == 500
    assert b"inside" not in answer.content
    assert b"Traceback" not in answer.content
    assert PASSWORD not in capsys.readouterr().err
