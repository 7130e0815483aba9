"""Django's settings. What differs between machines is read in `environment.py`, never here."""

from __future__ import annotations

from mumian.project.database.location import django_databases
from mumian.project.environment import ROOT, Environment
from mumian.project.logs import LOGGING as LOGGING
from mumian.project.secret import secret_key

ENVIRONMENT = Environment.read()

BASE_DIR = ROOT
DEBUG = False
SECRET_KEY = secret_key(ENVIRONMENT)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver", *ENVIRONMENT.allowed_hosts]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "mumian.foundation",
    "mumian.audit",
    "mumian.accounts",
    "mumian.offices",
    "mumian.people",
    "mumian.catalogue",
    "mumian.forecasting",
    "mumian.web.shared",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mumian.web.shared.policy.PolicyMiddleware",
    "mumian.web.shared.preferences.PreferencesMiddleware",
    "mumian.web.shared.error_pages.ErrorPagesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
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
            "context_processors": ["mumian.web.shared.context.page"],
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
# The national immigration service line, day and night, in Chinese and English.
HOTLINE = "12367"

DATABASES = django_databases(ENVIRONMENT)
