"""The least that the pages need, for looking at them without a desk."""

from pathlib import Path

import busel

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
SECRET_KEY = "specimens hold nothing"
ROOT_URLCONF = "specimen_urls"
INSTALLED_APPS = ["busel.desk.web", "django.forms"]
MIDDLEWARE = ["busel.desk.web.language.LanguageMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]
CSRF_FAILURE_VIEW = "busel.desk.web.error_views.csrf_failure"
FORM_RENDERER = "busel.desk.web.rendering.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": ["django.template.loaders.app_directories.Loader"],
            "context_processors": [
                "django.template.context_processors.request",
                "busel.desk.web.context.around",
            ],
        },
    }
]
LANGUAGE_CODE = "be"
LANGUAGES = [("be", "Беларуская"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [Path(busel.__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Minsk"
DATABASES: dict[str, dict[str, str]] = {}
