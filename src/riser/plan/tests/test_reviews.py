"""What hangs on a changed requirement is looked at again by a person."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cast import NOW, Cast
from riser.foundation.errors import NotFound, NotPermitted
from riser.foundation.evidence import PlatformKey, RecordRef
from riser.foundation.models import (
    AuditEvent,
    Review,
)
from riser.plan import actions
from riser.plan.models import Campaign, Requirement
from riser.plan.queries.standing import Standing, standing
from riser.plan.words import Topic

MARCH: dict[str, Any] = {"from_day": date(2026, 3, 1), "to_day": date(2026, 3, 31)}
LINK = "https://larkfield.example/p?utm_source=google&utm_medium=cpc&utm_campaign=x"
LATER = NOW + timedelta(days=1)


def approved(cast: Cast) -> tuple[Campaign, Requirement]:
    """A plan with everything that can belong to it, approved by Bob; Cleo wrote all of it."""
    act = cast.act("Cleo")
    made = actions.create_campaign(act, name="Spring", owner="Bob", audience="gardeners")
    asked = actions.add_requirement(
        act, campaign_id=made.pk, metric="CPA", operator="<=", bound=Decimal(28), unit="EUR"
    )
    actions.set_cap(act, campaign_id=made.pk, amount=Decimal(900), currency="EUR", **MARCH)
    actions.add_link(act, campaign_id=made.pk, url=LINK, requirement_id=asked.pk)
    key = PlatformKey("google_ads", "100", "c1")
    actions.map_key(act, campaign_id=made.pk, key=key, requirement_id=asked.pk)
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    return made, asked


def said_in(event: AuditEvent) -> dict[str, Any]:
    """What an event says stands there after it."""
    assert isinstance(event.after, dict)
    return event.after


def plan(made: Campaign) -> RecordRef:
    return RecordRef("campaign", str(made.pk))


def seen(cast: Cast, made: Campaign) -> Standing:
    return standing(cast.act("Bob", now=LATER), made.pk)


def said(cast: Cast, made: Campaign) -> list[tuple[str, str, str, str, bool]]:
    return [
        (one.said.record, one.said.field, one.said.before, one.said.after, one.agreed)
        for one in seen(cast, made).differences
    ]


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
