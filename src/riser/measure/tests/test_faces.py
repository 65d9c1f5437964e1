"""Page, REST face and shell store the same; what was typed stays in a refused form."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from cast import Cast
from riser.foundation import clock
from riser.foundation.models import AuditEvent
from riser.foundation.roles import Act
from riser.measure.commands import measure
from riser.measure.models import Checkpoint, RequirementVerdict, SourceLag
from riser.measure.tests.flight import Flown, fly
from riser.plan import actions as plan

ClientOf = Callable[[str], Client]
VERDICT: dict[str, Any] = {
    "result": "missed",
    "value": "31.5",
    "n": 12,
    "metric": "cost per order",
    "source": "Shop orders",
    "note": "shop, query 12",
}


@pytest.fixture
def flown(cast: Cast, tmp_path: Path) -> Flown:
    """A campaign whose window ended five days ago."""
    return fly(cast, tmp_path, clock.now().date() - timedelta(days=25), days=20, per_day=40)


def window(flown: Flown) -> dict[str, str]:
    return {"window_from": str(flown.day(0)), "window_to": str(flown.day(19))}


def by_web(cast: Cast, client: Client, flown: Flown) -> None:
    read = {"data_day": flown.day(5), "note": "31 against 30", "decision": "change"}
    assert client.post(f"/measure/{flown.campaign}/checkpoint/", read).status_code == 302
    page = f"/measure/requirements/{flown.requirement}/verdict/"
    assert client.post(page, VERDICT | window(flown)).status_code == 302
    assert client.post("/measure/lags/", {"source": "Shop orders", "days": 14}).status_code == 302


def by_api(cast: Cast, client: Client, flown: Flown) -> None:
    def post(path: str, body: dict[str, Any]) -> Any:
        answer = client.post(f"/api/v1/measure/{path}", json.dumps(body), content_type="application/json")
        assert answer.status_code == 200, answer.content
        return answer.json()

    read = {"data_day": str(flown.day(5)), "note": "31 against 30", "decision": "change"}
    assert post(f"campaigns/{flown.campaign}/checkpoints", read)["checkpoints"][0]["decision"] == "change"
    given = post(f"requirements/{flown.requirement}/verdict", VERDICT | window(flown))
    assert (given["verdict"]["result"], given["verdict"]["not_as_agreed"]) == ("missed", [])
    assert post("lags", {"source": "Shop orders", "days": 14}) == {"source": "Shop orders", "days": 14}


def by_shell(cast: Cast, client: Client, flown: Flown) -> None:
    who = cast.user("Cleo").user.email
    run("checkpoint", "Spring", "--data-day", str(flown.day(5)), "--decision", "change",
        "--note", "31 against 30", "--as", who)  # fmt: skip
    run("verdict", str(flown.requirement), "--result", "missed", "--value", "31.5", "--n", "12",
        "--note", "shop, query 12", "--as", who)  # fmt: skip
    run("lag", "Shop orders", "--days", "14", "--as", who)


def run(*words: str, expect: int = 0) -> str:
    result = CliRunner().invoke(measure, [*words, "--org", "northwind"])
    assert result.exit_code == expect, result.output
    return result.output


@pytest.mark.parametrize("face", [by_web, by_api, by_shell])
def test_the_three_faces_store_the_same(
    cast: Cast, client_of: ClientOf, flown: Flown, face: Callable[[Cast, Client, Flown], None]
) -> None:
    face(cast, client_of("Cleo"), flown)
    check, verdict, lag = Checkpoint.objects.get(), RequirementVerdict.objects.get(), SourceLag.objects.get()
    assert (check.data_day, check.decision, check.note) == (flown.day(5), "change", "31 against 30")
    assert (verdict.result, verdict.value, verdict.n) == ("missed", Decimal("31.5"), 12)
    assert (verdict.metric, verdict.source, verdict.note) == (
        "cost per order",
        "Shop orders",
        "shop, query 12",
    )
    assert (verdict.window_from, verdict.window_to) == (flown.day(0), flown.day(19))
    assert (lag.source, lag.days) == ("Shop orders", 14)
    verbs = AuditEvent.objects.filter(case_kind__in=["checkpoint", "verdict", "source_lag"])
    assert [one.verb for one in verbs.order_by("id")] == ["record checkpoint", "give verdict", "agree lag"]
    assert {one.actor_name for one in verbs} == {"Cleo"}


def test_the_form_of_a_verdict_comes_as_it_was_agreed(cast: Cast, client_of: ClientOf, flown: Flown) -> None:
    plan.update_requirement(cast.act("Cleo", now=clock.now()), requirement_id=flown.requirement, source="CRM")
    page = client_of("Cleo").get(f"/measure/requirements/{flown.requirement}/verdict/").content.decode()
    assert 'value="Shop orders"' in page
    assert f'value="{flown.day(19)}"' in page
    assert "checked" not in page, "no answer is suggested"


def test_a_contradiction_is_told_at_its_field_and_nothing_typed_is_lost(
    cast: Cast, client_of: ClientOf, flown: Flown
) -> None:
    page = f"/measure/requirements/{flown.requirement}/verdict/"
    answer = client_of("Cleo").post(page, VERDICT | window(flown) | {"result": "met"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "31.5 against ≤ 30 is “missed”. Choose it, or correct the value." in text
    assert "shop, query 12" in text
    assert not RequirementVerdict.objects.exists()


def test_a_reading_of_tomorrow_is_refused_on_every_face(
    cast: Cast, client_of: ClientOf, flown: Flown
) -> None:
    tomorrow = clock.now().date() + timedelta(days=1)
    read = {"data_day": str(tomorrow), "decision": "stop", "note": "typed"}
    web = client_of("Cleo").post(f"/measure/{flown.campaign}/checkpoint/", read)
    assert (web.status_code, "typed" in web.content.decode()) == (422, True)
    api = client_of("Cleo").post(
        f"/api/v1/measure/campaigns/{flown.campaign}/checkpoints", json.dumps(read), "application/json"
    )
    assert (api.status_code, api.json()["problems"][0]["column"]) == (422, "data_day")
    run("checkpoint", "Spring", "--data-day", str(tomorrow), "--decision", "stop", expect=2)
    assert not Checkpoint.objects.exists()


def test_records_lead_to_their_place_on_the_campaigns_page(
    cast: Cast, client_of: ClientOf, flown: Flown
) -> None:
    by_web(cast, client_of("Cleo"), flown)
    client = client_of("Vera")
    check, verdict = Checkpoint.objects.get(), RequirementVerdict.objects.get()
    page = f"/measure/{flown.campaign}/"
    assert (
        client.get(f"/measure/checkpoints/{check.pk}/").headers["location"] == f"{page}#checkpoint-{check.pk}"
    )
    place = client.get(f"/measure/verdicts/{verdict.pk}/").headers["location"]
    assert place == f"{page}#requirement-{flown.requirement}"
    text = client.get(page).content.decode()
    assert f'id="checkpoint-{check.pk}"' in text
    assert f'id="requirement-{flown.requirement}"' in text
    assert "31 against 30" in text


def test_who_only_looks_sees_results_and_no_buttons(cast: Cast, client_of: ClientOf, flown: Flown) -> None:
    text = client_of("Vera").get(f"/measure/{flown.campaign}/").content.decode()
    assert "Give the verdict" not in text
    assert 'name="decision"' not in text
    assert client_of("Vera").get(f"/measure/requirements/{flown.requirement}/verdict/").status_code == 403


def test_a_guest_reads_own_campaigns_only(
    cast: Cast, guest: Act, client_of: ClientOf, flown: Flown, tmp_path: Path
) -> None:
    from riser.foundation.models import Member

    other = fly(cast, tmp_path, flown.first, days=3, name="Secret Orchid")
    assert guest.actor.member_id is not None
    plan.admit_guest(cast.act("Bob"), campaign_id=flown.campaign, member_id=guest.actor.member_id)
    client = Client()
    client.force_login(Member.objects.get(pk=guest.actor.member_id).user)
    assert client.get(f"/measure/{flown.campaign}/").status_code == 200
    assert client.get(f"/measure/{other.campaign}/").status_code == 404
    for page in ("/measure/campaigns/", "/today/", "/api/v1/measure/campaigns", "/api/v1/measure/today"):
        text = client.get(page).content.decode()
        assert "Spring" in text, page
        assert "Secret Orchid" not in text, page


def test_another_organisation_finds_nothing(cast: Cast, client_of: ClientOf, flown: Flown) -> None:
    mallory = client_of("Mallory")
    for page in (
        f"/measure/{flown.campaign}/",
        f"/measure/requirements/{flown.requirement}/verdict/",
        f"/api/v1/measure/campaigns/{flown.campaign}",
    ):
        assert mallory.get(page).status_code == 404, page
    assert mallory.get("/api/v1/measure/campaigns").json() == {"rows": []}


def test_the_shell_names_what_is_open(cast: Cast, flown: Flown) -> None:
    text = run("campaign", "Spring")
    assert "€800.00" in text
    assert f"#{flown.requirement}  Orders  cost per order ≤ 30 EUR" in text
    row = json.loads(run("campaign", str(flown.campaign), "--json"))
    assert (row["requirements"][0]["due"], row["requirements"][0]["overdue"]) == (True, False)
    assert date.fromisoformat(row["requirements"][0]["due_from"]) == flown.day(19)
    run("verdict", str(flown.requirement), "--result", "met", "--value", "many", expect=2)
