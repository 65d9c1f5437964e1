"""Saving many rows costs a few queries each and no more with every row; the trail misses none of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast
from riser.foundation import clock
from riser.foundation.errors import Refused
from riser.foundation.evidence import PlatformKey
from riser.foundation.models import Approval, AuditEvent, RecordVersion
from riser.plan import actions
from riser.plan.actions import GridEntry
from riser.plan.models import Campaign
from riser.plan.tests.spend import daily, key, load
from riser.plan.words import CampaignClass, Kind

LATER = datetime(2026, 4, 2, 9, tzinfo=UTC)
MANY = 12
# Campaign, owner, requirement, mapping and cap are a row each; another owner is one taken off and one added.
A_GRID_ROW, A_BULK_ROW = 5, 1
# Besides: a savepoint, and what the database itself compares without regard to small and large letters.
AN_IMPORT_ROW = 10


@contextmanager
def at_most(a_row: int) -> Iterator[None]:
    """At most so many statements for each of MANY rows, and a constant number besides."""
    with CaptureQueriesContext(connection) as queries:
        yield
    assert len(queries) < a_row * MANY + 60


def kinds(rows: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {row: list(rows).count(row) for row in rows}


def told() -> dict[tuple[str, str], int]:
    """How often each verb was said of each kind of record."""
    rows = AuditEvent.objects.filter(case_kind__in=list(Kind)).order_by("pk")
    return kinds(list(rows.values_list("case_kind", "verb")))


@pytest.fixture
def spent(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(clock, "now", lambda: LATER)
    for number in range(MANY):
        load(cast.act("Cleo", now=LATER), tmp_path, f"c{number}", daily(date(2026, 3, 1), 2, 100 + number))
    return cast


def filled(number: int, **cells: str) -> dict[str, str]:
    return {
        "owner": "Bob",
        "objective": f"Orders {number % 3}",
        "requirement": f"CPA at most €{30 + number}",
        "cap": f"€{30000 + number}",
    } | cells


def save_drafts(cast: Cast) -> tuple[int, ...]:
    entries = [GridEntry(number + 1, filled(number), key=key(f"c{number}")) for number in range(MANY)]
    return actions.save_grid(cast.act("Cleo", now=LATER), entries).created


def test_a_grid_of_drafts_is_stored_with_a_few_queries_a_row_and_an_event_for_each_record(
    spent: Cast,
) -> None:
    with at_most(A_GRID_ROW):
        made = save_drafts(spent)
    assert len(made) == MANY
    assert told() == {
        ("objective", "create objective"): 3,
        ("campaign", "create campaign"): MANY,
        ("requirement", "add requirement"): MANY,
        ("platform_link", "map platform campaign"): MANY,
        ("budget_line", "set cap"): MANY,
    }
    numbers = RecordVersion.objects.filter(kind=Kind.CAMPAIGN).order_by("pk")
    assert list(numbers.values_list("record_id", "number")) == [
        (str(pk), number) for pk in made for number in (1, 2)
    ], "the plan states its caps, so the cap made its second version"


def test_a_grid_of_stored_campaigns_is_changed_with_a_few_queries_a_row(spent: Cast) -> None:
    made = save_drafts(spent)
    said = {"owner": "Alice", "objective": "Visits", "cap": "€50,000"}
    entries = [GridEntry(pk, filled(pk, **said), campaign_id=pk) for pk in made]
    with at_most(A_GRID_ROW):
        assert actions.save_grid(spent.act("Cleo", now=LATER), entries).changed == made
    assert told()[("campaign", "update campaign")] == MANY
    newest = RecordVersion.objects.filter(kind=Kind.CAMPAIGN, number=4)
    assert {row.data["owner"] for row in newest} == {"Alice"}
    assert {cap["cap"] for row in newest for cap in row.data["caps"]} == {"50000.00"}


def test_campaigns_chosen_in_the_list_are_changed_with_a_few_queries_each(cast: Cast) -> None:
    act = cast.act("Cleo")
    made = [actions.create_campaign(act, name=f"Spring {number}", owner="Bob").pk for number in range(MANY)]
    seen = dict.fromkeys(made, 1)
    with at_most(A_BULK_ROW):
        changed = actions.assign_class(act, campaign_ids=made, campaign_class=CampaignClass.LARGE, seen=seen)
    with at_most(A_BULK_ROW):
        gone = actions.archive_campaigns(act, campaign_ids=made)
    assert changed == gone == made
    assert told() == {
        ("campaign", word): MANY for word in ("create campaign", "update campaign", "archive campaign")
    }


def row_of_a_template(number: int, **cells: Any) -> tuple[int, dict[str, Any]]:
    return number, {
        "name": f"Spring {number}",
        "owner": "Bob",
        "objective": f"Orders {number % 3}",
        "objective_target": "500",
        "start": "2026-03-02",
        "end": "2026-03-31",
        "platform_campaigns": f"google_ads/1/{number}",
        "requirement": "CPA <= 32 EUR",
        "cap": "40000 EUR",
        "agreed_on": "2026-02-16",
        "approved_by": "Ben",
        "approved_on": "2026-02-20",
        "cap_approved_by": "Ben",
        "cap_approved_on": "2026-02-20",
    } | cells


@pytest.mark.parametrize("again", [{}, {"owner": "Alice", "cap": "41000 EUR"}], ids=["same", "changed"])
def test_a_template_is_imported_with_a_few_queries_a_row_however_often(
    cast: Cast, again: dict[str, str]
) -> None:
    act = cast.act("Cleo", now=LATER)
    with at_most(AN_IMPORT_ROW):
        first = actions.import_plan(act, [row_of_a_template(number) for number in range(MANY)])
    with at_most(AN_IMPORT_ROW):
        second = actions.import_plan(act, [row_of_a_template(number, **again) for number in range(MANY)])
    assert (first.created, first.campaigns) == (MANY, second.campaigns)
    assert (second.unchanged, second.updated) == ((0, MANY) if again else (MANY, 0))
    assert Approval.objects.count() == 2 * MANY
    caps = Approval.objects.filter(topic="cap").select_related("version")
    assert {one.version.number for one in caps if one.version} == {1}, "it is of the version it was said of"


def test_a_refused_row_leaves_no_trace_in_the_trail_and_later_rows_are_still_judged(cast: Cast) -> None:
    act = cast.act("Cleo", now=LATER)
    other = actions.create_campaign(act, name="Other")
    actions.map_key(act, campaign_id=other.pk, key=PlatformKey("google_ads", "1", "2"))
    before = told()
    rows = [
        row_of_a_template(1),
        row_of_a_template(2),  # its platform campaign belongs to another
        row_of_a_template(3),
        row_of_a_template(4, objective="Orders 0", cap="10 EUR", currency="USD"),
    ]
    with pytest.raises(Refused) as refusal:
        actions.import_plan(act, rows)
    assert [problem.row for problem in refusal.value.problems] == [2, 4]
    assert [campaign.name for campaign in Campaign.objects.all()] == ["Other"]
    assert told() == before
