"""Django's settings for a desk, porch included. What an operator decides stands in `busel.desk.running.options`.

Off on purpose: `contrib.sessions` and `contrib.messages` (cookies with content), `contrib.auth` and `admin` (a desk has
one member), Django's logging (paths and exceptions), `LocaleMiddleware` (Tor Browser says English for everybody).
"""

from __future__ import annotations

from pathlib import Path

from busel.desk.running import options
from busel.vault.entropy import random_bytes

_options = options.chosen

DEBUG = False
SECRET_KEY = random_bytes(32).hex()
"""New for each server start; blank desks and porch inherit it by the fork, nothing stores it."""
ALLOWED_HOSTS = list(_options.hosts)

INSTALLED_APPS = [*_options.apps, "django.forms"]
ROOT_URLCONF = _options.porch_urls
"""`busel.desk.running.middleware.PagesByMode` gives a blank desk and a keyed one theirs."""
BLANK_URLCONF = _options.blank_urls
KEYED_URLCONF = _options.keyed_urls
NEWCOMER_URLCONF = _options.newcomer_urls
WSGI_APPLICATION = "busel.desk.wsgi.application"
APPEND_SLASH = False

MIDDLEWARE = [
    "busel.desk.web.headers.HeadersMiddleware",
    "busel.desk.running.middleware.PagesByMode",
    "busel.desk.web.language.LanguageMiddleware",
    "busel.desk.running.uploads.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "busel.desk.web.error_views.NotAllowed",
    "busel.desk.running.middleware.Activity",
    *_options.around,
]

FORM_RENDERER = "busel.desk.web.rendering.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "busel.desk.web.context.around"],
        },
    }
]

# One in-memory database for all threads of a process: plain `:memory:` gives each thread an empty one. It lives as long
# as one connection to it, so `process.become` keeps one.
WORKSPACE = "file:/ws?vfs=memdb"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": WORKSPACE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "uri": True,
            # Statements with keys are 2 KB: of pages of 4 KB each would fill one.
            "init_command": (
                "PRAGMA page_size=8192; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=10000; PRAGMA cache_size=-256"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

FILE_UPLOAD_HANDLERS = ["busel.desk.running.uploads.InMemoryUpload"]
UPLOAD_BYTES = _options.upload_bytes
"""Of a whole body; more is answered 413 with a sentence."""
DATA_UPLOAD_MAX_MEMORY_SIZE = _options.upload_bytes

CSRF_FAILURE_VIEW = "busel.desk.web.error_views.csrf_failure"
CSRF_COOKIE_NAME = "__Host-form" if _options.secure_cookies else "form"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = _options.secure_cookies
SESSION_COOKIE_NAME = _options.cookie_name
"""The cookie that the door looks for. Its value is `process.cookie_value(token)`; nothing is kept under it."""
SESSION_COOKIE_SECURE = _options.secure_cookies

USE_I18N = True
USE_TZ = True
LANGUAGE_CODE = _options.language
LANGUAGES = [("be", "Беларуская"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
TIME_ZONE = _options.time_zone

LOGGING_CONFIG = None
"""`busel.desk.running.log` is the only one that writes a line."""
