"""The second person is never the first, whatever they call themselves and whoever they name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cast import PASSWORD, Cast
from riser.foundation.actions import add_member
from riser.foundation.errors import Refused
from riser.foundation.models import Approval, Member, User
from riser.foundation.roles import Role
from riser.plan import actions as plan

ClientOf = Callable[[str], Client]


def approve(client: Client, campaign_id: int, **said: Any) -> int:
    """The status of an approval through the API."""
    path = f"/api/v1/plan/campaigns/{campaign_id}/approvals"
    return client.post(path, said, content_type="application/json").status_code


@pytest.mark.parametrize("topic", ["plan", "go"])
@pytest.mark.parametrize("asker", ["", "Bob", "Cleo", "Somebody", "x" * 150])
def test_whoever_wrote_it_cannot_approve_it_by_naming_another_as_the_one_who_asked(
    client_of: ClientOf, cast: Cast, topic: str, asker: str
) -> None:
    made = plan.create_campaign(cast.act("Bob"), name="Spring")
    assert approve(client_of("Bob"), made.pk, topic=topic, requested_by=asker) == 403
    assert not Approval.objects.exists()


def test_when_an_approval_was_asked_for_is_not_for_the_approver_to_say(
    client_of: ClientOf, cast: Cast
) -> None:
    """Or approvals given within seconds would pass for considered ones."""
    made = plan.create_campaign(cast.act("Cleo"), name="Spring")
    said = {"topic": "plan", "requested_at": "2020-01-01T00:00:00Z"}
    assert approve(client_of("Bob"), made.pk, **said) == 422, "nobody knows this field here"
    assert not Approval.objects.exists()
    assert approve(client_of("Bob"), made.pk, topic="plan") == 200
    approval = Approval.objects.get()
    assert approval.requested_at == cast.act("Cleo").now


@pytest.mark.parametrize("name", ["x" * 151, "a\x00b"])
def test_the_name_of_an_asker_that_cannot_be_stored_is_refused(
    client_of: ClientOf, cast: Cast, name: str
) -> None:
    made = plan.create_campaign(cast.act("Cleo"), name="Spring")
    assert approve(client_of("Bob"), made.pk, topic="go", requested_by=name) == 422


def test_an_account_made_elsewhere_opens_no_other_organisation(cast: Cast) -> None:
    """Mallory makes an account for Northwind's next colleague, and knows its password."""
    email = "dora@northwind.example"
    add_member(cast.act("Mallory"), email=email, role=Role.VIEWER, name="Dora", password=PASSWORD)
    with pytest.raises(Refused, match="another organisation"):
        add_member(cast.act("Alice"), email=email, role=Role.MANAGER, name="Dora", password="another one 77")
    assert not Member.objects.filter(organisation_id=cast.id, user__email=email).exists()


def test_nobody_is_drawn_into_a_strangers_organisation(cast: Cast) -> None:
    """They would land there at their next sign-in, and drop their files there."""
    with pytest.raises(Refused, match="another organisation"):
        add_member(cast.act("Mallory"), email=cast.user("Alice").user.email, role=Role.VIEWER)


def test_who_administers_both_organisations_may_add_people_of_one_to_the_other(cast: Cast) -> None:
    machine = cast.contoso.act("system")
    add_member(machine, email=cast.user("Alice").user.email, role=Role.ADMINISTRATOR)
    alice = Member.objects.get(organisation_id=cast.contoso.id, user=cast.user("Alice").user)
    act = cast.contoso.act("Mallory")
    as_alice = type(act)(
        act.organisation_id, type(act.actor)(alice.pk, "Alice", Role.ADMINISTRATOR), act.face, act.now
    )
    added = add_member(as_alice, email=cast.user("Bob").user.email, role=Role.VIEWER)
    assert added.organisation_id == cast.contoso.id
    assert User.objects.filter(email=cast.user("Bob").user.email).count() == 1
