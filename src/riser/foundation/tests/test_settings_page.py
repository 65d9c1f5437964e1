"""The settings pages: who sees them, who may change what, and what a refusal keeps."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from cast import Cast
from riser.foundation.models import AuditEvent, Member, Organisation

ClientOf = Callable[[str], Client]
ADD = {"email": "dora@northwind.example", "name": "Dora", "role": "viewer", "password": "lark-and-field"}


def test_everyone_sees_the_people_and_only_administrators_the_forms(client_of: ClientOf) -> None:
    for name, may in (("Alice", True), ("Vera", False)):
        page = client_of(name).get(reverse("settings")).content.decode()
        assert "Cleo" in page
        assert (reverse("member_add") in page) is may


def test_an_administrator_adds_a_person(client_of: ClientOf, cast: Cast) -> None:
    answer = client_of("Alice").post(reverse("member_add"), ADD, follow=True)
    assert "Dora can sign in now." in answer.content.decode()
    member = Member.objects.get(user__email="dora@northwind.example")
    assert member.organisation_id == cast.id
    event = AuditEvent.objects.get(verb="add member", case_id=str(member.pk))
    assert (event.actor_name, event.face) == ("Alice", "web")


def test_a_refused_person_is_not_stored_and_the_form_keeps_what_was_typed(client_of: ClientOf) -> None:
    answer = client_of("Alice").post(reverse("member_add"), ADD | {"password": "password123456"})
    assert answer.status_code == 422
    assert "dora@northwind.example" in answer.content.decode()
    assert not Member.objects.filter(user__email="dora@northwind.example").exists()


def test_a_viewer_may_add_nobody(client_of: ClientOf) -> None:
    assert client_of("Vera").post(reverse("member_add"), ADD).status_code == 403
    assert not Member.objects.filter(user__email="dora@northwind.example").exists()


def test_a_stranger_cannot_take_access_away(client_of: ClientOf, cast: Cast) -> None:
    bob = cast.user("Bob")
    answer = client_of("Mallory").post(reverse("member_deactivate", args=[bob.pk]))
    assert answer.status_code == 404
    bob.refresh_from_db()
    assert bob.is_active


def test_who_lost_access_is_out_at_once(client_of: ClientOf, cast: Cast) -> None:
    vera = client_of("Vera")
    client_of("Alice").post(reverse("member_deactivate", args=[cast.user("Vera").pk]))
    assert vera.get(reverse("settings")).status_code == 302


def test_the_organisation_takes_a_new_currency(client_of: ClientOf, cast: Cast) -> None:
    form = {"currency": "USD", "go_live": "2026-02-01"}
    client_of("Alice").post(reverse("settings_organisation"), form)
    assert Organisation.objects.get(pk=cast.id).currency == "USD"


def test_a_wrong_day_is_a_sentence_and_not_a_crash(client_of: ClientOf) -> None:
    answer = client_of("Alice").post(reverse("settings_organisation"), {"currency": "USD", "go_live": "soon"})
    assert answer.status_code == 422


def test_an_administrator_starts_a_second_organisation_and_enters_it(client_of: ClientOf) -> None:
    alice = client_of("Alice")
    alice.post(reverse("organisation_new"), {"name": "Fabrikam", "currency": "CHF"})
    page = alice.get(reverse("settings")).content.decode()
    assert "Fabrikam" in page
    assert "Cleo" not in page


def test_nobody_enters_an_organisation_they_do_not_belong_to(client_of: ClientOf, cast: Cast) -> None:
    mallory = client_of("Mallory")
    mallory.post(reverse("organisation_choose"), {"organisation": str(cast.id)})
    assert "Cleo" not in mallory.get(reverse("settings")).content.decode()
