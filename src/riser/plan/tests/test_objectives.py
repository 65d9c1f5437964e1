"""Objectives go to the archive and come back: row, event and version, who may, and what still names them."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from cast import NOW, Cast
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.models import AuditEvent, RecordVersion
from riser.plan import actions
from riser.plan.actions.importing import import_plan
from riser.plan.commands import plan as command
from riser.plan.evidence.scene import look
from riser.plan.models import Campaign, Objective
from riser.plan.queries import campaign_detail, objective_lines
from riser.plan.queries import search as find
from riser.plan.queries.grid import stored_rows

OVER: dict[str, Any] = {"start": NOW.date() - timedelta(days=30), "end": NOW.date() - timedelta(days=1)}


@pytest.fixture
def orders(cast: Cast) -> Objective:
    return actions.create_objective(cast.act("Cleo"), name="Orders", metric="orders")


@pytest.fixture
def gone(cast: Cast) -> Objective:
    """An archived objective."""
    made = actions.create_objective(cast.act("Cleo"), name="Reach", metric="people")
    return actions.archive_objective(cast.act("Cleo"), objective_id=made.pk)


def serve(cast: Cast, objective: Objective, name: str = "Spring", **fields: Any) -> Campaign:
    return actions.create_campaign(cast.act("Cleo"), name=name, objective_id=objective.pk, **fields)


def names(cast: Cast, *, archived: bool = False) -> list[str]:
    return [line.name for line in objective_lines(cast.id, archived=archived)]


def archived_at(objective: Objective) -> datetime | None:
    """What is stored now."""
    return Objective.objects.get(pk=objective.pk).archived_at


def written() -> tuple[str, bool]:
    """The newest event, and what the newest version says of the archive."""
    version = RecordVersion.objects.filter(kind="objective").latest("id")
    return AuditEvent.objects.latest("id").verb, version.data["archived"]


def test_an_objective_goes_to_the_archive_and_comes_back(cast: Cast, orders: Objective) -> None:
    actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)
    assert archived_at(orders) == NOW
    assert written() == ("archive objective", True)
    assert (names(cast), names(cast, archived=True)) == ([], ["Orders"])
    actions.restore_objective(cast.act("Cleo"), objective_id=orders.pk)
    assert archived_at(orders) is None
    assert written() == ("restore objective", False)
    assert names(cast) == ["Orders"]


def test_twice_is_once(cast: Cast, orders: Objective) -> None:
    for _time in range(2):
        actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)
    for _time in range(2):
        actions.restore_objective(cast.act("Cleo"), objective_id=orders.pk)
    verbs = AuditEvent.objects.filter(case_kind="objective").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["create objective", "archive objective", "restore objective"]


def test_only_who_edits_plans_archives_and_only_at_home(cast: Cast, orders: Objective) -> None:
    for do in (actions.archive_objective, actions.restore_objective):
        with pytest.raises(NotPermitted):
            do(cast.act("Vera"), objective_id=orders.pk)
        with pytest.raises(NotFound, match="objective"):
            do(cast.act("Mallory"), objective_id=orders.pk)
    with pytest.raises(NotPermitted):
        actions.archive_objectives(cast.act("Vera"), objective_ids=[orders.pk])
    with pytest.raises(NotFound):
        actions.archive_objectives(cast.act("Mallory"), objective_ids=[orders.pk])
    orders.refresh_from_db()
    assert orders.archived_at is None


@pytest.mark.parametrize("days", [{}, {"end": NOW.date()}, {"start": NOW.date() + timedelta(days=9)}])
def test_what_a_campaign_still_runs_for_stays(cast: Cast, orders: Objective, days: dict[str, Any]) -> None:
    serve(cast, orders, **days)
    with pytest.raises(Refused, match="“Orders” is still served by Spring"):
        actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)
    orders.refresh_from_db()
    assert orders.archived_at is None
    assert written() == ("create campaign", False)


def test_a_refusal_names_three_campaigns_and_counts_the_rest(cast: Cast, orders: Objective) -> None:
    for name in ("A", "B", "C", "D", "E"):
        serve(cast, orders, name)
    with pytest.raises(Refused, match="still served by A, B, C and 2 more"):
        actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)


def test_what_is_over_or_archived_does_not_hold_it_and_keeps_it(cast: Cast, orders: Objective) -> None:
    over, put_away = serve(cast, orders, "Over", **OVER), serve(cast, orders, "Put away")
    actions.archive_campaign(cast.act("Cleo"), campaign_id=put_away.pk)
    actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)
    detail = campaign_detail(cast.id, over.pk, NOW.date())
    assert (detail.line.objective, detail.objective_archived) == ("Orders", True)
    assert "objective" not in detail.line.missing
    assert [state.data["archived"] for state in look(cast.id, NOW.date()).reading.objectives[orders.pk]] == [
        False,
        True,
    ]
    actions.update_campaign(cast.act("Cleo"), campaign_id=over.pk, audience="all", objective_id=orders.pk)
    over.refresh_from_db()
    assert (over.audience, over.objective) == ("all", orders)


def test_nothing_new_names_an_archived_objective(cast: Cast, gone: Objective, orders: Objective) -> None:
    spring = serve(cast, orders)
    for attempt in (
        lambda: serve(cast, gone, "Summer"),
        lambda: actions.update_campaign(cast.act("Cleo"), campaign_id=spring.pk, objective_id=gone.pk),
        lambda: actions.assign_objective(cast.act("Cleo"), campaign_ids=[spring.pk], objective_id=gone.pk),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        (problem,) = refusal.value.problems
        assert problem.column == "objective"
        assert str(problem) == (
            "The objective “Reach” is archived. Bring it back first, or name another one."
        )
    assert list(Campaign.objects.values_list("name", "objective__name")) == [("Spring", "Orders")]


def test_a_copy_leaves_an_archived_objective_behind(
    cast: Cast, orders: Objective, client_of: Callable[[str], Client]
) -> None:
    over = serve(cast, orders, **OVER)
    actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)
    answer = client_of("Cleo").post(
        f"/plan/campaigns/{over.pk}/copy/", {"name": "Again", "start": "2026-09-01"}, follow=True
    )
    assert "The objective of the old one is archived" in answer.content.decode()
    assert Campaign.objects.get(name="Again").objective is None


def test_a_row_of_a_template_names_no_archived_objective(
    cast: Cast, gone: Objective, orders: Objective
) -> None:
    over = serve(cast, orders, **OVER)
    actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)
    with pytest.raises(Refused) as refusal:
        import_plan(
            cast.act("Cleo"), [(2, {"name": "New", "objective": "reach", "objective_unit": "persons"})]
        )
    (problem,) = refusal.value.problems
    assert (problem.row, problem.column) == (2, "objective")
    assert "“Reach” is archived" in str(problem)
    gone.refresh_from_db()
    assert gone.unit == ""
    again = import_plan(cast.act("Cleo"), [(2, {"name": over.name, "objective": "Orders"})])
    assert (again.unchanged, again.campaigns) == (1, (over.pk,))


def test_a_cell_of_the_grid_names_no_archived_objective(cast: Cast, gone: Objective) -> None:
    spring = actions.create_campaign(cast.act("Cleo"), name="Spring")
    (row,) = stored_rows(cast.id, NOW.date())
    entry = actions.GridEntry(7, {**row.cells, "objective": "Reach"}, campaign_id=spring.pk)
    with pytest.raises(Refused) as refusal:
        actions.save_grid(cast.act("Cleo"), [entry])
    (problem,) = refusal.value.problems
    assert (problem.row, problem.column) == (7, "Objective")
    assert "“Reach” is archived. Bring it back first" in str(problem)
    spring.refresh_from_db()
    assert spring.objective is None


def test_the_name_of_an_archived_objective_is_taken(cast: Cast, gone: Objective) -> None:
    with pytest.raises(Refused, match="“Reach” in the archive"):
        actions.create_objective(cast.act("Cleo"), name="Reach")


def test_a_change_begun_before_the_archive_is_merged(cast: Cast, orders: Objective) -> None:
    actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)
    actions.update_objective(cast.act("Bob"), objective_id=orders.pk, based_on=1, unit="pieces")
    orders.refresh_from_db()
    assert (orders.unit, orders.archived_at) == ("pieces", NOW)


def test_many_go_together_or_none_with_a_reason_each(cast: Cast, orders: Objective) -> None:
    act = cast.act("Cleo")
    leads = actions.create_objective(act, name="Leads")
    idle = actions.create_objective(act, name="Idle")
    serve(cast, orders, "Spring")
    serve(cast, leads, "Fair")
    with pytest.raises(Refused, match="Nothing was archived") as refusal:
        actions.archive_objectives(act, objective_ids=[orders.pk, leads.pk, idle.pk])
    assert [str(one)[:32] for one in refusal.value.problems] == [
        "“Orders” is still served by Spri",
        "“Leads” is still served by Fair.",
    ]
    assert names(cast) == ["Idle", "Leads", "Orders"]
    assert actions.archive_objectives(act, objective_ids=[idle.pk, idle.pk]) == [idle.pk]
    assert actions.archive_objectives(act, objective_ids=[idle.pk]) == []
    with pytest.raises(Refused, match="No objective is chosen"):
        actions.archive_objectives(act, objective_ids=[])


def test_search_tells_archived_ones_apart_and_last(cast: Cast, gone: Objective) -> None:
    actions.create_objective(cast.act("Cleo"), name="Wide reach")
    hits = find.objectives(cast.act("Vera"), "reach", 9)
    assert [(hit.title, hit.under) for hit in hits] == [("Wide reach", ""), ("Reach", "people · archived")]


def test_the_pages_put_it_away_and_bring_it_back(
    cast: Cast, orders: Objective, client_of: Callable[[str], Client]
) -> None:
    cleo, page = client_of("Cleo"), f"/plan/objectives/{orders.pk}/"
    assert f"{page}archive/" in cleo.get(page).content.decode()
    assert f"{page}archive/" not in client_of("Vera").get(page).content.decode()
    assert cleo.get(f"{page}archive/").status_code == 405
    said = cleo.post(f"{page}archive/", follow=True).content.decode()
    assert "What served it still counts" in said
    assert page not in said
    assert page in cleo.get("/plan/objectives/?archived=yes").content.decode()
    shown = cleo.get(page).content.decode()
    assert "This objective is in the archive" in shown
    assert f"{page}restore/" in shown
    assert "back in the list" in cleo.post(f"{page}restore/", follow=True).content.decode()
    for name in ("Vera", "Mallory"):
        assert client_of(name).post(f"{page}archive/").status_code in {403, 404}
    orders.refresh_from_db()
    assert orders.archived_at is None


def test_the_pages_say_what_stands_in_the_way(
    cast: Cast, orders: Objective, client_of: Callable[[str], Client]
) -> None:
    serve(cast, orders)
    cleo = client_of("Cleo")
    one = cleo.post(f"/plan/objectives/{orders.pk}/archive/")
    many = cleo.post("/plan/objectives/archive/", {"objective": [str(orders.pk), "x"]})
    for answer in (one, many):
        assert answer.status_code == 422
        assert "is still served by Spring" in answer.content.decode()
    assert f'value="{orders.pk}" checked' in many.content.decode()
    assert cleo.post("/plan/objectives/archive/").status_code == 422


def test_a_form_offers_no_archived_objective_but_the_one_that_is_served(
    cast: Cast, gone: Objective, orders: Objective, client_of: Callable[[str], Client]
) -> None:
    over, cleo = serve(cast, orders, **OVER), client_of("Cleo")
    actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)
    assert "Reach" not in cleo.get("/plan/campaigns/new/").content.decode()
    edit = cleo.get(f"/plan/campaigns/{over.pk}/edit/").content.decode()
    assert "Orders (archived)" in edit
    assert "Reach" not in edit
    path = f"/plan/campaigns/{over.pk}/fields/objective_id/"
    refused = cleo.post(path, {"objective_id": str(gone.pk)})
    assert refused.status_code == 422
    assert "This objective is archived, or not there" in refused.content.decode()
    assert cleo.post(path, {"objective_id": str(orders.pk)}).status_code == 302
    over.refresh_from_db()
    assert over.objective == orders


def test_a_campaign_that_comes_back_says_that_its_objective_did_not(
    cast: Cast, orders: Objective, client_of: Callable[[str], Client]
) -> None:
    spring = serve(cast, orders)
    actions.archive_campaign(cast.act("Cleo"), campaign_id=spring.pk)
    actions.archive_objective(cast.act("Cleo"), objective_id=orders.pk)
    answer = client_of("Cleo").post(f"/plan/campaigns/{spring.pk}/restore/", follow=True)
    assert "Its objective “Orders” is in the archive" in answer.content.decode()


def test_rest_and_shell_show_archived_ones_when_asked(
    cast: Cast, gone: Objective, client_of: Callable[[str], Client]
) -> None:
    api = client_of("Vera")
    assert api.get("/api/v1/plan/objectives").json() == {"rows": []}
    (row,) = api.get("/api/v1/plan/objectives?archived=true").json()["rows"]
    assert (row["name"], row["archived"]) == ("Reach", True)
    assert json.loads(run("objectives", "--json")) == {"rows": []}
    assert run("objectives", "--archived").rstrip().endswith("archived")


def test_the_shell_takes_names_and_says_what_is_in_the_way(cast: Cast, gone: Objective) -> None:
    cleo = ("--as", cast.user("Cleo").user.email)
    assert run("restore-objective", "reach", *cleo) == f"objective {gone.pk}\n"
    serve(cast, gone)
    assert "is still served by Spring" in run("archive-objective", "Reach", *cleo, exit_code=2)
    assert "There is no objective “Fame”" in run("archive-objective", "Fame", *cleo, exit_code=2)
    vera = cast.user("Vera").user.email
    assert "may not change plans" in run("archive-objective", "Reach", "--as", vera, exit_code=2)
    Campaign.objects.update(end=date(2020, 1, 1))
    done = run("archive-objective", "Reach", str(gone.pk), "--json", *cleo)
    assert json.loads(done) == {"changed": [gone.pk]}


def run(*words: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(command, [*words, "--org", "northwind"])
    assert result.exit_code == exit_code, result.output
    return result.output
