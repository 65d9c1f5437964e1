"""Settings that contradict each other or cannot be meant, from the environment alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from riser.cli.doctor.findings import Finding, advice, fine, mend

ABOUT = "settings"
YES = {"yes", "true", "1"}
LOOPBACK = {"", "127.0.0.1", "::1", "localhost"}


def examine(environment: Mapping[str, str]) -> list[Finding]:
    """What contradicts in these variables; one fine finding where nothing does."""
    found = [*_https(environment), *_names(environment), *_secrets(environment), *_mail(environment)]
    return found or [fine(ABOUT, _("The settings fit together."))]


def _https(env: Mapping[str, str]) -> Iterator[Finding]:
    origins = _words(env, "RISER_ORIGINS")
    https = _says_yes(env, "RISER_HTTPS")
    if https and not origins:
        yield mend(
            ABOUT,
            _("RISER_HTTPS is on and RISER_ORIGINS is empty: forms sent through the proxy are refused."),
            "RISER_ORIGINS=https://riser.example.com",
        )
    for origin in origins:
        if urlsplit(origin).scheme not in {"http", "https"} or urlsplit(origin).path not in {"", "/"}:
            yield mend(
                ABOUT,
                _("RISER_ORIGINS names %(origin)s; an origin is scheme and host.") % {"origin": origin},
                "RISER_ORIGINS=https://riser.example.com",
            )
        elif https and origin.startswith("http://"):
            yield mend(
                ABOUT,
                _("RISER_HTTPS is on and RISER_ORIGINS names %(origin)s.") % {"origin": origin},
                f"RISER_ORIGINS={origin.replace('http://', 'https://', 1)}",
            )
    if https and env.get("RISER_URL", "").startswith("http://"):
        yield mend(
            ABOUT,
            _("RISER_HTTPS is on, and links in mail begin with %(url)s.") % {"url": env["RISER_URL"]},
            f"RISER_URL={env['RISER_URL'].replace('http://', 'https://', 1)}",
        )


def _names(env: Mapping[str, str]) -> Iterator[Finding]:
    hosts = _words(env, "RISER_HOSTS")
    for origin in _words(env, "RISER_ORIGINS"):
        host = urlsplit(origin).hostname or ""
        if host and not _answers_to(host, hosts):
            yield mend(
                ABOUT,
                _("RISER_ORIGINS names %(host)s, and RISER_HOSTS does not: every page there is refused.")
                % {"host": host},
                f"RISER_HOSTS={','.join([*hosts, host])}",
            )
    outside = env.get("RISER_BIND", "") not in LOOPBACK
    if outside and not hosts:
        yield mend(
            ABOUT,
            _("RISER_BIND lets others in, and RISER_HOSTS names only this machine: they see an error."),
            "RISER_HOSTS=riser.example.com",
        )
    if outside and _says_yes(env, "RISER_DEBUG"):
        yield mend(
            ABOUT,
            _("RISER_DEBUG is on, and others can reach this server: errors would tell them its insides."),
            "unset RISER_DEBUG",
        )


def _secrets(env: Mapping[str, str]) -> Iterator[Finding]:
    for name in ("RISER_SECRET_KEY_FILE", "RISER_SMTP_PASSWORD_FILE"):
        path = Path(env[name]) if env.get(name) else None
        if path is None:
            continue
        if not path.is_file():
            yield mend(
                ABOUT, _("%(name)s names %(path)s, which is not there.") % {"name": name, "path": path}
            )
        elif path.stat().st_mode & 0o077:
            yield advice(
                ABOUT, _("Others on this machine can read %(path)s.") % {"path": path}, f"chmod 600 {path}"
            )
    if env.get("RISER_SECRET_KEY") and env.get("RISER_SECRET_KEY_FILE"):
        yield advice(
            ABOUT,
            _("RISER_SECRET_KEY and RISER_SECRET_KEY_FILE are both set; the file is not read."),
            "unset RISER_SECRET_KEY_FILE",
        )


def _mail(env: Mapping[str, str]) -> Iterator[Finding]:
    host, sender = env.get("RISER_SMTP_HOST", "").strip(), env.get("RISER_MAIL_FROM", "").strip()
    if host and not sender:
        yield mend(
            ABOUT,
            _("RISER_SMTP_HOST is set and RISER_MAIL_FROM is not: nobody is named as sender."),
            "RISER_MAIL_FROM='Riser <riser@example.com>'",
        )
    if sender and not host:
        yield advice(ABOUT, _("RISER_MAIL_FROM is set and RISER_SMTP_HOST is not: mail is only printed."))
    user = env.get("RISER_SMTP_USER")
    if user and not (env.get("RISER_SMTP_PASSWORD") or env.get("RISER_SMTP_PASSWORD_FILE")):
        yield mend(
            ABOUT,
            _("RISER_SMTP_USER is set without a password: the mail server will refuse."),
            "RISER_SMTP_PASSWORD_FILE=/path/to/file",
        )
    if user and env.get("RISER_SMTP_SECURITY", "").lower() == "none":
        yield advice(
            ABOUT,
            _("RISER_SMTP_SECURITY is none: the password goes to the mail server in the clear."),
            "RISER_SMTP_SECURITY=starttls",
        )


def _words(env: Mapping[str, str], name: str) -> list[str]:
    return [word.strip() for word in env.get(name, "").split(",") if word.strip()]


def _says_yes(env: Mapping[str, str], name: str) -> bool:
    return env.get(name, "").lower() in YES


def _answers_to(host: str, hosts: list[str]) -> bool:
    """Whether a server of these names answers to this one; a leading dot stands for all below."""
    own = hosts or ["127.0.0.1", "localhost"]
    return any(one in {"*", host} or (one.startswith(".") and host.endswith(one)) for one in own)
