"""Page, REST and shell store the same; refusals stand where it was typed; guests see only what is theirs."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result as Ran
from django.test import Client
from django.utils.html import strip_tags

from cast import Cast
from riser.foundation import clock
from riser.foundation.models import Approval, ApprovalRequest, Job
from riser.launch import actions
from riser.launch.commands import launch as command
from riser.launch.models import ClassList, GateDecision, LaunchCheck, LinkFetch, Waiver
from riser.launch.queries import report
from riser.launch.tests.ready import BUDGET, LINK, START, Ready, planned
from riser.launch.views.shown import why_ungated
from riser.launch.words import Result
from riser.plan import actions as plan
from riser.plan.words import CampaignClass
from riser.ui import formats

ClientOf = Callable[[str], Client]


def shell(*words: str, who: str = "", expect: int = 0) -> str:
    """What the command prints, as this member."""
    said = [*words, "--org", "northwind", *(("--as", who) if who else ())]
    done: Ran = CliRunner().invoke(command, said)
    assert done.exit_code == expect, done.output
    return done.output


def email(cast: Cast, name: str) -> str:
    return cast.user(name).user.email


def rest(client: Client, method: str, path: str, body: Any = None) -> Any:
    """The answer of an operation."""
    answer = client.generic(method, f"/api/v1/launch/{path}", json.dumps(body or {}), "application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def today_ready(cast: Cast, size: CampaignClass = CampaignClass.SMALL) -> Ready:
    """A small campaign that is whole; whatever the faces do, they do today."""
    return planned(cast, size)


def sign_by(face: str, cast: Cast, client: Client, pk: int) -> None:
    said = {"result": "pass", "note": "600 a day", "evidence": "ticket 12"}
    if face == "page":
        answer = client.post(f"/launch/{pk}/checks/{BUDGET}/sign/", said)
        assert answer.status_code == 302, answer.content
    elif face == "rest":
        rest(client, "POST", f"campaigns/{pk}/checks", {"code": BUDGET, **said})
    else:
        shell(
            *("sign", "C1", BUDGET, "--result", "pass", "--note", "600 a day"),
            *("--evidence", "ticket 12"),
            who=email(cast, "Alice"),
        )


@pytest.mark.parametrize("face", ["page", "rest", "shell"])
def test_three_faces_sign_a_check_alike(cast: Cast, client_of: ClientOf, face: str) -> None:
    made = today_ready(cast)
    sign_by(face, cast, client_of("Alice"), made.campaign_id)
    row = LaunchCheck.objects.get()
    assert (row.kind, row.result, row.note, row.evidence, row.member_name) == (
        BUDGET,
        "pass",
        "600 a day",
        "ticket 12",
        "Alice",
    )


def go_by(face: str, cast: Cast, client_of: ClientOf, pk: int) -> None:
    cleo, bob = client_of("Cleo"), client_of("Bob")
    if face == "page":
        assert cleo.post(f"/launch/{pk}/ask/", {"comment": "ready"}).status_code == 302
        assert bob.post(f"/launch/{pk}/decide/", {"go": "yes"}).status_code == 302
    elif face == "rest":
        rest(cleo, "POST", f"campaigns/{pk}/requests", {"comment": "ready"})
        assert rest(bob, "POST", f"campaigns/{pk}/decisions", {"go": True})["decision"] == "GO"
    else:
        shell("ask", "C1", "--comment", "ready", who=email(cast, "Cleo"))
        shell("go", "C1", who=email(cast, "Bob"))


@pytest.mark.parametrize("face", ["page", "rest", "shell"])
def test_three_faces_ask_for_and_give_the_go_alike(cast: Cast, client_of: ClientOf, face: str) -> None:
    made = today_ready(cast)
    made.sign(BUDGET)
    go_by(face, cast, client_of, made.campaign_id)
    row, approval = GateDecision.objects.get(), Approval.objects.get(topic="go")
    assert (row.decision, row.member_name, row.approval_id) == ("GO", "Bob", approval.pk)
    assert (approval.requested_by, ApprovalRequest.objects.get(topic="go").comment) == ("Cleo", "ready")


def waive_by(face: str, cast: Cast, client: Client, pk: int) -> None:
    until = (clock.now().date() + timedelta(days=5)).isoformat()
    if face == "page":
        said = {"why": "ticket 7", "until": until}
        assert client.post(f"/launch/{pk}/checks/{BUDGET}/waive/", said).status_code == 302
    elif face == "rest":
        rest(client, "POST", f"campaigns/{pk}/waivers", {"code": BUDGET, "why": "ticket 7", "until": until})
    else:
        shell("waive", "C1", BUDGET, "--why", "ticket 7", "--until", until, who=email(cast, "Alice"))


@pytest.mark.parametrize("face", ["page", "rest", "shell"])
def test_three_faces_waive_and_take_back_alike(cast: Cast, client_of: ClientOf, face: str) -> None:
    made = today_ready(cast)
    alice = client_of("Alice")
    waive_by(face, cast, alice, made.campaign_id)
    row = Waiver.objects.get()
    assert (row.kind, row.reason, row.member_name) == (BUDGET, "ticket 7", "Alice")
    if face == "page":
        assert alice.post(f"/launch/waivers/{row.pk}/end/").status_code == 302
    elif face == "rest":
        rest(alice, "POST", f"waivers/{row.pk}/end")
    else:
        shell("unwaive", str(row.pk), who=email(cast, "Alice"))
    row.refresh_from_db()
    assert row.ended_by == "Alice"


@pytest.mark.parametrize("face", ["page", "rest", "shell"])
def test_three_faces_run_the_checks_and_take_a_request_back_alike(
    cast: Cast, client_of: ClientOf, face: str
) -> None:
    made = today_ready(cast)
    pk, cleo = made.campaign_id, client_of("Cleo")
    if face == "page":
        assert cleo.post(f"/launch/{pk}/run/").status_code == 302
    elif face == "rest":
        rest(cleo, "POST", f"campaigns/{pk}/runs")
    else:
        shell("run", "C1", who=email(cast, "Cleo"))
    assert LaunchCheck.objects.filter(automatic=True).count() == 7
    actions.ask_go(cast.act("Cleo", now=clock.now()), campaign_id=pk)
    if face == "page":
        assert cleo.post(f"/launch/{pk}/withdraw/").status_code == 302
    elif face == "rest":
        rest(cleo, "POST", f"campaigns/{pk}/requests/withdraw")
    else:
        shell("withdraw", "C1", who=email(cast, "Cleo"))
    assert ApprovalRequest.objects.get(topic="go").state == "withdrawn"


@pytest.mark.parametrize("face", ["page", "rest"])
def test_page_and_rest_set_the_list_of_a_class_alike(cast: Cast, client_of: ClientOf, face: str) -> None:
    alice, bob = client_of("Alice"), cast.user("Bob").pk
    if face == "page":
        said = {
            "campaign_class": "M",
            "bidding": "Google Ads\nLinkedIn",
            "counting": "CRM",
            "claims": "!health = Bob",
        }
        assert alice.post("/launch/classes/", said).status_code == 302
    else:
        systems = [("Google Ads", "bid"), ("LinkedIn", "bid"), ("CRM", "count")]
        body = {
            "systems": [{"name": name, "purpose": purpose} for name, purpose in systems],
            "claims": [{"name": "health", "entitled": [bob], "regulated": True}],
        }
        rest(alice, "PUT", "classes/M", body)
    row = ClassList.objects.get()
    assert [(one["name"], one["purpose"]) for one in row.systems] == [
        ("Google Ads", "bid"),
        ("LinkedIn", "bid"),
        ("CRM", "count"),
    ]
    assert row.claims == [{"name": "health", "entitled": [bob], "regulated": True}]


@pytest.mark.parametrize("face", ["page", "rest"])
def test_opening_links_is_asked_of_a_worker(cast: Cast, client_of: ClientOf, face: str) -> None:
    made = today_ready(cast)
    cleo = client_of("Cleo")
    if face == "page":
        assert cleo.post(f"/launch/{made.campaign_id}/fetch/").status_code == 302
        assert "Open landing links" in cleo.get(f"/launch/{made.campaign_id}/").content.decode()
    else:
        rest(cleo, "POST", f"campaigns/{made.campaign_id}/fetches")
    job = Job.objects.get(kind="launch.fetch")
    assert (job.args, job.key) == ({"campaign": made.campaign_id}, f"campaign:{made.campaign_id}")


def test_the_shell_opens_links_itself_and_without_a_network_knows_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name server of this test knows nobody: unknown, never green."""

    def nobody(*_: object, **__: object) -> None:
        raise OSError("no network")

    made = today_ready(cast)
    monkeypatch.setattr("socket.getaddrinfo", nobody)
    rows = json.loads(shell("fetch", "C1", "--json", who=email(cast, "Cleo")))["rows"]
    assert [(row["url"], row["result"], row["trouble"]) for row in rows] == [(LINK, "unknown", "no_name")]
    assert LinkFetch.objects.get().campaign_id == made.campaign_id


