"""The trail is append-only, in Python and in the database, and versions come back as of a day."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cast import Cast
from riser.foundation import trail
from riser.foundation.actions import add_member, create_organisation
from riser.foundation.approvals import approve
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.models import Approval, AuditEvent, Organisation
from riser.foundation.queries import actor_by_email
from riser.foundation.roles import SYSTEM, Act, Face, Role
from riser.foundation.trail import history, record_event, record_version, versions

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CASE = RecordRef("campaign", "7")

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return create_organisation(name="Larkfield", now=NOON, face=Face.CLI)


@pytest.fixture
def act(organisation: Organisation) -> Act:
    return Act(organisation_id=organisation.pk, actor=SYSTEM, face=Face.CLI, now=NOON)


def test_an_event_says_who_what_when_and_by_which_face(act: Act) -> None:
    record_event(act, CASE, "create campaign", after={"name": "Spring"}, happened_at=NOON - timedelta(days=3))
    (event,) = history(act.organisation_id, CASE)
    assert (event.verb, event.actor_name, event.face) == ("create campaign", "system", "cli")
    assert event.recorded_at - event.happened_at == timedelta(days=3)
    assert event.after == {"name": "Spring"}


def test_an_event_cannot_be_changed_or_deleted_in_python(act: Act) -> None:
    event = record_event(act, CASE, "create campaign")
    with pytest.raises(TypeError, match="append-only"):
        event.save()
    with pytest.raises(TypeError, match="append-only"):
        event.delete()


@pytest.mark.parametrize(
    "change", [{"verb": "other"}, {"recorded_at": NOON - timedelta(days=9)}, {"after": {}}]
)
def test_the_database_refuses_to_rewrite_an_event(act: Act, change: dict[str, Any]) -> None:
    record_event(act, CASE, "create campaign")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEvent.objects.update(**change)


def test_versions_are_numbered_and_seen_only_from_the_day_they_happened(act: Act) -> None:
    record_version(act, CASE, {"cap": "1"})
    later = act.at(NOON + timedelta(days=5))
    record_version(
        later, CASE, {"cap": "2"}, provenance=Provenance.DECLARED, happened_at=NOON + timedelta(days=4)
    )
    before = versions(act.organisation_id, "campaign", as_of=date(2026, 3, 5))
    after = versions(act.organisation_id, "campaign", as_of=date(2026, 3, 6))
    assert [row.number for row in before["7"]] == [1]
    assert [(row.number, row.data["cap"]) for row in after["7"]] == [(1, "1"), (2, "2")]


def test_the_hash_depends_on_the_values_and_not_on_their_order(act: Act) -> None:
    first = record_version(act, CASE, {"a": 1, "b": "素材"})
    second = record_version(act, CASE, {"b": "素材", "a": 1})
    assert first.sha256 == second.sha256


def test_the_system_never_approves(act: Act) -> None:
    record_version(act, CASE, {"cap": "1"})
    with pytest.raises(NotPermitted, match="--as EMAIL"):
        approve(act, CASE, topic="plan")


def test_an_approval_names_the_version_it_is_for(act: Act) -> None:
    add_member(act, email="bob@larkfield.example", name="Bob", role=Role.MANAGER, password="lark-and-field")
    bob = Act(
        act.organisation_id, actor_by_email(act.organisation_id, "bob@larkfield.example"), Face.WEB, NOON
    )
    with pytest.raises(Refused, match="nothing to approve"):
        approve(bob, CASE, topic="plan")
    record_version(act, CASE, {"cap": "1"})
    approve(bob, CASE, topic="plan")
    row = Approval.objects.get(organisation_id=act.organisation_id)
    assert row.version is not None
    assert (row.approver_name, row.version.number, row.requested_by) == ("Bob", 1, "system")


def test_the_stamp_changes_with_every_event_also_after_one_that_was_rolled_back(cast: Cast) -> None:
    """SQLite gives the id of the event that never was to the next one; what it says tells them apart."""
    before = trail.stamp(cast.id)
    with suppress(Refused), transaction.atomic():
        record_event(cast.act("Cleo"), RecordRef("campaign", "1"), "waive check")
        lost = trail.stamp(cast.id)
        raise Refused("no")
    record_event(cast.act("Cleo"), RecordRef("campaign", "1"), "sign check")
    assert len({before, lost, trail.stamp(cast.id)}) == 3
