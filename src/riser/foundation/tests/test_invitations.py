"""Invitations: one link, one address, once; and what a link in the wrong hands cannot do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cast import NOW, PASSWORD, Cast
from riser.foundation import clock
from riser.foundation.actions import (
    accept_as_known,
    accept_as_new,
    add_member,
    change_role,
    deactivate_member,
    invite,
    invited,
    resend_invitation,
    revoke_invitation,
)
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.models import AuditEvent, Invitation, Member, User
from riser.foundation.roles import Actor, Face, Role

ClientOf = Callable[[str], Client]
DORA = "dora@agency.example"
SAID = {"name": "Dora", "password": "lark-and-field"}
LATER = NOW + timedelta(days=8)


def accept(secret: str, **changes: Any) -> Member:
    """Dora accepts as somebody new."""
    said: dict[str, Any] = {**SAID, "now": NOW, "face": Face.WEB, **changes}
    return accept_as_new(secret, **said)


def test_the_invited_person_chooses_name_and_password_and_is_a_member(cast: Cast) -> None:
    issued = invite(cast.act("Alice"), email=" Dora@Agency.example", role=Role.GUEST)
    member = accept(issued.secret)
    assert (member.user.email, member.role, str(member)) == (DORA, "guest", "Dora")
    assert member.user.check_password(SAID["password"])
    event = AuditEvent.objects.get(verb="accept invitation")
    assert (event.case_id, event.actor_name) == (str(member.pk), "Dora")
    assert event.after == {"email": DORA, "role": "guest", "invited_by": "Alice"}


def test_the_secret_of_the_link_is_stored_nowhere(cast: Cast) -> None:
    issued = invite(cast.act("Alice"), email=DORA, role=Role.VIEWER)
    plain = issued.secret.rpartition(":")[0]
    rows = [str(row) for row in (*Invitation.objects.values(), *AuditEvent.objects.values())]
    assert not any(plain in row for row in rows)


def test_an_invitation_opens_once(cast: Cast) -> None:
    issued = invite(cast.act("Alice"), email=DORA, role=Role.VIEWER)
    accept(issued.secret)
    with pytest.raises(NotFound, match="no longer valid"):
        accept(issued.secret, name="Mallory", password="another one 77")
    assert User.objects.get(email=DORA).check_password(SAID["password"])
    assert Member.objects.filter(organisation_id=cast.id, user__email=DORA).count() == 1


@pytest.mark.parametrize(
    "end", ["revoked", "too old", "sent anew", "inviter left", "inviter demoted", "forged"]
)
def test_a_link_that_ended_makes_nobody_a_member(cast: Cast, end: str) -> None:
    add_member(cast.act("system"), email="a2@northwind.example", role=Role.ADMINISTRATOR, password=PASSWORD)
    issued = invite(cast.act("Alice"), email=DORA, role=Role.ADMINISTRATOR)
    secret, now = issued.secret, NOW
    if end == "revoked":
        revoke_invitation(cast.act("Alice"), invitation_id=issued.id)
    elif end == "too old":
        now = LATER
    elif end == "sent anew":
        resend_invitation(cast.act("Alice"), invitation_id=issued.id)
    elif end == "inviter left":
        deactivate_member(cast.act("system"), member_id=cast.user("Alice").pk)
    elif end == "inviter demoted":
        change_role(cast.act("system"), member_id=cast.user("Alice").pk, role=Role.VIEWER)
    else:
        secret = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    with pytest.raises(NotFound):
        accept(secret, now=now)
    assert not User.objects.filter(email=DORA).exists()


def test_an_invitation_sent_anew_works_by_its_new_link_for_a_new_term(cast: Cast) -> None:
    issued = invite(cast.act("Alice"), email=DORA, role=Role.VIEWER)
    again = resend_invitation(cast.act("Alice", now=LATER), invitation_id=issued.id)
    assert accept(again.secret, now=LATER).role == "viewer"


def test_an_invitation_of_somebody_who_left_works_again_once_another_administrator_sends_it(
    cast: Cast,
) -> None:
    email = "a2@northwind.example"
    second = add_member(
        cast.act("system"), email=email, role=Role.ADMINISTRATOR, password=PASSWORD, name="Ada"
    )
    issued = invite(cast.act("Alice"), email=DORA, role=Role.VIEWER)
    deactivate_member(cast.act("system"), member_id=cast.user("Alice").pk)
    ada = replace(cast.act("system"), actor=Actor(second.pk, "Ada", Role.ADMINISTRATOR))
    again = resend_invitation(ada, invitation_id=issued.id)
    assert invited(again.secret, now=NOW).by == "Ada"
    accept(again.secret)
    event = AuditEvent.objects.get(verb="accept invitation")
    assert event.after is not None
    assert event.after["invited_by"] == "Ada"


def test_opening_the_link_uses_nothing_up(cast: Cast) -> None:
    issued = invite(cast.act("Alice"), email=DORA, role=Role.VIEWER)
    before = AuditEvent.objects.count()
    for _time in range(3):
        assert invited(issued.secret, now=NOW).email == DORA
    assert AuditEvent.objects.count() == before
    assert Invitation.objects.get().accepted_at is None


def test_somebody_signed_in_with_another_address_cannot_accept(cast: Cast) -> None:
    issued = invite(cast.act("Alice"), email=DORA, role=Role.ADMINISTRATOR)
    with pytest.raises(NotPermitted, match=r"dora@agency\.example"):
        accept_as_known(issued.secret, user_id=cast.user("Mallory").user_id, now=NOW, face=Face.WEB)
    assert not Member.objects.filter(organisation_id=cast.id, user=cast.user("Mallory").user).exists()


def test_a_link_never_sets_the_password_of_an_account_that_exists(cast: Cast) -> None:
    """Mallory invites Bob to her own organisation, keeps the link, and would take over his account."""
    bob = cast.user("Bob").user
    issued = invite(cast.act("Mallory"), email=bob.email, role=Role.VIEWER)
    with pytest.raises(Refused, match="Sign in to accept"):
        accept(issued.secret)
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_neither_does_it_for_an_account_without_password_that_belongs_elsewhere(cast: Cast) -> None:
    add_member(cast.act("Alice"), email=DORA, role=Role.MANAGER)
    issued = invite(cast.act("Mallory"), email=DORA, role=Role.VIEWER)
    with pytest.raises(Refused):
        accept(issued.secret)


def test_somebody_known_joins_with_the_account_they_have(cast: Cast) -> None:
    bob = cast.user("Bob").user
    issued = invite(cast.act("Mallory"), email=bob.email, role=Role.VIEWER)
    joined = accept_as_known(issued.secret, user_id=bob.pk, now=NOW, face=Face.WEB)
    assert (joined.organisation_id, joined.role) == (cast.contoso.id, "viewer")


def test_members_and_people_invited_already_are_not_invited_again(cast: Cast) -> None:
    with pytest.raises(Refused, match="a member already"):
        invite(cast.act("Alice"), email=cast.user("Bob").user.email, role=Role.VIEWER)
    invite(cast.act("Alice"), email=DORA, role=Role.VIEWER)
    with pytest.raises(Refused, match="invited already"):
        invite(cast.act("Alice"), email=DORA, role=Role.ADMINISTRATOR)
    deactivate_member(cast.act("Alice"), member_id=cast.user("Vera").pk)
    with pytest.raises(Refused, match="Give access back"):
        invite(cast.act("Alice"), email=cast.user("Vera").user.email, role=Role.VIEWER)


@pytest.mark.parametrize("password", ["short", "password1234", "1234567890"])
def test_a_weak_password_is_refused_and_the_link_stays_good(cast: Cast, password: str) -> None:
    issued = invite(cast.act("Alice"), email=DORA, role=Role.VIEWER)
    with pytest.raises(Refused):
        accept(issued.secret, password=password)
    assert accept(issued.secret).role == "viewer"


@pytest.mark.parametrize("name", ["Bob", "Cleo", "Vera"])
def test_only_administrators_invite(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        invite(cast.act(name), email=DORA, role=Role.VIEWER)


def link_in(page: str) -> str:
    """The path of the link on the page that shows it."""
    return "/account/join/" + page.partition("/account/join/")[2].partition('"')[0]


def test_the_whole_way_from_the_settings_page_to_the_first_page(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of("Alice").post(reverse("invitation_make"), {"email": DORA, "role": "contributor"})
    link = link_in(answer.content.decode())
    [sent] = mail.outbox
    assert sent.to == [DORA]
    assert link in str(sent.body)
    dora = Client()
    assert "Northwind" in dora.get(link).content.decode()
    entered = dora.post(link, SAID)
    assert (entered.status_code, entered.headers["Location"]) == (302, "/")
    assert "Dora" in dora.get(reverse("settings")).content.decode()
    assert Client().get(link).status_code == 404


def test_a_refused_form_of_the_invited_keeps_the_name(client_of: ClientOf, cast: Cast) -> None:
    issued = invite(cast.act("Alice", now=clock.now()), email=DORA, role=Role.VIEWER)
    answer = Client().post(reverse("join", args=[issued.secret]), {"name": "Dora", "password": "qwe77"})
    assert answer.status_code == 422
    assert 'value="Dora"' in answer.content.decode()
    assert "qwe77" not in answer.content.decode()


def test_the_page_sends_somebody_else_away_and_stores_nothing(client_of: ClientOf, cast: Cast) -> None:
    issued = invite(cast.act("Alice", now=clock.now()), email=DORA, role=Role.ADMINISTRATOR)
    mallory, path = client_of("Mallory"), reverse("join", args=[issued.secret])
    assert "sign out" in mallory.get(path).content.decode()
    assert mallory.post(path, SAID).status_code == 403
    assert not User.objects.filter(email=DORA).exists()


def test_settings_show_who_is_invited_and_take_it_back(client_of: ClientOf, cast: Cast) -> None:
    issued = invite(cast.act("Alice", now=clock.now()), email=DORA, role=Role.VIEWER)
    alice = client_of("Alice")
    assert DORA in alice.get(reverse("settings")).content.decode()
    assert DORA not in client_of("Vera").get(reverse("settings")).content.decode()
    alice.post(reverse("invitation_revoke", args=[issued.id]))
    page = alice.get(reverse("settings")).content.decode()
    assert "is withdrawn" in page
    assert AuditEvent.objects.filter(verb="revoke invitation", case_id=str(issued.id)).exists()