def test_check_says_no_go_with_exit_1_and_an_unknown_campaign_with_exit_2(cast: Cast) -> None:
    made = today_ready(cast)
    said = json.loads(shell("check", "C1", "--json", expect=1))
    assert (said["campaign"], said["class"], said["decision"]) == ("C1", "S", "NO-GO")
    assert (said["recorded"], said["decided_at"], said["decided_by"]) == (False, None, None)
    line = next(one for one in said["checks"] if one["code"] == BUDGET)
    assert (line["automatic"], line["blocking"], line["result"], line["waiver"]) == (
        False,
        True,
        "unknown",
        None,
    )
    assert {"code", "name", "automatic", "blocking", "result", "reason", "evidence", "waiver"} <= line.keys()
    assert json.loads(shell("check", str(made.campaign_id), "--json", expect=1)) == said
    assert "NO-GO" in shell("check", "Spring", expect=1)
    shell("check", "nobody-knows-it", expect=2)
    assert not LaunchCheck.objects.exists(), "looking stores nothing"


def test_check_of_a_launched_campaign_prints_what_was_recorded(cast: Cast, client_of: ClientOf) -> None:
    made = today_ready(cast)
    made.sign(BUDGET)
    go_by("rest", cast, client_of, made.campaign_id)
    plan.update_campaign(cast.act("Cleo", now=clock.now()), campaign_id=made.campaign_id, audience="All")
    said = json.loads(shell("check", "C1", "--json"))
    assert (said["decision"], said["recorded"], said["decided_by"]) == ("GO", True, "Bob")
    assert next(one for one in said["checks"] if one["code"] == "plan_approved")["result"] == "pass"
    assert len(said["sha256"]) == 64


