"""The Django settings of desk and shelf together, for the type checker alone: it reads both kinds of models at once.

No process ever has both: a desk knows no shelf tables, and the shelf knows no desk.
"""

from busel.desk.settings import *  # noqa: F403 - a settings module is its names
from busel.desk.settings import INSTALLED_APPS as DESK_APPS
from busel.server.shelf import settings as shelf

INSTALLED_APPS = [*DESK_APPS, *shelf.INSTALLED_APPS]
BUSEL_SHELF_DATABASE = shelf.BUSEL_SHELF_DATABASE
BUSEL_SHELF_ORGANISATION = shelf.BUSEL_SHELF_ORGANISATION
BUSEL_SHELF_KEPT_DAYS = shelf.BUSEL_SHELF_KEPT_DAYS
