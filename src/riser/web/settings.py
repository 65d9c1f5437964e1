"""Settings: environment first, strict parsing, safe defaults. Described in docs/deployment.md."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from riser.foundation.home import home, secret_key
from riser.web.mail import mail_settings, own_address

PACKAGE = Path(__file__).resolve().parents[1]
RISER_HOME = home()


def flag(name: str, default: bool) -> bool:
    """A yes/no variable. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}")
    return value in {"yes", "true", "1"}


def words(name: str, default: str) -> list[str]:
    """A variable with several values, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def log_format() -> str:
    """How log lines are written: "json" for machines, "plain" for a person at a terminal."""
    given = os.environ.get("RISER_LOG_FORMAT", "json").lower()
    if given not in {"json", "plain"}:
        raise ImproperlyConfigured(f"RISER_LOG_FORMAT must be json or plain, not {given!r}")
    return given


def number(name: str, default: int) -> int:
    """A whole number above zero. Raises ImproperlyConfigured for anything else."""
    given = os.environ.get(name, str(default))
    if not (given.isascii() and given.isdecimal() and int(given) > 0):
        raise ImproperlyConfigured(f"{name} must be a whole number above zero, not {given!r}")
    return int(given)


DEBUG = flag("RISER_DEBUG", False)
SECRET_KEY = secret_key(RISER_HOME)
ALLOWED_HOSTS = words("RISER_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = words("RISER_ORIGINS", "")
HTTPS = flag("RISER_HTTPS", False)

ROOMS = ["foundation", "connect", "plan", "launch", "measure", "assess"]
INSTALLED_APPS = [
    "riser.ui",  # first: its account templates replace those of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "allauth",
    "allauth.account",
    "csp",
    "riser.foundation",
    "riser.connect",
    "riser.plan",
    "riser.launch",
    "riser.measure",
    "riser.assess",
    "riser.web",
]

MIDDLEWARE = [
    "riser.foundation.logs.RequestId",
    "riser.foundation.kept.ReadsKeep",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "riser.web.limits.BodyLimit",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "riser.ui.middleware.FollowAfterUpload",
    "riser.foundation.opened.OpenedRecords",
    "riser.web.elsewhere.Methods",
    "riser.foundation.web.RefusalMiddleware",
]

ROOT_URLCONF = "riser.web.urls"
WSGI_APPLICATION = "riser.web.wsgi.application"

# Cotton and template-partials silently break each other when each patches the loaders itself, so both are
# installed by their Simple app config and the loaders stand here: partials around cached around cotton.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "riser.web.frame.frame",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "template_partials.templatetags.partials"],
        },
    },
]
COTTON_DIR = "cotton"
FORM_RENDERER = "riser.ui.forms.Renderer"


KEPT_OPEN = 600  # seconds: each thread that answers pages keeps its connection from one request to the next


def database() -> dj_database_url.DBConfig:
    """The database of RISER_DATABASE_URL, else SQLite in the home. An error never repeats its password."""
    given = os.environ.get("RISER_DATABASE_URL") or f"sqlite:///{RISER_HOME / 'riser.sqlite3'}"
    try:
        found = dj_database_url.parse(given, conn_max_age=KEPT_OPEN, conn_health_checks=True)
    except ValueError:
        found = dj_database_url.DBConfig(ENGINE="")
    if not found["ENGINE"].endswith((".sqlite3", ".postgresql")):
        raise ImproperlyConfigured("RISER_DATABASE_URL must be like postgresql://user:password@host/name")
    return found


DATABASES = {"default": database()}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "riser_cache"}}

AUTH_USER_MODEL = "foundation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "riser.web.accounts.ClosedSignup"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [PACKAGE / "cli" / "locale"]  # the shell is no app of its own
LANGUAGE_COOKIE_NAME = "riser_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
# The package carries its assets; WhiteNoise serves them from there, so there is no collectstatic step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

MAX_UPLOAD_BYTES = 200 * 1024 * 1024
API_REQUESTS_A_MINUTE = number("RISER_API_REQUESTS_A_MINUTE", 600)  # of one personal token
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the plan grid posts a few cells for each of some thousand rows
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

RISER_URL = own_address(os.environ)  # in front of the paths that mail names
globals().update(mail_settings(os.environ))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "riser.foundation.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": log_format()}},
    "root": {"handlers": ["console"], "level": os.environ.get("RISER_LOG_LEVEL", "WARNING")},
}
