"""Where mail goes, from the environment."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from riser.web.mail import mail_settings, own_address

SERVER = {"RISER_SMTP_HOST": "smtp.example.com", "RISER_MAIL_FROM": "Riser <riser@example.com>"}


def test_without_a_server_mail_is_printed() -> None:
    assert mail_settings({})["EMAIL_BACKEND"].endswith("console.EmailBackend")


@pytest.mark.parametrize(
    ("security", "port", "starttls", "tls"),
    [("starttls", 587, True, False), ("tls", 465, False, True), ("none", 25, False, False)],
)
def test_each_kind_of_security_has_its_port(security: str, port: int, starttls: bool, tls: bool) -> None:
    found = mail_settings(SERVER | {"RISER_SMTP_SECURITY": security})
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, starttls, tls)
    assert mail_settings(SERVER | {"RISER_SMTP_PORT": "2525"})["EMAIL_PORT"] == 2525


def test_the_password_may_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("s3cret\n")
    given = SERVER | {"RISER_SMTP_USER": "riser", "RISER_SMTP_PASSWORD_FILE": str(tmp_path / "password")}
    found = mail_settings(given)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("riser", "s3cret")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"RISER_SMTP_HOST": "smtp.example.com"}, "RISER_MAIL_FROM"),
        (SERVER | {"RISER_SMTP_SECURITY": "ssl"}, "RISER_SMTP_SECURITY"),
        (SERVER | {"RISER_SMTP_PORT": "smtp"}, "RISER_SMTP_PORT"),
        (SERVER | {"RISER_SMTP_PORT": "70000"}, "RISER_SMTP_PORT"),
    ],
)
def test_what_cannot_be_meant_is_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=named):
        mail_settings(given)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"RISER_PORT": "9000"}, "http://127.0.0.1:9000"),
        ({"RISER_ORIGINS": "https://a.example, https://b.example"}, "https://a.example"),
        ({"RISER_ORIGINS": "https://a.example", "RISER_URL": "https://c.example"}, "https://c.example"),
    ],
)
def test_links_in_mail_lead_to_where_people_reach_riser(given: dict[str, str], address: str) -> None:
    assert own_address(given) == address


def test_an_address_without_scheme_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="RISER_URL"):
        own_address({"RISER_URL": "riser.example.com"})
