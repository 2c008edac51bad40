"""Django's settings for the shelf. Two come from the environment; docs/operate tells what they do."""

from __future__ import annotations

import os

from busel.server.shelf.database import configuration
from busel.shelf.rules import KEPT_DAYS

BUSEL_SHELF_DATABASE = os.environ.get("BUSEL_SHELF_DATABASE", "shelf.sqlite3")
BUSEL_SHELF_ORGANISATION = bytes.fromhex(os.environ.get("BUSEL_SHELF_ORGANISATION", ""))

BUSEL_SHELF_KEPT_DAYS = int(os.environ.get("BUSEL_SHELF_KEPT_DAYS", KEPT_DAYS))

DATABASES = {"default": configuration(BUSEL_SHELF_DATABASE)}
INSTALLED_APPS = ["busel.server.shelf.apps.ShelfConfig"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "busel.server.shelf.urls"
DEBUG = False
# Nothing is signed here, and nobody is asked for by name: the socket's folder is the door.
ALLOWED_HOSTS = ["*"]
# The request's size is capped by the server and in the view, with the protocol's own answer.
DATA_UPLOAD_MAX_MEMORY_SIZE = None
USE_I18N = False
USE_TZ = True
# Django's own log names addresses and quotes errors; the shelf's is log.py.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"none": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["none"]},
    "loggers": {"django": {"handlers": ["none"], "propagate": False}},
}
