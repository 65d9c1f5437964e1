"""The grid: all rows or none, every bad cell named, and everything typed still there."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from cast import Cast
from riser.foundation import clock
from riser.foundation.errors import Refused
from riser.foundation.models import Approval
from riser.plan import actions
from riser.plan.actions import GridEntry
from riser.plan.models import BudgetLine, Campaign, Objective, PlatformLink, Requirement
from riser.plan.queries import draft_from_spend
from riser.plan.tests.spend import daily, key, load
from riser.plan.words import CampaignClass

LATER = datetime(2026, 4, 2, 9, tzinfo=UTC)
FULL = {"owner": "Bob", "objective": "Orders", "requirement": "CPA at most €32", "cap": "€30,000"}


@pytest.fixture
def spent(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two platform campaigns have spent, no plan exists, and it is 2 April."""
    monkeypatch.setattr(clock, "now", lambda: LATER)
    act = cast.act("Cleo", now=LATER)
    load(act, tmp_path, "c1", daily(date(2026, 2, 20), 20, 900), name="Terrace Search")
    load(act, tmp_path, "c2", daily(date(2026, 3, 2), 5, 10), name="Garden Week")
    return cast


def entry(number: int, campaign: str, **cells: str) -> GridEntry:
    return GridEntry(number=number, cells=cells, key=key(campaign))


def test_the_draft_tells_what_the_money_tells_and_stores_nothing(spent: Cast) -> None:
    first, second = draft_from_spend(spent.id, to_day=LATER.date())
    assert (first.name, first.spend, first.currency) == ("Terrace Search", Decimal(18000), "EUR")
    assert [first.proposed_class, second.proposed_class] == [CampaignClass.LARGE, CampaignClass.SMALL]
    assert (first.from_day, first.to_day) == (date(2026, 2, 20), date(2026, 3, 11))
    assert first.by_month == {date(2026, 2, 1): 8100, date(2026, 3, 1): 9900}
    assert second.name == "Garden Week"
    assert not Campaign.objects.exists()


def test_a_filled_row_becomes_a_campaign_without_an_approval(spent: Cast) -> None:
    act = spent.act("Cleo", now=LATER)
    saved = actions.save_grid(act, [entry(1, "c1", **FULL), entry(2, "c2")])
    made = Campaign.objects.get()
    assert (saved.created, saved.left) == ((made.pk,), 1)
    assert (made.name, made.owner, made.start, made.end) == (
        "Terrace Search", "Bob", date(2026, 2, 20), date(2026, 3, 11),
    )  # fmt: skip
    assert (Objective.objects.get().name, BudgetLine.objects.get().cap) == ("Orders", Decimal(30000))
    asked, mapped = Requirement.objects.get(), PlatformLink.objects.get()
    assert (asked.metric, asked.bound, asked.unit) == ("CPA", Decimal(32), "EUR")
    assert (mapped.key, mapped.made_by, mapped.requirement) == ("c1", "draft", asked)
    assert not Approval.objects.exists()


def test_a_row_in_which_nothing_is_filled_stays_a_draft_and_its_spend_outside_any_plan(spent: Cast) -> None:
    saved = actions.save_grid(spent.act("Cleo", now=LATER), [entry(1, "c1"), entry(2, "c2", owner="  ")])
    assert (saved.created, saved.left) == ((), 2)
    assert len(draft_from_spend(spent.id, to_day=LATER.date())) == 2


def test_one_bad_cell_stores_nothing_and_every_bad_cell_is_named(spent: Cast) -> None:
    rows = [
        entry(1, "c1", **FULL),
        entry(2, "c2", owner="Bob", requirement="more", cap="22.000"),
        entry(3, "gone", owner="Bob"),
    ]
    with pytest.raises(Refused) as refusal:
        actions.save_grid(spent.act("Cleo", now=LATER), rows)
    places = [(one.row, one.column) for one in refusal.value.problems]
    assert places == [(2, "Requirement"), (2, "Cap"), (3, "")]
    assert not Campaign.objects.exists()
    assert not Objective.objects.exists()


