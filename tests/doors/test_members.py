"""Access given, changed, handed over and taken away: the row, the event, and what ends at once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cast import PASSWORD, Cast
from riser.foundation.actions import (
    add_member,
    change_role,
    deactivate_member,
    hand_over,
    reactivate_member,
)
from riser.foundation.errors import NotFound, Refused
from riser.foundation.models import AuditEvent, Member
from riser.foundation.roles import Role
from riser.plan.actions import create_campaign

ClientOf = Callable[[str], Client]


def roles(cast: Cast) -> dict[str, str]:
    """Who has which role at Northwind."""
    rows = Member.objects.filter(organisation_id=cast.id).select_related("user")
    return {str(row): row.role for row in rows}


def test_the_administrator_role_is_handed_over_in_one_step(cast: Cast) -> None:
    hand_over(cast.act("Alice"), member_id=cast.user("Bob").pk)
    assert (roles(cast)["Bob"], roles(cast)["Alice"]) == ("administrator", "manager")
    event = AuditEvent.objects.get(verb="hand over administrator")
    assert (event.before, event.actor_name) == ({"role": "manager", "from": "administrator"}, "Alice")


@pytest.mark.parametrize("name", ["Alice", "Mallory"])
def test_it_is_handed_to_nobody_outside_and_not_to_oneself(cast: Cast, name: str) -> None:
    with pytest.raises((Refused, NotFound)):
        hand_over(cast.act("Alice"), member_id=cast.user(name).pk)
    assert roles(cast)["Alice"] == "administrator"


def test_nor_to_somebody_without_access(cast: Cast) -> None:
    deactivate_member(cast.act("Alice"), member_id=cast.user("Bob").pk)
    with pytest.raises(Refused, match="no access"):
        hand_over(cast.act("Alice"), member_id=cast.user("Bob").pk)


def test_an_administrator_without_access_does_not_count_as_the_last_one(cast: Cast) -> None:
    change_role(cast.act("Alice"), member_id=cast.user("Bob").pk, role=Role.ADMINISTRATOR)
    deactivate_member(cast.act("Alice"), member_id=cast.user("Bob").pk)
    with pytest.raises(Refused, match="last administrator"):
        change_role(cast.act("Alice"), member_id=cast.user("Alice").pk, role=Role.VIEWER)


def test_sessions_end_at_once_in_every_browser(cast: Cast, client_of: ClientOf) -> None:
    browsers = [client_of("Bob"), client_of("Bob")]
    deactivate_member(cast.act("Alice"), member_id=cast.user("Bob").pk)
    reactivate_member(cast.act("Alice"), member_id=cast.user("Bob").pk)
    answers = [browser.get(reverse("settings")) for browser in browsers]
    assert [answer.headers.get("Location", "")[:15] for answer in answers] == ["/account/login/"] * 2


def test_who_comes_back_has_the_role_and_the_password_they_had(cast: Cast) -> None:
    deactivate_member(cast.act("Alice"), member_id=cast.user("Bob").pk)
    back = reactivate_member(cast.act("Alice"), member_id=cast.user("Bob").pk)
    assert (back.is_active, back.left_at, back.role) == (True, None, "manager")
    assert back.user.check_password(PASSWORD)
    assert AuditEvent.objects.filter(verb="reactivate member", case_id=str(back.pk)).exists()
    assert Client().login(email=back.user.email, password=PASSWORD)


def test_what_is_running_in_their_name_is_said_before_access_is_taken(
    cast: Cast, client_of: ClientOf
) -> None:
    act = cast.act("Alice")
    create_campaign(act, name="Spring Garden", owner="Bob", start=date(2020, 1, 1), end=date(2099, 1, 1))
    create_campaign(act, name="Long Over", owner="Bob", start=date(2020, 1, 1), end=date(2020, 2, 1))
    page = client_of("Alice").get(reverse("member", args=[cast.user("Bob").pk])).content.decode()
    assert "Spring Garden" in page
    assert "Long Over" not in page


def test_a_guest_has_no_settings_and_starts_at_the_plan(cast: Cast, client_of: ClientOf) -> None:
    add_member(cast.act("Alice"), email="g@agency.example", role=Role.GUEST, name="Gus", password=PASSWORD)
    guest = Client()
    guest.force_login(Member.objects.get(user__email="g@agency.example").user)
    assert guest.get(reverse("settings")).status_code == 403
    assert guest.get("/").headers["Location"] == reverse("plan")
    page = guest.get(reverse("plan")).content.decode()
    assert f'href="{reverse("assess")}"' not in page
    assert f'href="{reverse("settings")}"' not in page
