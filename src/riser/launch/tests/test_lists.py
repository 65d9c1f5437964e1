"""The list of launches on the page and in the shell: what came without the gate, and headings."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from cast import Cast
from riser.foundation import clock
from riser.foundation.tasks import waiting
from riser.launch import actions
from riser.launch.actions import Signing
from riser.launch.fetching import Answer
from riser.launch.models import ClassList, LaunchCheck, Waiver
from riser.launch.queries import report
from riser.launch.tests.ready import BUDGET, LINK, NOW, START, planned, ready
from riser.launch.tests.test_faces import page, shell, today_ready
from riser.launch.words import Result
from riser.plan import actions as plan
from riser.plan.tests.spend import key, load

ClientOf = Callable[[str], Client]


def test_money_without_a_go_shows_ten_campaigns_and_leads_to_all(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    for number in range(11):
        row = plan.create_campaign(cast.act("Cleo"), name=f"Run {number}", owner="Cleo")
        plan.map_key(cast.act("Cleo"), campaign_id=row.pk, key=key(f"r{number}"))
        load(cast.act("Cleo", now=clock.now()), tmp_path, f"r{number}", [(START, 5)])
    client, day = client_of("Cleo"), clock.now().date().isoformat()
    text = page(client, f"/launch/?as_of={day}")
    assert text.count('data-l="First spend"') == 10
    assert f'href="?as_of={day}&amp;ungated=all#ungated">Show all 11</a>' in text
    text = page(client, f"/launch/?as_of={day}&ungated=all")
    assert text.count('data-l="First spend"') == 11
    assert "Show all" not in text


def test_a_claim_of_a_stranger_is_refused_beside_its_field(cast: Cast, client_of: ClientOf) -> None:
    said = {"campaign_class": "M", "bidding": "Google Ads", "claims": "legal = Mallory"}
    answer = client_of("Alice").post("/launch/classes/", said)
    assert answer.status_code == 422
    assert "“Mallory” is no active member" in answer.content.decode()
    assert not ClassList.objects.exists()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens_in_both_languages(cast: Cast, client_of: ClientOf, language: str) -> None:
    made = ready(cast)
    actions.sign_check(
        made.act("Cleo", minutes=35),
        campaign_id=made.campaign_id,
        code=BUDGET,
        signing=Signing(Result.FAIL, note="too much"),
    )
    act = made.act("Alice", minutes=50)
    actions.waive(act, campaign_id=made.campaign_id, code=BUDGET, why="x", until=act.now.date())
    actions.ask_go(made.act("Cleo", minutes=55), campaign_id=made.campaign_id)
    row = actions.decide_go(made.act("Bob", minutes=60), campaign_id=made.campaign_id)
    client = client_of("Alice")
    client.cookies["riser_language"] = language
    check, waiver = LaunchCheck.objects.filter(kind=BUDGET).latest("pk"), Waiver.objects.get()
    decided = f"/launch/records/{row.pk}/"
    for address in ("/launch/?as_of=2026-03-02", f"/launch/{made.campaign_id}/", decided):
        assert ("特批放行" in page(client, address)) is (language == "zh-hans"), address
    assert ("接收系统" in page(client, "/launch/classes/")) is (language == "zh-hans")
    for kind, pk in (("launch_check", check.pk), ("launch_waiver", waiver.pk)):
        answer = client.get(f"/launch/records/{kind}/{pk}/")
        assert answer.headers["Location"] == f"/launch/{made.campaign_id}/#check-{BUDGET}"
    assert client.get("/launch/records/nothing/1/").status_code == 404


def test_my_launches_wait_for_me_until_nothing_stops_them(cast: Cast) -> None:
    made = planned(cast)
    assert [task.topic for task in waiting(made.act("Cleo", days=1))] == ["launch"]
    count = len(report(cast.id, made.campaign_id, NOW.date()).stopping)
    assert f"{count} checks stand between Spring and its GO" in waiting(made.act("Cleo", days=1))[0].text
    assert [task for task in waiting(made.act("Vera", days=1)) if task.topic == "launch"] == []
    made.open_links()
    made.sign_all()
    assert [task for task in waiting(made.act("Cleo", days=1)) if task.topic == "launch"] == []


def test_a_guest_sees_and_checks_own_campaigns_and_no_other(cast: Cast) -> None:
    from riser.foundation.actions import add_member
    from riser.foundation.errors import NotFound
    from riser.foundation.roles import Actor, Role

    made, other = planned(cast), plan.create_campaign(cast.act("Cleo"), name="Other", owner="Cleo")
    member = add_member(cast.act("Alice"), email="gus@agency.example", role=Role.GUEST, name="Gus")
    plan.admit_guest(cast.act("Alice"), campaign_id=made.campaign_id, member_id=member.pk)
    base = made.act("Cleo")
    guest = type(base)(base.organisation_id, Actor(member.pk, "Gus", Role.GUEST), base.face, base.now)
    actions.run_checks(guest, campaign_id=made.campaign_id)
    with pytest.raises(NotFound):
        actions.run_checks(guest, campaign_id=other.pk)
    client = Client()
    client.force_login(member.user)
    text = page(client, "/launch/?as_of=2026-03-03")
    assert "Spring" in text
    assert "Other" not in text
    page(client, f"/launch/{other.pk}/", 404)
    page(client, "/launch/classes/", 403)


def test_an_answer_recorded_for_the_demo_looks_like_any_other(cast: Cast) -> None:
    made = today_ready(cast)
    answer = Answer(Result.PASS, None, 200, 2, "https://shop.example/")
    row = actions.record_fetch(made.act("Cleo"), campaign_id=made.campaign_id, url=LINK, answer=answer)
    assert (row.status, row.hops, row.fetched_at) == (200, 2, made.act("Cleo").now)
    rows = json.loads(shell("classes", "--json"))["rows"]
    assert {row["class"] for row in rows} == {"S", "M", "L"}
