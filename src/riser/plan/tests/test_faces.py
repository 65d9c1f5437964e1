"""Web, API and shell store the same; pages ask a constant number of questions; strangers see nothing."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from riser.foundation.models import Approval, AuditEvent
from riser.plan import actions
from riser.plan.commands import plan as command
from riser.plan.models import BudgetLine, Campaign, Objective, Requirement
from riser.plan.tests.spend import daily, key, load

FIELDS = {
    "name": "Spring", "kind": "campaign", "campaign_class": "M", "owner": "Bob", "audience": "gardeners",
    "deliverables": "six ads", "start": "2026-03-02", "end": "2026-03-31",
}  # fmt: skip


def by_web(cast: Cast, client: Client, folder: Path) -> None:
    client.post("/plan/campaigns/new/", FIELDS | {"channels": "search, social"})
    campaign = Campaign.objects.get()
    page = f"/plan/campaigns/{campaign.pk}"
    asked = {"metric": "CPA", "operator": "<=", "bound": "32", "unit": "EUR", "source": "shop"}
    client.post(f"{page}/requirements/", asked)
    cap = {"cap": "40,000", "currency": "EUR", "from_day": "2026-03-02", "to_day": "2026-03-31"}
    client.post(f"{page}/caps/", cap)


def by_api(cast: Cast, client: Client, folder: Path) -> None:
    def post(path: str, body: dict[str, Any]) -> Any:
        return client.post(f"/api/v1/plan/{path}", json.dumps(body), content_type="application/json").json()

    made = post("campaigns", FIELDS | {"channels": ["search", "social"]})["id"]
    asked = {"metric": "CPA", "operator": "<=", "bound": "32", "unit": "EUR", "source": "shop"}
    post(f"campaigns/{made}/requirements", asked)
    cap = {"amount": "40000", "currency": "EUR", "from_day": "2026-03-02", "to_day": "2026-03-31"}
    post(f"campaigns/{made}/caps", cap)


def by_shell(cast: Cast, client: Client, folder: Path) -> None:
    cells = FIELDS | {"class": FIELDS["campaign_class"], "channels": "search; social", "cap": "40000 EUR"}
    del cells["campaign_class"]
    cells |= {"requirement": "CPA at most 32 EUR", "requirement_source": "shop"}
    path = folder / "plan.csv"
    path.write_text(",".join(cells) + "\n" + ",".join(f'"{one}"' for one in cells.values()), encoding="utf-8")
    run("import", str(path), "--as", cast.user("Cleo").user.email)


def run(*words: str, org: str = "northwind") -> str:
    result = CliRunner().invoke(command, [*words, "--org", org])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("store", [by_web, by_api, by_shell])
def test_web_api_and_shell_store_the_same(
    cast: Cast, client_of: Callable[[str], Client], tmp_path: Path, store: Callable[..., None]
) -> None:
    store(cast, client_of("Cleo"), tmp_path)
    campaign, asked, line = Campaign.objects.get(), Requirement.objects.get(), BudgetLine.objects.get()
    assert (campaign.name, campaign.campaign_class, campaign.channels) == (
        "Spring",
        "M",
        ["search", "social"],
    )
    assert (campaign.audience, campaign.end) == ("gardeners", date(2026, 3, 31))
    assert list(campaign.owners.all()) == [cast.user("Bob")]
    assert (asked.metric, asked.operator, asked.bound, asked.unit, asked.source) == (
        "CPA",
        "<=",
        Decimal(32),
        "EUR",
        "shop",
    )
    assert (line.cap, line.currency, line.window_from) == (Decimal(40000), "EUR", date(2026, 3, 2))
    events = AuditEvent.objects.filter(case_kind__in=["campaign", "requirement", "budget_line"])
    assert list(events.order_by("id").values_list("verb", "actor_name")) == [
        ("create campaign", "Cleo"),
        ("add requirement", "Cleo"),
        ("set cap", "Cleo"),
    ]


@pytest.mark.parametrize("face", ["web", "api", "cli"])
def test_an_approval_is_the_same_through_every_door(
    cast: Cast, client_of: Callable[[str], Client], face: str
) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    client = client_of("Bob")
    if face == "web":
        assert client.post(f"/plan/campaigns/{made.pk}/approve/", {"topic": "plan"}).status_code == 302
    elif face == "api":
        body = json.dumps({"topic": "plan"})
        path = f"/api/v1/plan/campaigns/{made.pk}/approvals"
        assert client.post(path, body, content_type="application/json").status_code == 200
    else:
        run("approve", "Spring", "--topic", "plan", "--as", cast.user("Bob").user.email)
    approval = Approval.objects.get()
    assert (approval.approver_name, approval.requested_by, approval.version_id is not None) == (
        "Bob",
        "Cleo",
        True,
    )
    assert AuditEvent.objects.get(verb="approve plan").face == face


def test_the_author_cannot_approve_through_any_door(cast: Cast, client_of: Callable[[str], Client]) -> None:
    made = actions.create_campaign(cast.act("Bob"), name="Spring")
    assert client_of("Bob").post(f"/plan/campaigns/{made.pk}/approve/", {"topic": "plan"}).status_code == 403
    email = cast.user("Bob").user.email
    words = ["approve", "Spring", "--topic", "plan", "--as", email, "--org", "northwind"]
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 2
    assert "Somebody else has to approve it" in result.output
    assert not Approval.objects.exists()


def test_the_system_cannot_approve_from_the_shell(cast: Cast) -> None:
    actions.create_campaign(cast.act("Cleo"), name="Spring")
    result = CliRunner().invoke(command, ["approve", "Spring", "--topic", "plan", "--org", "northwind"])
    assert result.exit_code == 2
    assert not Approval.objects.exists()


def test_the_shell_lists_campaigns_and_drafts_as_json(cast: Cast, tmp_path: Path) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring", owner="Bob")
    load(cast.act("Cleo"), tmp_path, "c1", daily(date(2026, 2, 2), 3, 10), name="Terrace")
    (row,) = json.loads(run("campaigns", "--json"))["rows"]
    assert (row["id"], row["name"], row["owner"]) == (made.pk, "Spring", "Bob")
    assert "cap" in row["missing"]
    (drafted,) = json.loads(run("draft", "--json"))["rows"]
    assert (drafted["campaign"], drafted["name"], drafted["spend"]) == ("c1", "Terrace", "30.00")


def test_the_template_is_written_by_the_name_of_its_file(tmp_path: Path) -> None:
    for form in ("xlsx", "csv", "yaml"):
        path = tmp_path / f"plan.{form}"
        assert CliRunner().invoke(command, ["template", str(path)]).exit_code == 0
        assert path.stat().st_size > 100
    assert CliRunner().invoke(command, ["template", str(tmp_path / "plan.doc")]).exit_code == 2


def test_a_refused_form_keeps_what_was_typed(cast: Cast, client_of: Callable[[str], Client]) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    cap = {"cap": "22.000", "currency": "EUR", "from_day": "2026-03-02", "to_day": "2026-03-31"}
    answer = client_of("Cleo").post(f"/plan/campaigns/{made.pk}/caps/", cap)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="22.000"' in page
    assert "can be 22000 or 22.00" in page
    assert not BudgetLine.objects.exists()


def test_an_objective_is_made_and_changed_on_its_pages(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    client = client_of("Cleo")
    client.post(
        "/plan/objectives/", {"name": "Grow", "metric": "orders", "target": "1,500", "due": "2026-06-30"}
    )
    made = Objective.objects.get()
    assert (made.target, made.due) == (Decimal(1500), date(2026, 6, 30))
    client.post(f"/plan/objectives/{made.pk}/", {"name": "Grow", "metric": "orders", "target": "1400"})
    made.refresh_from_db()
    assert (made.target, made.due) == (Decimal(1400), None)
    assert client.post("/plan/objectives/", {"name": "Grow"}).status_code == 422


PAGES = ("/plan/", "/plan/grid/", "/plan/objectives/")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_many_questions_for_many_campaigns_as_for_one(
    cast: Cast, client_of: Callable[[str], Client], tmp_path: Path, page: str
) -> None:
    client = client_of("Cleo")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    def add(number: int) -> None:
        objective = actions.create_objective(cast.act("Cleo"), name=f"Objective {number}")
        made = actions.create_campaign(
            cast.act("Cleo"), name=f"Campaign {number}", owner="Bob", objective_id=objective.pk
        )
        actions.map_key(cast.act("Cleo"), campaign_id=made.pk, key=key(f"c{number}"))
        load(cast.act("Cleo"), tmp_path, f"c{number}", daily(date(2026, 2, 2), 3, 10))

    add(1)
    client.get(page)  # the session is written once
    add(2)
    few = asked()
    for number in range(3, 8):
        add(number)
    assert asked() == few


def test_a_stranger_sees_nothing_of_a_campaign(
    cast: Cast, client_of: Callable[[str], Client], tmp_path: Path
) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Secret Spring")
    load(cast.act("Cleo"), tmp_path, "c1", daily(date(2026, 2, 2), 3, 10), name="Secret Terrace")
    stranger = client_of("Mallory")
    for path in ("", "edit/"):
        assert stranger.get(f"/plan/campaigns/{made.pk}/{path}").status_code == 404
    for verb in ("archive", "approve", "requirements", "caps", "keys", "links", "checks"):
        answer = stranger.post(f"/plan/campaigns/{made.pk}/{verb}/", {"topic": "plan"})
        assert answer.status_code == 404, verb
    for page in (*PAGES, "/api/v1/plan/campaigns", "/api/v1/plan/draft"):
        assert "Secret" not in stranger.get(page).content.decode()
    assert stranger.get(f"/api/v1/plan/campaigns/{made.pk}").status_code == 404


def test_who_only_looks_sees_no_form(cast: Cast, client_of: Callable[[str], Client]) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    client = client_of("Vera")
    page = client.get(f"/plan/campaigns/{made.pk}/").content.decode()
    assert "/caps/" not in page
    assert client.get("/plan/campaigns/new/").status_code == 403
    assert client.post("/plan/objectives/", {"name": "Mine"}).status_code == 403