def test_the_list_names_its_columns_and_says_what_each_group_is(cast: Cast) -> None:
    planned(cast)
    lines = shell("list", "--as-of", "2026-03-02", who=email(cast, "Cleo")).splitlines()
    assert lines[0].split("  ")[0] == "CODE"
    assert lines[1] == "To come, no GO yet: 1"
    assert "Spring" in lines[2]
    assert lines[3:] == [
        "Money ran without a GO of the gate: 0",
        "Launched with a GO of the gate, the newest 40 at most: 0",
    ]


def test_check_with_a_waiver_ends_with_0(cast: Cast) -> None:
    made = today_ready(cast)
    act = cast.act("Alice", now=clock.now())
    actions.waive(
        act, campaign_id=made.campaign_id, code=BUDGET, why="ticket", until=act.now.date() + timedelta(days=3)
    )
    said = json.loads(shell("check", "C1", "--json"))
    assert said["decision"] == "GO with waiver"
    waiver = next(one for one in said["checks"] if one["code"] == BUDGET)["waiver"]
    assert (waiver["by"], waiver["why"]) == ("Alice", "ticket")


def test_go_over_a_red_check_ends_with_1_and_is_recorded_as_no_go(cast: Cast) -> None:
    made = today_ready(cast)
    made.sign(BUDGET, result=Result.FAIL)
    shell("ask", "C1", who=email(cast, "Cleo"))
    assert "NO-GO" in shell("go", "C1", who=email(cast, "Bob"), expect=1)
    assert GateDecision.objects.get().decision == "NO-GO"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_page_says_first_what_stops_the_launch(cast: Cast, client_of: ClientOf) -> None:
    made = today_ready(cast)
    text = page(client_of("Cleo"), f"/launch/{made.campaign_id}/")
    assert "NO-GO: 1 check stops Spring" in text
    assert text.index("What stops it") < text.index("Every check")
    assert "Give the GO" not in text


def asked_by(client: Client, address: str) -> str:
    """What stands behind "GO asked by" on a page, without its markup."""
    cell = page(client, address).split("GO asked by</dt><dd>")[1].split("</dd>")[0]
    return strip_tags(cell).strip()


def test_the_page_says_who_asked_for_the_go_also_once_it_is_given(cast: Cast, client_of: ClientOf) -> None:
    made = today_ready(cast)
    client, address, now = client_of("Cleo"), f"/launch/{made.campaign_id}/", clock.now()
    assert asked_by(client, address) == "nobody so far"
    assert "nobody so far" in page(client, "/launch/?as_of=2026-03-02")
    actions.ask_go(cast.act("Cleo", now=now), campaign_id=made.campaign_id)
    assert asked_by(client, address) == f"Cleo, {formats.day(now)}"
    actions.decide_go(cast.act("Bob", now=now), campaign_id=made.campaign_id, go=False)
    assert asked_by(client, address) == "nobody since the NO-GO"
    until = now.date() + timedelta(days=3)
    actions.waive(
        cast.act("Alice", now=now), campaign_id=made.campaign_id, code=BUDGET, why="ticket", until=until
    )
    actions.ask_go(cast.act("Cleo", now=now), campaign_id=made.campaign_id)
    actions.decide_go(cast.act("Bob", now=now), campaign_id=made.campaign_id)
    assert asked_by(client, address) == f"Cleo, {formats.day(now)}"


def test_a_refused_form_shows_the_page_again_with_what_was_typed(cast: Cast, client_of: ClientOf) -> None:
    made = today_ready(cast)
    said = {"why": "because I say so", "until": "2020-01-01"}
    answer = client_of("Alice").post(f"/launch/{made.campaign_id}/checks/{BUDGET}/waive/", said)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "because I say so" in text
    assert "A waiver ends between" in text
    assert not Waiver.objects.exists()


def test_a_go_from_elsewhere_says_why_the_gate_does_not_count_it(cast: Cast) -> None:
    made = planned(cast)
    found = report(cast.id, made.campaign_id, START)
    spent = replace(found.plan, first_spend=START)
    assert why_ungated(replace(found, plan=spent)) == ""
    early = replace(spent, go_by="Bob", go_on=START)
    assert "no check list stood behind it" in why_ungated(replace(found, plan=early))
    late = replace(early, go_on=START + timedelta(days=1))
    assert "after the money began" in why_ungated(replace(found, plan=late))
