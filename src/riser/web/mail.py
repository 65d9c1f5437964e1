"""Where mail goes: the mail server of the environment, or the console where none is named."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SECURITY = {"starttls": 587, "tls": 465, "none": 25}  # with the usual port of each
TIMEOUT_SECONDS = 20


def mail_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Django's e-mail settings. Raises ImproperlyConfigured for a setting that cannot be meant."""
    host = environment.get("RISER_SMTP_HOST", "").strip()
    sender = environment.get("RISER_MAIL_FROM", "").strip()
    if not host:
        backend = "django.core.mail.backends.console.EmailBackend"
        return {"EMAIL_BACKEND": backend, "DEFAULT_FROM_EMAIL": sender or "riser@localhost"}
    if not sender:
        raise ImproperlyConfigured("RISER_SMTP_HOST is set: RISER_MAIL_FROM must say who sends")
    security = environment.get("RISER_SMTP_SECURITY", "starttls").lower()
    if security not in SECURITY:
        raise ImproperlyConfigured(
            f"RISER_SMTP_SECURITY must be one of {', '.join(SECURITY)}, not {security!r}"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": _port(environment.get("RISER_SMTP_PORT", ""), SECURITY[security]),
        "EMAIL_HOST_USER": environment.get("RISER_SMTP_USER", ""),
        "EMAIL_HOST_PASSWORD": _password(environment),
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
        "DEFAULT_FROM_EMAIL": sender,
    }


def own_address(environment: Mapping[str, str]) -> str:
    """The address at which people reach Riser, for links in mail: RISER_URL, else the first origin."""
    origins = environment.get("RISER_ORIGINS", "").split(",")
    given = environment.get("RISER_URL", "").strip() or origins[0].strip()
    if given and not given.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"RISER_URL must begin with https:// or http://, not {given!r}")
    return given or f"http://127.0.0.1:{environment.get('RISER_PORT') or 8000}"


def _port(given: str, usual: int) -> int:
    if not given:
        return usual
    if not given.isascii() or not given.isdecimal() or not 0 < int(given) < 65536:
        raise ImproperlyConfigured(f"RISER_SMTP_PORT must be a number from 1 to 65535, not {given!r}")
    return int(given)


def _password(environment: Mapping[str, str]) -> str:
    path = environment.get("RISER_SMTP_PASSWORD_FILE", "")
    return Path(path).read_text().strip() if path else environment.get("RISER_SMTP_PASSWORD", "")
