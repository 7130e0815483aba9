"""Django's settings. What differs between machines is read in `environment.py`, never here."""

from __future__ import annotations

from mumian.project import logs
from mumian.project.database.location import django_databases
from mumian.project.demo_clock import keep_time
from mumian.project.environment import ROOT, Environment
from mumian.project.secret import secret_key

ENVIRONMENT = Environment.read()
keep_time(ENVIRONMENT)

BASE_DIR = ROOT
DEBUG = False
SECRET_KEY = secret_key(ENVIRONMENT)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver", *ENVIRONMENT.allowed_hosts]
# Where a proxy ends TLS, the browser names an origin that the request itself no longer shows.
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ENVIRONMENT.allowed_hosts]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "mumian.foundation",
    "mumian.audit",
    "mumian.accounts",
    "mumian.offices",
    "mumian.people",
    "mumian.catalogue",
    "mumian.clearance",
    "mumian.queueing",
    "mumian.payments",
    "mumian.production",
    "mumian.delivery",
    "mumian.cases",
    "mumian.forecasting",
    "mumian.web.shared",
    "mumian.web.portal",
    "mumian.web.desk",
    "mumian.web.counter",
    "mumian.web.kiosk",
    "mumian.web.screens",
]

MIDDLEWARE = [
    "mumian.web.shared.arrival.Arrival",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mumian.web.shared.policy.PolicyMiddleware",
    "mumian.web.shared.preferences.PreferencesMiddleware",
    "mumian.web.shared.error_pages.ErrorPagesMiddleware",
    "mumian.web.shared.readable.ReadableMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mumian.web.shared.signing_in.idle.IdleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

# Our pages are Jinja templates in `web/<front>/templates/<front>/`; third-party applications keep Django's own.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted((ROOT / "src/mumian/web").glob("*/templates")),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "mumian.web.shared.jinja.environment",
            "context_processors": [
                "mumian.web.shared.context.page",
                "mumian.web.desk.navigation.navigation",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

ROOT_URLCONF = "mumian.project.urls"
CSRF_FAILURE_VIEW = "mumian.web.shared.error_pages.csrf_failure"
WSGI_APPLICATION = "mumian.project.wsgi.application"
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["mumian.web.shared.signing_in.backend.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "mumian.web.shared.signing_in.choosing.OwnPasswordValidator"},
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [ROOT / "src/mumian/locale"]

STATIC_URL = "/static/"
STATIC_ROOT = None if ENVIRONMENT.profile == "test" else ENVIRONMENT.var / "static"
# `manage collectstatic` gathers the files under names that change with their content, compressed, to be kept by browsers.
# Where nobody has gathered them, and in tests, they are served as they lie in the source.
WHITENOISE_USE_FINDERS = STATIC_ROOT is None or not (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "mumian.web.shared.static.GatheredFiles"},
}

# A demonstration says on every page that its persons and figures are invented.
DEMO_MODE = ENVIRONMENT.profile != "office"
# Officers of a real office need a second factor; a demonstration says on every page that it asks for none.
SECOND_FACTOR_REQUIRED = not DEMO_MODE
# The national immigration service line, day and night, in Chinese and English.
HOTLINE = "12367"

DATABASES = django_databases(ENVIRONMENT)
LOGGING = logs.LOGGING

# Where open pages hear of changes: behind a proxy at the same address, which the proxy leads to this port, otherwise at this port
# beside the pages. Tests have no live process unless they start one.
LIVE_PORT: int | None = None if ENVIRONMENT.profile == "test" else ENVIRONMENT.live_port
LIVE_BEHIND_PROXY = ENVIRONMENT.proxies > 0

# Halls: where ticket machines print (files in a demonstration), and the clips from which calls are spoken.
TICKET_PRINTERS = ENVIRONMENT.ticket_printers
PRINTED_FOLDER = ENVIRONMENT.var / "printed" if DEMO_MODE else None
VOICE_FOLDER = ENVIRONMENT.var / "voice"

# Signing in: a user name with a password, or a passkey; staff and applicants never register themselves.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:landing"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "mumian.web.shared.signing_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# All officers of a hall share one address, so guessing is limited by account; the limits by address only stop floods.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "5/5m/key,100/m/ip", "signup": "20/m/ip"}
MFA_ADAPTER = "mumian.web.shared.signing_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # e-mail plays no part in signing in
MFA_TOTP_ISSUER = "Mumian"
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO_MODE  # http://localhost
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# A session ends with the browser, after a shift, or after an hour without use (see `signing_in.idle`). Cookies do not know
# ports, so houses that run side by side on one machine use names of their own.
SESSION_ENGINE = "mumian.web.shared.signing_in.sessions"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO_MODE
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = f"mumian_session_{ENVIRONMENT.port}" if DEMO_MODE else "__Host-mumian_session"
CSRF_COOKIE_NAME = f"mumian_csrf_{ENVIRONMENT.port}" if DEMO_MODE else "__Host-mumian_csrf"
# Sent over TLS alone. An office's cookies are `Secure` even where no proxy was named: a forgotten setting fails closed.
SECURE_HSTS_SECONDS = 0 if DEMO_MODE else 365 * 24 * 60 * 60
# What a proxy says in its headers counts only where the office has said that there is one: anybody can send such a header.
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
if ENVIRONMENT.proxies > 0:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