def test_a_cap_in_another_currency_than_the_spend_is_refused(spent: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        actions.save_grid(spent.act("Cleo", now=LATER), [entry(1, "c1", cap="$500")])
    assert "EUR" in str(refusal.value.problems[0])


def test_a_stored_row_is_changed_where_its_cells_say_something_new(spent: Cast) -> None:
    act = spent.act("Cleo", now=LATER)
    (campaign,) = actions.save_grid(act, [entry(1, "c1", **FULL)]).created
    same = GridEntry(1, {**FULL, "requirement": "CPA ≤ 32 EUR", "cap": "30000 EUR"}, campaign_id=campaign)
    assert actions.save_grid(act, [same]).changed == ()
    other = GridEntry(1, {"requirement": "CPA at most 28 EUR", "cap": "31000"}, campaign_id=campaign)
    assert actions.save_grid(act, [other]).changed == (campaign,)
    assert (Requirement.objects.get().bound, BudgetLine.objects.get().cap) == (Decimal(28), Decimal(31000))
    assert Campaign.objects.get().owner == "Bob"


def test_a_cell_nobody_touched_is_not_read_again(spent: Cast) -> None:
    """A requirement without a bound can stand on record; saving the grid must not stumble over it."""
    act = spent.act("Cleo", now=LATER)
    made = actions.create_campaign(act, name="Half said")
    actions.add_requirement(act, campaign_id=made.pk, metric="CPA")
    untouched = GridEntry(1, {"owner": "Bob", "requirement": "CPA"}, campaign_id=made.pk)
    assert actions.save_grid(act, [untouched]).changed == (made.pk,)
    assert (Campaign.objects.get().owner, Requirement.objects.get().bound) == ("Bob", None)


def test_a_stranger_cannot_change_a_row_by_its_number(spent: Cast) -> None:
    (campaign,) = actions.save_grid(spent.act("Cleo", now=LATER), [entry(1, "c1", **FULL)]).created
    stranger = spent.act("Mallory", now=LATER)
    with pytest.raises(Exception, match="no such campaign"):
        actions.save_grid(stranger, [GridEntry(1, {"owner": "Mallory"}, campaign_id=campaign)])
    with pytest.raises(Refused):
        actions.save_grid(stranger, [entry(1, "c1", owner="Mallory")])
    assert Campaign.objects.get().owner == "Bob"


def posted(*rows: tuple[str, dict[str, str]]) -> dict[str, list[str]]:
    columns = {name: [cells.get(name, "") for _mark, cells in rows] for name in FULL}
    return columns | {"row": [mark for mark, _cells in rows]}


def test_the_page_keeps_everything_typed_when_a_cell_is_refused(
    spent: Cast, client_of: Callable[[str], Client]
) -> None:
    marks = [f"draft:google_ads/{key('c1').account}/{name}" for name in ("c1", "c2")]
    client = client_of("Cleo")
    answer = client.post(
        "/plan/grid/", posted((marks[0], FULL), (marks[1], {"cap": "22.000", "owner": "Ann"}))
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Row 2, column Cap" in page
    assert "can be 22000 or 22.00" in page
    for typed in ("22.000", "Ann", "CPA at most €32", "€30,000"):
        assert f'value="{typed}"' in page
    assert not Campaign.objects.exists()
    mended = client.post(
        "/plan/grid/", posted((marks[0], FULL), (marks[1], {"cap": "22000", "owner": "Ann"}))
    )
    assert mended.status_code == 302
    assert Campaign.objects.count() == 2


@pytest.mark.parametrize("row", ["draft:nonsense", "campaign:999999", "campaign:x", ""])
def test_a_row_that_names_nothing_is_refused(
    spent: Cast, client_of: Callable[[str], Client], row: str
) -> None:
    answer = client_of("Cleo").post("/plan/grid/", posted((row, FULL)))
    assert answer.status_code in {404, 422}
    assert not Campaign.objects.exists()


def test_a_grid_that_arrived_incomplete_is_refused(spent: Cast, client_of: Callable[[str], Client]) -> None:
    answer = client_of("Cleo").post("/plan/grid/", {"row": ["draft:a/b/c"], "owner": ["Bob"]})
    assert answer.status_code == 422
    assert "nothing was stored" in answer.content.decode()
