"""The trail is written once: nobody rewrites, moves or removes what happened, whichever way they try."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from cast import Cast
from riser.foundation.approvals import approve
from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.models import Approval, AuditEvent, Member, RecordVersion
from riser.foundation.trail import record_event, record_version

CASE = RecordRef("campaign", "7")
Attack = Callable[[Cast], object]


@pytest.fixture
def trail(cast: Cast) -> Cast:
    """One event, one version, one approval."""
    record_event(cast.act("Cleo"), CASE, "create campaign", after={"cap": "1"})
    record_version(cast.act("Cleo"), CASE, {"cap": "1"}, provenance=Provenance.DECLARED)
    approve(cast.act("Bob"), CASE, topic="plan")
    return cast


def rewritten(model: type[AuditEvent] | type[Approval], **changes: object) -> None:
    """What bulk_update does with a row that was read."""
    row = model.objects.latest("pk")
    for name, value in changes.items():
        setattr(row, name, value)
    model._default_manager.bulk_update([row], list(changes))  # type: ignore[list-item]


def raw(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


ATTACKS: dict[str, Attack] = {
    "update": lambda cast: AuditEvent.objects.update(verb="x"),
    "bulk update": lambda cast: rewritten(AuditEvent, actor_name="Mallory"),
    "bulk update of an approval": lambda cast: rewritten(Approval, approver_name="Mallory"),
    "delete of events": lambda cast: AuditEvent.objects.all().delete(),
    "delete of versions": lambda cast: RecordVersion.objects.filter(approvals=None).delete(),
    "delete of approvals": lambda cast: Approval.objects.all().delete(),
    "raw update": lambda cast: raw("UPDATE foundation_recordversion SET number = 9"),
    "raw delete": lambda cast: raw("DELETE FROM foundation_auditevent"),
    "delete with the organisation": lambda cast: cast.northwind.organisation.delete(),
    "another actor": lambda cast: AuditEvent.objects.update(actor=cast.user("Alice")),
    "another author": lambda cast: RecordVersion.objects.update(author=cast.user("Alice")),
    "another approver": lambda cast: Approval.objects.update(approver=cast.user("Alice")),
    "better provenance": lambda cast: RecordVersion.objects.update(provenance=Provenance.NATIVE),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=list(ATTACKS))
def test_the_database_refuses_to_rewrite_history(trail: Cast, attack: Attack) -> None:
    # A version without approval, so that only the trigger stands guard over it.
    record_version(trail.act("Cleo"), RecordRef("campaign", "8"), {"cap": "2"})
    models = (AuditEvent, RecordVersion, Approval)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    with pytest.raises(DatabaseError, match=r"append-only|protected"), transaction.atomic():
        attack(trail)
    assert [list(model.objects.order_by("pk").values()) for model in models] == before


def test_a_person_who_is_erased_leaves_what_they_did(trail: Cast) -> None:
    Member.objects.get(pk=trail.user("Cleo").pk).delete()
    event = AuditEvent.objects.get(verb="create campaign")
    assert (event.actor_id, event.actor_name) == (None, "Cleo")
