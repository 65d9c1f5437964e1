"""The unit that a campaign belongs to: one, spelt one way, and nothing else of the plan is touched by it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from cast import Cast
from riser.foundation.approvals.baselines import fingerprint
from riser.foundation.approvals.holding import is_approved
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval, AuditEvent, RecordVersion
from riser.plan import actions
from riser.plan.models import Campaign
from riser.plan.queries import campaign_lines
from riser.plan.queries.approving import newest_writers
from riser.plan.queries.search import campaigns as search
from riser.plan.words import Topic

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def versions(row: Campaign) -> list[dict[str, object]]:
    """What the versions of a campaign hold, oldest first."""
    rows = RecordVersion.objects.filter(kind="campaign", record_id=str(row.pk)).order_by("number")
    return [one.data for one in rows]


def test_a_plan_without_a_unit_keeps_the_hash_it_had_before_there_were_units(cast: Cast) -> None:
    row = actions.create_campaign(cast.act("Cleo", now=NOON), name="Spring")
    assert "unit" not in versions(row)[0]


def test_a_unit_is_named_changed_and_taken_off_with_a_version_each(cast: Cast) -> None:
    act = cast.act("Cleo", now=NOON)
    row = actions.create_campaign(act, name="Spring", unit=" North ")
    actions.update_campaign(act, campaign_id=row.pk, unit="South")
    actions.update_campaign(act, campaign_id=row.pk, unit="")
    assert [one.get("unit") for one in versions(row)] == ["North", "South", None]
    assert AuditEvent.objects.filter(case_kind="campaign", case_id=str(row.pk)).count() == 3
    row.refresh_from_db()
    assert row.unit == ""


def test_a_unit_is_written_as_it_was_written_first(cast: Cast) -> None:
    act = cast.act("Cleo", now=NOON)
    actions.create_campaign(act, name="Spring", unit="North")
    row = actions.create_campaign(act, name="Summer", unit="NORTH")
    assert row.unit == "North"


def test_naming_a_unit_keeps_what_was_approved_and_makes_nobody_a_planner(cast: Cast) -> None:
    row = actions.create_campaign(cast.act("Cleo", now=NOON), name="Spring")
    actions.approve(cast.act("Bob", now=NOON), campaign_id=row.pk, topic=Topic.PLAN)
    case = RecordRef("campaign", str(row.pk))
    actions.assign_unit(cast.act("Alice", now=NOON), campaign_ids=[row.pk], unit="North")
    assert is_approved(cast.id, case, Topic.PLAN)
    actions.update_campaign(cast.act("Cleo", now=NOON), campaign_id=row.pk, audience="Gardeners")
    assert not is_approved(cast.id, case, Topic.PLAN)
    actions.approve(cast.act("Alice", now=NOON), campaign_id=row.pk, topic=Topic.PLAN)
    assert is_approved(cast.id, case, Topic.PLAN)


def test_an_approval_that_was_declared_outlives_a_unit_and_ends_with_the_plan(cast: Cast) -> None:
    row = actions.create_campaign(cast.act("Cleo", now=NOON), name="Spring")
    case = RecordRef("campaign", str(row.pk))
    Approval.objects.create(
        organisation_id=cast.id,
        topic=Topic.PLAN,
        kind="campaign",
        record_id=str(row.pk),
        version=RecordVersion.objects.get(kind="campaign", record_id=str(row.pk)),
        approver_name="Bob",
        provenance="declared",
        happened_at=NOON,
        recorded_at=NOON,
    )
    actions.assign_unit(cast.act("Alice", now=NOON), campaign_ids=[row.pk], unit="North")
    assert is_approved(cast.id, case, Topic.PLAN)
    actions.update_campaign(cast.act("Cleo", now=NOON), campaign_id=row.pk, audience="Gardeners")
    assert not is_approved(cast.id, case, Topic.PLAN)


def test_naming_a_unit_bars_nobody_from_the_go_and_frees_nobody(cast: Cast) -> None:
    row = actions.create_campaign(cast.act("Cleo", now=NOON), name="Spring")
    case = RecordRef("campaign", str(row.pk))
    actions.update_campaign(cast.act("Alice", now=NOON), campaign_id=row.pk, audience="Gardeners")
    actions.assign_unit(cast.act("Bob", now=NOON), campaign_ids=[row.pk], unit="North")
    assert newest_writers(cast.id, [case])[case] == {cast.act("Alice").actor.member_id}
    actions.update_campaign(cast.act("Bob", now=NOON), campaign_id=row.pk, audience="Cooks")
    assert newest_writers(cast.id, [case])[case] == {cast.act("Bob").actor.member_id}


def test_what_waits_for_a_go_is_the_same_with_another_unit_and_another_with_another_plan(cast: Cast) -> None:
    row = actions.create_campaign(cast.act("Cleo", now=NOON), name="Spring")
    case = RecordRef("campaign", str(row.pk))
    submitted = fingerprint(cast.id, Topic.GO, case)
    actions.assign_unit(cast.act("Bob", now=NOON), campaign_ids=[row.pk], unit="North")
    assert fingerprint(cast.id, Topic.GO, case) == submitted
    actions.update_campaign(cast.act("Bob", now=NOON), campaign_id=row.pk, audience="Cooks")
    assert fingerprint(cast.id, Topic.GO, case) != submitted


def test_two_people_who_change_the_unit_are_told_both_texts(cast: Cast) -> None:
    from riser.foundation.errors import Stale

    act = cast.act("Cleo", now=NOON)
    row = actions.create_campaign(act, name="Spring", unit="North")
    actions.update_campaign(cast.act("Bob", now=NOON), campaign_id=row.pk, unit="", based_on=1)
    with pytest.raises(Stale) as raised:
        actions.update_campaign(act, campaign_id=row.pk, unit="South", based_on=1)
    (clash,) = raised.value.clashes
    assert (clash.mine, clash.theirs) == ("South", "")


def test_the_list_is_narrowed_to_a_unit_and_the_search_finds_it(cast: Cast, client_of: object) -> None:
    act = cast.act("Cleo", now=NOON)
    actions.create_campaign(act, name="Spring", unit="North")
    actions.create_campaign(act, name="Harvest", unit="South")
    client: Client = client_of("Bob")  # type: ignore[operator]
    page = client.get("/plan/?unit=North").content.decode()
    assert "Spring" in page
    assert "Harvest" not in page
    assert "<option selected>North</option>" in page
    assert [hit.title for hit in search(act, "South", 5)] == ["Harvest"]


def test_many_campaigns_are_given_a_unit_at_once(cast: Cast) -> None:
    act = cast.act("Cleo", now=NOON)
    ids = [actions.create_campaign(act, name=name).pk for name in ("Spring", "Summer")]
    assert actions.assign_unit(act, campaign_ids=ids, unit="North") == ids
    assert actions.assign_unit(act, campaign_ids=ids, unit="north") == [], "the same unit, so nothing changed"
    assert {line.unit for line in campaign_lines(cast.id, NOON.date())} == {"North"}


def test_the_template_brings_the_unit(cast: Cast, tmp_path: Path) -> None:
    from riser.plan.forms.sheet import read_plan

    path = tmp_path / "plan.csv"
    path.write_text("name,unit\nSpring,North\n", encoding="utf-8")
    assert read_plan(path)[0][1]["unit"] == "North"
