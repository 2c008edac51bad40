"""The desk's own settings, with stand-ins for the pages that need a signed-in member."""

from busel.desk.settings import *  # noqa: F403 - all of them hold

ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
ROOT_URLCONF = "specimen_urls"
MIDDLEWARE = [
    "busel.desk.web.headers.HeadersMiddleware",
    "busel.desk.web.language.LanguageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
