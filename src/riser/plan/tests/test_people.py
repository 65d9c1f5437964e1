"""Who may approve is told before anybody presses a button; an owner who is no member is told too."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from riser.foundation.models import Member
from riser.plan import actions
from riser.plan.queries import campaign_detail
from riser.plan.words import Topic

TODAY = date(2999, 1, 1)
BUTTON = ">Approve the plan<"
NOBODY = "Nobody here may approve it"


@pytest.mark.parametrize("author", ["Alice", "Bob", "Cleo"])
def test_who_prepared_it_sees_no_button_and_who_may_approve_does(
    cast: Cast, client_of: Callable[[str], Client], author: str
) -> None:
    pk = actions.create_campaign(cast.act(author), name="Spring").pk
    for name in ("Alice", "Bob", "Cleo"):
        page = client_of(name).get(f"/plan/campaigns/{pk}/").content.decode()
        assert (BUTTON in page) == (name in {"Alice", "Bob"} - {author}), name
        assert NOBODY not in page


def test_one_administrator_alone_is_sent_to_settings(cast: Cast, client_of: Callable[[str], Client]) -> None:
    Member.objects.exclude(pk=cast.user("Alice").pk).filter(organisation_id=cast.id).update(is_active=False)
    made = actions.create_campaign(cast.act("Alice"), name="Spring")
    cap: Any = {"currency": "EUR", "from_day": date(2026, 3, 2), "to_day": date(2026, 3, 31)}
    actions.set_cap(cast.act("Alice"), campaign_id=made.pk, amount=Decimal(100), **cap)
    page = client_of("Alice").get(f"/plan/campaigns/{made.pk}/").content.decode()
    assert "Approve the" not in page
    assert page.count(NOBODY) == 2
    assert 'href="/settings/"' in page.split(NOBODY)[1]


def test_the_page_offers_what_the_action_takes(cast: Cast) -> None:
    """A manager who only set the cap may approve the plan, but not that cap."""
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    cap: Any = {"currency": "EUR", "from_day": date(2026, 3, 2), "to_day": date(2026, 3, 31)}
    actions.set_cap(cast.act("Bob"), campaign_id=made.pk, amount=Decimal(100), **cap)
    offered = {one.topic: one.approvers for one in campaign_detail(cast.id, made.pk, TODAY).waiting}
    alice, bob = cast.user("Alice").pk, cast.user("Bob").pk
    assert offered == {Topic.PLAN: {alice, bob}, Topic.CAP: {alice}}
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    with pytest.raises(Exception, match="Somebody else"):
        actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.CAP)


def test_an_owner_who_is_no_member_is_taken_and_marked(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring", owner="Anna Nobody; Bob")
    client = client_of("Cleo")
    page = client.get(f"/plan/campaigns/{made.pk}/").content.decode()
    assert "The owner Anna Nobody is not a member" in page
    assert "Add the person in Settings" in page
    said = "not a member: counts as a group for GOV 2.1"
    assert said in page
    assert said in client.get("/plan/grid/").content.decode()
    actions.update_campaign(cast.act("Cleo"), campaign_id=made.pk, owner="Bob")
    assert said not in client.get("/plan/grid/").content.decode()
