"""What hangs on a changed requirement is looked at again by a person."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from cast import NOW, Cast
from riser.foundation.errors import NotFound, NotPermitted
from riser.foundation.evidence import RecordRef
from riser.foundation.models import (
    AuditEvent,
    Review,
)
from riser.plan import actions
from riser.plan.tests.test_baselines import LATER, approved, plan, said_in, seen


def test_what_hangs_on_a_changed_requirement_is_looked_at_again_by_a_person(cast: Cast) -> None:
    made, asked = approved(cast)
    change = cast.act("Cleo", now=NOW + timedelta(hours=1))
    actions.update_requirement(change, requirement_id=asked.pk, bound=Decimal(34))
    kinds = [one.record.kind for one in seen(cast, made).unreviewed]
    assert kinds == ["campaign", "link", "platform_link"]
    link = seen(cast, made).unreviewed[1].record
    with pytest.raises(NotPermitted):
        actions.clear_suspect(cast.act("system"), requirement_id=asked.pk, record=link)
    with pytest.raises(NotPermitted):
        actions.clear_suspect(cast.act("Vera"), requirement_id=asked.pk, record=link)
    with pytest.raises(NotFound):
        actions.clear_suspect(cast.act("Mallory"), requirement_id=asked.pk, record=link)
    actions.clear_suspect(cast.act("Cleo", now=LATER), requirement_id=asked.pk, record=link, note="fits")
    row = Review.objects.get()
    assert (row.cause_id, row.cause_number, row.member_name, row.note) == (str(asked.pk), 2, "Cleo", "fits")
    event = AuditEvent.objects.get(verb="review after change")
    assert (event.case_kind, said_in(event)["version"]) == ("link", 2)
    assert [one.record.kind for one in seen(cast, made).unreviewed] == ["campaign", "platform_link"]


@pytest.mark.parametrize("kind", ["campaign", "link", "requirement", "nonsense"])
def test_what_does_not_hang_on_it_cannot_be_looked_at_because_of_it(cast: Cast, kind: str) -> None:
    _made, asked = approved(cast)
    with pytest.raises(NotFound):
        actions.clear_suspect(cast.act("Cleo"), requirement_id=asked.pk, record=RecordRef(kind, "99999"))
    assert not Review.objects.exists()


def test_a_review_is_written_once(cast: Cast) -> None:
    made, asked = approved(cast)
    for _time in range(2):
        actions.clear_suspect(cast.act("Cleo"), requirement_id=asked.pk, record=plan(made))
    assert Review.objects.count() == 1
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Review.objects.update(note="other")
