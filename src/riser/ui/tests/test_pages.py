"""The frame around every page, sign-in, error pages and the gallery, as a browser gets them."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from cast import Cast
from riser.ui.middleware import FollowAfterUpload

ClientOf = Callable[[str], Client]
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
GALLERY = [TEMPLATES / "ui/gallery.html", *(TEMPLATES / "ui/gallery").glob("*.html")]
COMPONENTS = TEMPLATES / "cotton"


def component_names() -> list[str]:
    """The components as they are written: `no-source`, `acts.item`."""
    paths = sorted(path.relative_to(COMPONENTS).with_suffix("") for path in COMPONENTS.glob("**/*.html"))
    return [".".join(path.parts).removesuffix(".index").replace("_", "-") for path in paths]


@pytest.fixture
def staff(cast: Cast, client_of: ClientOf) -> Client:
    """Alice, who also builds pages."""
    user = cast.user("Alice").user
    user.is_staff = True
    user.save()
    return client_of("Alice")


def page_of(client: Client, path: str, **headers: str) -> str:
    """The page as text; fails where it does not open."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Components in their states"), ("zh-hans", "组件及其状态")]
)
def test_the_gallery_shows_every_component_in_both_languages(
    staff: Client, language: str, heading: str
) -> None:
    page = page_of(staff, "/ui/", accept_language=language)
    assert heading in page
    assert f'lang="{language}"' in page
    assert "<c-" not in page


def test_every_component_occurs_in_the_gallery() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in GALLERY)
    missing = [name for name in component_names() if not re.search(rf"<c-{re.escape(name)}[\s>]", shown)]
    assert missing == []


def test_the_menu_of_staff_leads_to_the_gallery_and_no_other(staff: Client, client_of: ClientOf) -> None:
    assert 'href="/ui/"' in page_of(staff, "/settings/")
    assert 'href="/ui/"' not in page_of(client_of("Vera"), "/settings/")


def test_the_gallery_is_for_staff(client_of: ClientOf) -> None:
    answer = client_of("Bob").get("/ui/")
    assert answer.status_code == 403
    assert "Your role does not open this" in answer.content.decode()


def test_the_gallery_sends_strangers_to_sign_in(db: None) -> None:
    assert Client().get("/ui/").headers["Location"].startswith("/account/login/")


def test_the_current_room_is_marked_in_the_sidebar(staff: Client) -> None:
    page = page_of(staff, "/settings/")
    assert page.count('aria-current="page"') >= 1
    assert 'href="/settings/" aria-current="page"' in page


def test_the_theme_of_the_cookie_is_on_the_page_and_none_leaves_it_to_the_system(staff: Client) -> None:
    assert '<html lang="en">' in page_of(staff, "/ui/")
    staff.cookies["riser_theme"] = "riser-dark"
    assert 'data-theme="riser-dark"' in page_of(staff, "/ui/")
    staff.cookies["riser_theme"] = '"><script>'
    assert '<html lang="en">' in page_of(staff, "/ui/")


def test_the_theme_can_be_given_back_to_the_system(staff: Client) -> None:
    staff.post("/theme", {"theme": "riser-dark"})
    assert 'data-theme="riser-dark"' in page_of(staff, "/settings/")
    staff.post("/theme", {"theme": "auto"})
    assert '<html lang="en">' in page_of(staff, "/settings/")


def test_sign_in_asks_for_e_mail_and_password_without_a_sidebar(db: None) -> None:
    page = page_of(Client(), "/account/login/")
    assert "Sign in to Riser" in page
    assert 'class="side"' not in page
    assert 'name="login"' in page
    assert 'name="password"' in page


def test_a_wrong_sign_in_ties_the_error_to_the_field(db: None) -> None:
    page = Client().post("/account/login/", {"login": "nobody", "password": ""}).content.decode()
    assert 'aria-describedby="id_login_error"' in page
    assert 'id="id_login_error"' in page


@pytest.mark.parametrize("template", ["404.html", "403.html", "403_csrf.html", "500.html"])
def test_error_pages_need_nothing_of_the_request(db: None, template: str) -> None:
    page = render_to_string(template, {})
    assert "riser/riser.css" in page
    assert "Back to the front page" in page


def upload(**said: Any) -> HttpRequest:
    """A request as it comes out of the middleware of sessions and messages."""
    request = RequestFactory().post("/connect/", **said)
    request.session = SessionStore()
    vars(request)["_messages"] = FallbackStorage(request)
    return request


def uploaded(request: HttpRequest) -> HttpResponse:
    """A view that stores a file, says so and goes to the result."""
    messages.success(request, "1,224 rows")
    return redirect("/connect/loads/5/")


def test_a_scripted_upload_is_told_where_to_go_and_its_message_waits_for_the_page() -> None:
    request = upload(headers={"Riser-Upload": "1"})
    answer = FollowAfterUpload(uploaded)(request)
    assert answer.status_code == 204
    assert answer.headers["Riser-Location"] == "/connect/loads/5/"
    assert len(messages.get_messages(request)) == 1


def test_a_plain_upload_is_redirected_as_ever() -> None:
    assert FollowAfterUpload(uploaded)(upload()).headers["Location"] == "/connect/loads/5/"
