"""The frame around every page is drawn once for the same reader, and never for anybody else."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import NOW, Cast, make_company
from riser.foundation.actions import add_member
from riser.foundation.evidence import RecordRef
from riser.foundation.notices import notify
from riser.foundation.roles import SYSTEM, Act, Face, Role

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
HERE = re.compile(r'name="next" value="([^"]*)"')


def _page(client: Client, path: str = "/plan/") -> str:
    return client.get(path).content.decode()


def test_each_answer_has_a_token_of_its_own_and_the_same_in_all_its_forms(
    client_of: Callable[[str], Client],
) -> None:
    cleo = client_of("Cleo")
    first, second = (set(TOKEN.findall(_page(cleo))) for _time in range(2))
    assert (len(first), len(second)) == (1, 1)
    assert first != second
    assert all(len(token) == 64 for token in first | second)


def test_a_form_of_the_frame_that_was_drawn_before_is_taken(cast: Cast) -> None:
    cleo = Client(enforce_csrf_checks=True)
    cleo.force_login(cast.user("Cleo").user)
    _page(cleo)
    token = TOKEN.findall(_page(cleo))[0]
    answer = cleo.post("/theme", {"theme": "riser-dark", "csrfmiddlewaretoken": token, "next": "/plan/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/plan/")


def test_a_page_kept_with_a_form_in_it_is_sent_with_a_token_that_counts(cast: Cast) -> None:
    """The main part is drawn once, too: its forms get the token of whoever reads."""
    pages = {}
    for name in ("Alice", "Bob"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(cast.user(name).user)
        pages[name] = [_page(client, "/plan/objectives/") for _time in range(2)]
        token = TOKEN.findall(pages[name][1])[-1]
        values = {"name": f"Objective of {name}", "csrfmiddlewaretoken": token}
        assert client.post("/plan/objectives/", values).status_code == 302
    assert "Objective of Alice" in pages["Bob"][0]


def test_the_frame_names_the_page_it_stands_on(client_of: Callable[[str], Client]) -> None:
    cleo = client_of("Cleo")
    for path in ("/plan/", "/plan/?sort=name&page=1", "/launch/", '/plan/?q="><script>'):
        found = set(HERE.findall(_page(cleo, path)))
        assert len(found) == 1
        assert "<script>" not in next(iter(found))
    assert HERE.findall(_page(cleo, "/plan/?sort=name&q=tulip"))[0] == "/plan/?sort=name&amp;q=tulip"


def test_two_people_read_their_own_names_and_rooms(client_of: Callable[[str], Client]) -> None:
    """Vera only looks; nothing of Alice, who administers, is in her frame."""
    alice, vera = _page(client_of("Alice")), _page(client_of("Vera"))
    assert "alice@northwind.example" in alice
    assert "alice@northwind.example" not in vera
    assert 'href="/organisation/new/"' in alice
    assert 'href="/organisation/new/"' not in vera


def test_a_role_that_was_changed_changes_the_frame_at_once(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    bob = client_of("Bob")
    assert 'href="/organisation/new/"' not in _page(bob)
    member = cast.user("Bob")
    type(member).objects.filter(pk=member.pk).update(role=Role.ADMINISTRATOR)
    assert 'href="/organisation/new/"' in _page(bob)


def test_a_guest_who_reads_after_an_administrator_sees_the_rooms_of_a_guest(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    machine = Act(organisation_id=cast.id, actor=SYSTEM, face=Face.CLI, now=NOW)
    guest = add_member(machine, email="gus@agency.example", role=Role.GUEST, name="Gus")
    client = Client()
    client.force_login(guest.user)
    assert 'href="/assess/"' in _page(client_of("Alice"))
    assert 'href="/assess/"' not in _page(client)
    assert 'href="/connect/"' not in _page(client)


def test_another_organisation_of_the_same_person_has_its_own_frame(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    other = make_company("Fabrikam", {"Frida": Role.ADMINISTRATOR})
    machine = Act(organisation_id=other.id, actor=SYSTEM, face=Face.CLI, now=NOW)
    alice = client_of("Alice")
    assert "Fabrikam" not in _page(alice)
    add_member(machine, email="alice@northwind.example", role=Role.VIEWER, name="Alice")
    assert "Fabrikam" in _page(alice)
    alice.post("/organisation/", {"organisation": str(other.id)})
    entered = _page(alice)
    assert "<span>Fabrikam ·" in entered
    assert 'href="/organisation/new/"' not in entered  # a viewer there


def test_each_language_and_theme_has_its_own_frame(client_of: Callable[[str], Client]) -> None:
    cleo = client_of("Cleo")
    plain = cleo.get("/plan/", headers={"accept-language": "en"}).content.decode()
    chinese = cleo.get("/plan/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "Sign out" in plain
    assert "Sign out" not in chinese
    cleo.cookies["riser_theme"] = "riser-dark"
    dark = cleo.get("/plan/", headers={"accept-language": "en"}).content.decode()
    pressed = re.compile(r'value="([\w-]+)" aria-current="true">(?:<svg|<c-icon|[^<]*<svg)')
    assert pressed.findall(plain) != pressed.findall(dark)
    assert 'data-theme="riser-dark"' in dark
    assert 'data-theme="riser-dark"' not in plain


def test_a_notice_is_counted_at_once_and_only_for_whom_it_is(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    """No event tells of notices, so their number stands beside what is kept."""
    cleo, bob = client_of("Cleo"), client_of("Bob")
    assert "Notices: 0 unread" in _page(cleo)
    _tell(cast, "Cleo")
    assert "Notices: 1 unread" in _page(cleo)
    assert "Notices: 0 unread" in _page(bob)


def test_the_list_of_notices_follows_what_was_told_and_read(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    cleo = client_of("Cleo")
    assert "Something happened" not in _page(cleo, "/notices/")
    _tell(cast, "Cleo")
    told = _page(cleo, "/notices/")
    assert told.count("Unread:") == 1
    _tell(cast, "Bob")
    assert "Something happened" in _page(client_of("Bob"), "/notices/")
    cleo.post("/notices/read/")
    assert "Unread:" not in _page(cleo, "/notices/")
    assert "Something happened" in _page(cleo, "/notices/")


def test_who_was_shut_out_is_not_shown_what_they_read_before(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    cleo = client_of("Cleo")
    assert "Northwind" in _page(cleo)
    member = cast.user("Cleo")
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    answer = cleo.get("/plan/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/organisation/new/")


def test_the_frame_asks_who_reads_and_what_is_new_and_nothing_else(
    client_of: Callable[[str], Client],
) -> None:
    """Session, user, memberships, the state of the records, unread notices."""
    cleo = client_of("Cleo")
    cleo.get("/assess/history/")
    with CaptureQueriesContext(connection) as asked:
        cleo.get("/assess/history/")
    assert len(asked) <= 6, [one["sql"][:120] for one in asked]


@pytest.mark.parametrize("path", ["/today/", "/?front=organisation", "/?front=today"])
def test_reading_a_front_page_again_stores_nothing(client_of: Callable[[str], Client], path: str) -> None:
    alice = client_of("Alice")
    alice.get(path, follow=True)
    with CaptureQueriesContext(connection) as asked:
        alice.get(path, follow=True)
    written = [one["sql"] for one in asked if one["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert written == []


def _tell(cast: Cast, name: str) -> None:
    kind = "foundation.job_failed"
    member = cast.user(name)
    notify(
        cast.act("Alice"),
        kind=kind,
        to=[member.pk],
        text="Something happened",
        record=RecordRef("member", str(member.pk)),
    )


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Stay signed in on this device"), ("zh-hans", "保持登录")]
)
def test_whoever_signs_in_says_in_plain_words_whether_to_stay(
    client: Client, language: str, said: str
) -> None:
    page = client.get("/account/login/", headers={"accept-language": language}).content.decode()
    assert said in page
    assert "Remember" not in page
