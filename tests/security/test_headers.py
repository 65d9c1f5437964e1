"""What every answer tells the browser, and what cookies may do."""

from collections.abc import Callable

import pytest
from django.test import Client

from cast import PASSWORD, Cast

PAGES = ["/account/login/", "/healthz", "/settings/", "/no-such-page"]


def policy(answer: object) -> dict[str, list[str]]:
    """The content security policy of an answer, by directive."""
    header = answer.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    parts = [part.split() for part in header.split(";")]
    return {part[0]: part[1:] for part in parts if part}


@pytest.mark.parametrize("page", PAGES)
def test_no_page_runs_a_script_or_style_that_is_not_a_file_of_ours(
    client_of: Callable[[str], Client], page: str
) -> None:
    directives = policy(client_of("Alice").get(page))
    assert directives["default-src"] == ["'self'"]
    assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & {
        source for sources in directives.values() for source in sources
    }
    assert directives["object-src"] == ["'none'"]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_can_be_framed_or_guessed(client_of: Callable[[str], Client], page: str) -> None:
    answer = client_of("Alice").get(page)
    assert policy(answer)["frame-ancestors"] == ["'none'"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    email = cast.user("Alice").user.email
    answer = client.post("/account/login/", {"login": email, "password": PASSWORD})
    assert answer.status_code == 302, "could not sign in"
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_form_without_its_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.user("Alice").user)
    answer = client.post("/settings/members/", {"email": "x@y.example", "name": "X", "role": "viewer"})
    assert answer.status_code == 403


def test_a_wrong_password_does_not_say_whether_the_address_is_known(cast: Cast) -> None:
    known = cast.user("Alice").user.email
    answers = [
        Client().post("/account/login/", {"login": email, "password": "wrong"})
        for email in (known, "nobody@northwind.example")
    ]
    assert answers[0].status_code == answers[1].status_code
    assert answers[0].context["form"].errors == answers[1].context["form"].errors != {}


def test_nobody_can_register_themselves(db: None) -> None:
    from riser.foundation.models import User

    Client().post("/account/signup/", {"email": "eve@example.com", "password1": PASSWORD})
    assert not User.objects.filter(email="eve@example.com").exists()


def test_a_member_who_left_sees_nothing(cast: Cast, client_of: Callable[[str], Client]) -> None:
    from riser.foundation.actions import deactivate_member

    client = client_of("Vera")
    assert client.get("/settings/").status_code in {200, 403}
    deactivate_member(cast.act("Alice"), member_id=cast.user("Vera").pk)
    answer = client.get("/settings/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")
