"""Organisations and members: the row, the audit entry and the message."""

from datetime import UTC, datetime

import pytest

from riser.foundation.actions import (
    add_member,
    change_role,
    create_organisation,
    deactivate_member,
    set_up_organisation,
)
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.models import AuditEvent, Organisation
from riser.foundation.queries import membership, only_house, people
from riser.foundation.roles import SYSTEM, Act, Actor, Face, Role

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "lark-and-field"

pytestmark = pytest.mark.django_db


@pytest.fixture
def act() -> Act:
    organisation = create_organisation(name="Larkfield Home", now=NOON, face=Face.CLI)
    return Act(organisation_id=organisation.pk, actor=SYSTEM, face=Face.CLI, now=NOON)


def last_event() -> AuditEvent:
    event = AuditEvent.objects.order_by("-pk").first()
    assert event is not None
    return event


def test_go_live_is_the_day_of_creation_unless_given(act: Act) -> None:
    assert only_house("larkfield-home").go_live == NOON.date()
    assert last_event().verb == "create organisation"


def test_two_organisations_of_one_name_get_two_slugs(act: Act) -> None:
    second = create_organisation(name="Larkfield Home", now=NOON, face=Face.CLI)
    assert second.slug == "larkfield-home-2"
    with pytest.raises(Refused, match="larkfield-home, larkfield-home-2"):
        only_house()


def test_a_name_in_chinese_still_gives_a_slug(act: Act) -> None:
    assert create_organisation(name="云雀家居", now=NOON, face=Face.CLI).slug == "organisation"


def test_a_member_is_added_with_an_audit_event(act: Act) -> None:
    member = add_member(act, email="Bob@Larkfield.example ", name="Bob", role=Role.MANAGER, password=PASSWORD)
    assert member.user.check_password(PASSWORD)
    assert member.user.email == "bob@larkfield.example"
    assert (last_event().verb, last_event().case_id) == ("add member", str(member.pk))


def test_nobody_is_a_member_twice(act: Act) -> None:
    add_member(act, email="bob@larkfield.example", role=Role.MANAGER, password=PASSWORD)
    with pytest.raises(Refused, match="a member already"):
        add_member(act, email="BOB@larkfield.example", role=Role.VIEWER)


@pytest.mark.parametrize("password", ["short", "1234567890", "password1234"])
def test_a_weak_password_is_refused_and_nobody_is_stored(act: Act, password: str) -> None:
    with pytest.raises(Refused):
        add_member(act, email="bob@larkfield.example", role=Role.MANAGER, password=password)
    assert people(act.organisation_id) == []


def test_only_administrators_manage_members(act: Act) -> None:
    manager = Act(act.organisation_id, Actor(1, "Bob", Role.MANAGER), Face.WEB, NOON)
    with pytest.raises(NotPermitted, match="“Manager” may not manage members"):
        add_member(manager, email="x@larkfield.example", role=Role.VIEWER)


def test_system_is_not_a_role_for_a_person(act: Act) -> None:
    with pytest.raises(Refused, match="not a role"):
        add_member(act, email="x@larkfield.example", role=Role.SYSTEM, password=PASSWORD)


def test_the_last_administrator_stays(act: Act) -> None:
    alice = add_member(act, email="alice@larkfield.example", role=Role.ADMINISTRATOR, password=PASSWORD)
    with pytest.raises(Refused, match="last administrator"):
        deactivate_member(act, member_id=alice.pk)
    with pytest.raises(Refused, match="last administrator"):
        change_role(act, member_id=alice.pk, role=Role.VIEWER)


def test_who_left_has_no_access_and_keeps_their_name(act: Act) -> None:
    bob = add_member(act, email="bob@larkfield.example", name="Bob", role=Role.MANAGER, password=PASSWORD)
    deactivate_member(act, member_id=bob.pk)
    assert membership(bob.user_id, act.organisation_id) is None
    (person,) = people(act.organisation_id)
    assert (person.name, person.is_active, person.left_on) == ("Bob", False, NOON.date())


def test_a_member_of_another_organisation_is_not_found(act: Act) -> None:
    other = create_organisation(name="Rival", now=NOON, face=Face.CLI)
    theirs = Act(organisation_id=other.pk, actor=SYSTEM, face=Face.CLI, now=NOON)
    stranger = add_member(theirs, email="mallory@rival.example", role=Role.MANAGER, password=PASSWORD)
    with pytest.raises(NotFound):
        deactivate_member(act, member_id=stranger.pk)


def test_a_new_currency_keeps_the_old_one_in_the_trail(act: Act) -> None:
    set_up_organisation(act, currency="usd")
    assert Organisation.objects.get().currency == "USD"
    assert last_event().before == {"currency": "EUR", "go_live": "2026-03-02"}
